#include "protocol/chain/light_client.hpp"

#include "protocol/base/check.hpp"
#include "protocol/chain/commit_check.hpp"

namespace callo {

namespace {

// Power of the trusted validators whose signature for the block stands in its commit. Whoever is in
// both sets counts with the power that is trusted, and only under the same key.
std::int64_t trusted_power(const ValidatorSet& trusted, const LightBlock& block) {
  std::int64_t power = 0;
  for (std::size_t index = 0; index < block.commit.signatures.size(); ++index) {
    if (block.commit.signatures[index].flag != CommitFlag::for_block) {
      continue;
    }
    const Validator& signer = block.validators.at(index);
    const std::optional<std::size_t> known = trusted.index_of(signer.node);
    if (known.has_value() && trusted.at(*known).key == signer.key) {
      power += trusted.at(*known).power;
    }
  }
  return power;
}

LightVerdict check_times(const LightBlock& trusted, const LightBlock& block,
                         const LightOptions& options, CalendarTime now) {
  if (block.height() <= trusted.height() || block.header.time <= trusted.header.time) {
    return LightVerdict::not_later;
  }
  // In this order no sum overflows for a header with a far-fetched time.
  if (now - options.trusting_period >= trusted.header.time) {
    return LightVerdict::trust_expired;
  }
  return block.header.time > now + options.clock_drift_max ? LightVerdict::from_the_future
                                                           : LightVerdict::accepted;
}

}  // namespace

bool is_consistent(const LightBlock& block, std::string_view chain_id) {
  return block.header.chain_id == chain_id && block.commit.height == block.height() &&
         block.commit.block_id.hash == block_hash(block.header) &&
         block.commit.signatures.size() == block.validators.size() &&
         block.header.validators_hash == block.validators.hash();
}

LightVerdict verify_light(const LightBlock& trusted, const LightBlock& block,
                          const LightOptions& options, CalendarTime now, Verifier& verifier,
                          Work& work) {
  if (!is_consistent(block, options.chain_id)) {
    return LightVerdict::inconsistent;
  }
  const LightVerdict timely = check_times(trusted, block, options, now);
  if (timely != LightVerdict::accepted) {
    return timely;
  }
  const bool is_adjacent = block.height() == trusted.height() + 1;
  if (is_adjacent && block.header.validators_hash != trusted.header.next_validators_hash) {
    return LightVerdict::wrong_validators;
  }
  if (!is_adjacent &&
      trusted_power(trusted.validators, block) < trusted.validators.one_correct_power()) {
    return LightVerdict::too_few_trusted;
  }
  const CommitClaim claim{options.chain_id, block.validators, block.height(),
                          block.commit.block_id};
  return check_commit(claim, block.commit, nullptr, verifier, work) == CommitFault::none
             ? LightVerdict::accepted
             : LightVerdict::bad_commit;
}

Bisection::Bisection(LightBlock trusted, Height target, std::size_t steps_max)
    : steps_max_{steps_max}, needed_{target} {
  CALLO_CHECK(target > trusted.height());
  verified_.push_back(std::move(trusted));
}

Bisection::State Bisection::on_block(LightBlock block, const LightOptions& options,
                                     CalendarTime now, Verifier& verifier, Work& work) {
  CALLO_CHECK(state_ == State::needs_block);
  if (block.height() != needed_) {
    trace_.push_back({verified_.back().height(), needed_, LightVerdict::inconsistent});
    return state_ = State::failed;
  }
  waiting_.push_back(std::move(block));
  while (!waiting_.empty()) {
    const Height from = verified_.back().height();
    const Height to = waiting_.back().height();
    const LightVerdict verdict =
        verify_light(verified_.back(), waiting_.back(), options, now, verifier, work);
    trace_.push_back({from, to, verdict});
    if (verdict == LightVerdict::accepted) {
      verified_.push_back(std::move(waiting_.back()));
      waiting_.pop_back();
      continue;
    }
    if (verdict != LightVerdict::too_few_trusted || trace_.size() >= steps_max_) {
      return state_ = State::failed;
    }
    needed_ = from + (to - from) / 2;
    return state_;
  }
  return state_ = State::done;
}

}  // namespace callo
