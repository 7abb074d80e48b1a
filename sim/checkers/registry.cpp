#include "sim/checkers/registry.hpp"

#include <algorithm>
#include <array>

#include "sim/checkers/accountability.hpp"
#include "sim/checkers/agreement.hpp"
#include "sim/checkers/asks_within_claims.hpp"
#include "sim/checkers/block_time.hpp"
#include "sim/checkers/canary.hpp"
#include "sim/checkers/certificates_valid.hpp"
#include "sim/checkers/chain_integrity.hpp"
#include "sim/checkers/light_clients_follow.hpp"
#include "sim/checkers/light_clients_safe.hpp"
#include "sim/checkers/liveness.hpp"
#include "sim/checkers/locks_kept.hpp"
#include "sim/checkers/memory_bounded.hpp"
#include "sim/checkers/money_conserved.hpp"
#include "sim/checkers/no_correct_key_equivocates.hpp"
#include "sim/checkers/no_double_spend.hpp"
#include "sim/checkers/nobody_framed.hpp"
#include "sim/checkers/rounds_joined.hpp"
#include "sim/checkers/snapshots_agree.hpp"
#include "sim/checkers/timeouts_kept.hpp"

namespace callo::sim {

namespace {

template <typename Claim>
constexpr ClaimKind claim(std::string_view description) {
  return {Claim::kClaim, description, [](const CheckContext& context) -> std::unique_ptr<Checker> {
            return std::make_unique<Claim>(context);
          }};
}

constexpr std::array kClaims{
    claim<Agreement>("no two honest nodes commit different blocks at one height"),
    claim<CertificatesValid>("every committed block is proven by more than 2/3 of the power"),
    claim<ChainIntegrity>("every honest node commits one unbroken chain and the same states"),
    claim<BlockTimeBounds>("block times rise and lie between what honest clocks show"),
    claim<NoDoubleSpend>("every coin is spent at most once, by its owner"),
    claim<MoneyConserved>("money is made by issuers only and never lost"),
    claim<NoCorrectKeyEquivocates>("no honest key signs two different messages of one round"),
    claim<NobodyFramed>("evidence proves what it says and never names an honest node"),
    claim<Accountability>("a break within one round names a third of the power, all traitors"),
    claim<MemoryBounded>("what a node holds of others' messages stays within its limits"),
    claim<LocksKept>("no honest validator prevotes against what it precommitted"),
    claim<TimeoutsKept>("no honest validator leaves a round or refuses before its time"),
    claim<RoundsJoined>("no honest validator speaks in a round that it ought to have left"),
    claim<AsksWithinClaims>("no honest node asks a peer for more than it says it has"),
    claim<SnapshotsAgree>("every snapshot of an honest node is what the chain's headers name"),
    claim<Liveness>("the healed core goes on committing"),
    claim<LightClientsSafe>("light clients trust the chain's headers only, and accuse traitors"),
    claim<LightClientsFollow>("light clients go on trusting newer headers"),
    claim<Canary>("breaks on purpose in every hundredth seed; not among \"all\""),
};

}  // namespace

std::span<const ClaimKind> claim_kinds() {
  return kClaims;
}

const ClaimKind* find_claim(std::string_view name) {
  const auto found = std::find_if(kClaims.begin(), kClaims.end(),
                                  [name](const ClaimKind& kind) { return kind.name == name; });
  return found == kClaims.end() ? nullptr : &*found;
}

}  // namespace callo::sim
