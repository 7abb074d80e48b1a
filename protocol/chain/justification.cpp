#include "protocol/chain/justification.hpp"

namespace callo {

void encode(Writer& out, const Justification& justification) {
  out.u64(justification.height);
  out.u32(static_cast<std::uint32_t>(justification.polkas.size()));
  for (const Polka& polka : justification.polkas) {
    encode(out, polka);
  }
}

Justification decode_justification(Reader& in) {
  Justification justification;
  justification.height = in.u64();
  const std::uint32_t count = in.count(kJustificationPolkasMax);
  for (std::uint32_t index = 0; index < count && in.ok(); ++index) {
    justification.polkas.push_back(decode_commit(in));
    if (justification.polkas.back().height != justification.height) {
      in.fail();
    }
  }
  if (count == 0) {
    in.fail();
  }
  return justification;
}

Bytes encode(const Justification& justification) {
  Writer out;
  encode(out, justification);
  return out.take();
}

std::optional<Justification> decode_justification(BytesView bytes) {
  Reader in{bytes};
  Justification justification = decode_justification(in);
  if (!in.finished()) {
    return std::nullopt;
  }
  return justification;
}

}  // namespace callo
