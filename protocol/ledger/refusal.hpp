#pragma once

#include <cstdint>
#include <string_view>

namespace callo {

// Why a transaction was refused. The numbers go into notices and result files: only append.
enum class Refusal : std::uint8_t {
  none = 0,
  // Form: seen from the bytes alone.
  malformed = 1,
  no_inputs = 2,
  no_outputs = 3,
  duplicate_input = 4,
  amount_not_positive = 5,
  amount_overflow = 6,
  foreign_currency_issued = 7,
  // Against the state.
  unknown_coin = 8,
  not_conserved = 9,
  unknown_issuer = 10,
  wrong_issue_sequence = 11,
  supply_overflow = 12,
  // Signatures.
  wrong_signature_count = 13,
  wrong_signature = 14,
  // Mempool.
  already_pending = 15,
  conflicts_with_pending = 16,
  submitter_over_quota = 17,
  mempool_full = 18,
  // Validator updates.
  no_registrar = 19,
  wrong_update_sequence = 20,
  no_changes = 21,
  duplicate_change = 22,
  power_out_of_range = 23,
  coins_in_update = 24,
  // Not looked at further, for now or for ever.
  waits_for_coin = 25,
  already_committed = 26,
};
inline constexpr std::uint8_t kRefusalMax = 26;

// A phrase for a person.
std::string_view to_text(Refusal refusal);

}  // namespace callo
