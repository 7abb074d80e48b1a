#pragma once

#include <compare>
#include <cstdint>
#include <string_view>

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

// How many nodes of one origin may stand in one entry of a table, and among a joiner's contacts.
struct OriginLimit {
  const Origins* origins = nullptr;  // outlives whoever holds this; null: no limit
  unsigned per_entry = 1;

  bool is_on() const { return origins != nullptr; }
};

}  // namespace callo
