#include "tests/host_conformance/world.hpp"

#include <cstdio>
#include <stdexcept>
#include <utility>

#include <sys/wait.h>
#include <unistd.h>

#include "protocol/crypto/sha256.hpp"
#include "sim/hosts/simgrid_host.hpp"
#include "sim/hosts/standalone_host.hpp"

namespace callo::sim::conformance {

namespace {

class BehavingMachine final : public Machine {
 public:
  BehavingMachine(World& world, EndpointId self, const World::Behaviour& behaviour)
      : world_{world}, self_{self}, behaviour_{behaviour} {}

  void step(Now, const Input& input, Effects& out) noexcept override {
    behaviour_(world_, self_, input, out);
  }

 private:
  World& world_;
  EndpointId self_;
  const World::Behaviour& behaviour_;
};

template <typename HostType>
std::vector<std::string> play_here(const SimulationConfig& config,
                                   const World::Behaviour& behaviour, const Script& script,
                                   std::int64_t limit_ms) {
  World world{config, behaviour};
  HostType host{world.simulation()};
  world.simulation().start_all();
  script(world);
  const auto run = host.run(SimTime{std::chrono::milliseconds{limit_ms}});
  world.log().push_back(run ? "digest " + world.simulation().digest()
                            : "error " + run.error().message);
  return world.log();
}

std::vector<std::string> read_lines(int from) {
  std::vector<std::string> lines{""};
  char buffer[4096];
  ssize_t count = 0;
  while ((count = read(from, buffer, sizeof buffer)) > 0) {
    for (ssize_t i = 0; i < count; ++i) {
      if (buffer[i] == '\n') {
        lines.emplace_back();
      } else {
        lines.back() += buffer[i];
      }
    }
  }
  lines.pop_back();
  return lines;
}

[[noreturn]] void write_and_exit(int to, const std::vector<std::string>& lines) {
  for (const std::string& line : lines) {
    const std::string text = line + '\n';
    if (write(to, text.data(), text.size()) != static_cast<ssize_t>(text.size())) {
      _exit(1);
    }
  }
  _exit(0);
}

}  // namespace

World::World(SimulationConfig config, Behaviour behaviour)
    : simulation_{std::move(config), [this, behaviour = std::move(behaviour)](EndpointId self) {
                    return std::make_unique<BehavingMachine>(*this, self, behaviour);
                  }} {}

void World::note(EndpointId self, const std::string& what) {
  const std::int64_t ms = nanoseconds(simulation_.now()) / 1'000'000;
  log_.push_back(std::to_string(ms) + " n" + std::to_string(self.value) + " " + what);
}

std::vector<std::string> play(HostKind kind, const SimulationConfig& config,
                              const World::Behaviour& behaviour, const Script& script,
                              std::int64_t limit_ms) {
  if (kind == HostKind::standalone) {
    return play_here<StandaloneHost>(config, behaviour, script, limit_ms);
  }
  int ends[2];
  if (pipe(ends) != 0) {
    throw std::runtime_error("no pipe");
  }
  std::fflush(nullptr);  // or the child would write what is buffered once more
  const pid_t child = fork();
  if (child == 0) {
    close(ends[0]);
    write_and_exit(ends[1], play_here<SimgridHost>(config, behaviour, script, limit_ms));
  }
  close(ends[1]);
  std::vector<std::string> lines = read_lines(ends[0]);
  close(ends[0]);
  int status = 0;
  waitpid(child, &status, 0);
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    lines.push_back("the child process failed");
  }
  return lines;
}

SimulationConfig plain_config(std::uint32_t nodes) {
  SimulationConfig config;
  config.network.seed = 1;
  config.network.paths = {{std::chrono::milliseconds{10}, {}}};
  config.network.endpoints.resize(nodes);
  config.nodes.resize(nodes);
  return config;
}

Frame frame_of(const std::string& text) {
  const BytesView bytes = as_bytes(text);
  return Frame{Bytes(bytes.begin(), bytes.end()), content_id(bytes)};
}

std::string text_of(const Frame& frame) {
  return {frame.bytes().begin(), frame.bytes().end()};
}

}  // namespace callo::sim::conformance
