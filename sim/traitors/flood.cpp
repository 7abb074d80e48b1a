#include "sim/traitors/flood.hpp"

#include "protocol/chain/duplicate_evidence.hpp"
#include "protocol/chain/part_set.hpp"
#include "protocol/crypto/sha256.hpp"
#include "protocol/ledger/transaction.hpp"
#include "protocol/node/status.hpp"
#include "sim/traitors/draw.hpp"

namespace callo::sim {

namespace {

constexpr int kFloodedPerVote = 48;
constexpr int kOffencesPerVote = 8;
constexpr Round kRoundsAhead = 4;

}  // namespace

void Flood::follow(const Turn& turn, const Vote& vote, Effects& out) {
  if (vote.type != VoteType::prevote) {
    return;
  }
  const int messages = kind_ == FloodKind::offences ? kOffencesPerVote : kFloodedPerVote;
  for (int message = 0; message < messages; ++message) {
    ++said_;
    add_one(turn, vote, out);
  }
}

void Flood::add_one(const Turn& turn, const Vote& vote, Effects& out) {
  // Where it is not its turn nobody listens, so it tries this round, later ones and the next
  // height.
  const bool is_next = said_ % 2 == 0;
  const Round first = is_next ? 0 : vote.round;
  const Round round = first + static_cast<Round>(draw_below(context().random, kRoundsAhead));
  const Height height = vote.height + (is_next ? 1 : 0);
  switch (kind_) {
    case FloodKind::votes: {
      Vote other = vote;
      other.block_id = made_up_block();
      add(sealed(other, out), MessageClass::vote, out);
      return;
    }
    case FloodKind::proposals:
      add(sealed(Proposal{height, said_ % 4 == 1 ? vote.round : round, kNoRound, made_up_block(),
                          vote.time, vote.validator},
                 out),
          MessageClass::vote, out);
      return;
    case FloodKind::parts: {
      const BlockId made_up = made_up_block();
      const CutBlock cut{made_up.hash.bytes};
      add(sealed(cut.part(0, height, round), out), MessageClass::block, out);
      return;
    }
    case FloodKind::offences:
      add_offence(turn, vote, out);
      return;
    case FloodKind::transactions:
      add_transaction(turn, out);
      return;
    case FloodKind::statuses:
      add_status(turn, vote, out);
  }
}

Header Flood::numbered(const Turn& turn, MessageKind kind) const {
  const auto sequence =
      static_cast<std::uint64_t>(turn.now.calendar.time_since_epoch().count()) + said_;
  return {context().chain_id, kind, context().self, sequence};
}

void Flood::add_transaction(const Turn& turn, Effects& out) {
  const BlockId made_up = made_up_block();
  Transaction transaction;
  transaction.inputs = {{made_up.hash, 0}};
  transaction.outputs = {{PublicKey{made_up.hash.bytes}, Currency{{'N', 'G', 'N'}}, 1}};
  transaction.signatures.emplace_back();
  add(sealed(numbered(turn, MessageKind::transaction), encode(transaction), out),
      MessageClass::transaction, out);
}

void Flood::add_status(const Turn& turn, const Vote& vote, Effects& out) {
  Status status;
  status.height = vote.height + draw_below(context().random, 4);
  status.round = vote.round;
  status.asks = true;
  status.pending = {0, kLastPrefix, {}};
  add(sealed(numbered(turn, MessageKind::status), encode_data(status), out), MessageClass::control,
      out);
}

void Flood::add_offence(const Turn& turn, const Vote& vote, Effects& out) {
  Vote first = vote;
  first.round = static_cast<Round>(said_ % (1 << 20));
  first.block_id = {};
  Vote second = first;
  second.block_id = made_up_block();
  const DuplicateEvidence evidence{sealed(first, out), sealed(second, out)};
  add(sealed(numbered(turn, MessageKind::evidence), encode_data(evidence), out),
      MessageClass::control, out);
}

BlockId Flood::made_up_block() {
  BlockId id;
  for (std::uint8_t& byte : id.hash.bytes) {
    byte = static_cast<std::uint8_t>(context().random.next());
  }
  id.parts = CutBlock{id.hash.bytes}.header();
  return id;
}

}  // namespace callo::sim
