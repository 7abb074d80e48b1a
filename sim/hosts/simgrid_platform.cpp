#include "sim/hosts/simgrid_platform.hpp"

#include <string>
#include <utility>

namespace callo::sim {

namespace {

namespace s4u = simgrid::s4u;

// Stands for "without limit"; far above any link, far below where a double loses single bytes.
constexpr double kUnlimitedBytesPerSecond = 1e12;
// Hosts compute nothing; SimGrid wants a positive speed.
constexpr double kHostSpeed = 1e9;

double seconds(Duration duration) {
  return static_cast<double>(duration.count()) * 1e-9;
}

class PlatformBuilder {
 public:
  explicit PlatformBuilder(const NetworkConfig& config)
      : config_{config}, world_{s4u::create_full_zone("world")} {}

  Result<std::vector<s4u::Host*>> build() {
    for (std::uint32_t city = 0; city < config_.cities; ++city) {
      add_city(city);
    }
    for (const EndpointLink& link : config_.endpoints) {
      add_host(link);
    }
    for (const City& city : cities_) {
      city.zone->seal();
    }
    if (auto routed = add_routes(); !routed) {
      return tl::unexpected(routed.error());
    }
    world_->seal();
    return std::move(hosts_);
  }

 private:
  struct City {
    s4u::NetZone* zone;
    simgrid::kernel::routing::NetPoint* gateway;
    Duration near_half;  // of the latency inside the city: part of every uplink
    Duration far_half;   // and of every downlink
  };

  void add_city(std::uint32_t index) {
    s4u::NetZone* zone = s4u::create_star_zone("city" + std::to_string(index));
    zone->set_parent(world_);
    const Duration inside = config_.path(index, index).base;
    cities_.push_back({zone, zone->create_router("gateway" + std::to_string(index)), inside / 2,
                       inside - inside / 2});
  }

  void add_host(const EndpointLink& endpoint) {
    const City& city = cities_[endpoint.city];
    const std::string name = std::to_string(hosts_.size());
    s4u::Host* host = city.zone->create_host("n" + name, kHostSpeed)->seal();
    const s4u::Link* up =
        city.zone->create_link("up" + name, bytes_per_second(endpoint.up_bits_per_s))
            ->set_latency(seconds(config_.last_mile + city.near_half));
    const s4u::Link* down =
        city.zone->create_link("down" + name, bytes_per_second(endpoint.down_bits_per_s))
            ->set_latency(seconds(config_.last_mile + city.far_half));
    city.zone->add_route(host->get_netpoint(), nullptr, nullptr, nullptr, {s4u::LinkInRoute(up)},
                         false);
    city.zone->add_route(nullptr, host->get_netpoint(), nullptr, nullptr, {s4u::LinkInRoute(down)},
                         false);
    hosts_.push_back(host);
  }

  Result<void> add_routes() {
    for (std::uint32_t from = 0; from < config_.cities; ++from) {
      for (std::uint32_t to = 0; to < config_.cities; ++to) {
        if (from == to) {
          continue;
        }
        const Duration between =
            config_.path(from, to).base - cities_[from].near_half - cities_[to].far_half;
        if (between.count() < 0) {
          return fail("cities " + std::to_string(from) + " and " + std::to_string(to) +
                      " are closer than the endpoints inside them: fidelity \"fluid\" cannot "
                      "carry that");
        }
        add_route(from, to, between);
      }
    }
    return {};
  }

  void add_route(std::uint32_t from, std::uint32_t to, Duration latency) {
    const std::string name = "path" + std::to_string(from) + "_" + std::to_string(to);
    const s4u::Link* link = world_->create_link(name, kUnlimitedBytesPerSecond)
                                ->set_latency(seconds(latency))
                                ->set_sharing_policy(s4u::Link::SharingPolicy::FATPIPE);
    world_->add_route(cities_[from].zone->get_netpoint(), cities_[to].zone->get_netpoint(),
                      cities_[from].gateway, cities_[to].gateway, {s4u::LinkInRoute(link)}, false);
  }

  const NetworkConfig& config_;
  s4u::NetZone* world_;
  std::vector<City> cities_;
  std::vector<s4u::Host*> hosts_;
};

}  // namespace

Result<std::vector<s4u::Host*>> build_platform(const NetworkConfig& config) {
  return PlatformBuilder{config}.build();
}

AccessLinks access_links(EndpointId endpoint) {
  const std::string name = std::to_string(endpoint.value);
  return {s4u::Link::by_name("up" + name), s4u::Link::by_name("down" + name)};
}

double bytes_per_second(std::int64_t bits_per_s) {
  return bits_per_s == 0 ? kUnlimitedBytesPerSecond : static_cast<double>(bits_per_s) / 8;
}

}  // namespace callo::sim
