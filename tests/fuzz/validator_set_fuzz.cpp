#include "protocol/chain/validator_codec.hpp"
#include "tests/fuzz/support/fuzz.hpp"

namespace callo::fuzz {

std::vector<Bytes> seeds() {
  ValidatorSet set{{{NodeId{1}, PublicKey{{1}}, 10, 0},
                    {NodeId{2}, PublicKey{{2}}, 3, 0},
                    {NodeId{7}, PublicKey{{3}}, 1, 0}}};
  std::vector<Bytes> result;
  for (int turn = 0; turn < 3; ++turn) {
    set.advance(1);
    Writer out;
    encode(out, set);
    result.push_back(out.take());
  }
  return result;
}

void one_input(BytesView input) {
  Reader in{input};
  const auto set = decode_validator_set(in);
  if (set.has_value() && in.finished()) {
    Writer again;
    encode(again, *set);
    CALLO_CHECK(same_bytes(again.view(), input));
  }
}

}  // namespace callo::fuzz
