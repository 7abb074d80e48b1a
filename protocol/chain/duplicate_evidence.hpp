#pragma once

#include <optional>
#include <span>

#include "protocol/base/frame.hpp"
#include "protocol/wire/codec.hpp"

namespace callo {

// Two messages of one signer that no correct node signs both: votes of one (height, round, type)
// for different blocks, nil included, or proposals of one (height, round) that differ in block or
// valid round. Anyone who knows the validators can check it; nothing else is needed. Both are held
// as they went over the wire.
struct DuplicateEvidence {
  Frame first;
  Frame second;
};

// Whether both hold the same bytes in the same order.
bool operator==(const DuplicateEvidence& a, const DuplicateEvidence& b);

// blob first | blob second, each of at most kEvidenceMessageBytesMax bytes.
void encode(Writer& out, const DuplicateEvidence& evidence);
DuplicateEvidence decode_evidence(Reader& in);
Bytes encode_data(const DuplicateEvidence& evidence);
std::optional<DuplicateEvidence> decode_evidence(BytesView data);

// RFC 6962 root over the encodings: the field of a header that binds a block's evidence.
Hash evidence_root(std::span<const DuplicateEvidence> evidence);

}  // namespace callo
