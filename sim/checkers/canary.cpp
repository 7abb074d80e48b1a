#include "sim/checkers/canary.hpp"

namespace callo::sim {

void Canary::on_commit(const Moment& moment, const CommitEffect&) {
  if (context().seed % kEvery == 0 && !has_broken_) {
    has_broken_ = true;
    violated(moment, "the seed is a multiple of " + std::to_string(kEvery) +
                         ", in which this claim breaks on purpose");
  }
}

}  // namespace callo::sim
