#pragma once

#include <set>
#include <span>
#include <utility>
#include <variant>
#include <vector>

#include "protocol/chain/vote_bundle.hpp"
#include "protocol/step/effects.hpp"
#include "protocol/step/input.hpp"
#include "sim/traitors/send_rewriter.hpp"

namespace callo::sim {

// Votes travel alone or in bundles, by the exchange and by repair. A behaviour is written for votes
// that travel alone: the bundles of a step are opened before it rewrites the step's sends and
// closed behind it, for each receiver on its own. A bundle that nothing was changed in leaves as it
// was.
class BundledVotes {
 public:
  // In place of each bundle stands the same bundle without votes, which stands for its being sent
  // at all, and behind it each of its votes.
  void open(Effects& out);
  // A vote that was in no bundle before, of the same phase and for the same receiver, goes into it
  // as well; one that cannot stand in it goes alone, as do all votes whose bundle was left out.
  void close(Effects& out);

 private:
  struct Opened {
    EndpointId target;
    ContentId emptied;
    Frame honest;
    VoteBundlePointer content;
    bool is_sent = false;
    std::vector<Frame> votes;
    std::set<std::pair<BlockId, NodeId>> places;  // of the votes, each once in a bundle
  };

  void open_one(const Send& send, std::span<const EndpointId> targets, Effects& out);
  void close_one(const Send& send, std::span<const EndpointId> targets, Effects& out);
  Opened* find_emptied(EndpointId target, const ContentId& id);
  Opened* find_sent(EndpointId target, const VotePhase& phase);
  static Frame closed(const Opened& bundle);

  std::vector<Opened> opened_;
  std::vector<EndpointId> alone_;
  SendRewriter rewriter_;
};

// Null for what is no bundle of votes.
VoteBundlePointer bundle_in(const Frame& frame);

// Calls each(frame) for a received frame, or for every vote of a received bundle.
template <typename Each>
void for_each_heard(const Input& input, Each&& each) {
  const auto* const received = std::get_if<Received>(&input);
  if (received == nullptr) {
    return;
  }
  if (const VoteBundlePointer bundle = bundle_in(received->frame)) {
    for (const Frame& vote : bundle->votes) {
      each(vote);
    }
  } else {
    each(received->frame);
  }
}

}  // namespace callo::sim
