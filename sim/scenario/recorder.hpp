#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "protocol/step/effects.hpp"
#include "sim/checkers/block_memo.hpp"
#include "sim/trace/run_record.hpp"

namespace callo::sim {

// Turns what honest nodes commit and report into the rows of a RunRecord. Watches only.
class Recorder {
 public:
  // The memo outlives this.
  Recorder(std::uint32_t honest_nodes, BlockMemo& blocks)
      : honest_nodes_{honest_nodes}, blocks_seen_{blocks} {}

  // A proposal was signed, by whomever.
  void on_proposal(Duration time, Height height, Round round);
  // An honest node's commit.
  void on_commit(Duration time, const CommitEffect& commit);
  // An honest node's report; the first report of an offence by anybody makes the row.
  void on_evidence(Duration time, NodeId reporter, const EvidenceEffect& evidence);
  // Somebody answered a peer that lacks messages of the height under way.
  void on_repair(const Effects& effects);
  void on_blame(Duration time, NodeId reporter, const BlameEffect& blame);
  // A fault ended: recovery is counted from the last of them.
  void on_fault_end(Duration time);

  Height height() const { return blocks_.empty() ? 0 : blocks_.rbegin()->first; }

  // Moves everything into the record.
  void finish(RunRecord& record);

 private:
  struct CommitCount {
    BlockRow row;
    std::uint32_t commits = 0;
  };

  BlockRow first_commit(Duration time, const CommitEffect& commit) const;

  std::uint32_t honest_nodes_;
  BlockMemo& blocks_seen_;
  std::map<std::pair<Height, Round>, Duration> proposed_;
  std::map<Height, CommitCount> blocks_;
  std::set<std::tuple<std::uint32_t, Height, Round, std::string>> offences_;
  std::vector<EvidenceRow> evidence_;
  SentFrames repaired_;
  std::map<std::pair<NodeId, Height>, std::vector<NodeId>> suspects_;  // as last reported
  std::optional<Duration> last_fault_end_;
  std::optional<Duration> recovered_at_;
};

}  // namespace callo::sim
