#pragma once

#include <set>

#include "protocol/base/frame.hpp"
#include "protocol/wire/envelope.hpp"
#include "sim/checkers/checker.hpp"

namespace callo::sim {

// Whatever evidence an honest node reports proves what it says to anyone, and never names an honest
// node.
class NobodyFramed final : public Checker {
 public:
  static constexpr std::string_view kClaim = "nobody_framed";

  explicit NobodyFramed(const CheckContext& context) : Checker{kClaim, kEvidence, context} {}

  void on_evidence(const Moment& moment, const EvidenceEffect& evidence) override;

 private:
  // Empty when the two messages prove that `culprit` contradicted himself.
  std::string fault_of(const EvidenceEffect& evidence) const;
  bool is_signed(const Envelope& envelope, NodeId culprit) const;

  std::set<std::pair<ContentId, ContentId>> proven_;
};

}  // namespace callo::sim
