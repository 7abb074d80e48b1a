#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "sim/engine/random_stream.hpp"
#include "sim/engine/sim_time.hpp"
#include "sim/scenario/cast.hpp"
#include "sim/scenario/spec.hpp"

namespace callo::sim {

// What churn does to places; see ChurnSpec.
class ChurnHands {
 public:
  virtual ~ChurnHands() = default;
  virtual void at(SimTime time, std::function<void()> action) = 0;
  // False when somebody lives there already.
  virtual bool start(std::uint32_t place, bool is_new_key) = 0;
  // False when nobody lives there.
  virtual bool fail(std::uint32_t place) = 0;
  // Tells the node to leave; it is gone some time later.
  virtual bool leave(std::uint32_t place) = 0;
  virtual bool is_up(std::uint32_t place) const = 0;
};

// Who comes and goes in a run, drawn from its seed: every draw has a stream of its own place and
// number, so that another parameter shifts nothing else. Core servers and traitors stay.
class Churn {
 public:
  // How long one that leaves is given to hand over before it is switched off.
  static constexpr Duration kFarewell = std::chrono::seconds{10};

  // All outlive it. Endpoint i of the cast is place i.
  Churn(const ScenarioSpec& spec, const Cast& cast, std::uint64_t seed, ChurnHands& hands);

  void schedule();

  // The last instant at which somebody came or went so far.
  Duration last_change() const { return last_change_; }

  std::uint64_t failed() const { return failed_; }

  std::uint64_t left() const { return left_; }

 private:
  void schedule_joins();
  void fail_many();
  void come(std::uint32_t place);
  void expect_end(std::uint32_t place);
  void go(std::uint32_t place);
  void expect_successor(std::uint32_t place);
  bool is_over(Duration time) const;

  bool is_spared(std::uint32_t place) const {
    return place < spec_.overlay.core_servers || !cast_.is_honest(NodeId{place});
  }

  RandomStream lot(const char* purpose, std::uint32_t place) const;
  void changed(Duration time);

  const ScenarioSpec& spec_;
  const Cast& cast_;
  std::uint32_t places_;
  std::uint64_t seed_;
  ChurnHands& hands_;
  std::vector<std::uint32_t> lives_;  // by place: so far
  Duration now_{};                    // of the action under way
  Duration last_change_{};
  std::uint64_t failed_ = 0;
  std::uint64_t left_ = 0;
};

}  // namespace callo::sim
