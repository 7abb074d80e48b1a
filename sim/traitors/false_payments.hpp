#pragma once

#include <optional>

#include "protocol/ledger/transaction.hpp"
#include "sim/traitors/recent_map.hpp"
#include "sim/traitors/replacing.hpp"

namespace callo::sim {

enum class FalsePaymentKind : std::uint8_t {
  double_spend,  // one coin to two payees, one towards each side, and a third payment on top
  forge,         // beside each payment eight that the coin's chain of signatures forbids
  fill,          // beside each payment a chain of 48 valid ones to itself
};

// The bank behind the node cheats: it holds the key of its coins (TraitorContext::bank) and the
// node that publishes what it signs.
class FalsePayments final : public Behaviour {
 public:
  FalsePayments(const TraitorContext& context, FalsePaymentKind kind)
      : Behaviour{context}, kind_{kind} {}

  void rewrite(const Turn& turn, Effects& out) override;

 private:
  void cheat(const Send& send, std::span<const EndpointId> targets, const Envelope& envelope,
             const DecodedTransaction& honest, Effects& out);
  void double_spend(const Send& send, std::span<const EndpointId> targets, const Envelope& envelope,
                    const Transaction& honest, Effects& out);
  void forge(std::uint64_t number, std::span<const EndpointId> targets, const Envelope& envelope,
             const DecodedTransaction& honest, Effects& out);
  void fill(const Send& send, std::span<const EndpointId> targets, const Envelope& envelope,
            const DecodedTransaction& honest, Effects& out);
  Transaction forged(std::uint64_t number, const DecodedTransaction& honest);
  // All of the coin at that place to the bank itself.
  Transaction pass_on(const Hash& id, const std::vector<Coin>& outputs, std::uint32_t index);
  std::optional<std::uint32_t> own_output(const std::vector<Coin>& outputs) const;
  void publish(const Transaction& transaction, const Envelope& envelope,
               std::span<const EndpointId> targets, Effects& out);
  void sign_as_bank(Transaction& transaction, Effects& out);

  FalsePaymentKind kind_;
  SendRewriter rewriter_;
};

}  // namespace callo::sim
