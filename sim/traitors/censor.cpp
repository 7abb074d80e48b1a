#include "sim/traitors/censor.hpp"

#include <algorithm>
#include <optional>

#include "protocol/crypto/merkle.hpp"
#include "sim/traitors/bundled_votes.hpp"

namespace callo::sim {

namespace {

constexpr std::size_t kSubmittersMax = 4'096;

}  // namespace

Censor::Censor(const TraitorContext& context, CensorKind kind)
    : ProposesInstead{context}, kind_{kind}, submitters_{kSubmittersMax} {}

void Censor::prepare(const Turn& turn, Effects& out) {
  for_each_heard(turn.input, [this](const Frame& frame) { hear(frame); });
  for (const Send& send : out.sends) {
    hear(send.frame);
  }
  ProposesInstead::prepare(turn, out);
}

void Censor::hear(const Frame& frame) {
  const std::optional<Envelope> envelope = open_envelope(frame.bytes());
  if (envelope.has_value() && envelope->header.kind == MessageKind::transaction) {
    submitters_.at(merkle_leaf(envelope->data)) = envelope->header.sender;
  }
}

bool Censor::change(Block& block) {
  const auto is_left_out = [this](const Bytes& transaction) {
    const NodeId* const submitter = submitters_.find(merkle_leaf(transaction));
    const std::vector<NodeId>& payers = context().payers;
    return kind_ == CensorKind::everything ||
           (submitter != nullptr &&
            std::find(payers.begin(), payers.end(), *submitter) != payers.end());
  };
  if (std::erase_if(block.transactions, is_left_out) == 0) {
    return false;
  }
  std::vector<Hash> leaves;
  for (const Bytes& transaction : block.transactions) {
    leaves.push_back(merkle_leaf(transaction));
  }
  block.header.transactions_root = merkle_root(leaves);
  return true;
}

}  // namespace callo::sim
