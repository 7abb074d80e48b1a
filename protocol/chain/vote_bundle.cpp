#include "protocol/chain/vote_bundle.hpp"

#include <algorithm>
#include <deque>
#include <tuple>
#include <utility>

#include "protocol/base/check.hpp"
#include "protocol/wire/codec.hpp"
#include "protocol/wire/limits.hpp"

namespace callo {

namespace {

constexpr std::size_t kFixedBytes = 1 + 8 + 4 + 1 + 4;
constexpr std::size_t kGroupBytesMax = 1 + 32 + 4 + 32 + 4;
constexpr std::size_t kVoteBytes = 4 + 8 + sizeof(Signature);

struct RememberedBundle final : DecodedForm {
  explicit RememberedBundle(VoteBundlePointer the_bundle) : bundle{std::move(the_bundle)} {}

  VoteBundlePointer bundle;
};

// A frame with what it says, in the order in which a bundle holds votes.
struct Entry {
  const DecodedVote* decoded;
  Frame frame;

  bool operator<(const Entry& other) const {
    const Vote& a = decoded->vote;
    const Vote& b = other.decoded->vote;
    return std::tie(a.block_id, a.validator) < std::tie(b.block_id, b.validator);
  }
};

// Votes of one block almost always, and in the order of validators already.
std::vector<Entry> sorted_entries(std::vector<Frame> votes, std::deque<DecodedVote>& decoded_here) {
  std::vector<Entry> entries;
  entries.reserve(votes.size());
  for (Frame& vote : votes) {
    std::optional<DecodedVote> space;
    const DecodedVote* decoded = decoded_vote(vote, space);
    CALLO_CHECK(decoded != nullptr);
    if (space.has_value()) {
      decoded = &decoded_here.emplace_back(*space);
    }
    entries.push_back({decoded, std::move(vote)});
  }
  if (!std::is_sorted(entries.begin(), entries.end())) {
    std::sort(entries.begin(), entries.end());
  }
  return entries;
}

auto end_of_group(const std::vector<Entry>& entries, std::vector<Entry>::const_iterator first) {
  return std::find_if(first, entries.end(), [&](const Entry& entry) {
    return entry.decoded->vote.block_id != first->decoded->vote.block_id;
  });
}

std::uint32_t count_groups(const std::vector<Entry>& entries) {
  std::uint32_t groups = 0;
  for (auto first = entries.begin(); first != entries.end(); first = end_of_group(entries, first)) {
    ++groups;
  }
  return groups;
}

Bytes encode_entries(const VotePhase& phase, std::uint8_t step, const std::vector<Entry>& entries) {
  const std::uint32_t groups = count_groups(entries);
  Writer out{kFixedBytes + groups * kGroupBytesMax + entries.size() * kVoteBytes};
  out.u8(static_cast<std::uint8_t>(phase.type));
  out.u64(phase.height);
  out.i32(phase.round);
  out.u8(step);
  out.u32(groups);
  for (auto first = entries.begin(); first != entries.end();) {
    const auto last = end_of_group(entries, first);
    encode(out, first->decoded->vote.block_id);
    out.u32(static_cast<std::uint32_t>(last - first));
    for (; first != last; ++first) {
      out.u32(first->decoded->vote.validator.value);
      out.time(first->decoded->vote.time);
      out.signature(first->decoded->envelope.signature);
    }
  }
  return out.take();
}

VotePhase read_phase(Reader& in) {
  const std::uint8_t type = in.u8();
  if (type != static_cast<std::uint8_t>(VoteType::prevote) &&
      type != static_cast<std::uint8_t>(VoteType::precommit)) {
    in.fail();
  }
  VotePhase phase{in.u64(), in.i32(), static_cast<VoteType>(type)};
  if (phase.height == 0 || phase.round < 0) {
    in.fail();
  }
  return phase;
}

// Reads one group and rebuilds the envelopes of its votes.
void read_group(Reader& in, std::string_view chain_id, Vote vote, std::vector<Frame>& votes) {
  const std::uint32_t count = in.count(kValidatorsMax);
  if (count == 0 || count * kVoteBytes > in.remaining()) {
    in.fail();
    return;
  }
  for (std::uint32_t index = 0; index < count && in.ok(); ++index) {
    const NodeId validator{in.u32()};
    if (index > 0 && validator <= vote.validator) {
      in.fail();
    }
    vote.validator = validator;
    vote.time = in.time();
    const Signature signature = in.signature();
    votes.push_back(
        wrap(vote_header(chain_id, vote.type, validator), encode_data(vote), signature));
  }
}

VoteBundlePointer decode(const Envelope& envelope) {
  const Header& header = envelope.header;
  if (header.kind != MessageKind::vote_bundle || header.sequence != 0 ||
      envelope.signature != Signature{}) {
    return nullptr;
  }
  Reader in{envelope.data};
  auto bundle = std::make_shared<VoteBundle>();
  bundle->phase = read_phase(in);
  bundle->step = in.u8();
  const std::uint32_t groups = in.count(kValidatorsMax);
  std::optional<BlockId> last;
  for (std::uint32_t group = 0; group < groups && in.ok(); ++group) {
    const BlockId block_id = decode_block_id(in);
    if (last.has_value() && block_id <= *last) {
      in.fail();
    }
    last = block_id;
    const VotePhase& phase = bundle->phase;
    read_group(in, header.chain_id, {phase.type, phase.height, phase.round, block_id, {}, {}},
               bundle->votes);
  }
  return in.finished() && bundle->votes.size() <= kValidatorsMax ? bundle : nullptr;
}

}  // namespace

Frame make_vote_bundle(std::string_view chain_id, NodeId sender, const VotePhase& phase,
                       std::uint8_t step, std::vector<Frame> votes, bool remembers) {
  std::deque<DecodedVote> decoded_here;
  std::vector<Entry> entries = sorted_entries(std::move(votes), decoded_here);
  const Frame frame = wrap({chain_id, MessageKind::vote_bundle, sender, 0},
                           encode_entries(phase, step, entries), Signature{});
  if (remembers) {
    auto bundle = std::make_shared<VoteBundle>(VoteBundle{phase, step, {}});
    bundle->votes.reserve(entries.size());
    for (Entry& entry : entries) {
      bundle->votes.push_back(std::move(entry.frame));
    }
    frame.remember(std::make_unique<RememberedBundle>(std::move(bundle)));
  }
  return frame;
}

VoteBundlePointer open_vote_bundle(const Frame& frame, const Envelope& envelope, bool remembers) {
  if (!remembers) {
    return decode(envelope);
  }
  if (const auto* known = dynamic_cast<const RememberedBundle*>(frame.remembered())) {
    return known->bundle;
  }
  VoteBundlePointer bundle = decode(envelope);
  if (bundle != nullptr) {
    for (const Frame& vote : bundle->votes) {
      remember_vote(vote);
    }
    frame.remember(std::make_unique<RememberedBundle>(bundle));
  }
  return bundle;
}

}  // namespace callo
