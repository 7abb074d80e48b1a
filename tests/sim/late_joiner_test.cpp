#include <map>

#include "sim/faults/fault_plan.hpp"
#include "sim/faults/simulation_surface.hpp"
#include "sim/hosts/standalone_host.hpp"
#include "sim/scenario/fault_binding.hpp"
#include "sim/scenario/world.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/scenario_runs.hpp"

namespace callo::sim {

namespace {

constexpr EndpointId kJoiner{15};

// What it cost to bring one new node to the head of the chain: messages from it and to it.
class JoinRun final : private StepObserver {
 public:
  explicit JoinRun(const ScenarioSpec& spec)
      : map_{spec.network}, cast_{spec, map_, {}}, world_{spec, map_, cast_, 1, true, memory_} {
    FaultPlan plan{bind_faults(spec, map_, cast_, 1)};
    Simulation& simulation = world_.simulation();
    SimulationSurface surface{simulation};
    simulation.feed().subscribe(*this);
    simulation.feed().subscribe(world_.registrar());
    world_.registrar().start();
    plan.schedule(
        [&simulation](Duration time, std::function<void()> action) {
          simulation.at(SimTime{time}, std::move(action));
        },
        surface);
    simulation.at(SimTime{std::chrono::seconds{119}}, [this] { height_before_ = heights_[0]; });
    simulation.start_all();
    REQUIRE(StandaloneHost{simulation}.run(SimTime{spec.duration}).has_value());
  }

  Height height_before_joining() const { return height_before_; }

  Height height(EndpointId endpoint) const { return heights_.at(endpoint.value); }

  std::uint64_t messages(MessageKind kind) const {
    const auto found = messages_.find(kind);
    return found == messages_.end() ? 0 : found->second;
  }

  std::uint64_t messages_of_joining() const {
    std::uint64_t sum = 0;
    for (const MessageKind kind :
         {MessageKind::block_request, MessageKind::decided_block, MessageKind::snapshot_request,
          MessageKind::snapshot_offer, MessageKind::snapshot_piece, MessageKind::light_request,
          MessageKind::light_block}) {
      sum += messages(kind);
    }
    return sum;
  }

  std::uint64_t votes_of_joiner() const { return votes_of_joiner_; }

  // Of the heights that the new node decided after it had joined.
  std::uint64_t blocks_of_joiner() const { return blocks_of_joiner_; }

  std::uint64_t later_rounds() const { return later_rounds_; }

 private:
  StepInterest interest() const override { return kStepsWithSends | kStepsWithCommits; }

  void on_step(const Step& step) override {
    for (const Send& send : step.effects.sends) {
      const auto kind = open_envelope(send.frame.bytes())->header.kind;
      // What others say to each other has nothing to do with the new node: two of them lie all the
      // time about what they hold.
      for (const EndpointId target : step.effects.targets_of(send)) {
        messages_[kind] += step.endpoint == kJoiner || target == kJoiner ? 1U : 0U;
      }
      const bool is_vote = kind == MessageKind::prevote || kind == MessageKind::precommit;
      votes_of_joiner_ += is_vote && step.endpoint == kJoiner && step.incarnation == 2 ? 1U : 0U;
    }
    for (const CommitEffect& commit : step.effects.commits) {
      heights_[step.endpoint.value] = commit.height;
      if (step.endpoint == kJoiner && step.time >= SimTime{std::chrono::seconds{125}}) {
        const auto block = decode_block(commit.block.bytes());
        REQUIRE(block.has_value());
        blocks_of_joiner_ += block->header.proposer == NodeId{kJoiner.value} ? 1U : 0U;
        later_rounds_ += commit.round > 0 ? 1U : 0U;
      }
    }
  }

  NodeMap map_;
  Cast cast_;
  RunMemory memory_;
  World world_;
  std::map<std::uint32_t, Height> heights_;
  std::map<MessageKind, std::uint64_t> messages_;
  Height height_before_ = 0;
  std::uint64_t votes_of_joiner_ = 0;
  std::uint64_t blocks_of_joiner_ = 0;
  std::uint64_t later_rounds_ = 0;
};

}  // namespace

TEST_CASE("late joiner: by snapshot it takes less than a tenth of the messages of replaying",
          "[sim]") {
  const JoinRun replaying{test::scenario("faults/late-joiner-blocks.toml")};
  const JoinRun by_snapshot{test::scenario("faults/late-joiner-snapshot.toml")};
  for (const JoinRun* run : {&replaying, &by_snapshot}) {
    CHECK(run->height_before_joining() >= 1'000);
    CHECK(run->height(kJoiner) + 2 >= run->height(EndpointId{0}));
    CHECK(run->votes_of_joiner() > 50);
  }
  CHECK(by_snapshot.messages(MessageKind::snapshot_piece) > 0);
  CHECK(10 * by_snapshot.messages_of_joining() < replaying.messages_of_joining());
  WARN("replaying " << replaying.height_before_joining()
                    << " blocks: " << replaying.messages_of_joining()
                    << " messages; by snapshot: " << by_snapshot.messages_of_joining());
}

// Of the nine first validators two are left, with three of twenty-three votes: the joiner cannot
// trust the head by the genesis in one step, and nobody's turn follows from the genesis alone. If
// it took another node for the proposer, its rounds would not be the first ones, and nobody would
// accept what it proposes.
TEST_CASE("late joiner: by snapshot after the validators changed, knowing whose turn it is",
          "[sim]") {
  const char* const file = "faults/late-joiner-new-validators.toml";
  const JoinRun replaying{test::scenario(file, {"consensus.snapshot_interval=0"})};
  const JoinRun by_snapshot{test::scenario(file)};
  for (const JoinRun* run : {&replaying, &by_snapshot}) {
    CHECK(run->height_before_joining() >= 1'000);
    CHECK(run->height(kJoiner) + 2 >= run->height(EndpointId{0}));
    CHECK(run->votes_of_joiner() > 50);
    CHECK(run->blocks_of_joiner() >= 2);
    CHECK(run->later_rounds() == 0);
  }
  CHECK(by_snapshot.messages(MessageKind::light_block) > 0);  // the headers between
  CHECK(by_snapshot.messages(MessageKind::snapshot_piece) > 0);
  CHECK(10 * by_snapshot.messages_of_joining() < replaying.messages_of_joining());
  WARN("replaying " << replaying.height_before_joining()
                    << " blocks: " << replaying.messages_of_joining()
                    << " messages; by snapshot: " << by_snapshot.messages_of_joining());
}

}  // namespace callo::sim
