#pragma once

#include <algorithm>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "protocol/node/search/search.hpp"
#include "protocol/overlay/routing/distance.hpp"
#include "sim/workload/search_chain.hpp"
#include "tests/support/fake_crypto.hpp"

namespace callo::test {

// Founders of one network with their search, and a chain whose items they keep. Every message
// arrives at once; time only passes while somebody waits for an answer.
class SearchWorld {
 public:
  struct Options {
    std::uint32_t nodes = 60;
    unsigned base = 4;
    unsigned neighbours_per_entry = 3;
    unsigned replicas = 3;
    unsigned paths = 1;
    std::uint64_t seed = 1;
    Height heights = 6;
  };

  // What a liar says instead; nullopt: nothing.
  using Lie = std::function<std::optional<Bytes>(const Neighbour& to, const Bytes& body)>;

  explicit SearchWorld(const Options& options) : chain_{chain_of(options)} {
    for (std::uint32_t number = 0; number < options.nodes; ++number) {
      founders_.push_back({overlay_id_of(fake_key(number)), {number}, true});
    }
    SearchConfig config;
    config.replicas = options.replicas;
    config.paths = options.paths;
    config.root = std::make_shared<const LightBlock>(chain_.light_block(1));
    config.light.chain_id = "sphyx";
    for (std::uint32_t number = 0; number < options.nodes; ++number) {
      Node& node = nodes_.emplace_back(founders_[number], Digits{options.base},
                                       options.neighbours_per_entry);
      OverlayMember::Out told;
      node.member.found_together(founders_, number, told);
      node.search = std::make_unique<Search>(config, node.member, verifier_);
    }
  }

  sim::SearchChain& chain() { return chain_; }

  std::uint32_t size() const { return static_cast<std::uint32_t>(nodes_.size()); }

  const Neighbour& founder(std::uint32_t node) const { return founders_[node]; }

  const Search& search(std::uint32_t node) const { return *nodes_[node].search; }

  OverlayMember& member(std::uint32_t node) { return nodes_[node].member; }

  void kill(std::uint32_t node) { nodes_[node].is_alive = false; }

  bool is_alive(std::uint32_t node) const { return nodes_[node].is_alive; }

  void corrupt(std::uint32_t node, Lie lie) { nodes_[node].lie = std::move(lie); }

  bool is_honest(std::uint32_t node) const { return !nodes_[node].lie; }

  // All items of these heights, handed in by the first node.
  void publish(Height first, Height last) {
    for (Height height = first; height <= last; ++height) {
      for (sim::ChainItem& item : chain_.items(height)) {
        order(0, PublishItem{item.key, std::move(item.proof)});
      }
    }
  }

  // Until it is answered.
  template <typename What>
  SearchAnswer order(std::uint32_t searcher, What what) {
    const std::uint64_t number = ++orders_;
    OverlayPart::Out out;
    nodes_[searcher].search->submitted(now(), encode_order({number, std::move(what)}), out);
    take(searcher, out);
    while (!answers_.contains(number)) {
      go_on();
    }
    const SearchAnswer answer = answers_.at(number);
    answers_.erase(number);
    return answer;
  }

  void run_for(Duration time) {
    const MonotonicTime end = now_ + time;
    while (!mail_.empty() || next_tick().value_or(end) < end) {
      go_on();
    }
    now_ = end;
  }

  // The nodes responsible for an item, nearest first.
  std::vector<std::uint32_t> responsible(const ItemKey& key, std::size_t count) const {
    const OverlayId place = place_of(key);
    std::vector<std::uint32_t> order;
    for (std::uint32_t node = 0; node < size(); ++node) {
      order.push_back(node);
    }
    std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
      return is_nearer(place, founders_[a].id, founders_[b].id);
    });
    order.resize(std::min(count, order.size()));
    return order;
  }

 private:
  struct Node {
    Node(const Neighbour& self, Digits digits, unsigned neighbours_per_entry)
        : member{self, digits, neighbours_per_entry} {}

    OverlayMember member;
    std::unique_ptr<Search> search;
    bool is_alive = true;
    Lie lie;
    std::uint64_t answers_seen = 0;
  };

  struct Mail {
    std::uint32_t from;
    std::uint32_t to;
    Bytes body;
  };

  sim::SearchChain chain_of(const Options& options) {
    sim::SearchChainConfig config;
    config.seed = options.seed;
    config.chain_id = "sphyx";
    config.heights = options.heights;
    config.owners = 6;
    config.payments_per_block = 3;
    config.first_time = CalendarTime{std::chrono::hours{24}};
    const auto make_signer = [](const KeySeed& seed) {
      return std::make_unique<FakeSigner>(std::uint32_t{seed.bytes[0]} |
                                          std::uint32_t{seed.bytes[1]} << 8);
    };
    return {config, make_signer, verifier_};
  }

  Now now() const { return {now_, CalendarTime{std::chrono::hours{25} + now_.time_since_epoch()}}; }

  std::optional<MonotonicTime> next_tick() const {
    std::optional<MonotonicTime> next;
    for (const Node& node : nodes_) {
      const auto own = node.is_alive ? node.search->next_tick() : std::nullopt;
      next = own && (!next || *own < *next) ? own : next;
    }
    return next;
  }

  void go_on() {
    OverlayPart::Out out;
    if (!mail_.empty()) {
      const Mail mail = std::move(mail_.front());
      mail_.pop_front();
      Node& node = nodes_[mail.to];
      if (node.is_alive) {
        node.search->receive(now(), founders_[mail.from], MessageKind::search, mail.body, out);
        take(mail.to, out);
      }
      return;
    }
    now_ = std::max(now_, next_tick().value());
    for (std::uint32_t node = 0; node < size(); ++node) {
      const auto due = nodes_[node].is_alive ? nodes_[node].search->next_tick() : std::nullopt;
      if (due && *due <= now_) {
        out = {};
        nodes_[node].search->tick(now(), out);
        take(node, out);
      }
    }
  }

  void take(std::uint32_t from, OverlayPart::Out& out) {
    for (OutgoingPost& post : out.posts) {
      const std::uint32_t to = post.to.endpoint.value;
      std::optional<Bytes> body = std::move(post.body);
      if (nodes_[from].lie) {
        body = nodes_[from].lie(post.to, *body);
      }
      if (body.has_value() && to < size() && founders_[to].id == post.to.id) {
        mail_.push_back({from, to, *std::move(body)});
      }
    }
    Node& node = nodes_[from];
    const std::uint64_t fresh = node.search->answered() - node.answers_seen;
    const auto& kept = node.search->answers();
    for (std::size_t index = kept.size() - fresh; index < kept.size(); ++index) {
      answers_.emplace(kept[index].number, kept[index]);
    }
    node.answers_seen += fresh;
  }

  FakeVerifier verifier_;
  sim::SearchChain chain_;
  std::vector<Neighbour> founders_;
  std::deque<Node> nodes_;  // searches refer to their members
  std::deque<Mail> mail_;
  std::map<std::uint64_t, SearchAnswer> answers_;
  std::uint64_t orders_ = 0;
  MonotonicTime now_{};
};

}  // namespace callo::test
