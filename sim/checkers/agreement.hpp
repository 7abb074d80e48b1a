#pragma once

#include "protocol/base/hash.hpp"
#include "sim/checkers/checker.hpp"

namespace callo::sim {

// No two honest nodes commit different blocks at one height.
class Agreement final : public Checker {
 public:
  static constexpr std::string_view kClaim = "agreement";

  explicit Agreement(const CheckContext& context) : Checker{kClaim, kCommits, context} {}

  void on_commit(const Moment& moment, const CommitEffect& commit) override;

 private:
  struct First {
    Hash block;
    NodeId node;
  };

  std::map<Height, First> first_;
};

}  // namespace callo::sim
