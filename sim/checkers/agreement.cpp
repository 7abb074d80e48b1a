#include "sim/checkers/agreement.hpp"

namespace callo::sim {

void Agreement::on_commit(const Moment& moment, const CommitEffect& commit) {
  const First& first =
      first_.try_emplace(commit.height, First{commit.block_hash, moment.node}).first->second;
  if (first.block != commit.block_hash) {
    violated(moment, "height " + std::to_string(commit.height) + ": committed block " +
                         short_hex(commit.block_hash) + " where node " +
                         std::to_string(first.node.value) + " committed " + short_hex(first.block));
  }
}

}  // namespace callo::sim
