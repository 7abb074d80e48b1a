#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "protocol/base/result.hpp"
#include "protocol/base/time.hpp"

namespace callo::topologies {

// A row of the city table, counted from 0 in the order of data/cities.csv.
struct CityId {
  std::uint32_t value{};
  auto operator<=>(const CityId&) const = default;
};

struct City {
  std::string name;      // as scenarios spell it
  std::string code;      // three letters, after an airport
  std::string country;   // ISO 3166, two letters
  std::string region;    // AF-W, AF-C, AF-E, AF-S, AF-N, EU, NA, SA, ME, AS
  std::string currency;  // ISO 4217
  std::int64_t latitude_microdegrees{};
  std::int64_t longitude_microdegrees{};
  std::int32_t utc_offset_minutes{};  // in January
};

// Where a latency comes from: pings between the cities (or their countries), a formula over such
// pings and the distance, or an assumption (within one city).
enum class Provenance : std::uint8_t { measured, derived, assumed };

// Two hosts in one city are taken to be 1 ms apart and back, without jitter.
inline constexpr Duration kWithinCityOneWay{500'000};

class CityTable {
 public:
  // The tables in the binary, read once a process.
  static const CityTable& built_in();
  // Refuses unknown columns, malformed figures, and a pair that is missing or given twice.
  static Result<CityTable> parse(std::string_view cities_csv, std::string_view rtt_csv);

  std::span<const City> cities() const { return cities_; }

  const City& city(CityId id) const;

  // Names are case-sensitive; the error of a near miss says what may have been meant.
  Result<CityId> find(std::string_view name) const;
  std::optional<CityId> find_name(std::string_view name) const;

  // Half the round-trip time.
  Duration one_way_latency(CityId a, CityId b) const { return pair(a, b).one_way; }

  // Standard deviation of the latency of one direction, the two being taken as independent and
  // alike: ping's mdev over the square root of two.
  Duration one_way_jitter(CityId a, CityId b) const { return pair(a, b).jitter; }

  Provenance provenance(CityId a, CityId b) const { return pair(a, b).provenance; }

  bool is_measured(CityId a, CityId b) const { return provenance(a, b) == Provenance::measured; }

 private:
  struct Pair {
    Duration one_way{kWithinCityOneWay};
    Duration jitter{};
    Provenance provenance = Provenance::assumed;
  };

  CityTable() = default;

  static Result<City> read_city(std::span<const std::string_view> fields);
  Result<std::pair<CityId, CityId>> read_ends(std::span<const std::string_view> fields) const;
  static Result<Pair> read_pair(std::span<const std::string_view> fields);
  std::optional<CityId> find_code(std::string_view code) const;
  const Pair& pair(CityId a, CityId b) const;

  std::vector<City> cities_;
  std::vector<Pair> pairs_;  // row by row, both triangles
};

// How many of the links of a run rest on what.
struct ProvenanceCount {
  std::uint64_t measured{};
  std::uint64_t derived{};
  std::uint64_t assumed{};

  std::uint64_t total() const { return measured + derived + assumed; }

  // Parts per million of the links between different cities; 0 when there is none.
  std::uint64_t measured_ppm() const;
};

ProvenanceCount count_provenance(const CityTable& table,
                                 std::span<const std::pair<CityId, CityId>> links);

// Every pair of hosts placed at the given cities, once.
ProvenanceCount count_provenance_of_all_pairs(const CityTable& table,
                                              std::span<const CityId> hosts);

}  // namespace callo::topologies
