#include "protocol/node/node.hpp"

namespace callo {

Holdings Node::holdings() const {
  return {tendermint_.holdings(), executor_.mempool().size(), evidence_.size(),
          catch_up_.heights(),    catch_up_.peers(),          executor_.intake().waiting().size()};
}

}  // namespace callo
