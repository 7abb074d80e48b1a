#pragma once

#include <deque>
#include <memory>
#include <vector>

#include "protocol/node/overlay_part.hpp"
#include "protocol/node/search/held_items.hpp"
#include "protocol/node/search/item_messages.hpp"
#include "protocol/node/search/order.hpp"
#include "protocol/node/search/trusted_headers.hpp"
#include "protocol/overlay/membership/overlay_member.hpp"
#include "protocol/overlay/routing/lookups.hpp"

namespace callo {

struct SearchConfig {
  // How many members keep an item: those nearest to its place. Up to kNearestPerReplyMax.
  unsigned replicas = 5;
  // Disjoint paths of a search; one that shows nothing is tried once more over kWidePaths.
  unsigned paths = 1;
  LookupLimits lookups;
  Duration answer_timeout = std::chrono::seconds{1};      // of one of those responsible
  Duration handover_interval = std::chrono::seconds{10};  // between two looks at who is responsible
  std::size_t held_bytes_max = std::size_t{64} << 20;
  // Coins that are proven by a header so much older than the newest trusted one are out of date.
  Height coins_age_max = 2;
  // The header that is trusted from outside; null: only nodes are searched for, no items kept.
  std::shared_ptr<const LightBlock> root;
  LightOptions light;
};

// Searching and being searched, as a part of an overlay node: finds nodes by their ids; reads
// blocks, transactions and the coins of keys from the members responsible for them; answers for
// what it is responsible for itself and hands it on when members come and go.
//
// Nothing is believed because somebody says so. A node that is found has signed its answer; an item
// comes with a proof that ends in a header with +2/3 of its validators behind it. So whoever lies
// can only hide, and one honest node among those responsible is enough. What nobody who answered
// could show is "unproven", never "not there".
class Search final : public OverlayPart {
 public:
  static constexpr unsigned kWidePaths = 4;
  static constexpr std::size_t kOrdersMax = 4'096;
  static constexpr std::size_t kAnswersKept = kOrdersMax;  // more do not come of one step
  static constexpr unsigned kHandoversOfAll = 6;  // passes until everything is handed over again
  // Items handed over at a time, and how long until the next ones: a receiver takes messages that
  // overtake each other by so many only.
  static constexpr std::size_t kHandoverBatch = 16;
  static constexpr Duration kHandoverPause = std::chrono::milliseconds{50};

  // `member` and `verifier` outlive this.
  Search(SearchConfig config, const OverlayMember& member, Verifier& verifier);

  bool hears(MessageKind kind) const override;
  bool receive(Now now, const Neighbour& from, MessageKind kind, BytesView body, Out& out) override;
  bool submitted(Now now, const Frame& frame, Out& out) override;
  void tick(Now now, Out& out) override;
  std::optional<MonotonicTime> next_tick() const override;

  const HeldItems& held() const { return held_; }

  // Answers to the node's own client so far, and the last kAnswersKept of them, oldest first: the
  // client collects what is new after each step.
  std::uint64_t answered() const { return answered_; }

  const std::deque<SearchAnswer>& answers() const { return answers_; }

 private:
  // One of those responsible for an item.
  struct Holder {
    enum class State : std::uint8_t { fresh, asked, over };

    Neighbour node;
    std::uint16_t hops{};
    State state = State::fresh;
  };

  // What a client ordered and has not been answered.
  struct Order {
    SearchOrder order;
    std::uint32_t read{};
    bool is_wide{};
    std::optional<LookupToken> lookup;
    std::vector<Holder> holders;  // once the lookup is over
    MonotonicTime deadline;       // of those asked
    SearchAnswer answer;
    std::optional<ItemProof> best;
  };

  bool is_in_system() const { return member_.status() == OverlayMember::Status::in_system; }

  Neighbour self() const;

  // search.cpp: orders and lookups.
  void look_up(Now now, Order& order);
  void go_on(Now now, Out& out);
  void on_lookup_over(Now now, LookupToken token, Out& out);
  void on_node_looked_up(Now now, Order& order, const Lookup& lookup);
  void finish(Order& order, SearchOutcome outcome);
  bool try_wider(Now now, Order& order);
  void drop_finished();
  bool on_routing(Now now, const Neighbour& from, BytesView body, Out& out);
  void post(Out& out);

  // search_items.cpp: what those responsible keep and say.
  void on_holders_known(Now now, Order& order, Out& out);
  void ask_holders(Now now, Order& order, Out& out);
  void conclude(Now now, Order& order);
  void hear(Now now, Order& order, Holder& holder, BytesView proof, Work& work);
  std::optional<ItemProof> checked(Now now, const ItemKey& key, BytesView proof, Work& work);
  bool is_out_of_date(const ItemKey& key, Height height) const;
  void publish(Now now, Order& order, Out& out);
  bool on_item(Now now, const Neighbour& from, BytesView body, Out& out);
  bool on_reply(Now now, const Neighbour& from, const ItemReply& reply, Out& out);
  bool on_handover(Now now, const ItemHandover& handover, Out& out);
  bool is_near(const OverlayId& place) const;
  void hand_over(Now now, Out& out);
  void hand_over(const ItemKey& key, HeldItem& held, Out& out);

  SearchConfig config_;
  const OverlayMember& member_;
  Verifier& verifier_;
  Lookups lookups_;
  std::optional<TrustedHeaders> headers_;
  HeldItems held_;
  std::vector<Order> orders_;
  std::uint32_t next_read_ = 1;
  std::uint64_t answered_ = 0;
  std::deque<SearchAnswer> answers_;
  MonotonicTime next_handover_{};
  unsigned handovers_ = 0;
  std::optional<ItemKey> handed_over_;  // the last one of the pass under way
  Lookups::Out routing_out_;            // of the call under way
};

}  // namespace callo
