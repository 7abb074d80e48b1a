#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include "sim/engine/engine.hpp"
#include "sim/engine/random_stream.hpp"
#include "sim/network/bulk_carrier.hpp"
#include "sim/network/counters.hpp"
#include "sim/network/interceptor.hpp"
#include "sim/network/link_table.hpp"
#include "sim/network/network_config.hpp"
#include "sim/network/nic_queues.hpp"

namespace callo::sim {

// Carries frames between endpoints that stand in cities. What happens to a message is drawn from
// (seed, purpose, sender, receiver, number of the message among those of its sender).
//
// A message is lost if its link is blocked, or its two endpoints are no peers, at the instant it is
// sent or at the instant it would arrive: the same for every fidelity. A message also dies if its
// receiver crashes before it arrives, and if its sender crashes before it has wholly left (which at
// fidelity `latency` is at once).
class Network final : private BulkReceiver {
 public:
  Network(Engine& engine, NetworkConfig config);
  Network(const Network&) = delete;
  Network& operator=(const Network&) = delete;
  ~Network() override;

  void send(EndpointId from, std::span<const EndpointId> to, const Frame& frame,
            MessageClass message_class);

  // Acts on an event of the network's own kinds: a chunk, the start of a bulk transfer.
  void on_event(const Event& event);

  // Whether a delivery reaches its endpoint; counts it either way.
  bool admit(const Event& delivery);

  // Brings what a delivery to the endpoint needs into the cache.
  void fetch(EndpointId endpoint) const { __builtin_prefetch(&endpoint_counters_[endpoint.value]); }

  // Endpoints begin down. Going down kills what is on its way to the endpoint or still in its card.
  void set_up(EndpointId endpoint, bool is_up);

  bool is_up(EndpointId endpoint) const { return endpoints_[endpoint.value].is_up(); }

  // Restricts an endpoint to these peers, in both directions; nullopt lifts it. Twins are given
  // disjoint sets.
  void set_peers(EndpointId endpoint, std::optional<std::span<const EndpointId>> peers);

  // Blocks and impairments may be changed at any time; after an unclog() comes release_unclogged().
  LinkTable& links() { return links_; }

  // Sends on, in the order in which they were sent, what no clog holds any more.
  void release_unclogged();

  // Of an endpoint's access line, both ways; nullopt: what the configuration says. For messages
  // that have not begun to leave.
  void limit_bandwidth(EndpointId endpoint, std::optional<std::int64_t> bits_per_s);

  // From now on; null for nobody. It outlives the network, or is taken out again.
  void set_interceptor(Interceptor* interceptor) { interceptor_ = interceptor; }

  // Sends on a packet that the interceptor held; nothing if its receiver has crashed since.
  // Contract: it is held.
  void release(std::uint64_t packet);

  // Needed by fidelity `fluid` before the first message.
  BulkReceiver& attach(BulkCarrier& carrier);
  bool needs_carrier() const;

  const NetworkConfig& config() const { return config_; }

  const NetworkCounters& counters() const { return counters_; }

  const EndpointCounters& counters(EndpointId endpoint) const {
    return endpoint_counters_[endpoint.value];
  }

 private:
  // What a sender must know of every receiver: small, so that all of them stay in the cache.
  struct Endpoint {
    std::uint32_t city{};
    std::uint32_t epoch{};  // counts going up and down: odd while up

    bool is_up() const { return epoch % 2 == 1; }
  };

  struct Message {
    Place from;
    Place to;
    std::uint64_t number;  // among those of its sender
    const Frame& frame;
    void* body;  // of the frame: what events hold
    Fidelity fidelity;
    std::uint8_t kind;  // counted_kind() of the frame
  };

  // Waits for the carrier, or is with it.
  struct Bulk {
    Event arrival;  // owns the frame while the transfer lives
    std::uint32_t sender_epoch{};
    std::uint64_t next_free{};
  };

  // Waits for the end of a clog or for the interceptor.
  struct Held {
    EndpointId from;
    EndpointId to;
    std::uint64_t number{};
    Frame frame;
    Fidelity fidelity{};
    std::uint8_t kind{};
    std::uint32_t receiver_epoch{};
  };

  void on_bulk_end(std::uint64_t token, SimTime end, bool arrived) override;

  void drop_unknown(Message& message, bool has_reference);
  void send_faulty(const Message& message);
  void send_intercepted(const Message& message);
  void send_on(const Message& message, Duration delay);
  void send_impaired(const Message& message, Duration delay);
  Held hold(const Message& message) const;
  void release(const Held& held);
  Frame corrupted(const Frame& frame, RandomStream& fate);
  void carry(const Message& message, std::uint64_t copy, Duration delay);
  void fill(Event& arrival, const Message& message) const;
  void wait_for_carrier(const Event& arrival, Duration delay);
  void start_bulk(const Event& event);
  Event end_bulk(std::uint64_t token);
  bool are_peers(EndpointId a, EndpointId b) const;
  bool allows(EndpointId endpoint, EndpointId peer) const;

  Place place(EndpointId endpoint) const { return {endpoint, endpoints_[endpoint.value].city}; }

  void drop(DropReason reason) { ++counters_.dropped[static_cast<std::size_t>(reason)]; }

  static constexpr std::uint64_t kNoBulk = ~std::uint64_t{0};

  Engine& engine_;
  NetworkConfig config_;
  std::uint64_t jitter_key_;
  std::uint64_t fate_key_;
  LinkTable links_;
  NicQueues queues_;
  BulkCarrier* carrier_ = nullptr;
  std::vector<Endpoint> endpoints_;
  std::vector<EndpointCounters> endpoint_counters_;
  std::vector<std::vector<bool>> peers_;  // by endpoint; empty rows for those that talk to all
  std::deque<Held> clogged_;              // oldest first
  Interceptor* interceptor_ = nullptr;
  std::uint64_t packets_shown_ = 0;
  std::map<std::uint64_t, Held> intercepted_;  // by number of the packet
  std::vector<Bulk> bulk_;
  std::uint64_t free_bulk_ = kNoBulk;
  NetworkCounters counters_;
};

}  // namespace callo::sim
