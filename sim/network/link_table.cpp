#include "sim/network/link_table.hpp"

#include <algorithm>

#include "protocol/base/check.hpp"
#include "sim/engine/random_stream.hpp"

namespace callo::sim {

namespace {

std::uint64_t pair_key(std::uint32_t from, std::uint32_t to) {
  return (std::uint64_t{from} << 32) | to;
}

// The chance that at least one of two independent things happens.
std::uint32_t either(std::uint32_t a_ppm, std::uint32_t b_ppm) {
  const std::uint64_t neither = std::uint64_t{kMillion - std::min(a_ppm, kMillion)} *
                                (kMillion - std::min(b_ppm, kMillion)) / kMillion;
  return kMillion - static_cast<std::uint32_t>(neither);
}

Impairment compose(const Impairment& a, const Impairment& b) {
  return {either(a.loss_ppm, b.loss_ppm),       either(a.duplicate_ppm, b.duplicate_ppm),
          either(a.reorder_ppm, b.reorder_ppm), std::max(a.reorder_window, b.reorder_window),
          a.extra_delay + b.extra_delay,        either(a.corrupt_ppm, b.corrupt_ppm)};
}

}  // namespace

LinkTable::LinkTable(std::uint32_t cities)
    : cities_{cities}, between_cities_(std::size_t{cities} * cities) {}

void LinkTable::block(const LinkScope& scope) {
  ++entry(scope).blocks;
  ++blocks_;
}

void LinkTable::unblock(const LinkScope& scope) {
  Entry& found = entry(scope);
  CALLO_CHECK(found.blocks > 0);
  --found.blocks;
  --blocks_;
  forget_if_idle(scope);
}

void LinkTable::clog(const LinkScope& scope) {
  ++entry(scope).clogs;
  ++clogs_;
}

void LinkTable::unclog(const LinkScope& scope) {
  Entry& found = entry(scope);
  CALLO_CHECK(found.clogs > 0);
  --found.clogs;
  --clogs_;
  forget_if_idle(scope);
}

bool LinkTable::is_clogged(const Place& from, const Place& to) const {
  const Entry* pair = endpoints_entry(from, to);
  return everywhere_.clogs != 0 || cities_entry(from, to).clogs != 0 ||
         (pair != nullptr && pair->clogs != 0);
}

ImpairmentId LinkTable::impair(const LinkScope& scope, const Impairment& impairment) {
  Entry& found = entry(scope);
  const std::uint64_t id = ++last_id_;
  found.parts.push_back({id, impairment});
  recompose(scope);
  scopes_.push_back({id, scope});
  return {id};
}

void LinkTable::lift(ImpairmentId id) {
  const auto scoped = std::find_if(scopes_.begin(), scopes_.end(),
                                   [id](const Scoped& s) { return s.id == id.value; });
  CALLO_CHECK(scoped != scopes_.end());
  const LinkScope scope = scoped->scope;
  scopes_.erase(scoped);
  Entry& found = entry(scope);
  std::erase_if(found.parts, [id](const Part& part) { return part.id == id.value; });
  recompose(scope);
  forget_if_idle(scope);
}

// Faults begin and end rarely, messages ask often: what few links share is put together here.
void LinkTable::recompose(const LinkScope& scope) {
  Entry& changed = entry(scope);
  changed.composed = {};
  for (const Part& part : changed.parts) {
    changed.composed = compose(changed.composed, part.impairment);
  }
  if (scope.kind_ == LinkScope::Kind::cities) {
    changed.with_everywhere = compose(everywhere_.composed, changed.composed);
  } else if (scope.kind_ == LinkScope::Kind::everywhere) {
    for (Entry& pair : between_cities_) {
      pair.with_everywhere = compose(everywhere_.composed, pair.composed);
    }
  }
}

Impairment LinkTable::impairment(const Place& from, const Place& to) const {
  const Impairment& common = cities_entry(from, to).with_everywhere;
  const Entry* pair = endpoints_entry(from, to);
  return pair == nullptr ? common : compose(common, pair->composed);
}

LinkTable::Entry& LinkTable::entry(const LinkScope& scope) {
  switch (scope.kind_) {
    case LinkScope::Kind::cities:
      CALLO_CHECK(scope.from_ < cities_ && scope.to_ < cities_);
      return between_cities_[std::size_t{scope.from_} * cities_ + scope.to_];
    case LinkScope::Kind::endpoints:
      return between_endpoints_[pair_key(scope.from_, scope.to_)];
    case LinkScope::Kind::everywhere:
      break;
  }
  return everywhere_;
}

const LinkTable::Entry& LinkTable::cities_entry(const Place& from, const Place& to) const {
  return between_cities_[std::size_t{from.city} * cities_ + to.city];
}

const LinkTable::Entry* LinkTable::endpoints_entry(const Place& from, const Place& to) const {
  if (between_endpoints_.empty()) {
    return nullptr;
  }
  const auto found = between_endpoints_.find(pair_key(from.endpoint.value, to.endpoint.value));
  return found == between_endpoints_.end() ? nullptr : &found->second;
}

void LinkTable::forget_if_idle(const LinkScope& scope) {
  if (scope.kind_ != LinkScope::Kind::endpoints) {
    return;
  }
  const Entry& found = entry(scope);
  if (found.blocks == 0 && found.clogs == 0 && found.parts.empty()) {
    between_endpoints_.erase(pair_key(scope.from_, scope.to_));
  }
}

bool LinkTable::find_block(const Place& from, const Place& to) const {
  if (everywhere_.blocks != 0 || cities_entry(from, to).blocks != 0) {
    return true;
  }
  const Entry* pair = endpoints_entry(from, to);
  return pair != nullptr && pair->blocks != 0;
}

}  // namespace callo::sim
