#pragma once

#include <vector>

#include "sim/traitors/behaviour.hpp"
#include "sim/traitors/recent_map.hpp"
#include "sim/traitors/send_rewriter.hpp"

namespace callo::sim {

// Says something else in place of its own messages, the same to everybody, and says it again when
// the honest code repeats itself: a lie that stays one story.
class Replacing : public Behaviour {
 public:
  explicit Replacing(const TraitorContext& context);

  void rewrite(const Turn& turn, Effects& out) final;

 protected:
  // What is said instead of an own message: itself alone to stay honest, nothing to keep quiet.
  using Words = std::vector<Frame>;

  // Before the sends of a step are rewritten one by one; see say_instead.
  virtual void prepare(const Turn& /*turn*/, Effects& /*out*/) {}

  // Asked once for each own message of the engine (proposal, part, vote), when the trigger holds.
  virtual Words replacement(const Turn& turn, const Envelope& envelope, const Frame& frame,
                            Effects& out) = 0;

  void say_instead(const Frame& honest, Words words);

  bool is_decided(const Frame& honest) const { return words_.find(honest.id()) != nullptr; }

 private:
  const Words* words_for(const Turn& turn, const Frame& frame, Effects& out);

  RecentMap<ContentId, Words> words_;
  SendRewriter rewriter_;
};

}  // namespace callo::sim
