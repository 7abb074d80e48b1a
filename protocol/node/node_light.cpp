// The part of a node that serves light clients.
#include <algorithm>

#include "protocol/chain/light_codec.hpp"
#include "protocol/node/node.hpp"
#include "protocol/wire/limits.hpp"

namespace callo {

// Heights that this node cannot vouch for with their validators are not answered: the client asks
// somebody else.
Verdict Node::receive_light_request(Now now, EndpointId from, const Envelope& envelope,
                                    Effects& out) {
  const std::optional<LightRequest> request = decode_light_request(envelope.data);
  if (!request) {
    return Verdict::malformed;
  }
  if (const Verdict verdict = admit_request(now, envelope, out); verdict != Verdict::accepted) {
    return verdict;
  }
  const Height newest = archive_.height();
  const Height height = request->height == 0 ? newest : std::min(request->height, newest);
  const BlockArchive::Entry* const entry = archive_.find(height);
  const ValidatorSet* const validators = tendermint_.validators_of(height);
  if (entry == nullptr || validators == nullptr) {
    return Verdict::stale;
  }
  const std::optional<Block> block = decode_block(entry->block.bytes());
  std::optional<Commit> commit = decode_commit(entry->commit.bytes());
  CALLO_CHECK(block.has_value() && commit.has_value());
  const Bytes data = encode_data(LightBlock{block->header, std::move(*commit), *validators});
  if (data.size() <= kFrameBytesMax - kEnvelopeBytesMax) {
    out.send(from, seal_own(MessageKind::light_block, data, out), MessageClass::control);
  }
  return Verdict::accepted;
}

}  // namespace callo
