#include <algorithm>

#include "protocol/chain/commit_check.hpp"
#include "protocol/consensus/tendermint/tendermint.hpp"

namespace callo {

namespace {

// Parts of later rounds' blocks are kept only a little way ahead.
constexpr Round kEarlyPartRoundsMax = 4;

}  // namespace

// A part of a named set is proven by its Merkle path alone: who signed the envelope does not
// matter, so that anybody may supply it. A part of a set that nothing names yet must come from
// whoever may propose in its round.
Verdict Tendermint::receive_part(const Frame& frame, const Envelope& envelope, Turn& turn) {
  const std::optional<BlockPart> part = decode_block_part(envelope);
  if (!part.has_value()) {
    return Verdict::malformed;
  }
  if (part->height < log_.height() || part->height > log_.height() + 1) {
    return part->height < log_.height() ? Verdict::stale : Verdict::too_far_ahead;
  }
  const bool is_current = part->height == log_.height();
  Candidates& candidates = is_current ? candidates_ : next_candidates_;
  if (candidates.holds_frame(part->proof.index, frame.id())) {
    return Verdict::duplicate;
  }
  turn.out.work.hashed_bytes += part->bytes.size();
  const std::optional<PartSetHeader> header = part_set_of(*part);
  if (!header.has_value()) {
    return Verdict::bad_content;
  }
  Candidate* candidate = candidates.find(*header);
  if (candidate != nullptr && candidate->parts.holds(part->proof.index)) {
    return Verdict::duplicate;
  }
  if (candidate == nullptr || !candidate->is_named) {
    const Round reached = is_current ? round_ : 0;
    if (part->round < reached) {
      return Verdict::stale;
    }
    if (part->round - reached > kEarlyPartRoundsMax) {
      return Verdict::too_far_ahead;
    }
    if (!may_propose(envelope.header.sender, part->height, part->round)) {
      return Verdict::unknown_sender;
    }
    turn.out.work.hashed_bytes += frame.size();
    if (!signature_holds(envelope, part->height, turn)) {
      return Verdict::bad_signature;
    }
  }
  if (candidate == nullptr) {
    candidate = &candidates.early(*header);
  }
  candidate->parts.add(*part, frame);
  if (is_current && candidate->parts.is_complete()) {
    run_rules(turn);
  }
  return Verdict::accepted;
}

Verdict Tendermint::receive_decided(Now now, BytesView block_bytes, const Commit& commit,
                                    Effects& out) {
  if (commit.height != log_.height()) {
    return commit.height < log_.height() ? Verdict::stale : Verdict::too_far_ahead;
  }
  if (block_bytes.empty() || block_bytes.size() > config_.block_bytes_max) {
    return Verdict::malformed;
  }
  const DecodedBlockPointer block = check_decided(block_bytes, commit, out.work);
  if (block == nullptr) {
    return Verdict::bad_content;
  }
  Turn turn{now, out};
  out.notice(NoticeKind::caught_up_block, commit.height);
  decide(block, commit, false, turn);
  run_rules(turn);
  return Verdict::accepted;
}

// The commit proves that +2/3 decided this block; the rest is checked all the same, so that a
// broken majority cannot make this node apply what is not valid.
DecodedBlockPointer Tendermint::check_decided(BytesView block_bytes, const Commit& commit,
                                              Work& work) {
  work.hashed_bytes += 2 * block_bytes.size();
  const PartSetHeader parts = CutBlock{block_bytes}.header();
  DecodedBlockPointer block = ports_.decoded != nullptr ? ports_.decoded->find(parts) : nullptr;
  if (block == nullptr) {
    block = decode_parts(Bytes{block_bytes.begin(), block_bytes.end()});
    if (ports_.decoded != nullptr) {
      ports_.decoded->insert(parts, block);
    }
  }
  const CommitClaim claim{config_.chain_id, validators_, log_.height(), {block->hash, parts}};
  if (!block->block.has_value() ||
      check_commit(claim, commit, nullptr, ports_.verifier, work) != CommitFault::none ||
      !may_follow(*block, BlockStanding::decided, work)) {
    return nullptr;
  }
  return block;
}

// A block that does not follow ours may follow another that +2/3 decided: its LastCommit says so.
bool Tendermint::may_follow(const DecodedBlock& decoded, BlockStanding standing, Work& work) {
  if (is_valid_block(chain_view(), decoded, standing, ports_.application, ports_.verifier, work)) {
    return true;
  }
  if (decoded.block.has_value()) {
    look_for_fork(*decoded.block, work);
  }
  return false;
}

void Tendermint::look_for_fork(const Block& block, Work& work) {
  if (!block.last_commit.has_value() || tip_.height == 0) {
    return;
  }
  const std::optional<Fork> fork = make_fork(*block.last_commit, tip_.commit);
  if (!fork.has_value() || known_forks_.size() >= kForksMax ||
      known_forks_.contains(key_of(*fork))) {
    return;
  }
  if (is_proven(*fork, config_.chain_id, *history_.at(tip_.height), ports_.verifier, work)) {
    known_forks_.insert(key_of(*fork));
    forks_.push_back(*fork);
  }
}

}  // namespace callo
