#pragma once

#include <cstdint>
#include <vector>

#include "protocol/base/frame.hpp"
#include "protocol/step/effects.hpp"
#include "sim/engine/engine.hpp"
#include "sim/network/counters.hpp"
#include "sim/network/network_config.hpp"

namespace callo::sim {

inline constexpr std::uint64_t kChunkBytes = 64 * 1024;

// The sending and receiving queues of every endpoint's network card. A sender cuts its messages
// into chunks and takes them from its messages in turn, so that a small message does not wait for
// the whole of a large one; a receiver takes chunks as they come. O(1) a chunk, no allocation in
// steady state.
class NicQueues {
 public:
  NicQueues(Engine& engine, const std::vector<EndpointLink>& links);
  NicQueues(const NicQueues&) = delete;
  NicQueues& operator=(const NicQueues&) = delete;
  ~NicQueues();

  // `latency`: from the last bit of a chunk leaving to it reaching the receiver's card.
  // `arrival` is scheduled when the whole message has been received.
  void send(const Event& arrival, std::uint64_t bytes, Duration latency);

  void on_chunk_departed(const Event& event);
  void on_chunk_arrived(const Event& event);

  // Bits per second, 0 for no limit; for chunks that have not begun to leave or to come in.
  void set_rates(EndpointId endpoint, std::int64_t up_bits_per_s, std::int64_t down_bits_per_s);

  // The endpoint's queues are lost, with all messages that have not wholly left it: their number is
  // returned.
  std::uint64_t reset(EndpointId endpoint);

 private:
  static constexpr std::uint32_t kNone = ~std::uint32_t{0};

  struct Transfer {
    Event arrival;  // owns the frame while the transfer lives
    std::uint64_t to_send;
    std::uint64_t to_receive;
    Duration latency;
    std::uint32_t chunks_in_flight;
    std::uint32_t next;  // in its sender's queue, or among the free transfers
    bool is_dead;
  };

  struct Card {
    std::int64_t up_bits_per_s;
    std::int64_t down_bits_per_s;
    SimTime receives_until{};
    std::uint32_t generation = 0;
    std::uint32_t sending = kNone;
    std::uint32_t head = kNone;
    std::uint32_t tail = kNone;
  };

  std::uint32_t allocate();
  void free(std::uint32_t transfer);
  void enqueue(Card& card, std::uint32_t transfer);
  void send_next_chunk(EndpointId endpoint);
  void kill(std::uint32_t transfer);

  Engine& engine_;
  std::vector<Card> cards_;
  std::vector<Transfer> transfers_;
  std::uint32_t free_ = kNone;
};

}  // namespace callo::sim
