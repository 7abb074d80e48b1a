#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "protocol/base/hash.hpp"
#include "protocol/base/time.hpp"
#include "protocol/step/input.hpp"

namespace callo {

// How a message is carried; a simulated network may treat each class with another fidelity.
enum class MessageClass : std::uint8_t { vote, block, transaction, control };
inline constexpr std::size_t kMessageClasses = 4;

// `targets_count` endpoints from `targets_first` in Effects::targets.
struct Send {
  std::uint32_t targets_first{};
  std::uint32_t targets_count{};
  MessageClass message_class{};
  Frame frame;
};

struct TimerCommand {
  TimerId timer;
  bool arm{};  // false: disarm
  MonotonicTime deadline;
};

enum class RequestKind : std::uint8_t { proof_of_work, read_block, read_snapshot };

struct Request {
  RequestToken token;
  RequestKind kind{};
  Frame argument;
};

// A decided block and the +2/3 precommits that prove it, both in their canonical encoding.
struct CommitEffect {
  Height height{};
  Round round{};
  Hash block_hash;
  Hash state_hash;  // after applying the block
  Frame block;
  Frame certificate;
};

// Two frames of one signer that no correct node signs both.
struct EvidenceEffect {
  NodeId culprit;
  Frame first;
  Frame second;
};

// Who broke agreement at a height, as far as is known now. Every culprit is convicted by `proof`
// (protocol/chain/inquest.hpp), which anybody can check; a suspect was asked and has not answered.
struct BlameEffect {
  Height height{};
  std::vector<NodeId> culprits;
  std::vector<NodeId> suspects;
  bool is_final{};  // nobody will be asked any more
  Frame proof;
};

enum class NoticeKind : std::uint16_t {
  rejected_message,        // detail: Verdict
  round_started,           // detail: round
  caught_up_block,         // detail: height
  transaction_refused,     // detail: reason
  repaired,                // detail: number of frames sent to repair a peer
  restarted_from_records,  // detail: number of records
  adopted_snapshot,        // detail: height
  log_tail_cut,            // detail: bytes of a record that a crash left unfinished
};

struct Notice {
  NoticeKind kind{};
  std::uint64_t detail{};
};

// What the step cost: the host's Processor turns it into time.
struct Work {
  std::uint32_t signatures{};
  std::uint32_t verifications{};
  std::uint64_t hashed_bytes{};

  bool empty() const { return signatures == 0 && verifications == 0 && hashed_bytes == 0; }
};

// What a step wants done, as data: it can be inspected, hashed, rewritten. Reused between steps, so
// that steady state allocates nothing. Order within each list is the order of execution.
struct Effects {
  std::vector<Record> records;
  std::vector<EndpointId> targets;
  std::vector<Send> sends;
  std::vector<TimerCommand> timers;
  std::vector<Request> requests;
  std::vector<RequestToken> cancelled;
  std::vector<CommitEffect> commits;
  std::vector<EvidenceEffect> evidence;
  std::vector<BlameEffect> blames;
  std::vector<Notice> notices;
  Work work;

  void clear();

  // Exchanges the lists themselves: nothing is moved, freed or allocated.
  friend void swap(Effects& a, Effects& b) noexcept {
    a.records.swap(b.records);
    a.targets.swap(b.targets);
    a.sends.swap(b.sends);
    a.timers.swap(b.timers);
    a.requests.swap(b.requests);
    a.cancelled.swap(b.cancelled);
    a.commits.swap(b.commits);
    a.evidence.swap(b.evidence);
    a.blames.swap(b.blames);
    a.notices.swap(b.notices);
    std::swap(a.work, b.work);
  }

  // Most steps do nothing. Contract of those who reuse effects: empty before every step.
  bool empty() const {
    return is_local() && targets.empty() && timers.empty() && notices.empty() && work.empty();
  }

  // True when nothing waits for durability or leaves the node: only timers, notices, work.
  bool is_local() const {
    return records.empty() && sends.empty() && commits.empty() && evidence.empty() &&
           blames.empty() && requests.empty() && cancelled.empty();
  }

  void send(std::span<const EndpointId> to, const Frame& frame, MessageClass message_class);
  void send(EndpointId to, const Frame& frame, MessageClass message_class);

  void arm(TimerId timer, MonotonicTime deadline) { timers.push_back({timer, true, deadline}); }

  void disarm(TimerId timer) { timers.push_back({timer, false, {}}); }

  void notice(NoticeKind kind, std::uint64_t detail) { notices.push_back({kind, detail}); }

  std::span<const EndpointId> targets_of(const Send& send) const {
    return std::span{targets}.subspan(send.targets_first, send.targets_count);
  }
};

}  // namespace callo
