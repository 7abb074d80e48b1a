#pragma once

#include <algorithm>
#include <deque>
#include <functional>
#include <optional>
#include <vector>

#include "protocol/crypto/sha256.hpp"
#include "protocol/overlay/routing/lookups.hpp"
#include "tests/support/small_random.hpp"

namespace callo::test {

// Tables that are given, and searchers among them; every message arrives at once.
class RoutingWorld {
 public:
  // What a traitor says instead; nullopt: nothing.
  using Lie = std::function<std::optional<NearestReply>(const NearestRequest&)>;

  struct Outcome {
    bool found = false;
    unsigned hops = 0;
    unsigned questions = 0;
    std::vector<OverlayId> nearest;
  };

  RoutingWorld(std::vector<OverlayId> ids, Digits digits, unsigned neighbours_per_entry,
               OriginLimit limit = {}) {
    for (const OverlayId& id : ids) {
      nodes_.push_back({NeighbourTable{id, digits, neighbours_per_entry, limit}, true, {}});
    }
  }

  // All 2^n ids, each with the n neighbours of the cube: consistent with K = 1 and base 2.
  static RoutingWorld cube(unsigned dimensions) {
    std::vector<OverlayId> ids;
    for (std::uint32_t label = 0; label < 1U << dimensions; ++label) {
      ids.push_back(cube_id(label));
    }
    RoutingWorld world{std::move(ids), Digits{2}, 1};
    for (std::uint32_t label = 0; label < world.size(); ++label) {
      for (unsigned dimension = 0; dimension < dimensions; ++dimension) {
        const std::uint32_t other = label ^ (1U << dimension);
        world.nodes_[label].table.add({cube_id(other), {other}, true});
      }
    }
    return world;
  }

  // Ids are hashes; every entry holds K of those that belong there, whichever they are.
  static RoutingWorld consistent(std::uint32_t count, unsigned base, unsigned neighbours_per_entry,
                                 std::uint64_t seed) {
    SmallRandom random{seed};
    std::vector<OverlayId> ids;
    for (std::uint32_t number = 0; number < count; ++number) {
      ids.push_back({sha256(random.bytes(8))});
    }
    RoutingWorld world{std::move(ids), Digits{base}, neighbours_per_entry};
    world.fill_tables(random);
    return world;
  }

  // Besides so many honest ones, whose ids are hashes, sybils that are nearer to a key than any of
  // them. The endpoints of the sybils follow.
  static RoutingWorld besieged(std::uint32_t honest, std::uint32_t sybils, const OverlayId& key,
                               OriginLimit limit, std::uint64_t seed) {
    SmallRandom random{seed};
    std::vector<OverlayId> ids;
    for (std::uint32_t number = 0; number < honest; ++number) {
      ids.push_back({sha256(random.bytes(8))});
    }
    for (std::uint32_t number = 0; number < sybils; ++number) {
      ids.push_back(key);
      ids.back().value.bytes[16 + number] ^= 1;
    }
    RoutingWorld world{std::move(ids), Digits{4}, 3, limit};
    world.fill_tables(random);
    return world;
  }

  static OverlayId cube_id(std::uint32_t label) {
    OverlayId id;
    for (unsigned byte = 0; byte < 4; ++byte) {
      id.value.bytes[31 - byte] = static_cast<std::uint8_t>(label >> (8 * byte));
    }
    return id;
  }

  std::uint32_t size() const { return static_cast<std::uint32_t>(nodes_.size()); }

  const OverlayId& id(std::uint32_t node) const { return nodes_[node].table.owner(); }

  NeighbourTable& table(std::uint32_t node) { return nodes_[node].table; }

  void kill(std::uint32_t node) { nodes_[node].is_alive = false; }

  bool is_alive(std::uint32_t node) const { return nodes_[node].is_alive; }

  void corrupt(std::uint32_t node, Lie lie) { nodes_[node].lie = std::move(lie); }

  bool is_honest(std::uint32_t node) const { return !nodes_[node].lie; }

  // By looking at all ids: written from the right, bit by bit, the exclusive-or is a number.
  std::vector<OverlayId> truly_nearest(const OverlayId& key, std::size_t count) const {
    std::vector<OverlayId> ids;
    for (const Node& node : nodes_) {
      if (node.is_alive) {
        ids.push_back(node.table.owner());
      }
    }
    std::sort(ids.begin(), ids.end(), [&key](const OverlayId& a, const OverlayId& b) {
      return bits_apart(key, a) < bits_apart(key, b);
    });
    ids.resize(std::min(count, ids.size()));
    return ids;
  }

  Outcome look_up(std::uint32_t searcher, const OverlayId& key, const LookupSettings& settings) {
    Lookups lookups{{}};
    const Neighbour self{id(searcher), {searcher}, true};
    Lookups::Out out;
    const LookupToken token =
        lookups.begin(now_, key, settings, self, nodes_[searcher].table, out).value();
    while (!lookups.has_finished()) {
      if (out.empty()) {
        now_ = lookups.next_deadline().value();
        lookups.tick(now_, out);
      } else {
        deliver(self, lookups, out);
      }
    }
    const Lookup& lookup = lookups.at(token);
    Outcome outcome;
    outcome.questions = lookup.questions();
    if (const Lookup::Candidate* const found = lookup.found_node()) {
      outcome.found = true;
      outcome.hops = found->hops;
    }
    std::vector<Lookup::Candidate> nearest;
    lookup.append_nearest(nearest);
    for (const Lookup::Candidate& candidate : nearest) {
      outcome.nearest.push_back(candidate.node.id);
    }
    return outcome;
  }

 private:
  static std::vector<bool> bits_apart(const OverlayId& a, const OverlayId& b) {
    std::vector<bool> apart;
    for (std::size_t byte = 32; byte-- > 0;) {
      for (unsigned bit = 0; bit < 8; ++bit) {
        apart.push_back((((a.value.bytes[byte] ^ b.value.bytes[byte]) >> bit) & 1) != 0);
      }
    }
    return apart;
  }

  struct Node {
    NeighbourTable table;
    bool is_alive;
    Lie lie;
  };

  // Each prefers others.
  void fill_tables(SmallRandom& random) {
    for (Node& node : nodes_) {
      const auto first = static_cast<std::uint32_t>(random.below(size()));
      for (std::uint32_t step = 0; step < size(); ++step) {
        const std::uint32_t other = (first + step) % size();
        if (id(other) != node.table.owner()) {
          node.table.add({id(other), {other}, true});
        }
      }
    }
  }

  void deliver(const Neighbour& searcher, Lookups& lookups, Lookups::Out& out) {
    Lookups::Out sent;
    sent.swap(out);
    for (const OutgoingRoutingMessage& message : sent) {
      const std::uint32_t to = message.to.endpoint.value;
      // A name at a wrong address: whoever is there signs with another key.
      if (to >= size() || !nodes_[to].is_alive || id(to) != message.to.id) {
        continue;
      }
      const auto& request = std::get<NearestRequest>(message.message);
      const std::optional<NearestReply> reply =
          nodes_[to].lie ? nodes_[to].lie(request) : answer(nodes_[to].table, searcher, request);
      if (reply.has_value()) {
        lookups.receive(now_, {id(to), {to}, true}, *reply, out);
      }
    }
  }

  std::vector<Node> nodes_;
  MonotonicTime now_{};
};

}  // namespace callo::test
