#pragma once

#include <optional>
#include <string>
#include <vector>

#include "protocol/chain/block.hpp"
#include "protocol/chain/validator_set.hpp"
#include "protocol/shim/verifier.hpp"
#include "protocol/step/effects.hpp"

namespace callo {

// Following a chain by its headers: CometBFT's light client (spec/light-client/verification) and
// Braithwaite, Buchman, Khoffi, Konnov, Milosevic, Ruetschi, Widder, "A Tendermint Light Client",
// arXiv:2010.07031. Whoever trusts one header can check a later one without the blocks between.

// A header with the commit that decided it and the validators that could.
struct LightBlock {
  BlockHeader header;
  Commit commit;
  ValidatorSet validators;

  Height height() const { return header.height; }

  const Hash& hash() const { return commit.block_id.hash; }
};

struct LightOptions {
  std::string chain_id;
  // For how long after a header's time more than 2/3 of its validators' power are assumed correct;
  // shorter than the time after which they could leave with what they staked.
  Duration trusting_period = std::chrono::hours{14 * 24};
  // How far a header may be in the future by our own calendar.
  Duration clock_drift_max = std::chrono::seconds{10};
};

enum class LightVerdict : std::uint8_t {
  accepted,
  too_few_trusted,  // not more than 1/3 of the trusted power signed: a header between may help
  trust_expired,    // the trusted header is older than the trusting period
  from_the_future,
  not_later,         // height or time do not grow
  inconsistent,      // header, commit and validators do not belong together, or another chain
  wrong_validators,  // adjacent, and not the validators that the trusted header announced
  bad_commit,        // not +2/3 of its own validators, or a bad signature
};

// Header, commit and validators belong together and to this chain; no signature is checked.
bool is_consistent(const LightBlock& block, std::string_view chain_id);

// May `block` be trusted because `trusted` is? Of adjacent headers the trusted one names the next
// validators; otherwise more than 1/3 of the trusted validators' power must have signed, so that a
// correct one did. In both cases +2/3 of the block's own validators must have. Every signature of
// the commit is checked; what could be refused without is refused first.
LightVerdict verify_light(const LightBlock& trusted, const LightBlock& block,
                          const LightOptions& options, CalendarTime now, Verifier& verifier,
                          Work& work);

// Brings trust from one height to another by bisection: where a step is too long a header in the
// middle is asked for. The caller fetches; nothing here waits or sends.
class Bisection {
 public:
  enum class State : std::uint8_t { needs_block, done, failed };

  struct Attempt {
    Height from{};
    Height to{};
    LightVerdict verdict{};
    bool operator==(const Attempt&) const = default;
  };

  // Requires target > trusted.height(). At most `steps_max` attempts are made.
  Bisection(LightBlock trusted, Height target, std::size_t steps_max = 4'096);

  State state() const { return state_; }

  // The height whose light block comes next; requires needs_block.
  Height needed() const { return needed_; }

  State on_block(LightBlock block, const LightOptions& options, CalendarTime now,
                 Verifier& verifier, Work& work);

  // Verified blocks from the trusted one on; the last is the target's once done.
  const std::vector<LightBlock>& verified() const { return verified_; }

  // All attempts; the last one says why it failed.
  const std::vector<Attempt>& trace() const { return trace_; }

 private:
  std::size_t steps_max_;
  State state_ = State::needs_block;
  Height needed_;
  std::vector<LightBlock> verified_;
  std::vector<LightBlock> waiting_;  // fetched, too far to be trusted yet; nearest last
  std::vector<Attempt> trace_;
};

}  // namespace callo
