#pragma once

#include <set>

#include "protocol/base/hash.hpp"
#include "protocol/chain/block.hpp"
#include "sim/checkers/checker.hpp"
#include "sim/checkers/validator_book.hpp"

namespace callo::sim {

// Every certificate that an honest node committed with, and every LastCommit inside a committed
// block, holds valid signatures only, one per validator, with more than 2/3 of the power for
// exactly that block.
class CertificatesValid final : public Checker {
 public:
  static constexpr std::string_view kClaim = "certificates_valid";

  explicit CertificatesValid(const CheckContext& context);

  void on_commit(const Moment& moment, const CommitEffect& commit) override;

  void on_block(const Moment&, const ChainBlock& block) override { validators_.on_block(block); }

 private:
  void check_certificate(const Moment& moment, const CommitEffect& effect, const BlockId& block);
  // Empty when it holds.
  std::string fault_of(const Commit& commit);
  bool is_signature_valid(const Commit& commit, std::size_t index,
                          const CheckedValidator& validator);

  // Of a height's precommit: who signed what, and when by its clock.
  struct Signed {
    PublicKey key;
    Round round{};
    BlockId block;
    CalendarTime time;
    Signature signature;
    auto operator<=>(const Signed&) const = default;
  };

  ValidatorBook validators_;
  // By height, so that old ones can be forgotten: pairs of content ids already looked at, and
  // signatures that were found valid.
  std::map<Height, std::set<std::pair<ContentId, ContentId>>> looked_at_;
  std::map<Height, std::set<Signed>> valid_signatures_;
};

}  // namespace callo::sim
