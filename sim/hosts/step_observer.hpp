#pragma once

#include <cstdint>

#include "protocol/step/effects.hpp"
#include "protocol/step/input.hpp"
#include "sim/engine/sim_time.hpp"

namespace callo::sim {

// One step of one node, after it happened. What it refers to lives until the call returns.
struct Step {
  std::uint64_t number;  // among all steps of the run, from 1
  SimTime time;
  EndpointId endpoint;
  std::uint32_t incarnation;  // of the endpoint, from 1
  const Input& input;
  const Effects& effects;
};

// Kinds of steps an observer can ask for; a step may be of several.
using StepInterest = std::uint32_t;
inline constexpr StepInterest kEveryStep = 1;
inline constexpr StepInterest kStepsWithCommits = 2;
inline constexpr StepInterest kStepsWithEvidence = 4;
inline constexpr StepInterest kStepsWithSends = 8;
inline constexpr StepInterest kStepsWithRecords = 16;
inline constexpr StepInterest kStepsWithNotices = 32;
// Not a kind of step: asks for on_send.
inline constexpr StepInterest kReleasedSends = 64;

// Watches a run and cannot influence it: checkers, metrics, traces. What a step wants is seen when
// it happens; what it decides and reports is seen again when the driver lets it leave, that is,
// once its records are durable (a crash in between prevents it).
class StepObserver {
 public:
  virtual ~StepObserver() = default;

  // Asked once.
  virtual StepInterest interest() const { return 0; }

  virtual void on_step(const Step& /*step*/) {}

  virtual void on_commit(SimTime /*time*/, EndpointId /*endpoint*/,
                         const CommitEffect& /*commit*/) {}

  virtual void on_evidence(SimTime /*time*/, EndpointId /*endpoint*/,
                           const EvidenceEffect& /*evidence*/) {}

  virtual void on_blame(SimTime /*time*/, EndpointId /*endpoint*/, const BlameEffect& /*blame*/) {}

  // A frame has left its node, once for all its targets. What a step wanted to send and a crash cut
  // off is never seen here.
  virtual void on_send(SimTime /*time*/, EndpointId /*endpoint*/, const Frame& /*frame*/) {}
};

// Answers what machines ask of their host besides messages and timers. An answer goes back through
// Simulation::deliver as Completed, at once from an action or later, never from inside the call.
class RequestHandler {
 public:
  virtual ~RequestHandler() = default;
  virtual void on_request(EndpointId endpoint, const Request& request) = 0;
  virtual void on_cancel(EndpointId endpoint, RequestToken token) = 0;
};

}  // namespace callo::sim
