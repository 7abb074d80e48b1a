#pragma once

#include <compare>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "protocol/base/ids.hpp"

namespace callo {

// A group of addresses that one party gets many of for little: an IPv4 /16 or an IPv6 /32. Keys,
// and so places near any other place, cost a hash each; addresses in many groups cost money
// (Heilman et al., USENIX Security 2015, section 7).
struct Origin {
  std::uint32_t value{};
  auto operator<=>(const Origin&) const = default;
};

// The group of an address as text. All text that is no address is one group.
Origin origin_of_ip(std::string_view ip);

// Who knows which group the address of an endpoint belongs to. What a node says of its own address
// does not count: bytes went there and came back.
class Origins {
 public:
  virtual ~Origins() = default;

  virtual Origin of(EndpointId endpoint) const = 0;
};

// How many nodes of one origin may stand in one entry of a table, among a joiner's contacts, and
// among those responsible for a key.
struct OriginLimit {
  const Origins* origins = nullptr;  // outlives whoever holds this; null: no limit
  unsigned per_entry = 1;

  bool is_on() const { return origins != nullptr; }
};

// Counts those that were chosen so far, by origin. For as many as are ever responsible for a key: a
// handful.
class OriginTally {
 public:
  explicit OriginTally(const OriginLimit& limit) : limit_{limit} {}

  bool has_room_for(EndpointId endpoint) const;

  // Counts it, unless as many of its origin as may be were counted before.
  bool take(EndpointId endpoint);

 private:
  OriginLimit limit_;
  std::vector<std::pair<Origin, unsigned>> taken_;
};

}  // namespace callo
