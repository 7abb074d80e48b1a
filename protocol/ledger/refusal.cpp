#include "protocol/ledger/refusal.hpp"

#include "protocol/base/check.hpp"

namespace callo {

std::string_view to_text(Refusal refusal) {
  switch (refusal) {
    case Refusal::none:
      return "accepted";
    case Refusal::malformed:
      return "not the canonical encoding of a transaction";
    case Refusal::no_inputs:
      return "spends nothing";
    case Refusal::no_outputs:
      return "makes no coin";
    case Refusal::duplicate_input:
      return "names the same coin twice";
    case Refusal::amount_not_positive:
      return "an amount is zero or negative";
    case Refusal::amount_overflow:
      return "the amounts of one currency overflow";
    case Refusal::foreign_currency_issued:
      return "issues a coin of another currency than it names";
    case Refusal::unknown_coin:
      return "a coin does not exist or is already spent";
    case Refusal::not_conserved:
      return "inputs and outputs of a currency differ";
    case Refusal::unknown_issuer:
      return "nobody issues this currency";
    case Refusal::wrong_issue_sequence:
      return "not the issuer's next sequence number";
    case Refusal::supply_overflow:
      return "the currency's supply would overflow";
    case Refusal::wrong_signature_count:
      return "not exactly one signature per distinct owner";
    case Refusal::wrong_signature:
      return "a signature is not the owner's";
    case Refusal::already_pending:
      return "already pending";
    case Refusal::conflicts_with_pending:
      return "a pending transaction spends the same";
    case Refusal::submitter_over_quota:
      return "the submitter has too much pending";
    case Refusal::mempool_full:
      return "the mempool is full";
    case Refusal::no_registrar:
      return "nobody may change the validators";
    case Refusal::wrong_update_sequence:
      return "not the registrar's next sequence number";
    case Refusal::no_changes:
      return "changes no validator";
    case Refusal::duplicate_change:
      return "changes one validator twice";
    case Refusal::power_out_of_range:
      return "a validator's power or number is out of range";
    case Refusal::coins_in_update:
      return "a validator update makes coins";
    case Refusal::waits_for_coin:
      return "waits until a coin it spends is known";
    case Refusal::already_committed:
      return "already committed";
  }
  check_failed("refusal is listed", __FILE__, __LINE__);
}

}  // namespace callo
