#include "protocol/node/node.hpp"

namespace callo {

Holdings Node::holdings() const {
  return {tendermint_.holdings(),
          executor_.mempool().size(),
          evidence_.size(),
          catch_up_.heights(),
          catch_up_.peers(),
          executor_.intake().waiting().size(),
          catch_up_.held_bytes(),
          snapshot_sync_.held_bytes(),
          exchange_ ? exchange_->phases() : 0,
          inquests_.size(),
          inquests_.answers_of_one_max(),
          snapshots_.size(),
          sealed_decided_.size(),
          snapshot_sync_.offers()};
}

}  // namespace callo
