#include "sim/traitors/false_payments.hpp"

#include <algorithm>
#include <iterator>
#include <limits>

#include "protocol/crypto/sha256.hpp"
#include "sim/traitors/draw.hpp"

namespace callo::sim {

namespace {

constexpr int kChainLength = 48;
constexpr std::uint64_t kForgeries = 8;

bool spends(const Transaction& transaction) {
  return transaction.kind == TransactionKind::spend && !transaction.inputs.empty() &&
         !transaction.outputs.empty() && !transaction.signatures.empty();
}

template <typename T>
void repeat(std::vector<T>& values) {
  const std::size_t count = values.size();
  values.reserve(2 * count);
  std::copy_n(values.begin(), count, std::back_inserter(values));
}

}  // namespace

void FalsePayments::rewrite(const Turn& turn, Effects& out) {
  rewriter_.rewrite(out, [&](const Send& send, std::span<const EndpointId> targets) {
    const std::optional<Envelope> envelope = open_envelope(send.frame.bytes());
    const bool is_payment = envelope.has_value() && is_own(*envelope) &&
                            envelope->header.kind == MessageKind::transaction &&
                            context().bank != nullptr;
    const TransactionPtr honest = is_payment ? decode_transaction(envelope->data) : nullptr;
    if (honest == nullptr || !spends(honest->transaction) || !is_triggered(turn.now, *envelope)) {
      out.send(targets, send.frame, send.message_class);
      return;
    }
    cheat(send, targets, *envelope, *honest, out);
  });
}

void FalsePayments::cheat(const Send& send, std::span<const EndpointId> targets,
                          const Envelope& envelope, const DecodedTransaction& honest,
                          Effects& out) {
  switch (kind_) {
    case FalsePaymentKind::double_spend:
      double_spend(send, targets, envelope, honest.transaction, out);
      return;
    case FalsePaymentKind::forge:
      // What spends the same coins comes first, or it would be refused for their sake alone.
      for (std::uint64_t number = 0; number + 1 < kForgeries; ++number) {
        forge(number, targets, envelope, honest, out);
      }
      out.send(targets, send.frame, send.message_class);
      forge(kForgeries - 1, targets, envelope, honest, out);
      return;
    case FalsePaymentKind::fill:
      out.send(targets, send.frame, send.message_class);
      fill(send, targets, envelope, honest, out);
  }
}

// Side b learns of a payment of the same coins back to the bank, and of one that spends that.
void FalsePayments::double_spend(const Send& send, std::span<const EndpointId> targets,
                                 const Envelope& envelope, const Transaction& honest,
                                 Effects& out) {
  std::vector<EndpointId> side_a;
  std::vector<EndpointId> side_b;
  for (const EndpointId target : targets) {
    (context().coalition.side_of(target) == Side::a ? side_a : side_b).push_back(target);
  }
  if (!side_a.empty()) {
    out.send(side_a, send.frame, send.message_class);
  }
  if (side_b.empty()) {
    return;
  }
  Transaction other = honest;
  other.signatures.clear();
  for (Coin& coin : other.outputs) {
    coin.owner = context().bank->public_key();
  }
  sign_as_bank(other, out);
  publish(other, envelope, side_b, out);
  publish(pass_on(sha256(encode_body(other)), other.outputs, 0), envelope, side_b, out);
  count_fired();
}

void FalsePayments::forge(std::uint64_t number, std::span<const EndpointId> targets,
                          const Envelope& envelope, const DecodedTransaction& honest,
                          Effects& out) {
  publish(forged(number, honest), envelope, targets, out);
  count_fired();
}

Transaction FalsePayments::forged(std::uint64_t number, const DecodedTransaction& honest) {
  Transaction forged = honest.transaction;
  const PublicKey bank = context().bank->public_key();
  switch (number) {
    case 0:  // the old signature under another payee
      forged.outputs.front().owner = bank;
      return forged;
    case 1:  // the same id with another signature
      forged.signatures.front().bytes[63] ^= 0x80;
      return forged;
    case 2:  // a sum that does not fit
      forged.outputs.assign(
          2, {bank, forged.outputs.front().currency, std::numeric_limits<std::int64_t>::max()});
      break;
    case 3:  // every coin twice, and twice its value
      repeat(forged.inputs);
      repeat(forged.outputs);
      break;
    case 4:  // more than it was given
      forged.outputs.front().amount += 1;
      break;
    case 5:  // more, and less than nothing beside it
      forged.outputs.front().amount += 1;
      forged.outputs.push_back({bank, forged.outputs.front().currency, -1});
      break;
    case 6:  // signed for another chain
      forged.signatures.clear();
      sign(forged, context().chain_id + "2", *context().bank);
      return forged;
    default:  // skips an owner: spends the coin that the payment has just given away
      return pass_on(honest.id, forged.outputs, 0);
  }
  forged.signatures.clear();
  sign(forged, context().chain_id, *context().bank);
  return forged;
}

// Each spends the change of the one before, so that all of them are valid, in this order.
void FalsePayments::fill(const Send&, std::span<const EndpointId> targets, const Envelope& envelope,
                         const DecodedTransaction& honest, Effects& out) {
  Hash id = honest.id;
  std::vector<Coin> outputs = honest.transaction.outputs;
  const std::optional<std::uint32_t> change = own_output(outputs);
  if (!change) {
    return;
  }
  std::uint32_t index = *change;
  for (int number = 0; number < kChainLength; ++number) {
    const Transaction next = pass_on(id, outputs, index);
    publish(next, envelope, targets, out);
    id = sha256(encode_body(next));
    outputs = next.outputs;
    index = 0;
  }
  count_fired();
}

std::optional<std::uint32_t> FalsePayments::own_output(const std::vector<Coin>& outputs) const {
  for (std::uint32_t index = 0; index < outputs.size(); ++index) {
    if (outputs[index].owner == context().bank->public_key()) {
      return index;
    }
  }
  return std::nullopt;
}

Transaction FalsePayments::pass_on(const Hash& id, const std::vector<Coin>& outputs,
                                   std::uint32_t index) {
  Transaction transaction;
  transaction.inputs = {{id, index}};
  transaction.outputs = {outputs[index]};
  transaction.outputs.front().owner = context().bank->public_key();
  sign(transaction, context().chain_id, *context().bank);
  return transaction;
}

// In the bank's name: its node's envelope, under numbers of its own.
void FalsePayments::publish(const Transaction& transaction, const Envelope& envelope,
                            std::span<const EndpointId> targets, Effects& out) {
  Header header{envelope.header};
  out.send(targets, sealed(header, encode(transaction), out), MessageClass::transaction);
}

void FalsePayments::sign_as_bank(Transaction& transaction, Effects& out) {
  ++out.work.signatures;
  sign(transaction, context().chain_id, *context().bank);
}

}  // namespace callo::sim
