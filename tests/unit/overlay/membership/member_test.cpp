#include "protocol/overlay/membership/member.hpp"

#include <map>
#include <memory>
#include <optional>
#include <queue>
#include <string>
#include <tuple>

#include "protocol/crypto/sha256.hpp"
#include "tests/support/catch.hpp"

namespace callo {
namespace {

OverlayId id_of(std::uint32_t number) {
  std::array<std::uint8_t, 4> bytes{};
  for (unsigned i = 0; i < 4; ++i) {
    bytes[i] = static_cast<std::uint8_t>(number >> (8 * i));
  }
  return {sha256(bytes)};
}

// Members and a network that delays every message by chance, and loses some.
class World {
 public:
  World(unsigned base, unsigned neighbours_per_entry, std::uint64_t seed)
      : digits_{base}, neighbours_per_entry_{neighbours_per_entry}, random_{seed} {}

  Member& add() {
    const auto number = static_cast<std::uint32_t>(members_.size());
    members_.push_back(std::make_unique<Member>(Neighbour{id_of(number), {number}, false}, digits_,
                                                neighbours_per_entry_));
    return *members_.back();
  }

  // Joins one after another, each when the last is in the system.
  void grow(unsigned count) {
    for (unsigned i = 0; i < count; ++i) {
      join_at(now_);
      run();
    }
  }

  void join_at(std::uint64_t time) {
    Member& member = add();
    if (members_.size() == 1) {
      member.found();
      return;
    }
    queue_.push({time, sequence_++, {}, member.self(), std::nullopt});
  }

  void run() {
    while (!queue_.empty()) {
      const Mail mail = queue_.top();
      queue_.pop();
      now_ = mail.time;
      Member& member = *members_[mail.to.endpoint.value];
      Member::Out out;
      if (mail.message) {
        if (draw(1'000'000) < loss_ppm) {
          continue;
        }
        member.receive(mail.from, *mail.message, out);
      } else if (member.status() == Member::Status::outside) {
        member.join(contacts(), out);
        queue_.push({now_ + kRetry, sequence_++, {}, member.self(), std::nullopt});
      } else if (member.status() != Member::Status::in_system) {
        ++retries;
        member.retry(out);
        queue_.push({now_ + kRetry, sequence_++, {}, member.self(), std::nullopt});
      }
      for (OutgoingMembershipMessage& message : out) {
        ++messages;
        queue_.push(
            {now_ + delay(), sequence_++, member.self(), message.to, std::move(message.message)});
      }
    }
  }

  // K-consistency, counted from outside: how many nodes end in each suffix, as text.
  std::string fault() const {
    std::map<std::string, unsigned> ending;
    for (const auto& member : members_) {
      const std::string text = written(member->self().id);
      for (std::size_t length = 1; length <= kDeep; ++length) {
        ++ending[text.substr(0, length)];
      }
    }
    for (const auto& member : members_) {
      if (member->status() != Member::Status::in_system) {
        return "node " + std::to_string(member->self().endpoint.value) + " is not in the system";
      }
      const std::string own = written(member->self().id);
      for (unsigned level = 0; level < kDeep; ++level) {
        for (unsigned digit = 0; digit < digits_.base(); ++digit) {
          const std::string suffix = own.substr(0, level) + static_cast<char>('a' + digit);
          const auto held = member->table().entry(level, digit);
          if (own[level] == suffix[level]) {
            if (!held.empty()) {
              return "an entry of its own";
            }
            continue;
          }
          const auto found = ending.find(suffix);
          const unsigned there = found == ending.end() ? 0 : found->second;
          if (held.size() != std::min(there, neighbours_per_entry_)) {
            return "entry " + std::to_string(level) + "," + std::to_string(digit) + " of node " +
                   std::to_string(member->self().endpoint.value) + " holds " +
                   std::to_string(held.size()) + " of " + std::to_string(there);
          }
          for (const Neighbour& node : held) {
            if (!written(node.id).starts_with(suffix) || (loss_ppm == 0 && !node.in_system)) {
              return "a wrong neighbour, or one not known to be in the system";
            }
          }
        }
      }
    }
    return "";
  }

  std::uint64_t now() const { return now_; }

  const Member& member(std::size_t index) const { return *members_[index]; }

  std::size_t size() const { return members_.size(); }

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

