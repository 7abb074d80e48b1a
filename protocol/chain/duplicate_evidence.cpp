#include "protocol/chain/duplicate_evidence.hpp"

#include "protocol/crypto/merkle.hpp"
#include "protocol/crypto/sha256.hpp"
#include "protocol/wire/limits.hpp"

namespace callo {

namespace {

Frame decode_message(Reader& in) {
  const BytesView bytes = in.blob(kEvidenceMessageBytesMax);
  return make_frame(Bytes{bytes.begin(), bytes.end()});
}

}  // namespace

bool operator==(const DuplicateEvidence& a, const DuplicateEvidence& b) {
  return a.first.id() == b.first.id() && a.second.id() == b.second.id();
}

void encode(Writer& out, const DuplicateEvidence& evidence) {
  out.blob(evidence.first.bytes());
  out.blob(evidence.second.bytes());
}

DuplicateEvidence decode_evidence(Reader& in) {
  DuplicateEvidence evidence;
  evidence.first = decode_message(in);
  evidence.second = decode_message(in);
  return evidence;
}

Bytes encode_data(const DuplicateEvidence& evidence) {
  Writer out{8 + evidence.first.size() + evidence.second.size()};
  encode(out, evidence);
  return out.take();
}

std::optional<DuplicateEvidence> decode_evidence(BytesView data) {
  Reader in{data};
  DuplicateEvidence evidence = decode_evidence(in);
  if (!in.finished()) {
    return std::nullopt;
  }
  return evidence;
}

Hash evidence_root(std::span<const DuplicateEvidence> evidence) {
  std::vector<Hash> leaves;
  leaves.reserve(evidence.size());
  for (const DuplicateEvidence& one : evidence) {
    leaves.push_back(merkle_leaf(encode_data(one)));
  }
  return merkle_root(leaves);
}

}  // namespace callo
