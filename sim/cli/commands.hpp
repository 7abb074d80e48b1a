#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "sim/scenario/runner.hpp"

// One function a command, each in a file of its own; what they return is an ExitCode. main.cpp
// alone knows how arguments are spelled.
namespace callo::sim {

// Which runs leave a result folder.
enum class KeepResults : std::uint8_t { always, failed, never };

struct RunArguments {
  std::filesystem::path scenario;
  std::optional<std::uint64_t> seed;  // absent: the scenario's first
  std::vector<std::string> overrides;
  std::filesystem::path out;  // empty: results/<name>/seed-<N>
  HostEngine engine = HostEngine::simgrid;
  KeepResults results = KeepResults::always;
  std::filesystem::path digest_log;  // empty: none
  bool is_twice = false;
  bool is_quiet = false;
  bool is_json = false;
  bool is_forced = false;
  bool uses_memos = true;
};

struct CheckArguments {
  std::vector<std::filesystem::path> paths;
  std::filesystem::path junit;  // empty: none
  HostEngine engine = HostEngine::simgrid;
  std::uint32_t workers = 1;
};

struct ExploreArguments {
  std::filesystem::path scenario;
  std::optional<IntegerRange> seeds;  // absent: the scenario's
  std::vector<std::string> overrides;
  std::vector<std::string> arms;
  std::filesystem::path out;       // empty: results/<name>/explore
  std::filesystem::path junit;     // empty: none
  std::filesystem::path promoted;  // a failure file to make a regression of; then nothing is run
  std::uint32_t workers = 1;
  std::optional<std::uint32_t> minutes;
  std::uint32_t run_seconds_max = 60;  // of processor time
  bool is_unlimited = false;
  bool is_double = false;
  bool has_canary = false;
  bool shrinks = true;
  std::uint64_t shrink_runs_max = 3'000;  // of one signature
  bool stops_at_failure = false;
  bool is_quiet = false;
};

struct ShowArguments {
  std::filesystem::path scenario;
  std::vector<std::string> overrides;
};

int run_command(const RunArguments& arguments);
int twice_command(const RunArguments& arguments);
int check_command(const CheckArguments& arguments);
int explore_command(const ExploreArguments& arguments);
int replay_command(const std::filesystem::path& file);
int show_command(const ShowArguments& arguments);
int schema_command();
int plot_command(const std::vector<std::string>& arguments);
int version_command();

}  // namespace callo::sim