  std::uint64_t delay() {
    const bool is_slow = slow_ppm != 0 && draw(1'000'000) < slow_ppm;
    return 10 + draw(is_slow ? 20'000 : 200);
  }

  // Digits as letters, rightmost first.
  std::string written(const OverlayId& id) const {
    std::string text;
    for (unsigned i = 0; i < kDeep; ++i) {
      const unsigned bits = digits_.base() == 2 ? 1 : digits_.base() == 4 ? 2 : 4;
      const unsigned bit = i * bits;
      text +=
          static_cast<char>('a' + ((id.value.bytes[31 - bit / 8] >> (bit % 8)) % digits_.base()));
    }
    return text;
  }

  std::vector<Neighbour> contacts() {
    std::vector<Neighbour> some;
    const std::size_t limit = known == 0 ? members_.size() - 1 : known;
    for (unsigned i = 0; i < 3; ++i) {
      some.push_back(members_[draw(limit)]->self());
    }
    return some;
  }

  Digits digits_;
  unsigned neighbours_per_entry_;
  std::uint64_t random_;
  std::vector<std::unique_ptr<Member>> members_;
  std::priority_queue<Mail> queue_;
  std::uint64_t now_ = 0;
  std::uint64_t sequence_ = 0;
};

}  // namespace

TEST_CASE("member: nodes that join one after another are K-consistent", "[unit][overlay]") {
  for (const unsigned base : {2U, 4U, 16U}) {
    for (const unsigned neighbours : {1U, 3U}) {
      World world{base, neighbours, 1};
      world.grow(60);
      INFO("base " << base << ", K " << neighbours);
      CHECK(world.fault() == "");
    }
  }
}

TEST_CASE("member: nodes that join at once are K-consistent", "[unit][overlay]") {
  for (const unsigned base : {2U, 4U, 16U}) {
    for (unsigned neighbours = 1; neighbours <= 5; ++neighbours) {
      for (std::uint64_t seed = 1; seed <= 3; ++seed) {
        World world{base, neighbours, seed};
        world.grow(20);
        world.known = 20;
        for (unsigned i = 0; i < 100; ++i) {
          world.join_at(world.now() + world.draw(300));
        }
        world.run();
        INFO("base " << base << ", K " << neighbours << ", seed " << seed);
        CHECK(world.fault() == "");
      }
    }
  }
}

TEST_CASE("member: mail that overtakes other mail by far changes nothing", "[unit][overlay]") {
  for (const unsigned base : {2U, 4U}) {
    for (unsigned neighbours = 1; neighbours <= 2; ++neighbours) {
      for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        World world{base, neighbours, seed};
        world.slow_ppm = 200'000;
        world.grow(2);
        world.known = 2;
        for (unsigned i = 0; i < 30; ++i) {
          world.join_at(world.now() + world.draw(2'000));
        }
        world.run();
        INFO("base " << base << ", K " << neighbours << ", seed " << seed);
        CHECK(world.fault() == "");
      }
    }
  }
}

TEST_CASE("member: joiners whose mail is lost ask again and are K-consistent", "[unit][overlay]") {
  for (unsigned neighbours = 1; neighbours <= 3; ++neighbours) {
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
      World world{4, neighbours, seed};
      world.grow(20);
      world.known = 20;
      world.loss_ppm = 100'000;
      for (unsigned i = 0; i < 60; ++i) {
        world.join_at(world.now() + world.draw(300));
      }
      world.run();
      INFO("K " << neighbours << ", seed " << seed);
      CHECK(world.fault() == "");
      CHECK(world.retries > 0);
    }
  }
}

namespace {

// Ids of base 16 by their last two digits.
Neighbour node(std::uint8_t last_digits, std::uint8_t above = 0) {
  Neighbour named{{}, {above * 256U + last_digits}, true};
  named.id.value.bytes[31] = last_digits;
  named.id.value.bytes[30] = above;
  return named;
}

template <typename Message>
const Message* sent_to(const Member::Out& out, const Neighbour& to) {
  for (const OutgoingMembershipMessage& each : out) {
    if (each.to == to && std::holds_alternative<Message>(each.message)) {
      return &std::get<Message>(each.message);
    }
  }
  return nullptr;
}

}  // namespace

TEST_CASE("member: a special notification goes on until somebody stores whom it names",
          "[unit][overlay]") {
  Member full{node(0x00), Digits{16}, 1};
  full.found();
  Member::Out out;
  full.receive(node(0x01), SpecialNotification{node(0x02), node(0x13)}, out);
  CHECK(full.table().find(node(0x13).id) != nullptr);
  const auto* answer = sent_to<SpecialNotificationReply>(out, node(0x02));
  REQUIRE(answer != nullptr);
  CHECK(answer->unheard == node(0x13).id);
  out.clear();
  full.receive(node(0x01), SpecialNotification{node(0x02), node(0x23)}, out);
  CHECK(full.table().find(node(0x23).id) == nullptr);
  CHECK(sent_to<SpecialNotificationReply>(out, node(0x02)) == nullptr);
  const auto* passed_on = sent_to<SpecialNotification>(out, node(0x13));
  REQUIRE(passed_on != nullptr);
  CHECK(passed_on->unheard == node(0x23));
}

TEST_CASE("member: who is still joining lets another wait until it is in the system",
          "[unit][overlay]") {
  Member joiner{node(0x11), Digits{16}, 1};
  Member::Out out;
  joiner.join({node(0x00)}, out);
  REQUIRE(sent_to<CopyRequest>(out, node(0x00)) != nullptr);
  joiner.receive(node(0x00), CopyReply{true, {}}, out);
  REQUIRE(sent_to<JoinWait>(out, node(0x00)) != nullptr);
  joiner.receive(node(0x21), JoinWait{}, out);
  joiner.receive(node(0x00), JoinWaitReply{true, 0, {}}, out);
  CHECK(joiner.status() == Member::Status::notifying);
  CHECK(sent_to<JoinWaitReply>(out, node(0x21)) == nullptr);
  joiner.receive(node(0x00), JoinNotificationReply{true, false, {}}, out);
  CHECK(joiner.status() == Member::Status::in_system);
  const auto* answer = sent_to<JoinWaitReply>(out, node(0x21));
  REQUIRE(answer != nullptr);
  CHECK(answer->stored);
}

TEST_CASE("member: answers nobody asked for change nothing", "[unit][overlay]") {
  Member joiner{node(0x11), Digits{16}, 1};
  Member::Out out;
  joiner.join({node(0x00)}, out);
  joiner.receive(node(0x05), CopyReply{true, {node(0x07)}}, out);
  joiner.receive(node(0x05), JoinWaitReply{true, 0, {node(0x07)}}, out);
  joiner.receive(node(0x05), JoinNotificationReply{true, true, {node(0x07)}}, out);
  joiner.receive(node(0x05), SpecialNotificationReply{node(0x07).id}, out);
  CHECK(joiner.status() == Member::Status::copying);
  CHECK(joiner.table().size() == 0);
}

}  // namespace callo
