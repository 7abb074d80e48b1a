#include "protocol/overlay/membership/origin.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

namespace callo {

namespace {

constexpr Origin kNoAddress{0xffff'ffff};

// One number of an address, and the separator behind it if there is one; nullopt for anything else.
std::optional<std::uint32_t> take_number(std::string_view& text, int base, std::uint32_t max,
                                         char separator) {
  std::uint32_t value = 0;
  const char* const end = text.data() + text.size();
  const auto [next, error] = std::from_chars(text.data(), end, value, base);
  if (error != std::errc{} || value > max || (next != end && *next != separator)) {
    return std::nullopt;
  }
  text.remove_prefix(static_cast<std::size_t>(next - text.data()) + (next == end ? 0U : 1U));
  return value;
}

Origin origin_of_ipv4(std::string_view ip) {
  if (std::count(ip.begin(), ip.end(), '.') != 3) {
    return kNoAddress;
  }
  std::array<std::uint32_t, 4> bytes{};
  for (std::uint32_t& byte : bytes) {
    const std::optional<std::uint32_t> value = take_number(ip, 10, 255, '.');
    if (!value) {
      return kNoAddress;
    }
    byte = *value;
  }
  return {bytes[0] << 8 | bytes[1]};
}

// An empty group before the second one is the "::" that stands for zeros.
Origin origin_of_ipv6(std::string_view ip) {
  std::array<std::uint32_t, 2> groups{};
  for (std::uint32_t& group : groups) {
    if (ip.empty() || ip.front() == ':') {
      break;
    }
    const std::optional<std::uint32_t> value = take_number(ip, 16, 0xffff, ':');
    if (!value) {
      return kNoAddress;
    }
    group = *value;
  }
  // Above all groups of IPv4: no address in use begins with sixteen zero bits.
  return {groups[0] << 16 | groups[1]};
}

}  // namespace

Origin origin_of_ip(std::string_view ip) {
  return ip.find(':') == std::string_view::npos ? origin_of_ipv4(ip) : origin_of_ipv6(ip);
}

bool OriginTally::has_room_for(EndpointId endpoint) const {
  if (!limit_.is_on()) {
    return true;
  }
  const Origin origin = limit_.origins->of(endpoint);
  const auto known = std::find_if(taken_.begin(), taken_.end(),
                                  [origin](const auto& taken) { return taken.first == origin; });
  return known == taken_.end() || known->second < limit_.per_entry;
}

bool OriginTally::take(EndpointId endpoint) {
  if (!has_room_for(endpoint)) {
    return false;
  }
  if (limit_.is_on()) {
    const Origin origin = limit_.origins->of(endpoint);
    const auto known = std::find_if(taken_.begin(), taken_.end(),
                                    [origin](const auto& taken) { return taken.first == origin; });
    if (known == taken_.end()) {
      taken_.push_back({origin, 1});
    } else {
      ++known->second;
    }
  }
  return true;
}

}  // namespace callo
