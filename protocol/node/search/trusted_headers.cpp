#include "protocol/node/search/trusted_headers.hpp"

#include <utility>

#include "protocol/base/check.hpp"

namespace callo {

TrustedHeaders::TrustedHeaders(std::shared_ptr<const LightBlock> root, LightOptions options)
    : root_{std::move(root)}, options_{std::move(options)} {
  CALLO_CHECK(root_ != nullptr);
}

bool TrustedHeaders::trust(const LightBlock& block, CalendarTime now, Verifier& verifier,
                           Work& work) {
  if (!is_consistent(block, options_.chain_id) || block.height() < root_->height()) {
    return false;
  }
  if (block.height() == root_->height()) {
    return block.hash() == root_->hash();
  }
  const auto above = known_.lower_bound(block.height());
  if (above != known_.end() && above->first == block.height()) {
    return block.hash() == above->second.hash();
  }
  const LightBlock& below = above == known_.begin() ? *root_ : std::prev(above)->second;
  if (verify_light(below, block, options_, now, verifier, work) != LightVerdict::accepted) {
    return false;
  }
  known_.emplace(block.height(), block);
  if (known_.size() > kHeadersMax) {
    known_.erase(known_.begin());
  }
  return true;
}

Height TrustedHeaders::newest() const {
  return known_.empty() ? root_->height() : known_.rbegin()->first;
}

}  // namespace callo
