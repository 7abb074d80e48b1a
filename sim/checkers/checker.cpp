#include "sim/checkers/checker.hpp"

#include <algorithm>
#include <utility>

namespace callo::sim {

const CheckedValidator* CheckContext::validator(NodeId node) const {
  const auto found = std::find_if(validators.begin(), validators.end(),
                                  [node](const CheckedValidator& v) { return v.node == node; });
  return found == validators.end() ? nullptr : &*found;
}

bool CheckContext::is_honest(NodeId node) const {
  return std::any_of(endpoints.begin(), endpoints.end(), [node](const CheckedEndpoint& endpoint) {
    return endpoint.node == node && endpoint.is_honest;
  });
}

void Checker::violated(const Moment& moment, std::string detail) {
  const bool is_known =
      std::any_of(violations_.begin(), violations_.end(),
                  [&](const Violation& violation) { return violation.node == moment.node; });
  if (!is_known) {
    violations_.push_back(
        {std::string{claim_}, moment.step, moment.time, moment.node, std::move(detail)});
  }
}

}  // namespace callo::sim
