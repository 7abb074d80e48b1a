#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "sim/checkers/checker.hpp"

namespace callo::sim {

// An honest node asks a peer for no block beyond what the peer's latest word is that it has: one
// that claimed too much, and takes it back, is not waited for (ASA-2025-001, CVE-2025-24371).
// A status that may have been passed over takes nothing back: one that is not signed by its sender
// or not its newest, or that follows another of the same sender too soon to be looked at.
class AsksWithinClaims final : public Checker {
 public:
  static constexpr std::string_view kClaim = "asks_within_claims";

  explicit AsksWithinClaims(const CheckContext& context);

  void on_arrival(const Moment& moment, EndpointId from, const Frame& frame) override;
  void on_wish(const Moment& moment, std::span<const EndpointId> targets,
               const Frame& frame) override;

 private:
  struct Statuses {
    std::uint64_t newest = 0;  // sequence
    Duration latest = Duration::min();
  };

  struct Own {
    std::uint32_t incarnation{};
    std::map<NodeId, Statuses> heard{};      // by who signed
    std::map<EndpointId, Height> claimed{};  // by who passed it on: decided heights
  };

  Own& own_at(const Moment& moment);

  std::vector<Own> own_;  // by EndpointId
};

}  // namespace callo::sim
