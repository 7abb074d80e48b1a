#pragma once

#include <functional>
#include <map>
#include <memory>
#include <utility>
#include <vector>

#include "protocol/crypto/ed25519.hpp"
#include "protocol/node/node.hpp"
#include "protocol/overlay/overlay_shape.hpp"
#include "tests/support/remembering_verifier.hpp"
#include "tests/support/small_random.hpp"

namespace callo::test {

// A few production nodes joined by a queue of dated inputs: enough to see protocol/node work with
// nothing of sim/ present. Records are durable at once; cryptography costs no time.
class NodeNetwork {
 public:
  struct Options {
    std::uint32_t nodes = 4;
    OverlayKind overlay = OverlayKind::hypercube;
    DisseminationKind dissemination = DisseminationKind::flood;
    std::uint32_t trees = 1;
    bool exchanges = false;  // votes, by dimension exchange
    bool remembers_frames = false;
    Duration status_interval = std::chrono::milliseconds{200};
    Duration latency = std::chrono::milliseconds{10};
    std::uint32_t loss_percent = 0;
    Duration transactions_lost_until{};
    Height snapshot_interval = 0;
    std::uint64_t seed = 1;
  };

  explicit NodeNetwork(Options options);

  void run_until(Duration time);
  void crash(std::uint32_t node);
  // Comes back with all its records.
  void restart(std::uint32_t node);

  // Loses its disk: what restarts is new.
  void wipe(std::uint32_t node) { disks_[node].clear(); }

  const std::vector<Record>& disk(std::uint32_t node) const { return disks_[node]; }

  void submit(std::uint32_t node, Bytes transaction);

  // One step of a node upon a message from outside; what it wants done is handed out, not done.
  void deliver(std::uint32_t node, const Input& input, Effects& out);

  // A message that no node sent, as if `from` had.
  void inject(std::uint32_t from, std::uint32_t to, const Frame& frame) {
    push(now_, {to, lives_[to], Received{EndpointId{from}, frame}, 0});
  }

  // Hands a node a frame as if `from` had sent it.
  void deliver(std::uint32_t node, std::uint32_t from, const Frame& frame);

  Signer& signer(std::uint32_t node) { return signers_[node]; }

  // The same at once; says what the step cost.
  Work receive(std::uint32_t node, std::uint32_t from, const Frame& frame);

  // The blocks that a node committed, in order, over all its lives.
  const std::vector<Hash>& committed(std::uint32_t node) const { return committed_[node]; }

  Height height(std::uint32_t node) const { return committed_[node].size(); }

  Height lowest_height() const;
  bool agree() const;

  const Node& node(std::uint32_t index) const { return *machines_[index]; }

  std::uint64_t notices(NoticeKind kind) const;

  std::size_t evidence_count() const { return evidence_; }

  // What a node said last of who broke agreement; empty lists before.
  const BlameEffect& last_blame(std::uint32_t node) { return blames_[node]; }

 private:
  struct Dated {
    std::uint32_t node;
    std::uint32_t life;
    Input input;
    std::uint64_t timer_generation;
  };

  void start(std::uint32_t node);
  void step(std::uint32_t node, const Input& input);
  bool loses(const Frame& frame);
  void push(Duration time, Dated dated);
  bool is_stale(const Dated& dated) const;

  Options options_;
  SmallRandom random_;
  std::vector<Ed25519Signer> signers_;
  RememberingVerifier verifier_;
  std::unique_ptr<Membership> membership_;
  std::unique_ptr<LedgerState> genesis_;
  std::unique_ptr<Directory> directory_;
  std::unique_ptr<CubePlacement> placement_;
  std::vector<ExchangePlan> plans_;
  std::vector<std::unique_ptr<Dissemination>> disseminations_;
  std::vector<std::unique_ptr<Node>> machines_;
  std::vector<std::vector<Record>> disks_;
  std::vector<std::uint32_t> lives_;
  std::vector<std::array<std::uint64_t, kTimerSlots>> timer_generations_;
  std::vector<std::vector<Hash>> committed_;
  std::map<NoticeKind, std::uint64_t> notices_;
  std::size_t evidence_ = 0;
  std::map<std::uint32_t, BlameEffect> blames_;
  std::multimap<Duration, Dated> queue_;
  Duration now_{};
  Effects effects_;
};

}  // namespace callo::test
