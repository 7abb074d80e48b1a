#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <queue>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "protocol/crypto/sha256.hpp"
#include "protocol/overlay/membership/table_repair.hpp"

namespace callo {

inline OverlayId numbered_id(std::uint32_t number) {
  std::array<std::uint8_t, 4> bytes{};
  for (unsigned i = 0; i < 4; ++i) {
    bytes[i] = static_cast<std::uint8_t>(number >> (8 * i));
  }
  return {sha256(bytes)};
}

// Members with their repair, and a network that delays every message by chance, and loses some.
class MembershipWorld {
 public:
  MembershipWorld(unsigned base, unsigned neighbours_per_entry, std::uint64_t seed)
      : digits_{base}, neighbours_per_entry_{neighbours_per_entry}, random_{seed} {}

  // Joins one after another, each when the last is in the system.
  void grow(unsigned count) {
    for (unsigned i = 0; i < count; ++i) {
      join_at(now_);
      run();
    }
  }

  void join_at(std::uint64_t time) {
    const auto number = static_cast<std::uint32_t>(nodes_.size());
    nodes_.push_back(std::make_unique<Node>(Neighbour{numbered_id(number), {number}, false},
                                            digits_, neighbours_per_entry_));
    if (number == 0) {
      nodes_[0]->member.found();
    } else {
      wake(*nodes_.back(), time);
    }
  }

  // Silently, all at once.
  void crash(std::size_t index) { nodes_[index]->is_alive = false; }

  // Everybody finds out at some time which of its own neighbours have failed.
  void detect_failures() {
    for (auto& node : nodes_) {
      if (node->is_alive) {
        wake(*node, now_ + draw(kRetry));
      }
    }
  }

  void run() {
    while (!queue_.empty()) {
      const Mail mail = queue_.top();
      queue_.pop();
      now_ = mail.time;
      Node& node = *nodes_[mail.to.endpoint.value];
      if (!node.is_alive) {
        continue;
      }
      OverlayMember::Out out;
      if (!mail.message) {
        tick(node, out);
      } else if (draw(1'000'000) >= loss_ppm) {
        node.member.receive(mail.from, *mail.message, out);
        node.repair.receive(mail.from, *mail.message, out);
      }
      if (!node.repair.idle()) {
        wake(node, now_ + kRetry);
      }
      post(node, std::move(out));
    }
  }

  // Something happens to one of them: call(member, repair, what it sends).
  template <typename Call>
  void act(std::size_t index, Call&& call) {
    OverlayMember::Out out;
    call(nodes_[index]->member, nodes_[index]->repair, out);
    post(*nodes_[index], std::move(out));
    wake(*nodes_[index], now_ + kRetry);
  }

  // What is not K-consistent, counted from outside: how many nodes end in each suffix, as text.
  std::string fault() const {
    std::map<std::string, unsigned> ending;
    for (const auto& node : nodes_) {
      const std::string text = written(node->member.self().id);
      for (std::size_t length = 1; node->is_alive && length <= kDeep; ++length) {
        ++ending[text.substr(0, length)];
      }
    }
    for (const auto& node : nodes_) {
      if (const std::string found = node->is_alive ? fault_of(*node, ending) : ""; !found.empty()) {
        return "node " + std::to_string(node->member.self().endpoint.value) + ": " + found;
      }
    }
    return "";
  }

  std::uint64_t now() const { return now_; }

  const OverlayMember& member(std::size_t index) const { return nodes_[index]->member; }

  const TableRepair& repair(std::size_t index) const { return nodes_[index]->repair; }

  std::size_t size() const { return nodes_.size(); }

  std::uint64_t draw(std::uint64_t bound) {
    random_ += 0x9e3779b97f4a7c15;
    std::uint64_t z = random_;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return (z ^ (z >> 31)) % bound;
  }

  std::uint32_t loss_ppm = 0;
  std::uint32_t slow_ppm = 0;  // of the messages take up to a hundred times as long
  std::uint64_t messages = 0;
  std::uint64_t retries = 0;
  std::size_t known = 0;  // members of which a stale copy speaks; 0: all before the joiner

 private:
  static constexpr std::uint64_t kRetry = 2'000;
  static constexpr std::size_t kDeep = 16;

  struct Node {
    Node(const Neighbour& self, Digits digits, unsigned neighbours_per_entry)
        : member{self, digits, neighbours_per_entry}, repair{member} {}

