#pragma once

#include <functional>
#include <map>
#include <memory>
#include <vector>

#include "protocol/node/core_server.hpp"
#include "protocol/node/overlay_node.hpp"
#include "tests/support/fake_crypto.hpp"
#include "tests/support/small_random.hpp"

namespace callo::test {

// Production overlay nodes joined by a queue of dated inputs, with nothing of sim/ present: node i
// has the i-th key and endpoint. Records are durable at once; cryptography costs no time.
class OverlayNetwork {
 public:
  struct Options {
    std::uint32_t founders = 0;  // nodes 0 .. founders - 1
    std::uint32_t servers = 0;   // the first of them are core servers
    unsigned base = 16;
    unsigned neighbours_per_entry = 2;
    Duration heartbeat = std::chrono::seconds{5};
    Duration copy_interval = std::chrono::seconds{1};
    Duration latency_max = std::chrono::milliseconds{50};
    std::uint32_t loss_percent = 0;
    std::uint64_t seed = 1;
  };

  // What may be done to a frame on its way; an empty one is lost.
  using Meddler = std::function<Frame(std::uint32_t from, std::uint32_t to, const Frame&)>;

  explicit OverlayNetwork(Options options) : options_{options}, random_{options.seed} {
    for (std::uint32_t node = 0; node < options.founders; ++node) {
      genesis_.push_back({overlay_id_of(fake_key(node)), {node}, true});
    }
    for (std::uint32_t node = 0; node < options.founders; ++node) {
      start(node);
    }
  }

  // From now on there is such a node; one that was there before comes back with its disk.
  void start(std::uint32_t node) {
    Place& place = places_[node];
    if (place.signer == nullptr) {
      place.signer = std::make_unique<FakeSigner>(node);
    }
    place.machine = std::make_unique<OverlayNode>(config(node), *place.signer, verifier_);
    if (node < options_.servers) {
      CoreServerConfig server;
      server.chain_id = "test";
      server.copy_interval = options_.copy_interval;
      auto part = std::make_unique<CoreServer>(server, genesis_, *place.signer, verifier_);
      place.server = part.get();
      place.machine->attach(std::move(part));
    }
    ++place.life;
    push(now_, node, Started{place.disk});
  }

  void crash(std::uint32_t node) {
    places_[node].machine.reset();
    ++places_[node].life;
  }

  void submit(std::uint32_t node, const Frame& frame) { push(now_, node, Submitted{frame}); }

  void inject(std::uint32_t from, std::uint32_t to, const Frame& frame) {
    push(now_, to, Received{EndpointId{from}, frame});
  }

  void run_for(Duration time) {
    const Duration end = now_ + time;
    while (!queue_.empty() && queue_.begin()->first <= end) {
      const auto [date, dated] = *queue_.begin();
      queue_.erase(queue_.begin());
      now_ = date;
      deliver(dated);
    }
    now_ = end;
  }

  const OverlayNode& node(std::uint32_t number) const { return *places_.at(number).machine; }

  bool is_up(std::uint32_t number) const { return places_.at(number).machine != nullptr; }

  const CoreServer& server(std::uint32_t number) const { return *places_.at(number).server; }

  Signer& signer(std::uint32_t number) { return *places_.at(number).signer; }

  Duration now() const { return now_; }

  // The first node that is up and not K-consistent with the others, as text; by brute force.
  std::string fault() const;

  Meddler meddler;

 private:
  struct Place {
    std::unique_ptr<FakeSigner> signer;
    std::unique_ptr<OverlayNode> machine;
    CoreServer* server = nullptr;
    std::vector<Record> disk;
    std::uint32_t life = 0;
    std::array<std::uint64_t, kTimerSlots> generations{};
  };

  struct Dated {
    std::uint32_t node;
    std::uint32_t life;
    std::uint64_t generation;
    Input input;
  };

