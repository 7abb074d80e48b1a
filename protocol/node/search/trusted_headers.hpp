#pragma once

#include <map>
#include <memory>

#include "protocol/chain/light_client.hpp"

namespace callo {

// The headers that a searcher trusts: one from outside, and all that follow from it as a light
// client checks them, by the commit of +2/3. Of two headers of one height the first one stays.
class TrustedHeaders {
 public:
  // Besides the root; the lowest one is forgotten first, since any later one can be checked from
  // the root again.
  static constexpr std::size_t kHeadersMax = 64;

  TrustedHeaders(std::shared_ptr<const LightBlock> root, LightOptions options);

  // Is it trusted now? Checked from the highest trusted header below it.
  bool trust(const LightBlock& block, CalendarTime now, Verifier& verifier, Work& work);

  Height newest() const;

 private:
  std::shared_ptr<const LightBlock> root_;
  LightOptions options_;
  std::map<Height, LightBlock> known_;  // above the root
};

}  // namespace callo
