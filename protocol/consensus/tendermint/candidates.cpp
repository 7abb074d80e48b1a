#include "protocol/consensus/tendermint/candidates.hpp"

#include <algorithm>

#include "protocol/base/check.hpp"
#include "protocol/consensus/tendermint/config.hpp"

namespace callo {

namespace {

using Pointer = std::unique_ptr<Candidate>;

}  // namespace

Candidate* Candidates::find(const PartSetHeader& header) {
  return const_cast<Candidate*>(std::as_const(*this).find(header));
}

const Candidate* Candidates::find(const PartSetHeader& header) const {
  for (const Pointer& candidate : candidates_) {
    if (candidate->parts.header() == header) {
      return candidate.get();
    }
  }
  return nullptr;
}

bool Candidates::holds_frame(std::uint32_t index, const ContentId& frame) const {
  return std::any_of(candidates_.begin(), candidates_.end(), [&](const Pointer& candidate) {
    return candidate->parts.holds(index) && candidate->parts.frame(index).id() == frame;
  });
}

Candidate& Candidates::name(const PartSetHeader& header) {
  Candidate* const known = find(header);
  Candidate& candidate = known != nullptr ? *known : add(header);
  candidate.is_named = true;
  return candidate;
}

Candidate& Candidates::pin(const PartSetHeader& header) {
  Candidate& candidate = name(header);
  candidate.is_pinned = true;
  return candidate;
}

Candidate& Candidates::early(const PartSetHeader& header) {
  CALLO_CHECK(find(header) == nullptr);
  const auto is_early = [](const Pointer& candidate) { return !candidate->is_named; };
  const auto early = std::count_if(candidates_.begin(), candidates_.end(), is_early);
  if (static_cast<std::size_t>(early) >= kEarlyCandidatesMax) {
    candidates_.erase(std::find_if(candidates_.begin(), candidates_.end(), is_early));
  }
  return add(header);
}

Candidate& Candidates::add(const PartSetHeader& header) {
  if (candidates_.size() >= kCandidatesMax) {
    displace_one();
  }
  candidates_.push_back(std::make_unique<Candidate>(header));
  return *candidates_.back();
}

// The oldest that +2/3 votes do not name; a later proposal or quorum can bring it back.
void Candidates::displace_one() {
  auto victim = std::find_if(candidates_.begin(), candidates_.end(),
                             [](const Pointer& candidate) { return !candidate->is_pinned; });
  if (victim == candidates_.end()) {
    victim = candidates_.begin();
  }
  candidates_.erase(victim);
}

const DecodedBlock* Candidates::content(Candidate& candidate, std::uint64_t& hashed_bytes) {
  if (candidate.decoded != nullptr || !candidate.parts.is_complete()) {
    return candidate.decoded.get();
  }
  const PartSetHeader& header = candidate.parts.header();
  if (memo_ != nullptr) {
    candidate.decoded = memo_->find(header);
  }
  if (candidate.decoded == nullptr) {
    candidate.decoded = decode_parts(candidate.parts.assemble());
    if (memo_ != nullptr) {
      memo_->insert(header, candidate.decoded);
    }
  }
  hashed_bytes += candidate.decoded->bytes.size();
  return candidate.decoded.get();
}

}  // namespace callo
