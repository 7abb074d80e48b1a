#include "sim/checkers/block_time.hpp"

#include "protocol/chain/block.hpp"
#include "protocol/wire/codec.hpp"

namespace callo::sim {

namespace {

constexpr std::size_t kTimedHeights = 64;

std::string milliseconds(Duration duration) {
  return std::to_string(duration / std::chrono::milliseconds{1}) + " ms";
}

// Times may be lies from either end of time, so that their difference need not exist.
std::string distance(CalendarTime late, CalendarTime early) {
  Duration::rep count = 0;
  const bool overflows = __builtin_sub_overflow(late.time_since_epoch().count(),
                                                early.time_since_epoch().count(), &count);
  return overflows ? "centuries" : milliseconds(Duration{count});
}

}  // namespace

BlockTimeBounds::BlockTimeBounds(const CheckContext& context)
    : Checker{kClaim, kCommits | kRecords, context} {}

std::string BlockTimeBounds::abstention() const {
  return context().honest_clocks ? "" : "nobody knows the clocks";
}

void BlockTimeBounds::on_record(const Moment&, const Record& record) {
  if (record.kind != RecordKind::decision || !context().honest_clocks) {
    return;
  }
  const Height next = Reader{record.payload.bytes()}.u64() + 1;
  if (!begun_.contains(next)) {
    begun_.emplace(next, context().honest_clocks().earliest);
    forget();
  }
}

void BlockTimeBounds::on_commit(const Moment& moment, const CommitEffect& commit) {
  if (!context().honest_clocks || times_[commit.height].contains(commit.block_hash)) {
    return;
  }
  const std::optional<Block>& block = context().blocks->decoded(commit.block);
  if (!block.has_value()) {
    return;  // chain_integrity says so
  }
  const BlockHeader& header = block->header;
  const std::string fault = fault_of(commit.height, header.time, header.last_block_hash);
  if (!fault.empty()) {
    violated(moment, "height " + std::to_string(commit.height) + ": " + fault);
  }
  times_[commit.height].emplace(commit.block_hash, header.time);
  forget();
}

std::string BlockTimeBounds::fault_of(Height height, CalendarTime time, const Hash& parent) const {
  if (const auto before = times_.find(height - 1); before != times_.end()) {
    const auto last = before->second.find(parent);
    if (last != before->second.end() && time <= last->second) {
      return "is not later than its parent";
    }
  }
  const bool is_median = context().has_median_times;
  const CalendarTime latest =
      context().honest_clocks().latest + (is_median ? Duration{} : context().clock_drift_max);
  if (time > latest) {
    return "is " + distance(time, latest) + " later than any honest clock allows";
  }
  const auto begun = begun_.find(height - 1);
  if (is_median && begun != begun_.end() && time < begun->second) {
    return "is " + distance(begun->second, time) + " earlier than any honest vote for its parent";
  }
  return {};
}

void BlockTimeBounds::forget() {
  while (times_.size() > kTimedHeights) {
    times_.erase(times_.begin());
  }
  while (begun_.size() > kTimedHeights) {
    begun_.erase(begun_.begin());
  }
}

}  // namespace callo::sim