  OverlayNodeConfig config(std::uint32_t node) const {
    OverlayNodeConfig config;
    config.chain_id = "test";
    config.endpoint = {node};
    config.digits = Digits{options_.base};
    config.neighbours_per_entry = options_.neighbours_per_entry;
    config.heartbeat.interval = options_.heartbeat;
    config.name = "n" + std::to_string(node);
    config.ip = "192.0.2.1";
    config.founders = node < options_.founders ? &genesis_ : nullptr;
    for (std::uint32_t server = 0; server < options_.servers; ++server) {
      config.servers.push_back({fake_key(server), {server}});
    }
    config.known_members = genesis_;
    std::erase_if(config.known_members,
                  [&](const Neighbour& known) { return known.endpoint.value == node; });
    return config;
  }

  void push(Duration date, std::uint32_t node, Input input, std::uint64_t generation = 0) {
    queue_.emplace(date, Dated{node, places_[node].life, generation, std::move(input)});
  }

  void deliver(const Dated& dated) {
    Place& place = places_[dated.node];
    const auto* timer = std::get_if<TimerFired>(&dated.input);
    const bool is_stale =
        dated.life != place.life && !std::holds_alternative<Received>(dated.input);
    if (place.machine == nullptr || is_stale ||
        (timer != nullptr && place.generations[timer->timer.slot] != dated.generation)) {
      return;
    }
    Effects out;
    place.machine->step({MonotonicTime{now_}, CalendarTime{now_}}, dated.input, out);
    place.disk.insert(place.disk.end(), out.records.begin(), out.records.end());
    for (const TimerCommand& command : out.timers) {
      const std::uint64_t generation = ++place.generations[command.timer.slot];
      push(std::max(now_, command.deadline.time_since_epoch()), dated.node,
           TimerFired{command.timer}, generation);
    }
    for (const Send& send : out.sends) {
      for (const EndpointId to : out.targets_of(send)) {
        carry(dated.node, to.value, send.frame);
      }
    }
  }

  void carry(std::uint32_t from, std::uint32_t to, const Frame& frame) {
    const Frame arriving = meddler ? meddler(from, to, frame) : frame;
    if (places_.count(to) != 0 && arriving && random_.below(100) >= options_.loss_percent) {
      const Duration latency{static_cast<std::int64_t>(
          random_.below(static_cast<std::size_t>(options_.latency_max.count())))};
      push(now_ + latency, to, Received{EndpointId{from}, arriving});
    }
  }

  Options options_;
  SmallRandom random_;
  FakeVerifier verifier_;
  std::vector<Neighbour> genesis_;
  std::map<std::uint32_t, Place> places_;
  std::multimap<Duration, Dated> queue_;
  Duration now_{};
};

inline std::string OverlayNetwork::fault() const {
  const Digits digits{options_.base};
  for (const auto& [number, place] : places_) {
    if (place.machine == nullptr) {
      continue;
    }
    const OverlayMember& member = place.machine->member();
    const std::string name = "node " + std::to_string(number);
    if (member.status() != OverlayMember::Status::in_system) {
      return name + " is not in the system";
    }
    std::map<std::pair<unsigned, unsigned>, unsigned> wanted;
    for (const auto& [other, there] : places_) {
      if (there.machine != nullptr && other != number) {
        const OverlayId& id = there.machine->member().self().id;
        const unsigned level = digits.common_suffix(member.self().id, id);
        ++wanted[{level, digits.at(id, level)}];
      }
    }
    std::size_t held = 0;
    for (const auto& [entry, count] : wanted) {
      const auto nodes = member.table().entry(entry.first, entry.second);
      held += nodes.size();
      if (nodes.size() != std::min(count, options_.neighbours_per_entry)) {
        return name + ", entry " + std::to_string(entry.first) + "," +
               std::to_string(entry.second) + ": " + std::to_string(nodes.size()) + " of " +
               std::to_string(count);
      }
      for (const Neighbour& node : nodes) {
        if (!is_up(node.endpoint.value)) {
          return name + " holds one that is down";
        }
      }
    }
    if (held != member.table().size()) {
      return name + " holds more than there are";
    }
  }
  return "";
}

}  // namespace callo::test
