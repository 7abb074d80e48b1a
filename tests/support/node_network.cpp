#include "tests/support/node_network.hpp"

#include <algorithm>

#include "protocol/crypto/sha256.hpp"
#include "tests/support/ledger_fixture.hpp"

namespace callo::test {

namespace {

constexpr const char* kChainId = "sphyx";
constexpr CalendarTime kStart{std::chrono::seconds{1'710'392'400}};

Genesis one_coin_genesis(const Ed25519Signer& owner) {
  Genesis genesis;
  genesis.chain_id = kChainId;
  genesis.issuers = {{kNaira, owner.public_key()}};
  genesis.coins = {{owner.public_key(), kNaira, 100}};
  return genesis;
}

}  // namespace

NodeNetwork::NodeNetwork(Options options)
    : options_{options},
      random_{options.seed},
      lives_(options.nodes),
      timer_generations_(options.nodes),
      committed_(options.nodes) {
  signers_.reserve(options.nodes);
  std::vector<Member> members;
  for (std::uint32_t node = 0; node < options.nodes; ++node) {
    signers_.emplace_back(key_seed(static_cast<std::uint8_t>(node + 1)));
    members.push_back({NodeId{node}, signers_.back().public_key(), 1});
  }
  membership_ = std::make_unique<Membership>(members);
  genesis_ = std::make_unique<LedgerState>(
      LedgerState::from_genesis(one_coin_genesis(signers_.front())).value());
  const Adjacency links = make_overlay({options.overlay, options.nodes}).value();
  directory_ = std::make_unique<Directory>(Directory::one_to_one(options.nodes));
  placement_ = std::make_unique<CubePlacement>(options.nodes);
  for (std::uint32_t node = 0; node < options.nodes; ++node) {
    disseminations_.push_back(make_dissemination(options.dissemination, options.trees, NodeId{node},
                                                 {links, *placement_, *directory_}));
    plans_.emplace_back(NodeId{node}, *placement_, *directory_, DimensionOrder::ascending);
  }
  disks_.resize(options.nodes);
  machines_.resize(options.nodes);
  for (std::uint32_t node = 0; node < options.nodes; ++node) {
    start(node);
  }
}

void NodeNetwork::start(std::uint32_t node) {
  NodeConfig config;
  config.chain_id = kChainId;
  config.self = NodeId{node};
  config.consensus.chain_id = kChainId;
  config.consensus.self = NodeId{node};
  config.consensus.propose = {std::chrono::milliseconds{300}, std::chrono::milliseconds{100}};
  config.consensus.prevote = {std::chrono::milliseconds{100}, std::chrono::milliseconds{100}};
  config.consensus.precommit = {std::chrono::milliseconds{100}, std::chrono::milliseconds{100}};
  config.consensus.commit = std::chrono::milliseconds{100};
  config.consensus.genesis_time = kStart - std::chrono::seconds{1};
  config.status_interval = options_.status_interval;
  config.snapshot_interval = options_.snapshot_interval;
  config.exchange_timeout = std::chrono::milliseconds{100};
  machines_[node] = std::make_unique<Node>(
      config, NodeEnvironment{*membership_, *genesis_, *disseminations_[node], signers_[node],
                              verifier_, random_, nullptr, nullptr, options_.remembers_frames,
                              options_.exchanges ? &plans_[node] : nullptr});
  push(now_, {node, lives_[node], Started{disks_[node]}, 0});
}

void NodeNetwork::push(Duration time, Dated dated) {
  queue_.emplace(time, std::move(dated));
}

bool NodeNetwork::is_stale(const Dated& dated) const {
  if (machines_[dated.node] == nullptr || dated.life != lives_[dated.node]) {
    return true;
  }
  const auto* fired = std::get_if<TimerFired>(&dated.input);
  return fired != nullptr &&
         timer_generations_[dated.node][fired->timer.slot] != dated.timer_generation;
}

void NodeNetwork::run_until(Duration time) {
  while (!queue_.empty() && queue_.begin()->first <= time) {
    now_ = queue_.begin()->first;
    const Dated dated = std::move(queue_.extract(queue_.begin()).mapped());
    if (!is_stale(dated)) {
      step(dated.node, dated.input);
    }
  }
  now_ = time;
}

void NodeNetwork::deliver(std::uint32_t node, const Input& input, Effects& out) {
  machines_[node]->step({MonotonicTime{now_}, kStart + now_}, input, out);
}

void NodeNetwork::step(std::uint32_t node, const Input& input) {
  const Now now{MonotonicTime{now_}, kStart + now_};
  effects_.clear();
  machines_[node]->step(now, input, effects_);
  for (const Record& record : effects_.records) {
    if (record.kind == RecordKind::snapshot) {
      disks_[node].clear();
    }
    disks_[node].push_back(record);
  }
  for (const TimerCommand& command : effects_.timers) {
    const std::uint64_t generation = ++timer_generations_[node][command.timer.slot];
    if (command.arm) {
      const Duration due = command.deadline.time_since_epoch();
      push(std::max(due, now_), {node, lives_[node], TimerFired{command.timer}, generation});
    }
  }
  for (const Send& send : effects_.sends) {
    for (const EndpointId target : effects_.targets_of(send)) {
      if (!loses(send.frame) && machines_[target.value] != nullptr) {
        push(now_ + options_.latency,
             {target.value, lives_[target.value], Received{EndpointId{node}, send.frame}, 0});
      }
    }
  }
  for (const CommitEffect& commit : effects_.commits) {
    committed_[node].push_back(commit.block_hash);
  }
  for (const BlameEffect& blame : effects_.blames) {
    blames_[node] = blame;
  }
  for (const Notice& notice : effects_.notices) {
    ++notices_[notice.kind];
  }
  evidence_ += effects_.evidence.size();
}

bool NodeNetwork::loses(const Frame& frame) {
  const bool is_unlucky = random_.below(100) < options_.loss_percent;
  return is_unlucky || (now_ < options_.transactions_lost_until &&
                        claimed_kind(frame.bytes()) == MessageKind::transaction);
}

Work NodeNetwork::receive(std::uint32_t node, std::uint32_t from, const Frame& frame) {
  step(node, Received{EndpointId{from}, frame});
  return effects_.work;
}

void NodeNetwork::crash(std::uint32_t node) {
  ++lives_[node];
  machines_[node].reset();
}

void NodeNetwork::restart(std::uint32_t node) {
  start(node);
}

void NodeNetwork::submit(std::uint32_t node, Bytes transaction) {
  push(now_, {node, lives_[node], Submitted{make_frame(std::move(transaction))}, 0});
}

void NodeNetwork::deliver(std::uint32_t node, std::uint32_t from, const Frame& frame) {
  push(now_, {node, lives_[node], Received{EndpointId{from}, frame}, 0});
}

Height NodeNetwork::lowest_height() const {
  return std::min_element(committed_.begin(), committed_.end(),
                          [](const auto& a, const auto& b) { return a.size() < b.size(); })
      ->size();
}

bool NodeNetwork::agree() const {
  for (const auto& chain : committed_) {
    const std::size_t common = std::min(chain.size(), committed_.front().size());
    if (!std::equal(chain.begin(), chain.begin() + static_cast<std::ptrdiff_t>(common),
                    committed_.front().begin())) {
      return false;
    }
  }
  return true;
}

std::uint64_t NodeNetwork::notices(NoticeKind kind) const {
  const auto found = notices_.find(kind);
  return found == notices_.end() ? 0 : found->second;
}

}  // namespace callo::test
