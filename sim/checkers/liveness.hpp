#pragma once

#include "sim/checkers/checker.hpp"

namespace callo::sim {

// Once the faults are over, every endpoint of the healed core commits at least every `bound`.
// Claims nothing when the core lacks the power for a quorum: then a stall is no bug.
class Liveness final : public Checker {
 public:
  static constexpr std::string_view kClaim = "liveness";

  explicit Liveness(const CheckContext& context);

  void on_commit(const Moment& moment, const CommitEffect& commit) override;
  void on_end(Duration time) override;

 private:
  bool has_quorum() const;
  void check_pause(const Moment& moment, Duration since);

  bool is_claimed_ = false;
  std::map<EndpointId, Duration> last_commit_;  // of the core
};

}  // namespace callo::sim
