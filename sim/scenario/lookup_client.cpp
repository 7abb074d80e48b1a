#include "sim/scenario/lookup_client.hpp"

#include <algorithm>

#include "protocol/base/check.hpp"
#include "protocol/ledger/transaction.hpp"
#include "protocol/node/search/search.hpp"

namespace callo::sim {

namespace {

// Orders to publish have numbers of their own.
constexpr std::uint64_t kPublishing = std::uint64_t{1} << 63;
// How long those responsible may take to get a new block's items.
constexpr Duration kPublishingTime = std::chrono::seconds{30};
constexpr Duration kOldBlockInterval = std::chrono::milliseconds{500};
constexpr unsigned kDrawsMax = 256;

LookupWorkloadConfig config_of(const ScenarioSpec& spec, std::uint32_t places, std::uint64_t seed) {
  LookupWorkloadConfig config;
  config.seed = seed;
  config.interval_mean = Duration{std::int64_t{1'000'000} * 1'000'000'000 /
                                  spec.workload.rate.events_per_million_seconds};
  config.from = SimTime{spec.workload.from};
  config.until = spec.workload.until ? SimTime{*spec.workload.until} : kSimEnd;
  config.shares = {spec.workload.nodes, spec.workload.blocks, spec.workload.transactions,
                   spec.workload.coins};
  config.popularity = spec.workload.popularity;
  config.population_max = std::max(places, std::uint32_t{1} << 16);
  return config;
}

}  // namespace

LookupClient::LookupClient(const ScenarioSpec& spec, OverlayWorld& world, std::uint64_t seed,
                           Judge judge)
    : spec_{spec},
      world_{world},
      judge_{std::move(judge)},
      workload_{config_of(spec, world.places(), seed)},
      truth_{searched_world()},
      seen_(world.places()) {
  for (std::uint32_t place = 0; place < world.places(); ++place) {
    on_tenant(place);
  }
  for (const char* const kind : {"node", "block", "transaction", "coins"}) {
    record_.kinds.emplace_back().kind = kind;
  }
}

SearchedWorld LookupClient::searched_world() const {
  SearchedWorld searched;
  const SearchChain& chain = *world_.chain();
  searched.genesis = chain.genesis();
  for (Height height = 1; height <= chain.head(); ++height) {
    searched.blocks.push_back(encode(chain.block(height)));
    searched.block_hashes.push_back(block_hash(chain.block(height).header));
  }
  searched.endpoint_of = [this](const OverlayId& id) -> std::optional<EndpointId> {
    const auto found = endpoints_.find(id);
    return found == endpoints_.end() ? std::nullopt : std::optional{found->second};
  };
  return searched;
}

void LookupClient::on_tenant(std::uint32_t place) {
  endpoints_.emplace(world_.id_of(place), EndpointId{place});
}

void LookupClient::on_leave(std::uint32_t place) {
  for (auto& [number, open] : open_) {
    const auto* const find = std::get_if<FindNode>(&open.order.what);
    open.is_target_gone =
        open.is_target_gone || (find != nullptr && find->id == world_.id_of(place));
  }
}

// Its searches stay without an answer.
void LookupClient::on_end_of_life(std::uint32_t place) {
  on_leave(place);
  for (auto& [number, open] : open_) {
    if (open.searcher.value == place && !open.is_searcher_gone) {
      open.is_searcher_gone = true;
      ++record_.kinds[static_cast<std::size_t>(open.kind)].searcher_gone;
    }
  }
}

// The first half of the chain is old by the time of the first lookup; the rest comes meanwhile, so
// that what keys own changes.
void LookupClient::start() {
  if (spec_.workload.blocks + spec_.workload.transactions + spec_.workload.coins != 0) {
    const Height old = world_.chain()->head() / 2;
    SimTime when{};
    for (Height height = 1; height <= world_.chain()->head(); ++height) {
      when = height <= old ? SimTime{} + kOldBlockInterval * static_cast<std::int64_t>(height)
                           : when + spec_.workload.block_interval;
      publish_later(height, when);
    }
  }
  if (workload_.next_arrival() != kSimEnd) {
    world_.simulation().at(workload_.next_arrival(), [this] { submit_due(); });
  }
}

void LookupClient::publish_later(Height height, SimTime when) {
  if (when < SimTime{spec_.duration}) {
    world_.simulation().at(when, [this, height] { publish(height); });
  }
}

// Each item by another member, as if they had all followed the chain.
void LookupClient::publish(Height height) {
  published_ = height;
  published_at_.push_back(world_.simulation().now());
  for (ChainItem& item : world_.chain()->items(height)) {
    ScheduledLookup lot{next_item_, {}, LookupKind::node, world_.lot("publishers", next_item_)};
    const std::optional<EndpointId> publisher = draw_member(lot, false);
    const std::uint64_t number = kPublishing + next_item_++;
    if (publisher.has_value()) {
      world_.simulation().submit(
          *publisher, encode_order({number, PublishItem{item.key, std::move(item.proof)}}));
    }
  }
}

std::optional<EndpointId> LookupClient::draw_member(ScheduledLookup& lookup,
                                                    bool by_popularity) const {
  for (unsigned draw = 0; draw < kDrawsMax; ++draw) {
    const auto place = by_popularity
                           ? workload_.choose(lookup, world_.places())
                           : static_cast<std::uint32_t>(lookup.random.below(world_.places()));
    const OverlayNode* const node = world_.is_honest(place) ? world_.node(place) : nullptr;
    if (node != nullptr && node->member().status() == OverlayMember::Status::in_system) {
      return EndpointId{place};
    }
  }
  return std::nullopt;
}

// Nullopt when there is nothing of that kind yet.
std::optional<SearchOrder> LookupClient::draw_order(ScheduledLookup& lookup) const {
  SearchOrder order{lookup.number, {}};
  if (lookup.kind == LookupKind::node) {
    const std::optional<EndpointId> wanted = draw_member(lookup, true);
    if (!wanted.has_value()) {
      return std::nullopt;
    }
    order.what = FindNode{world_.id_of(wanted->value)};
    return order;
  }
  // Only what has had time to reach those responsible.
  Height head = published_;
  while (head > 0 && published_at_[head - 1] + kPublishingTime > lookup.scheduled) {
    --head;
  }
  if (head == 0) {
    return std::nullopt;
  }
  const SearchChain& chain = *world_.chain();
  if (lookup.kind == LookupKind::block) {
    const Height height = 1 + workload_.choose(lookup, static_cast<std::uint32_t>(head));
    const bool is_by_hash = lookup.random.below(2) == 0;
    order.what = ReadItem{is_by_hash ? ItemKey::block(chain.light_block(height).hash())
                                     : ItemKey::block_at(height)};
  } else if (lookup.kind == LookupKind::transaction) {
    const Height height = 1 + workload_.choose(lookup, static_cast<std::uint32_t>(head));
    const std::vector<Bytes>& there = chain.block(height).transactions;
    if (there.empty()) {
      return std::nullopt;
    }
    const Bytes& bytes = there[lookup.random.below(there.size())];
    order.what = ReadItem{ItemKey::transaction(decode_transaction(bytes)->id)};
  } else {
    const auto& owners = chain.owners();
    const auto owner = workload_.choose(lookup, static_cast<std::uint32_t>(owners.size()));
    order.what = ReadItem{ItemKey::coins_of(owners[owner])};
  }
  return order;
}

void LookupClient::submit_due() {
  ScheduledLookup lookup = workload_.take_next();
  if (workload_.next_arrival() != kSimEnd) {
    world_.simulation().at(workload_.next_arrival(), [this] { submit_due(); });
  }
  const std::optional<EndpointId> searcher = draw_member(lookup, false);
  std::optional<SearchOrder> order = draw_order(lookup);
  if (!searcher.has_value() || !order.has_value()) {
    return;
  }
  ++record_.kinds[static_cast<std::size_t>(lookup.kind)].lookups;
  const Frame frame = encode_order(*order);
  open_.emplace(lookup.number, Open{*std::move(order), lookup.kind, lookup.scheduled, *searcher});
  world_.simulation().submit(*searcher, frame);
}

// As of an older block than one that those responsible have had time to get.
bool LookupClient::is_stale(const Open& open, const SearchAnswer& answer) const {
  return open.kind == LookupKind::coins && answer.height < published_at_.size() &&
         published_at_[answer.height] + kPublishingTime < open.scheduled;
}

// Collects what is new at the node that stepped.
void LookupClient::on_step(const Step& step) {
  const Search* const search = world_.search(step.endpoint.value);
  if (search == nullptr || !world_.is_honest(step.endpoint.value)) {
    return;
  }
  Seen& seen = seen_[step.endpoint.value];
  if (seen.incarnation != step.incarnation) {
    seen = {step.incarnation, 0};
  }
  const std::uint64_t fresh = search->answered() - seen.answers;
  const std::deque<SearchAnswer>& kept = search->answers();
  for (std::size_t index = kept.size() - fresh; index < kept.size(); ++index) {
    on_answer(step, kept[index]);
  }
  seen.answers += fresh;
}

void LookupClient::on_answer(const Step& step, const SearchAnswer& answer) {
  const auto open = open_.find(answer.number);
  if (open == open_.end()) {
    return;
  }
  LookupCounts& counts = record_.kinds[static_cast<std::size_t>(open->second.kind)];
  const bool is_found =
      answer.outcome == SearchOutcome::found || answer.outcome == SearchOutcome::none;
  counts.found += is_found ? 1U : 0U;
  counts.unproven += answer.outcome == SearchOutcome::unproven ? 1U : 0U;
  counts.refused += answer.outcome == SearchOutcome::refused ? 1U : 0U;
  counts.target_gone += !is_found && open->second.is_target_gone ? 1U : 0U;
  counts.wrong += truth_.fault(open->second.order, answer).empty() ? 0U : 1U;
  counts.stale += is_found && is_stale(open->second, answer) ? 1U : 0U;
  counts.questions += answer.questions;
  counts.rejected += answer.rejected;
  if (is_found) {
    counts.hops.resize(std::max<std::size_t>(counts.hops.size(), answer.hops + 1U), 0);
    ++counts.hops[answer.hops];
  }
  record_.latencies.push_back(step.time - open->second.scheduled);
  judge_({step.time.time_since_epoch(), step.endpoint, open->second.order, answer});
  open_.erase(open);
}

LookupRecord LookupClient::take() {
  record_.unanswered = open_.size();
  return std::move(record_);
}

}  // namespace callo::sim
