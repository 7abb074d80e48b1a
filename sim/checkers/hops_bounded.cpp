#include "sim/checkers/hops_bounded.hpp"

#include <algorithm>
#include <bit>

namespace callo::sim {

void HopsBounded::begin(const OverlayFacts& facts) {
  bits_per_digit_ = static_cast<unsigned>(std::countr_zero(facts.digit_base));
  for (const OverlayId& id : facts.stable_members) {
    sorted_.push_back(written(id));
  }
  std::sort(sorted_.begin(), sorted_.end());
}

HopsBounded::Written HopsBounded::written(const OverlayId& id) {
  Written bits{};
  for (std::size_t bit = 0; bit < 8 * bits.size(); ++bit) {
    const unsigned value = (unsigned{id.value.bytes[31 - bit / 8]} >> (bit % 8)) & 1U;
    bits[bit / 8] = static_cast<std::uint8_t>(bits[bit / 8] | value << (7 - bit % 8));
  }
  return bits;
}

unsigned HopsBounded::digits_shared(const Written& a, const Written& b) const {
  for (unsigned byte = 0; byte < a.size(); ++byte) {
    const auto different = static_cast<std::uint8_t>(a[byte] ^ b[byte]);
    if (different != 0) {
      return (8 * byte + static_cast<unsigned>(std::countl_zero(different))) / bits_per_digit_;
    }
  }
  return static_cast<unsigned>(8 * a.size()) / bits_per_digit_;
}

void HopsBounded::on_answer(const SearchedAnswer& answer) {
  const auto* find = std::get_if<FindNode>(&answer.order.what);
  if (find == nullptr || answer.answer.outcome != SearchOutcome::found || sorted_.empty()) {
    return;
  }
  ++found_;
  const Written wanted = written(find->id);
  const auto at = std::lower_bound(sorted_.begin(), sorted_.end(), wanted);
  unsigned shared = 0;
  if (at != sorted_.begin()) {
    shared = digits_shared(wanted, *(at - 1));
  }
  if (at != sorted_.end() && at + 1 != sorted_.end()) {
    shared = std::max(shared, digits_shared(wanted, *(at + 1)));
  }
  if (answer.answer.hops > shared + 1) {
    violated(answer.time, answer.searcher,
             "found a node over " + std::to_string(answer.answer.hops) + " hops where " +
                 std::to_string(shared + 1) + " are enough");
  }
}

std::string HopsBounded::abstention() const {
  if (sorted_.empty()) {
    return "members come, go or lie, or messages are lost";
  }
  return found_ == 0 ? "no node was searched for" : std::string{};
}

}  // namespace callo::sim
