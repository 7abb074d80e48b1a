#pragma once

#include "sim/checkers/checker.hpp"

namespace callo::sim {

// Once the faults are over, every endpoint of the healed core commits at least every `bound`.
// Claims nothing when the core lacks the power for a quorum, for then a stall is no bug, nor when
// the run ends before it could be seen to break.
class Liveness final : public Checker {
 public:
  static constexpr std::string_view kClaim = "liveness";

  explicit Liveness(const CheckContext& context);

  void on_commit(const Moment& moment, const CommitEffect& commit) override;
  void on_end(Duration time) override;

  std::string abstention() const override { return abstention_; }

 private:
  std::string find_abstention() const;
  bool has_quorum() const;
  void check_pause(const Moment& moment, Duration since);

  std::string abstention_;
  std::map<EndpointId, Duration> last_commit_;  // of the core
};

}  // namespace callo::sim
