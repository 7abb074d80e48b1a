#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>

#include "sim/scenario/run_memory.hpp"
#include "sim/scenario/spec.hpp"
#include "sim/trace/run_record.hpp"

namespace callo::sim {

class StepObserver;

enum class HostEngine : std::uint8_t { simgrid, standalone };

struct Progress {
  Duration simulated{};
  Duration duration{};
  std::optional<Height> height{};  // highest committed by an honest node; none without consensus
  std::uint64_t events{};
  std::uint64_t violations{};
};

struct RunOptions {
  std::uint64_t seed = 1;
  HostEngine engine = HostEngine::simgrid;
  // Called about every `progress_interval` of simulated time; may be empty. It cannot influence
  // the run.
  std::function<void(const Progress&)> progress;
  Duration progress_interval = std::chrono::milliseconds(500);
  // Set by a signal handler; the run ends at the next opportunity with `was_interrupted`. May be
  // null.
  // lint: allow thread: a signal handler shares the flag with the one thread
  const std::atomic<bool>* interrupt = nullptr;
  // When given, one line per event "number time_ns endpoint kind digest" goes to this file, so that
  // two runs can be compared event by event.
  std::optional<std::filesystem::path> digest_log;
  // Watches the run too; may be null.
  StepObserver* observer = nullptr;
  // Remember decoded frames and checked signatures; off gives the same digest, only slower.
  bool memos = true;
  // Lent by whoever starts many runs; null: every run sets everything up anew.
  RunMemory* memory = nullptr;
};

// One run of a validated scenario. Fails when the host cannot run it (for instance `fluid` without
// SimGrid); what the run finds, violations included, is in the record. At most one SimGrid run per
// process.
Result<RunRecord> run_scenario(const ScenarioSpec& spec, const RunOptions& options);

}  // namespace callo::sim
