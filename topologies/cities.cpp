#include "topologies/cities.hpp"

#include <algorithm>

#include "protocol/base/check.hpp"
#include "topologies/city_data.hpp"
#include "topologies/csv.hpp"
#include "topologies/near_miss.hpp"

namespace callo::topologies {
namespace {

constexpr std::int64_t kNanosecondsPerMillisecondDigits = 6;

// Columns of data/cities.csv and data/rtt.csv, in their order.
enum CityColumn : std::size_t {
  name,
  code,
  country,
  region,
  latitude,
  longitude,
  offset,
  currency
};

enum RttColumn : std::size_t { from, to, rtt, rtt_kind, rtt_source, samples, jitter };

const std::vector<std::string_view> kCityHeader{"name",
                                                "code",
                                                "country",
                                                "region",
                                                "latitude_deg",
                                                "longitude_deg",
                                                "utc_offset_minutes",
                                                "currency",
                                                "gateway_rtt_ms",
                                                "position",
                                                "note"};
const std::vector<std::string_view> kRttHeader{"from",       "to",      "rtt_ms",    "rtt_kind",
                                               "rtt_source", "samples", "jitter_ms", "jitter_kind"};

Result<Csv> read_table(std::string_view text, const std::vector<std::string_view>& header,
                       const char* table) {
  auto csv = read_csv(text);
  if (!csv) {
    return fail(std::string{table} + ": " + csv.error().message);
  }
  if (csv->header != header) {
    return fail(std::string{table} + ": unexpected columns");
  }
  return csv;
}

Result<Duration> parse_milliseconds(std::string_view text) {
  const auto value = parse_decimal(text, kNanosecondsPerMillisecondDigits);
  if (!value) {
    return tl::unexpected<Error>(value.error());
  }
  if (*value < 0) {
    return fail("a time below zero: '" + std::string{text} + "'");
  }
  return Duration{*value};
}

}  // namespace

const CityTable& CityTable::built_in() {
  static const CityTable kTable = [] {
    auto table = parse(kCitiesCsv, kRttCsv);
    CALLO_CHECK(table.has_value());
    return *std::move(table);
  }();
  return kTable;
}

Result<City> CityTable::read_city(std::span<const std::string_view> fields) {
  const auto latitude_value = parse_decimal(fields[latitude], 6);
  const auto longitude_value = parse_decimal(fields[longitude], 6);
  const auto offset_value = parse_decimal(fields[offset], 0);
  if (!latitude_value || !longitude_value || !offset_value || *offset_value < -720 ||
      *offset_value > 840) {
    return fail("cities.csv: a figure of " + std::string{fields[name]} + " is malformed");
  }
  return City{std::string{fields[name]},
              std::string{fields[code]},
              std::string{fields[country]},
              std::string{fields[region]},
              std::string{fields[currency]},
              *latitude_value,
              *longitude_value,
              static_cast<std::int32_t>(*offset_value)};
}

Result<CityTable::Pair> CityTable::read_pair(std::span<const std::string_view> fields) {
  const auto rtt_value = parse_milliseconds(fields[rtt]);
  const auto mdev = parse_milliseconds(fields[jitter]);
  const bool measured = fields[rtt_kind] == "measured";
  if (!rtt_value || !mdev || (!measured && fields[rtt_kind] != "derived")) {
    return fail("rtt.csv: the pair " + std::string{fields[from]} + "-" + std::string{fields[to]} +
                " is malformed");
  }
  // 1 / sqrt(2) = 0.70711.
  return Pair{*rtt_value / 2, Duration{mdev->count() * 70'711 / 100'000},
              measured ? Provenance::measured : Provenance::derived};
}

Result<std::pair<CityId, CityId>> CityTable::read_ends(
    std::span<const std::string_view> fields) const {
  const auto a = find_code(fields[from]);
  const auto b = find_code(fields[to]);
  if (!a || !b || *a == *b) {
    return fail("rtt.csv: no such pair of cities: " + std::string{fields[from]} + "-" +
                std::string{fields[to]});
  }
  return std::pair{*a, *b};
}

Result<CityTable> CityTable::parse(std::string_view cities_csv, std::string_view rtt_csv) {
  CityTable table;
  const auto city_rows = read_table(cities_csv, kCityHeader, "cities.csv");
  const auto rtt_rows = read_table(rtt_csv, kRttHeader, "rtt.csv");
  if (!city_rows || !rtt_rows) {
    return tl::unexpected<Error>(city_rows ? rtt_rows.error() : city_rows.error());
  }
  for (const auto& fields : city_rows->rows) {
    auto city = read_city(fields);
    if (!city) {
      return tl::unexpected<Error>(city.error());
    }
    if (table.find(city->name) || table.find_code(city->code)) {
      return fail("cities.csv: " + city->name + " is given twice");
    }
    table.cities_.push_back(*std::move(city));
  }
  const std::size_t count = table.cities_.size();
  table.pairs_.resize(count * count);
  for (const auto& fields : rtt_rows->rows) {
    const auto ends = table.read_ends(fields);
    const auto pair = read_pair(fields);
    if (!ends || !pair) {
      return tl::unexpected<Error>(ends ? pair.error() : ends.error());
    }
    const auto [a, b] = *ends;
    if (table.provenance(a, b) != Provenance::assumed) {
      return fail("rtt.csv: " + table.city(a).name + "-" + table.city(b).name + " is given twice");
    }
    table.pairs_[a.value * count + b.value] = *pair;
    table.pairs_[b.value * count + a.value] = *pair;
  }
  if (rtt_rows->rows.size() != count * (count - 1) / 2) {
    return fail("rtt.csv: not every pair of cities has a figure");
  }
  return table;
}

const City& CityTable::city(CityId id) const {
  CALLO_CHECK(id.value < cities_.size());
  return cities_[id.value];
}

const CityTable::Pair& CityTable::pair(CityId a, CityId b) const {
  CALLO_CHECK(a.value < cities_.size() && b.value < cities_.size());
  return pairs_[a.value * cities_.size() + b.value];
}

std::optional<CityId> CityTable::find_code(std::string_view code_wanted) const {
  for (std::uint32_t id = 0; id < cities_.size(); ++id) {
    if (cities_[id].code == code_wanted) {
      return CityId{id};
    }
  }
  return std::nullopt;
}

std::optional<CityId> CityTable::find_name(std::string_view name_wanted) const {
  for (std::uint32_t id = 0; id < cities_.size(); ++id) {
    if (cities_[id].name == name_wanted) {
      return CityId{id};
    }
  }
  return std::nullopt;
}

Result<CityId> CityTable::find(std::string_view name_wanted) const {
  if (const auto found = find_name(name_wanted)) {
    return *found;
  }
  std::vector<std::string> names;
  for (const City& city : cities_) {
    names.push_back(city.name);
  }
  std::string message = "no city '" + std::string{name_wanted} + "' in the table";
  if (const auto meant = near_miss(name_wanted, names)) {
    message += "; did you mean '" + *meant + "'?";
  }
  return fail(std::move(message));
}

std::uint64_t ProvenanceCount::measured_ppm() const {
  const std::uint64_t between_cities = measured + derived;
  return between_cities == 0 ? 0 : measured * 1'000'000 / between_cities;
}

ProvenanceCount count_provenance(const CityTable& table,
                                 std::span<const std::pair<CityId, CityId>> links) {
  ProvenanceCount count;
  for (const auto& [a, b] : links) {
    switch (table.provenance(a, b)) {
      case Provenance::measured:
        ++count.measured;
        break;
      case Provenance::derived:
        ++count.derived;
        break;
      case Provenance::assumed:
        ++count.assumed;
        break;
    }
  }
  return count;
}

ProvenanceCount count_provenance_of_all_pairs(const CityTable& table,
                                              std::span<const CityId> hosts) {
  std::vector<std::pair<CityId, CityId>> links;
  for (std::size_t a = 0; a < hosts.size(); ++a) {
    for (std::size_t b = a + 1; b < hosts.size(); ++b) {
      links.emplace_back(hosts[a], hosts[b]);
    }
  }
  return count_provenance(table, links);
}

}  // namespace callo::topologies
