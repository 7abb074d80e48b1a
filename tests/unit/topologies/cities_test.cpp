#include "topologies/cities.hpp"

#include <algorithm>

#include "tests/support/catch.hpp"
#include "topologies/csv.hpp"
#include "topologies/near_miss.hpp"

namespace callo::topologies {
namespace {

using std::chrono::microseconds;

const std::string kCities =
    "name,code,country,region,latitude_deg,longitude_deg,utc_offset_minutes,currency,"
    "gateway_rtt_ms,position,note\n"
    "Here,AAA,NG,AF-W,6.5244,-3.3792,60,NGN,,x,\n"
    "There,BBB,GH,AF-W,-5.6,0,-30,GHS,12.3,x,\n";
const std::string kRttHeader = "from,to,rtt_ms,rtt_kind,rtt_source,samples,jitter_ms,jitter_kind\n";
const std::string kRtt = kRttHeader + "AAA,BBB,10.5,measured,s,,2.00,measured\n";

CityId id(const CityTable& table, std::string_view name) {
  return table.find(name).value();
}

bool is_refused(const std::string& cities, const std::string& rtt) {
  return !CityTable::parse(cities, rtt).has_value();
}

}  // namespace

TEST_CASE("cities: the built-in table holds 47 cities, 34 of them African and first", "[unit]") {
  const CityTable& table = CityTable::built_in();
  REQUIRE(table.cities().size() == 47);
  for (std::size_t index = 0; index < 47; ++index) {
    CHECK(table.cities()[index].region.starts_with("AF") == (index < 34));
  }
}

TEST_CASE("cities: latency is half the measured round trip in both directions", "[unit]") {
  const CityTable& table = CityTable::built_in();
  const CityId lagos = id(table, "Lagos");
  const CityId accra = id(table, "Accra");
  CHECK(table.one_way_latency(lagos, accra) == microseconds{96'350});
  CHECK(table.one_way_latency(accra, lagos) == microseconds{96'350});
  CHECK(table.is_measured(lagos, accra));
  CHECK_FALSE(table.is_measured(lagos, id(table, "Abidjan")));
  CHECK(table.provenance(lagos, id(table, "Abidjan")) == Provenance::derived);
  CHECK(table.provenance(lagos, lagos) == Provenance::assumed);
  CHECK(table.one_way_latency(lagos, lagos) == kWithinCityOneWay);
}

TEST_CASE("cities: every pair of different cities has a plausible latency and jitter", "[unit]") {
  const CityTable& table = CityTable::built_in();
  const auto count = static_cast<std::uint32_t>(table.cities().size());
  for (std::uint32_t a = 0; a < count; ++a) {
    for (std::uint32_t b = 0; b < count; ++b) {
      if (a != b) {
        CAPTURE(table.cities()[a].name, table.cities()[b].name);
        REQUIRE(table.one_way_latency({a}, {b}) >= std::chrono::milliseconds{1});
        REQUIRE(table.one_way_latency({a}, {b}) <= std::chrono::milliseconds{400});
        REQUIRE(table.one_way_jitter({a}, {b}) >= microseconds{50});
        REQUIRE(table.one_way_jitter({a}, {b}) <= std::chrono::milliseconds{20});
        REQUIRE(table.one_way_latency({a}, {b}) == table.one_way_latency({b}, {a}));
      }
    }
  }
}

TEST_CASE("cities: positions, offsets and currencies are those of the table", "[unit]") {
  const CityTable& table = CityTable::built_in();
  const City& mumbai = table.city(id(table, "Mumbai"));
  CHECK(mumbai.utc_offset_minutes == 330);
  CHECK(mumbai.currency == "INR");
  CHECK(table.city(id(table, "Johannesburg")).latitude_microdegrees == -26'204'400);
}

TEST_CASE("cities: a near miss is suggested when a name is unknown", "[unit]") {
  const CityTable& table = CityTable::built_in();
  CHECK(table.find("Lagoss").error().message ==
        "no city 'Lagoss' in the table; did you mean 'Lagos'?");
  CHECK(table.find("lagos").error().message ==
        "no city 'lagos' in the table; did you mean 'Lagos'?");
  CHECK(table.find("Johanesburg").error().message.find("'Johannesburg'") != std::string::npos);
  CHECK(table.find("Xyzzyville").error().message == "no city 'Xyzzyville' in the table");
  CHECK(table.find("").error().message == "no city '' in the table");
}

TEST_CASE("cities: the share of measured links leaves links within a city aside", "[unit]") {
  const CityTable& table = CityTable::built_in();
  const CityId lagos = id(table, "Lagos");
  const std::vector<CityId> hosts{lagos, lagos, id(table, "Accra"), id(table, "Abidjan")};
  const ProvenanceCount count = count_provenance_of_all_pairs(table, hosts);
  CHECK(count.total() == 6);
  CHECK(count.assumed == 1);
  CHECK(count.measured == 3);  // Lagos-Accra twice, Accra-Abidjan
  CHECK(count.measured_ppm() == 600'000);
  CHECK(ProvenanceCount{}.measured_ppm() == 0);
}

TEST_CASE("cities: jitter of one direction is the deviation of the round trip over root two",
          "[unit]") {
  const auto table = CityTable::parse(kCities, kRtt);
  REQUIRE(table.has_value());
  CHECK(table->one_way_latency({0}, {1}) == microseconds{5'250});
  CHECK(table->one_way_jitter({0}, {1}) == Duration{1'414'220});
  CHECK(table->city({1}).utc_offset_minutes == -30);
}

TEST_CASE("cities: malformed tables are refused", "[unit]") {
  CHECK(is_refused("", kRtt));
  CHECK(is_refused(kCities, ""));
  CHECK(is_refused(kRttHeader, kRtt));
  CHECK(is_refused(kCities, kRttHeader));
  CHECK(is_refused(kCities, kRtt + "BBB,AAA,10.5,measured,s,,2.00,measured\n"));
  CHECK(is_refused(kCities, kRttHeader + "AAA,AAA,10.5,measured,s,,2.00,measured\n"));
  CHECK(is_refused(kCities, kRttHeader + "AAA,CCC,10.5,measured,s,,2.00,measured\n"));
  CHECK(is_refused(kCities, kRttHeader + "AAA,BBB,-1,measured,s,,2.00,measured\n"));
  CHECK(is_refused(kCities, kRttHeader + "AAA,BBB,10.5,guessed,s,,2.00,measured\n"));
  CHECK(is_refused(kCities, kRttHeader + "AAA,BBB,10.5\n"));
  CHECK(is_refused(kCities + "Here,CCC,NG,AF-W,1,1,60,NGN,,x,\n", kRtt));
}

TEST_CASE("csv: decimals are read exactly and nothing else is", "[unit]") {
  CHECK(parse_decimal("12.34", 3).value() == 12'340);
  CHECK(parse_decimal("-0.5", 6).value() == -500'000);
  CHECK(parse_decimal("7", 0).value() == 7);
  for (const char* text : {"", "-", ".", "1.", ".5", "1e3", "1.2345", "+1", " 1", "1,0",
                           "99999999999999999999", "9223372036854775807"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_decimal(text, 3).has_value());
  }
}

TEST_CASE("near_miss: the closest candidate wins when it is close enough", "[unit]") {
  CHECK(near_miss("Niarobi", {"Cairo", "Nairobi"}) == "Nairobi");
  CHECK_FALSE(near_miss("abc", {"xyz"}).has_value());
  CHECK_FALSE(near_miss("abc", {}).has_value());
}

}  // namespace callo::topologies
