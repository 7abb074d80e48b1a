#include "sim/traitors/eclipse.hpp"

#include <algorithm>
#include <variant>

namespace callo::sim {

std::optional<MembershipMessage> Eclipse::lie(EndpointId to, const PostHeader&,
                                              const MembershipMessage& truth) {
  const std::vector<EndpointId>& victims = context().receivers;
  const auto is_victim = [&victims](EndpointId endpoint) {
    return std::find(victims.begin(), victims.end(), endpoint) != victims.end();
  };
  MembershipMessage said = truth;
  std::vector<Neighbour>* const named = named_in(said);
  if (named == nullptr) {
    return std::nullopt;
  }
  if (!is_victim(to)) {
    const std::size_t hidden = std::erase_if(
        *named, [&is_victim](const Neighbour& node) { return is_victim(node.endpoint); });
    return hidden == 0 ? std::nullopt : std::optional{std::move(said)};
  }
  *named = context().accomplices;
  if (auto* const copy = std::get_if<CopyReply>(&said)) {
    copy->in_system = true;
  } else if (auto* const stored = std::get_if<JoinWaitReply>(&said)) {
    stored->stored = true;
    stored->level = Digits::kIdBits - 1;
  }
  return said;
}

}  // namespace callo::sim
