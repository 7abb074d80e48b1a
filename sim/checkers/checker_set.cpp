#include "sim/checkers/checker_set.hpp"

#include <algorithm>
#include <utility>

#include "protocol/base/check.hpp"
#include "sim/checkers/registry.hpp"

namespace callo::sim {

namespace {

std::vector<std::unique_ptr<Checker>> make_all(const CheckContext& context,
                                               std::span<const std::string> claims) {
  std::vector<std::unique_ptr<Checker>> checkers;
  for (const std::string& claim : claims) {
    const ClaimKind* kind = find_claim(claim);
    CALLO_CHECK(kind != nullptr);
    checkers.push_back(kind->make(context));
  }
  return checkers;
}

}  // namespace

CheckerSet::CheckerSet(const CheckContext& context, std::span<const std::string> claims)
    : CheckerSet{context, make_all(context, claims)} {}

CheckerSet::CheckerSet(const CheckContext& context, std::vector<std::unique_ptr<Checker>> checkers)
    : context_{context}, checkers_{std::move(checkers)}, chain_{*context.blocks} {
  for (const std::unique_ptr<Checker>& checker : checkers_) {
    interests_ |= checker->interests();
  }
}

bool CheckerSet::complete(Moment& moment) const {
  CALLO_CHECK(moment.endpoint.value < context_.endpoints.size());
  const CheckedEndpoint& endpoint = context_.endpoints[moment.endpoint.value];
  moment.node = endpoint.node;
  return endpoint.is_honest;
}

void CheckerSet::on_commit(Moment moment, const CommitEffect& commit) {
  if (!complete(moment)) {
    return;
  }
  tell(kCommits, [&](Checker& checker) { checker.on_commit(moment, commit); });
  if ((interests_ & kBlocks) != 0) {
    chain_.add(commit, [&](const ChainBlock& block) {
      tell(kBlocks, [&](Checker& checker) { checker.on_block(moment, block); });
    });
  }
}

void CheckerSet::on_evidence(Moment moment, const EvidenceEffect& evidence) {
  if (complete(moment)) {
    tell(kEvidence, [&](Checker& checker) { checker.on_evidence(moment, evidence); });
  }
}

void CheckerSet::on_blame(Moment moment, const BlameEffect& blame) {
  if (complete(moment)) {
    tell(kBlames, [&](Checker& checker) { checker.on_blame(moment, blame); });
  }
}

void CheckerSet::on_send(Moment moment, const Frame& frame) {
  if (complete(moment)) {
    tell(kSends, [&](Checker& checker) { checker.on_send(moment, frame); });
  }
}

void CheckerSet::on_arrival(Moment moment, EndpointId from, const Frame& frame) {
  if (complete(moment)) {
    tell(kArrivals, [&](Checker& checker) { checker.on_arrival(moment, from, frame); });
  }
}

void CheckerSet::on_wish(Moment moment, std::span<const EndpointId> targets, const Frame& frame) {
  if (complete(moment)) {
    tell(kWishes, [&](Checker& checker) { checker.on_wish(moment, targets, frame); });
  }
}

void CheckerSet::on_record(Moment moment, const Record& record) {
  if (complete(moment)) {
    tell(kRecords, [&](Checker& checker) { checker.on_record(moment, record); });
  }
}

void CheckerSet::on_holdings(Moment moment, const Holdings& holdings) {
  if (complete(moment)) {
    tell(kHoldings, [&](Checker& checker) { checker.on_holdings(moment, holdings); });
  }
}

void CheckerSet::on_light_start(const Moment& moment) {
  tell(kLight, [&](Checker& checker) { checker.on_light_start(moment); });
}

void CheckerSet::on_light_head(const Moment& moment, const LightBlock& head) {
  tell(kLight, [&](Checker& checker) { checker.on_light_head(moment, head); });
}

void CheckerSet::on_light_attacks(const Moment& moment, std::span<const FoundAttack> attacks) {
  tell(kLight, [&](Checker& checker) { checker.on_light_attacks(moment, attacks); });
}

void CheckerSet::on_end(Duration time) {
  for (const std::unique_ptr<Checker>& checker : checkers_) {
    checker->on_end(time);
  }
}

std::vector<Violation> CheckerSet::violations() const {
  std::vector<Violation> all;
  for (const std::unique_ptr<Checker>& checker : checkers_) {
    all.insert(all.end(), checker->violations().begin(), checker->violations().end());
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const Violation& a, const Violation& b) { return a.step < b.step; });
  return all;
}

}  // namespace callo::sim
