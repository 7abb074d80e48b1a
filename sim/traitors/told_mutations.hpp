#pragma once

#include <deque>
#include <map>
#include <utility>
#include <vector>

#include "sim/traitors/behaviour.hpp"
#include "sim/traitors/mutation.hpp"
#include "sim/traitors/send_rewriter.hpp"

namespace callo::sim {

// Says some of its messages otherwise, exactly as told: nothing is drawn, so that each lie can be
// left out or replayed alone. A lie stays the same however often it is repeated.
class ToldMutations final : public Behaviour {
 public:
  explicit ToldMutations(const TraitorContext& context);

  void rewrite(const Turn& turn, Effects& out) override;

 private:
  void rewrite_one(const Envelope& envelope, const Send& send, std::span<const EndpointId> targets,
                   Effects& out);
  // Null: nothing is said. Made once.
  const Frame& mutated(std::size_t mutation, const Envelope& envelope, const Frame& frame,
                       Effects& out);
  Frame mutate(const Mutation& mutation, const Envelope& envelope, const Frame& frame,
               Effects& out);
  BlockId other_block(Change change, const BlockId& block) const;
  void look(const Frame& frame);
  bool applies(const Mutation& mutation, const Envelope& envelope) const;

  std::map<std::pair<std::size_t, ContentId>, Frame> mutated_;
  std::deque<BlockId> named_;  // the latest distinct ones, newest last
  SendRewriter rewriter_;
  std::vector<EndpointId> told_;
  std::vector<EndpointId> others_;
};

}  // namespace callo::sim
