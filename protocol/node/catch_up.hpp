#pragma once

#include <map>
#include <optional>
#include <vector>

#include "protocol/base/frame.hpp"
#include "protocol/base/time.hpp"
#include "protocol/node/block_request.hpp"
#include "protocol/wire/limits.hpp"

namespace callo {

struct CatchUpLimits {
  std::uint32_t window = 64;               // heights asked for or held, from the next one on
  std::size_t held_bytes_max = 32u << 20;  // of blocks that wait for an earlier one
  std::uint32_t per_request_start = 4;     // blocks asked of a peer at once, at first …
  std::uint32_t per_request_max = kBlocksPerRequestMax;  // … and once it has proven good
  std::size_t peers_max = 256;                           // remembered at a time
  Duration timeout = std::chrono::seconds{1};
  Duration set_aside_min = std::chrono::seconds{2};
  Duration set_aside_max = std::chrono::seconds{64};
};

// Whom to ask for which decided blocks, so that a node that is behind draws level whatever some of
// its peers do and whatever the network loses. Every peer is asked for a range of its own, one
// request at a time; blocks that come early wait for the earlier ones.
//
// The lowest missing height holds up all others: when it has not come after twice the time that
// answers take here, one more peer is asked for it, and so on (hedged requests; J. Dean and L. A.
// Barroso, "The Tail at Scale", CACM 56(2), 2013). So a lost message costs a round trip or two, and
// nothing is asked for twice as long as answers come.
//
// A peer that answers in full is asked for more at once, one that answers in part for less. One
// that sends nothing before its time is over is set aside for a while, twice as long each time, up
// to a maximum, and its heights go to others; since the network may have lost its answer, it is
// still asked for the lowest missing height when nobody better is left. One whose block proves
// false is not: what it claimed is forgotten, and nothing it says counts for a longer while. It is
// forgiven step by step as it serves good blocks again. So a peer that lies about its height costs
// one timeout, then less and less.
//
// Not a machine: the node tells it what happens and sends what it asks for. The blocks are verified
// by the engine, in order; nothing here is trusted before. Bounded by its limits.
class CatchUp {
 public:
  struct Ask {
    EndpointId peer;
    BlockRequest request;
  };

  explicit CatchUp(CatchUpLimits limits) : limits_{limits}, answer_time_{limits.timeout / 4} {}

  // A peer says that it holds decided blocks up to `decided`; `next` is the first height that this
  // node lacks, here and below. What a peer claims while it is set aside counts afterwards.
  void on_claim(EndpointId peer, Height decided, Height next);

  // A decided block of `height` came from `peer`, in a frame that says so. False, and nothing is
  // kept, unless this very peer was asked for it, has not sent it yet, and nobody else has.
  bool on_block(MonotonicTime now, EndpointId peer, Height height, const Frame& frame, Height next);

  // The held block of `next`; an empty frame when it is not there.
  Frame held(Height next) const;
  // The held block of this height is what it should be, or is not: its server is to credit or
  // blame.
  void on_accepted(Height height);
  void on_refused(MonotonicTime now, Height height);

  // Gives up requests whose time is over, forgets heights below `next`, and says what to ask for.
  void plan(MonotonicTime now, Height next, std::vector<Ask>& out);

  // When plan() has to be called even if nothing comes.
  std::optional<MonotonicTime> deadline(MonotonicTime now, Height next) const;

  // For those who watch bounds.
  std::size_t peers() const { return peers_.size(); }

  std::size_t heights() const { return slots_.size(); }

  std::size_t held_bytes() const { return held_bytes_; }

 private:
  struct Peer {
    Height claimed = 0;
    std::uint32_t allowed = 0;  // blocks per request
    // The last request. When its time is over it is not open any more, but what still comes counts.
    BlockRequest request;
    std::uint32_t arrived = 0;  // one bit a block of the request
    bool is_open = false;
    MonotonicTime asked_at;
    MonotonicTime deadline;
    std::uint32_t strikes = 0;
    bool was_false = false;  // it is set aside for a false block
    MonotonicTime aside_until{MonotonicTime::min()};

    bool awaits(Height height) const;
  };

  // A height that somebody was asked for; `frame` and `server` once it has come.
  struct Slot {
    std::uint32_t requests = 0;  // open ones
    MonotonicTime asked_at;      // the last one
    EndpointId server;
    Frame frame;
  };

  using Slots = std::map<Height, Slot>;

  Peer* find_peer(EndpointId peer);
  bool make_room();
  void expire(MonotonicTime now);
  void forget_below(Height next);
  void close(Peer& peer);
  Slots::iterator discard(Slots::iterator slot);
  void on_answer(MonotonicTime now, Peer& peer, Height height);
  void set_aside(MonotonicTime now, Peer& peer, std::uint32_t strikes);
  void ask_for_range(MonotonicTime now, EndpointId endpoint, Peer& peer, Height next,
                     std::vector<Ask>& out);
  void ask_again(MonotonicTime now, Height next, std::vector<Ask>& out);
  void open(MonotonicTime now, EndpointId endpoint, Peer& peer, const BlockRequest& request,
            std::vector<Ask>& out);
  static bool may_be_asked_again(MonotonicTime now, const Peer& peer, Height next);
  Duration patience() const;

  CatchUpLimits limits_;
  Duration answer_time_;  // from a request to the first block of its answer, smoothed
  std::map<EndpointId, Peer> peers_;
  Slots slots_;
  std::size_t held_bytes_ = 0;
};

}  // namespace callo
