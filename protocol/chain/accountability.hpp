#pragma once

#include <set>
#include <span>
#include <vector>

#include "protocol/chain/justification.hpp"
#include "protocol/chain/validator_set.hpp"

namespace callo {

enum class Misdeed : std::uint8_t {
  none,          // the certificates do not contradict each other, or name nobody
  equivocation,  // two votes of one type in one round
  amnesia        // a vote against an earlier precommit that nothing allowed
};

// Who broke agreement. Culprits are proven; suspects did what only a traitor does unless they hold
// a justification, which they were asked for and have not sent: silence alone makes nobody a
// culprit.
struct Blame {
  Misdeed misdeed = Misdeed::none;
  std::vector<NodeId> culprits;
  std::vector<NodeId> suspects;
  std::int64_t culprit_power = 0;
  std::int64_t suspect_power = 0;
  bool operator==(const Blame&) const = default;
};

// What was collected after a break: every polka that anybody sent at that height, each checked, and
// who has answered at all.
struct Testimony {
  std::vector<Polka> polkas;
  std::set<NodeId> answered;
};

// Two valid commits of one height for different blocks, v in round r and v' in round r' >= r.
//
// r = r': whoever stands in both equivocated; two quorums share more than 1/3 of the power.
//
// r < r': consider the earliest polka for v' from r on. Whoever precommitted v in r and prevoted v'
// in that polka's round (or precommitted v' in r', if no polka turned up) broke his lock: for a
// correct node lines 28-33 want a still earlier polka for v', which it had made durable before it
// voted, and would have sent. Should the earliest polka be of round r itself, the polka for v of
// that round is the other half: whoever stands in both equivocated. Any two of these quorums share
// more than 1/3 of the power: so once all correct nodes have answered, culprits and suspects are
// more than 1/3, and all of them traitors, as long as there are no more than 2/3 of these (Buchman
// et al., DSN 2022). A correct node that answered is never among the culprits, whoever else keeps
// silent.
Blame judge(const Commit& one, const Commit& other, const Testimony& testimony,
            const ValidatorSet& validators);

}  // namespace callo
