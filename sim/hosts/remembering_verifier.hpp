#pragma once

#include <cstdint>
#include <vector>

#include "protocol/shim/verifier.hpp"

namespace callo::sim {

// Remembers outcomes of another verifier, so that a signature which N simulated nodes check is
// computed once. An outcome is a pure function of (key, message, signature), which a 128-bit hash
// stands for; each check still costs every node its modelled time. Memory is bounded: the newest
// outcome takes the place of the oldest of the few that share it, and no result depends on that.
class RememberingVerifier final : public Verifier {
 public:
  // `slots` is a power of two.
  RememberingVerifier(Verifier& verifier, std::size_t slots);

  bool verify(const PublicKey& key, BytesView message, const Signature& signature) override;

  std::uint64_t computed() const { return computed_; }

  std::uint64_t remembered() const { return remembered_; }

 private:
  struct Slot {
    std::uint64_t low{};
    std::uint64_t high{};  // bit 0 is replaced by the outcome
  };

  Verifier& verifier_;
  std::vector<Slot> slots_;
  std::uint64_t computed_ = 0;
  std::uint64_t remembered_ = 0;
};

}  // namespace callo::sim
