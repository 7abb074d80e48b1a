#include "sim/scenario/recorder.hpp"

#include "protocol/wire/envelope.hpp"
#include "tests/support/catch.hpp"

namespace callo::sim {
namespace {

using std::chrono::seconds;

Frame frame_of(MessageKind kind, std::size_t bytes) {
  Bytes content(bytes);
  content[1] = static_cast<std::uint8_t>(kind);
  return Frame{content, ContentId{}};
}

CommitEffect commit_of(Height height, Round round) {
  return {height, round, {}, {}, frame_of(MessageKind::block_part, 2), {}};
}

TEST_CASE("recorder: of what an answer sends, only what consensus decides by counts as repair",
          "[unit]") {
  BlockMemo blocks;
  Recorder recorder{1, blocks};
  Effects answer;
  const std::vector<EndpointId> both{{1}, {2}};
  answer.send(both, frame_of(MessageKind::vote_bundle, 100), MessageClass::vote);
  answer.send(EndpointId{1}, frame_of(MessageKind::block_part, 10), MessageClass::block);
  answer.send(EndpointId{1}, frame_of(MessageKind::decided_block, 1'000), MessageClass::block);
  recorder.on_repair(answer);
  recorder.on_repair(answer);
  RunRecord record;
  recorder.finish(record);
  CHECK(record.repaired.frames_sent == 6);
  CHECK(record.repaired.bytes_sent == 420);
}

TEST_CASE("recorder: a height begins with its first proposal, and without one at its commit",
          "[unit]") {
  BlockMemo blocks;
  Recorder recorder{1, blocks};
  recorder.on_proposal(seconds(1), 1, 0);
  recorder.on_proposal(seconds(4), 1, 1);
  recorder.on_commit(seconds(6), commit_of(1, 1));
  recorder.on_proposal(seconds(9), 3, 0);
  recorder.on_commit(seconds(8), commit_of(2, 0));
  RunRecord record;
  recorder.finish(record);
  REQUIRE(record.blocks.size() == 2);
  CHECK(record.blocks[0].first_proposed_at == seconds(1));
  CHECK(record.blocks[0].proposed_at == seconds(4));
  CHECK(record.blocks[1].first_proposed_at == seconds(8));
}

}  // namespace
}  // namespace callo::sim