    OverlayMember member;
    TableRepair repair;
    bool is_alive = true;
    std::uint64_t wakes_at = 0;
  };

  // Without a message: the node wakes up.
  struct Mail {
    std::uint64_t time;
    std::uint64_t sequence;
    Neighbour from;
    Neighbour to;
    std::optional<MembershipMessage> message;

    friend bool operator<(const Mail& a, const Mail& b) {
      return std::tie(a.time, a.sequence) > std::tie(b.time, b.sequence);
    }
  };

  using Endings = std::map<std::string, unsigned>;

  void post(const Node& node, OverlayMember::Out out) {
    for (OutgoingMembershipMessage& message : out) {
      ++messages;
      queue_.push({now_ + delay(), sequence_++, node.member.self(), message.to,
                   std::move(message.message)});
    }
  }

  void wake(Node& node, std::uint64_t time) {
    if (node.wakes_at <= now_) {
      node.wakes_at = time;
      queue_.push({time, sequence_++, {}, node.member.self(), std::nullopt});
    }
  }

  void tick(Node& node, OverlayMember::Out& out) {
    node.wakes_at = 0;
    if (node.member.status() == OverlayMember::Status::in_system) {
      for (const Neighbour& neighbour : node.member.table().from_level(0)) {
        if (!nodes_[neighbour.endpoint.value]->is_alive) {
          node.repair.failed(neighbour.id, out);
        }
      }
      node.repair.tick(out);
      return;
    }
    if (node.member.status() == OverlayMember::Status::outside) {
      node.member.join(contacts(), out);
    } else {
      ++retries;
      node.member.retry(out);
    }
    wake(node, now_ + kRetry);
  }

  std::string fault_of(const Node& node, const Endings& ending) const {
    if (node.member.status() != OverlayMember::Status::in_system) {
      return "not in the system";
    }
    const std::string own = written(node.member.self().id);
    for (unsigned level = 0; level < kDeep; ++level) {
      for (unsigned digit = 0; digit < digits_.base(); ++digit) {
        const std::string suffix = own.substr(0, level) + static_cast<char>('a' + digit);
        const bool is_own = own.starts_with(suffix);
        const auto found = ending.find(suffix);
        const unsigned there = found == ending.end() || is_own ? 0 : found->second;
        const auto held = node.member.table().entry(level, digit);
        if (held.size() != std::min(there, neighbours_per_entry_)) {
          return "entry " + std::to_string(level) + "," + std::to_string(digit) + " holds " +
                 std::to_string(held.size()) + " of " + std::to_string(there);
        }
        for (const Neighbour& neighbour : held) {
          if (!written(neighbour.id).starts_with(suffix) ||
              !nodes_[neighbour.endpoint.value]->is_alive ||
              (loss_ppm == 0 && !neighbour.in_system)) {
            return "a wrong neighbour, a dead one, or one not known to be in the system";
          }
        }
      }
    }
    return "";
  }

  std::uint64_t delay() {
    const bool is_slow = slow_ppm != 0 && draw(1'000'000) < slow_ppm;
    return 10 + draw(is_slow ? 20'000 : 200);
  }

  // Digits as letters, rightmost first.
  std::string written(const OverlayId& id) const {
    const unsigned bits = digits_.base() == 2 ? 1 : digits_.base() == 4 ? 2 : 4;
    std::string text;
    for (unsigned bit = 0; bit < kDeep * bits; bit += bits) {
      const unsigned digit = (id.value.bytes[31 - bit / 8] >> (bit % 8)) % digits_.base();
      text += static_cast<char>('a' + digit);
    }
    return text;
  }

  std::vector<Neighbour> contacts() {
    std::vector<Neighbour> some;
    const std::size_t limit = known == 0 ? nodes_.size() - 1 : known;
    for (unsigned i = 0; i < 3; ++i) {
      some.push_back(nodes_[draw(limit)]->member.self());
    }
    return some;
  }

  Digits digits_;
  unsigned neighbours_per_entry_;
  std::uint64_t random_;
  std::vector<std::unique_ptr<Node>> nodes_;
  std::priority_queue<Mail> queue_;
  std::uint64_t now_ = 0;
  std::uint64_t sequence_ = 0;
};

}  // namespace callo
