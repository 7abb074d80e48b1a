#pragma once

#include <array>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <queue>
#include <set>
#include <string>
#include <vector>

#include "protocol/chain/evidence.hpp"
#include "tests/support/consensus_fixture.hpp"
#include "tests/support/small_random.hpp"

namespace callo::test {

struct WorldOptions {
  std::vector<std::int64_t> powers = {1, 1, 1, 1};
  std::uint64_t seed = 1;
  std::size_t loss_permille = 0;
  Duration delay_min = std::chrono::milliseconds{5};
  Duration delay_max = std::chrono::milliseconds{50};
  // Who proposes two blocks at once, each to about half of the others, and tells every one of them
  // a vote of its own: for any block heard of at that height, or for nil.
  std::set<std::uint32_t> equivocators;
  // Short timeouts against long delays make many rounds, where locks matter.
  Duration timeout = std::chrono::seconds{1};
  bool shares_memo = true;
  Duration repair_interval = std::chrono::milliseconds{400};
};

// A few replicas over a network that loses and reorders, with a repair that hands over what a
// random peer holds. Checks agreement, and that no correct replica's messages that left it ever
// contradict each other, at every step.
class World {
 public:
  // What happens to a node whose disk just took its `records`-th record: it crashes before anything
  // after that record is durable, and comes back a while later.
  struct CrashAt {
    std::uint32_t node;
    std::size_t records;
  };

  explicit World(WorldOptions options, std::optional<CrashAt> crash = std::nullopt);

  void start();
  // Until all correct nodes decided `height`, or the virtual time is over: then false.
  bool run_until(Height height, Duration limit);

  std::size_t records_of(std::uint32_t node) const { return nodes_[node].disk.size(); }

  Tendermint& engine(std::uint32_t node) { return nodes_[node].replica->engine; }

  Height decided(std::uint32_t node) const { return nodes_[node].decided.size(); }

  // Everything that must never happen, in words; empty if all is well.
  const std::vector<std::string>& violations() const { return violations_; }

  const std::set<NodeId>& culprits() const { return culprits_; }

  // Block hashes by height as the first decider saw them.
  const std::map<Height, Hash>& chain() const { return chain_; }

  std::size_t crashes() const { return crashes_; }

 private:
  struct Node {
    std::unique_ptr<TestReplica> replica;  // null while crashed
    std::vector<Record> disk;
    std::map<Height, CommitEffect> decided;
    std::array<std::uint64_t, kTendermintTimers> timer_generation{};
    std::map<std::tuple<Height, Round, MessageKind>, Frame> said;
  };

  struct Event {
    std::int64_t at_ns;
    std::uint64_t order;
    std::function<void()> action;

    bool operator>(const Event& other) const {
      return std::tie(at_ns, order) > std::tie(other.at_ns, other.order);
    }
  };

  Now now() const;
  void after(Duration delay, std::function<void()> action);
  void boot(std::uint32_t node);
  void crash(std::uint32_t node);
  void step(std::uint32_t node, const std::function<void(TestReplica&, Effects&)>& input);
  bool write(std::uint32_t node, const Effects& out);
  void release(std::uint32_t node, const Effects& out);
  void set_timers(std::uint32_t node, const Effects& out);
  void deliver(std::uint32_t to, const Frame& frame);
  void send(EndpointId target, const Frame& frame);
  void lie(std::uint32_t node, const Send& send, std::span<const EndpointId> targets);
  Frame any_vote_like(const Vote& vote);
  std::vector<Frame> other_proposal(const Proposal& proposal, std::uint32_t node);
  void watch(std::uint32_t node, const Frame& frame);
  void watch_commit(std::uint32_t node, const CommitEffect& commit);
  void repair(std::uint32_t node);
  void hand_over(std::uint32_t from, std::uint32_t to);
  void hand_decided(std::uint32_t from, std::uint32_t to, Height height);

