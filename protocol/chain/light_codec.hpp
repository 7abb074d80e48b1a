#pragma once

#include <optional>

#include "protocol/chain/light_attack.hpp"
#include "protocol/wire/codec.hpp"

namespace callo {

// header | commit | validator set. Refused is what is not consistent in itself: a commit of another
// height or block, not one entry a validator, a header that names other validators.
void encode(Writer& out, const LightBlock& block);
std::optional<LightBlock> decode_light_block(Reader& in);

// Data of a light_block message: the light block alone.
Bytes encode_data(const LightBlock& block);
std::optional<LightBlock> decode_light_block(BytesView data);

// u64 common height | conflicting light block, which is higher.
Bytes encode_data(const LightAttackEvidence& evidence);
std::optional<LightAttackEvidence> decode_light_attack_evidence(BytesView data);

// Data of a light_request message: the light block of this height, or the newest for 0 and for
// heights that are not decided yet. u64 height.
struct LightRequest {
  Height height{};
  bool operator==(const LightRequest&) const = default;
};

Bytes encode_data(const LightRequest& request);
std::optional<LightRequest> decode_light_request(BytesView data);

}  // namespace callo
