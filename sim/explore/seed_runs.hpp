#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <vector>

#include "sim/explore/fork_pool.hpp"
#include "sim/explore/outcome.hpp"

namespace callo::sim {

struct SeedPlan {
  std::size_t arm{};  // as requests name it
  IntegerRange seeds;
  bool is_double = false;           // every seed twice
  std::function<bool()> must_stop;  // asked before each seed; may be empty
};

// Hands the seeds of one arm to the workers, as many at a time as they have use for, and gives the
// outcomes back in the order of seeds, whatever order they end in. Of a seed that is run twice the
// second run follows the next seed's first, in whatever worker is free.
class SeedRuns {
 public:
  // Nobody else uses the pool meanwhile, and it outlives this.
  SeedRuns(ForkPool& pool, SeedPlan plan);

  void submit();
  void take(const std::vector<JobEnd>& ends);
  // Absent: not known yet. Two runs of one seed that differ are a finding.
  std::optional<Outcome> next();

  bool is_over() const { return !has_more_ && planned_.empty(); }

  bool was_stopped() const { return was_stopped_; }

 private:
  struct Job {
    std::uint64_t seed{};
    bool is_last{};  // of its seed
  };

  void submit_job(std::uint64_t seed, bool is_last);
  void submit_seed();

  ForkPool& pool_;
  SeedPlan plan_;
  std::uint64_t next_seed_;
  bool has_more_ = true;
  bool was_stopped_ = false;
  std::map<std::uint64_t, Job> planned_;           // by job; not given back yet
  std::map<std::uint64_t, Outcome> ended_;         // by job
  std::map<std::uint64_t, Outcome> first_of_two_;  // by seed
};

}  // namespace callo::sim
