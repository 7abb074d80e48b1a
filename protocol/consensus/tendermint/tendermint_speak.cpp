#include "protocol/base/check.hpp"
#include "protocol/consensus/tendermint/tendermint.hpp"
#include "protocol/crypto/sha256.hpp"

namespace callo {

namespace {

DecodedBlockPointer decoded_form(Block block) {
  auto decoded = std::make_shared<DecodedBlock>();
  decoded->bytes = make_frame(encode(block));
  decoded->hash = block_hash(block.header);
  decoded->block = std::move(block);
  return decoded;
}

}  // namespace

// Lines 14-19. The value comes before the proposal that names it, in the records as well: a
// proposal that survived a crash can be told again with all its parts.
void Tendermint::propose(Turn& turn) {
  CALLO_CHECK(!own_.contains({round_, MessageKind::proposal}));
  const bool is_new = valid_.is_nil();
  const DecodedBlockPointer block =
      is_new ? decoded_form(make_block(chain_view(), ports_.application, turn.now.calendar))
             : valid_.block;
  Proposal proposal{log_.height(), round_, valid_.round, {}, {}, config_.self};
  publish_block(block, is_new, proposal.block_id, turn);
  proposal.time = rules::vote_time(turn.now.calendar, &*block->block);
  ++turn.out.work.signatures;
  const Frame frame =
      seal(proposal_header(config_.chain_id, config_.self), encode_data(proposal), ports_.signer);
  record_and_keep({round_, MessageKind::proposal}, frame, turn);
  add_proposal(proposal, frame);
  ports_.broadcast.to_all(frame, MessageClass::vote, turn.out);
  for (const Frame& part : own_parts_) {
    ports_.broadcast.to_all(part, MessageClass::block, turn.out);
  }
}

// Cuts the block into signed parts and takes it as a candidate. A block proposed again stands in
// the record of its polka; a new one is recorded with its parts.
void Tendermint::publish_block(const DecodedBlockPointer& block, bool is_new, BlockId& block_id,
                               Turn& turn) {
  const CutBlock cut{block->bytes.bytes()};
  turn.out.work.hashed_bytes += block->bytes.size();
  block_id = {block->hash, cut.header()};
  Candidate& candidate = candidates_.name(cut.header());
  candidate.decoded = block;
  own_parts_.clear();
  for (std::uint32_t index = 0; index < cut.header().total; ++index) {
    ++turn.out.work.signatures;
    const Frame frame = seal(block_part_header(config_.chain_id, config_.self),
                             encode_data(cut.part(index, log_.height(), round_)), ports_.signer);
    turn.out.work.hashed_bytes += frame.size();
    own_parts_.push_back(frame);
    if (is_new) {
      turn.out.records.push_back({RecordKind::signed_message, frame});
    }
    if (!candidate.parts.holds(index)) {
      // The part as a view of its own frame, which the set keeps.
      const std::optional<BlockPart> part = decode_block_part(*open_envelope(frame.bytes()));
      CALLO_CHECK(part.has_value());
      candidate.parts.add(*part, frame);
    }
  }
}

// A vote never leaves before it is recorded, and never is one signed where another was.
void Tendermint::sign_vote(VoteType type, const BlockId& block_id, Turn& turn) {
  if (!self_.has_value()) {
    return;
  }
  const OwnKey key{round_, message_kind(type)};
  CALLO_CHECK(!own_.contains(key));
  const CalendarTime time = rules::vote_time(turn.now.calendar, block_to_be_later_than());
  const Vote vote{type, log_.height(), round_, block_id, time, config_.self};
  ++turn.out.work.signatures;
  const Frame frame =
      seal(vote_header(config_.chain_id, type, config_.self), encode_data(vote), ports_.signer);
  record_and_keep(key, frame, turn);
  add_vote(*self_, vote, frame);
  ports_.broadcast.to_all(frame, MessageClass::vote, turn.out);
}

void Tendermint::record_and_keep(const OwnKey& key, const Frame& frame, Turn& turn) {
  turn.out.records.push_back({RecordKind::signed_message, frame});
  own_.emplace(key, frame);
}

// The locked block, else the one proposed in this round (bft-time.md). A block that is not valid
// may claim any time and says nothing about ours.
const Block* Tendermint::block_to_be_later_than() const {
  if (!locked_.is_nil()) {
    return &*locked_.block->block;
  }
  const RoundMessages* const messages = log_.find(round_);
  if (messages == nullptr || messages->proposals.empty()) {
    return nullptr;
  }
  const Candidate* const candidate =
      candidates_.find(messages->proposals.front().proposal.block_id.parts);
  const bool is_known = candidate != nullptr && candidate->is_valid.value_or(false);
  return is_known ? &*candidate->decoded->block : nullptr;
}

}  // namespace callo