  WorldOptions options_;
  std::optional<CrashAt> crash_;
  ValidatorSet validators_;
  DecodedBlocks memo_;
  SmallRandom random_;
  std::int64_t now_ns_ = 0;
  std::uint64_t order_ = 0;
  std::priority_queue<Event, std::vector<Event>, std::greater<>> events_;
  std::vector<Node> nodes_;
  std::vector<std::string> violations_;
  std::set<NodeId> culprits_;
  std::map<Height, std::set<BlockId>> proposed_;
  std::map<Height, Hash> chain_;
  std::size_t crashes_ = 0;
};

inline World::World(WorldOptions options, std::optional<CrashAt> crash)
    : options_{std::move(options)},
      crash_{crash},
      validators_{test_validators(options_.powers)},
      random_{options_.seed},
      nodes_(options_.powers.size()) {}

inline Now World::now() const {
  return {MonotonicTime{Duration{now_ns_}}, kTestStart + Duration{now_ns_}};
}

inline void World::after(Duration delay, std::function<void()> action) {
  events_.push({now_ns_ + delay.count(), order_++, std::move(action)});
}

inline void World::start() {
  for (std::uint32_t node = 0; node < nodes_.size(); ++node) {
    boot(node);
    after(options_.repair_interval, [this, node] { repair(node); });
  }
}

inline bool World::run_until(Height height, Duration limit) {
  const auto all_there = [&] {
    for (std::uint32_t node = 0; node < nodes_.size(); ++node) {
      if (!options_.equivocators.contains(node) && nodes_[node].decided.size() < height) {
        return false;
      }
    }
    return true;
  };
  while (!all_there()) {
    if (events_.empty() || events_.top().at_ns > limit.count()) {
      return false;
    }
    const Event event = events_.top();
    events_.pop();
    now_ns_ = event.at_ns;
    event.action();
  }
  return true;
}

inline void World::boot(std::uint32_t node) {
  TendermintConfig config = test_config(node);
  const RoundTimeout timeout{options_.timeout, options_.timeout / 2};
  config.propose = config.prevote = config.precommit = timeout;
  config.commit = options_.timeout / 2;
  nodes_[node].replica =
      std::make_unique<TestReplica>(config, validators_, options_.shares_memo ? &memo_ : nullptr);
  const std::vector<Record> disk = nodes_[node].disk;
  step(node, [&](TestReplica& replica, Effects& out) { replica.engine.start(now(), disk, out); });
}

inline void World::crash(std::uint32_t node) {
  ++crashes_;
  nodes_[node].replica.reset();
  for (std::uint64_t& generation : nodes_[node].timer_generation) {
    ++generation;
  }
  after(std::chrono::milliseconds{300}, [this, node] { boot(node); });
}

inline void World::step(std::uint32_t node,
                        const std::function<void(TestReplica&, Effects&)>& input) {
  if (nodes_[node].replica == nullptr) {
    return;
  }
  Effects out;
  input(*nodes_[node].replica, out);
  if (!write(node, out)) {
    crash(node);
    return;
  }
  set_timers(node, out);
  release(node, out);
}

inline bool World::write(std::uint32_t node, const Effects& out) {
  for (const Record& record : out.records) {
    nodes_[node].disk.push_back(record);
    if (crash_.has_value() && crash_->node == node && crash_->records == records_of(node)) {
      crash_.reset();
      return false;
    }
  }
  return true;
}

inline void World::set_timers(std::uint32_t node, const Effects& out) {
  for (const TimerCommand& command : out.timers) {
    const std::uint8_t slot = command.timer.slot;
    const std::uint64_t generation = ++nodes_[node].timer_generation[slot];
    if (!command.arm) {
      continue;
    }
    const Duration delay = command.deadline - now().monotonic;
    after(delay, [this, node, slot, generation] {
      if (nodes_[node].timer_generation[slot] == generation) {
        step(node, [&](TestReplica& replica, Effects& effects) {
          replica.engine.on_timer(now(), TimerId{slot}, effects);
        });
      }
    });
  }
}

inline void World::release(std::uint32_t node, const Effects& out) {
  for (const CommitEffect& commit : out.commits) {
    watch_commit(node, commit);
  }
  for (const EvidenceEffect& evidence : out.evidence) {
    culprits_.insert(evidence.culprit);
  }
  for (const Send& message : out.sends) {
    if (options_.equivocators.contains(node)) {
      lie(node, message, out.targets_of(message));
      continue;
    }
    watch(node, message.frame);
    for (const EndpointId target : out.targets_of(message)) {
      send(target, message.frame);
    }
  }
}

inline void World::send(EndpointId target, const Frame& frame) {
  if (random_.below(1000) < options_.loss_permille) {
    return;
  }
  const auto spread = static_cast<std::size_t>((options_.delay_max - options_.delay_min).count());
  const Duration delay =
      options_.delay_min + Duration{static_cast<std::int64_t>(random_.below(spread + 1))};
  after(delay, [this, target, frame] { deliver(target.value, frame); });
}

inline void World::lie(std::uint32_t node, const Send& message,
                       std::span<const EndpointId> targets) {
  const Envelope envelope = *open_envelope(message.frame.bytes());
  const std::optional<Vote> vote = decode_vote(envelope);
  const std::optional<Proposal> proposal = decode_proposal(envelope);
  std::vector<Frame> other;
  if (proposal.has_value()) {
    watch(node, message.frame);
    other = other_proposal(*proposal, node);
  }
  for (const EndpointId target : targets) {
    if (vote.has_value()) {
      send(target, any_vote_like(*vote));
    } else if (!other.empty() && random_.below(2) == 0) {
      for (const Frame& frame : other) {
        send(target, frame);
      }
    } else {
      send(target, message.frame);
    }
  }
}

inline Frame World::any_vote_like(const Vote& vote) {
  const std::set<BlockId>& known = proposed_[vote.height];
  Vote other = vote;
  const std::size_t choice = random_.below(known.size() + 1);
  other.block_id = choice == known.size()
                       ? BlockId{}
                       : *std::next(known.begin(), static_cast<std::ptrdiff_t>(choice));
  return sign(other);
}

// The proposal and parts of another block that is valid as well.
inline std::vector<Frame> World::other_proposal(const Proposal& proposal, std::uint32_t node) {
  const Candidate* const own = engine(node).candidates().find(proposal.block_id.parts);
  if (own == nullptr || own->decoded == nullptr) {
    return {};
  }
  Block block = *own->decoded->block;
  block.transactions.push_back(to_bytes("other"));
  block.header.transactions_root = transactions_root(block.transactions);
  const Bytes bytes = encode(block);
  const CutBlock cut{bytes};
  Proposal other = proposal;
  other.valid_round = kNoRound;
  other.block_id = {block_hash(block.header), cut.header()};
  proposed_[proposal.height].insert(other.block_id);
  return {sign(other), sign(cut.part(0, proposal.height, proposal.round), node)};
}

inline void World::deliver(std::uint32_t to, const Frame& frame) {
  step(to, [&](TestReplica& replica, Effects& out) {
    const Verdict verdict = replica.receive(now(), frame, out);
    if (is_invalid(verdict)) {
      violations_.push_back("a message was refused: " + std::to_string(static_cast<int>(verdict)));
    }
  });
}

inline void World::watch(std::uint32_t node, const Frame& frame) {
  const std::optional<Envelope> envelope = open_envelope(frame.bytes());
  Height height = 0;
  Round round = 0;
  if (const auto vote = decode_vote(*envelope); vote.has_value()) {
    height = vote->height;
    round = vote->round;
  } else if (const auto proposal = decode_proposal(*envelope); proposal.has_value()) {
    height = proposal->height;
    round = proposal->round;
    proposed_[height].insert(proposal->block_id);
  } else {
    return;
  }
  const auto [said, is_new] =
      nodes_[node].said.try_emplace({height, round, envelope->header.kind}, frame);
  if (!is_new && said->second.id() != frame.id()) {
    violations_.push_back("node " + std::to_string(node) + " signed two messages at height " +
                          std::to_string(height));
  }
}

inline void World::watch_commit(std::uint32_t node, const CommitEffect& commit) {
  if (options_.equivocators.contains(node)) {
    nodes_[node].decided.insert_or_assign(commit.height, commit);
    return;
  }
  const auto [agreed, is_first] = chain_.try_emplace(commit.height, commit.block_hash);
  if (!is_first && agreed->second != commit.block_hash) {
    violations_.push_back("two blocks at height " + std::to_string(commit.height));
  }
  nodes_[node].decided.insert_or_assign(commit.height, commit);
}

inline void World::repair(std::uint32_t node) {
  after(options_.repair_interval, [this, node] { repair(node); });
  const auto peer = static_cast<std::uint32_t>(random_.below(nodes_.size()));
  if (peer != node && nodes_[peer].replica != nullptr && nodes_[node].replica != nullptr) {
    hand_over(peer, node);
  }
}

// What `from` holds and `to` may lack; nothing is lost on this way, as if asked for until it came.
inline void World::hand_over(std::uint32_t from, std::uint32_t to) {
  const Tendermint& source = engine(from);
  while (engine(to).height() < source.height()) {
    const Height height = engine(to).height();
    hand_decided(from, to, height);
    if (nodes_[to].replica == nullptr || engine(to).height() == height) {
      return;
    }
  }
  std::vector<Frame> frames;
  for (const auto& [round, messages] : source.log().rounds()) {
    for (const HeldProposal& held : messages.proposals) {
      frames.push_back(held.frame);
    }
    for (const VoteType type : {VoteType::prevote, VoteType::precommit}) {
      for (std::size_t index = 0; index < validators_.size(); ++index) {
        if (messages.votes(type).holds(index)) {
          frames.push_back(messages.votes(type).frame(index));
        }
      }
      for (const VoteSet::Contradiction& held : messages.votes(type).contradictions()) {
        frames.push_back(held.frame);
      }
    }
  }
  for (const auto& candidate : source.candidates().all()) {
    for (std::uint32_t index = 0; index < candidate->parts.header().total; ++index) {
      if (candidate->parts.holds(index)) {
        frames.push_back(candidate->parts.frame(index));
      }
    }
  }
  for (const Frame& frame : frames) {
    step(to, [&](TestReplica& replica, Effects& out) { replica.receive(now(), frame, out); });
  }
}

inline void World::hand_decided(std::uint32_t from, std::uint32_t to, Height height) {
  const auto found = nodes_[from].decided.find(height);
  if (found == nodes_[from].decided.end()) {
    return;
  }
  const CommitEffect commit = found->second;
  step(to, [&](TestReplica& replica, Effects& out) {
    const Verdict verdict = replica.engine.receive_decided(
        now(), commit.block.bytes(), *decode_commit(commit.certificate.bytes()), out);
    if (verdict != Verdict::accepted) {
      violations_.push_back("a decided block was refused");
    }
  });
}

}  // namespace callo::test
