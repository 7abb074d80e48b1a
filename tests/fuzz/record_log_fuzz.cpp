#include "protocol/node/record_log.hpp"
#include "tests/fuzz/support/fuzz.hpp"
#include "tests/support/log_samples.hpp"

namespace callo::fuzz {

std::vector<Bytes> seeds() {
  return {test::sample_log().bytes, test::sample_log({}).bytes};
}

// Whatever was read, written again gives the bytes that were kept.
void one_input(BytesView input) {
  const auto content = read_log(input, "sphyx", NodeId{3});
  if (!content.has_value()) {
    return;
  }
  const Bytes again = test::sample_log(content->records, content->header).bytes;
  CALLO_CHECK(content->kept_bytes + content->cut_bytes == input.size());
  CALLO_CHECK(same_bytes(again, input.first(content->kept_bytes)));
}

}  // namespace callo::fuzz
