#pragma once

#include <cstdint>
#include <map>
#include <unordered_map>
#include <vector>

#include "protocol/base/hash.hpp"
#include "sim/checkers/checker.hpp"
#include "sim/checkers/round_book.hpp"
#include "sim/checkers/validator_book.hpp"

namespace callo::sim {

// An honest validator that has received what more than 1/3 of the power said in one later round of
// its height is in that round, or beyond, and says nothing more in any before it (arXiv:1807.04938,
// lines 55-56): whoever was away is with the others as soon as it hears them, not when its own
// timeouts have brought it there.
// Only what honest validators said counts, received while its receiver was at the height, and only
// of senders who have said no more ahead of it than any node has room for: what is refused for want
// of room takes nobody along.
class RoundsJoined final : public Checker {
 public:
  static constexpr std::string_view kClaim = "rounds_joined";

  explicit RoundsJoined(const CheckContext& context);

  void on_block(const Moment&, const ChainBlock& block) override { validators_.on_block(block); }

  void on_arrival(const Moment& moment, EndpointId from, const Frame& frame) override;
  void on_record(const Moment& moment, const Record& record) override;

 private:
  struct Said {
    NodeId node;
    Height height{};
    Round round{};
    std::vector<bool> arrived;  // by EndpointId, in its present incarnation
  };

  struct ContentHash {
    std::size_t operator()(const ContentId& id) const { return id.low; }
  };

  // What is known of one height, to be forgotten together.
  struct Spoken {
    std::vector<ContentId> messages;
    std::map<NodeId, Round> highest;  // round of which a validator has spoken
  };

  // From whom a round has been heard, and in which round its receiver had spoken by then.
  using Heard = std::map<NodeId, Round>;

  struct Own {
    std::uint32_t incarnation{};
    Height height{};  // 0: not known since it came back
    Round round{};    // the latest in which it said something, at this height
    std::map<Round, Heard> later{};
  };

  Own& own_at(const Moment& moment);
  // False for what no honest validator is known to have said.
  bool hear(const Moment& moment, const ContentId& id);
  void check(const Moment& moment, const HonestMessage& said, const Own& own);
  std::int64_t power_heard(Height height, const Heard& heard) const;
  bool had_room(Height height, NodeId sender, Round receiver) const;
  void note(const HonestMessage& said, const ContentId& id);

  ValidatorBook validators_;
  // lint: allow unordered: only looked up, never iterated
  std::unordered_map<ContentId, Said, ContentHash> said_;
  std::map<Height, Spoken> heights_;
  std::vector<Own> own_;  // by EndpointId
};

}  // namespace callo::sim
