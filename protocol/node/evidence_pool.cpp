#include "protocol/node/evidence_pool.hpp"

#include "protocol/crypto/sha256.hpp"
#include "protocol/wire/codec.hpp"
#include "protocol/wire/limits.hpp"

namespace callo {

namespace {

// Votes and proposals are small; nothing larger can be part of evidence.
constexpr std::size_t kEvidenceMessageBytesMax = 1024;

Bytes copy_of(BytesView view) {
  return {view.begin(), view.end()};
}

}  // namespace

Bytes encode_data(const DuplicateEvidence& evidence) {
  Writer out{8 + evidence.first.size() + evidence.second.size()};
  out.blob(evidence.first.bytes());
  out.blob(evidence.second.bytes());
  return out.take();
}

std::optional<DuplicateEvidence> decode_evidence(BytesView data) {
  Reader in{data};
  const BytesView first = in.blob(kEvidenceMessageBytesMax);
  const BytesView second = in.blob(kEvidenceMessageBytesMax);
  if (!in.finished()) {
    return std::nullopt;
  }
  return DuplicateEvidence{make_frame(copy_of(first)), make_frame(copy_of(second))};
}

bool EvidencePool::insert(const Offence& offence) {
  if (known_.contains(offence)) {
    return false;
  }
  std::size_t& count = count_by_culprit_[offence.culprit];
  if (count >= kOffencesPerCulpritMax) {
    return false;
  }
  ++count;
  known_.insert(offence);
  return true;
}

}  // namespace callo
