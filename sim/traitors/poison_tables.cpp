#include "sim/traitors/poison_tables.hpp"

namespace callo::sim {

std::optional<MembershipMessage> PoisonTables::lie(EndpointId, const PostHeader& header,
                                                   const MembershipMessage& truth) {
  MembershipMessage said = truth;
  std::vector<Neighbour>* const named = named_in(said);
  if (named == nullptr || named->empty()) {
    return std::nullopt;
  }
  for (Neighbour& node : *named) {
    if (context().random.next() % 2 == 0) {
      // The last bytes, which decide the place, stay: the made-up node belongs where it is named.
      node.id.value.bytes[0] = static_cast<std::uint8_t>(context().random.next());
      node.id.value.bytes[1] = static_cast<std::uint8_t>(context().random.next());
    }
    node.endpoint = header.at;
    node.in_system = true;
  }
  return said;
}

}  // namespace callo::sim
