#include "protocol/ledger/transaction.hpp"
#include "tests/fuzz/support/fuzz.hpp"

namespace callo::fuzz {

std::vector<Bytes> seeds() {
  const Coin coin{PublicKey{{1}}, *parse_currency("NGN"), 1'000};
  Transaction spend;
  spend.inputs = {{Hash{{1}}, 0}, {Hash{{2}}, 5}};
  spend.outputs = {coin, coin};
  spend.signatures = {Signature{{3}}};
  Transaction issue;
  issue.kind = TransactionKind::issue;
  issue.issued = *parse_currency("KES");
  issue.issue_sequence = 1;
  issue.outputs = {coin};
  issue.signatures = {Signature{{4}}};
  Transaction update;
  update.kind = TransactionKind::validator_update;
  update.update_sequence = 1;
  update.changes = {{NodeId{4}, PublicKey{{5}}, 6}, {NodeId{7}, PublicKey{{8}}, 0}};
  update.signatures = {Signature{{9}}};
  return {encode(spend), encode(issue), encode(update)};
}

void one_input(BytesView input) {
  if (const TransactionPtr decoded = decode_transaction(input)) {
    CALLO_CHECK(same_bytes(encode(decoded->transaction), input));
    CALLO_CHECK(same_bytes(encode_body(decoded->transaction), decoded->body()));
    CALLO_CHECK(same_bytes(decoded->bytes, input));
  }
}

}  // namespace callo::fuzz
