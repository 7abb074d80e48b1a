#include "sim/traitors/equivocate.hpp"

namespace callo::sim {

Equivocate::Equivocate(const TraitorContext& context)
    : Behaviour{context}, proposals_{context}, votes_{context} {}

void Equivocate::rewrite(const Turn& turn, Effects& out) {
  // Proposals first: the proposer's own vote of the same step already tells both stories.
  proposals_.prepare(turn, out);
  votes_.prepare(turn, out);
  count_fired(faces_.split(context().coalition, out));
}

}  // namespace callo::sim
