#pragma once

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "protocol/base/ids.hpp"
#include "protocol/base/time.hpp"

namespace callo::sim {

// What a link does to messages beyond its latency. Several at once compose: independent chances,
// delays add up.
struct Impairment {
  std::uint32_t loss_ppm{};
  std::uint32_t duplicate_ppm{};
  std::uint32_t reorder_ppm{};  // share of messages held back by up to `reorder_window`
  Duration reorder_window{};
  Duration extra_delay{};
  std::uint32_t corrupt_ppm{};  // share of messages of which some bits arrive flipped
  bool operator==(const Impairment&) const = default;
};

// One endpoint and where it stands.
struct Place {
  EndpointId endpoint;
  std::uint32_t city{};
};

// A directed set of links.
class LinkScope {
 public:
  static LinkScope everywhere() { return {Kind::everywhere, 0, 0}; }

  // Indices of cities; from == to is the traffic inside a city.
  static LinkScope between_cities(std::uint32_t from, std::uint32_t to) {
    return {Kind::cities, from, to};
  }

  static LinkScope between(EndpointId from, EndpointId to) {
    return {Kind::endpoints, from.value, to.value};
  }

  // Both ends of a link between two endpoints; absent for every other scope.
  std::optional<std::pair<EndpointId, EndpointId>> ends() const {
    return kind_ == Kind::endpoints ? std::optional{std::pair{EndpointId{from_}, EndpointId{to_}}}
                                    : std::nullopt;
  }

  bool covers(const Place& from, const Place& to) const {
    return kind_ == Kind::everywhere ||
           (kind_ == Kind::cities ? from_ == from.city && to_ == to.city
                                  : from_ == from.endpoint.value && to_ == to.endpoint.value);
  }

 private:
  friend class LinkTable;
  enum class Kind : std::uint8_t { everywhere, cities, endpoints };

  LinkScope(Kind kind, std::uint32_t from, std::uint32_t to) : kind_{kind}, from_{from}, to_{to} {}

  Kind kind_;
  std::uint32_t from_;
  std::uint32_t to_;
};

struct ImpairmentId {
  std::uint64_t value{};
};

// Which links are blocked or impaired. Blocks are counted and impairments are kept one by one, so
// that overlapping faults compose and end in any order. Looking up is O(1).
class LinkTable {
 public:
  explicit LinkTable(std::uint32_t cities);

  void block(const LinkScope& scope);
  // Contract: undoes one block() of the same scope.
  void unblock(const LinkScope& scope);

  // Messages wait for the end of all clogs of their link; counted like blocks.
  void clog(const LinkScope& scope);
  void unclog(const LinkScope& scope);

  bool has_clogs() const { return clogs_ != 0; }

  bool is_clogged(const Place& from, const Place& to) const;

  ImpairmentId impair(const LinkScope& scope, const Impairment& impairment);
  void lift(ImpairmentId id);

  bool is_blocked(const Place& from, const Place& to) const {
    return blocks_ != 0 && find_block(from, to);
  }

  bool has_blocks() const { return blocks_ != 0; }

  bool has_impairments() const { return !scopes_.empty(); }

  Impairment impairment(const Place& from, const Place& to) const;

 private:
  struct Part {
    std::uint64_t id;
    Impairment impairment;
  };

  struct Entry {
    std::uint32_t blocks = 0;
    std::uint32_t clogs = 0;
    std::vector<Part> parts;  // oldest first
    Impairment composed;
    Impairment with_everywhere;  // of cities: what a message between them meets
  };

  Entry& entry(const LinkScope& scope);
  const Entry& cities_entry(const Place& from, const Place& to) const;
  const Entry* endpoints_entry(const Place& from, const Place& to) const;
  void recompose(const LinkScope& scope);
  void forget_if_idle(const LinkScope& scope);
  bool find_block(const Place& from, const Place& to) const;

  std::uint32_t cities_;
  std::uint64_t blocks_ = 0;  // blocks in force, all scopes together
  std::uint64_t clogs_ = 0;   // likewise
  std::uint64_t last_id_ = 0;
  Entry everywhere_;
  std::vector<Entry> between_cities_;  // from * cities_ + to
  // lint: allow unordered: only ever looked up, never walked, so its order cannot reach a run.
  std::unordered_map<std::uint64_t, Entry> between_endpoints_;

  struct Scoped {
    std::uint64_t id;
    LinkScope scope;
  };

  std::vector<Scoped> scopes_;  // of impairments in force
};

}  // namespace callo::sim
