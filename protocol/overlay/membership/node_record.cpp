#include "protocol/overlay/membership/node_record.hpp"

#include <algorithm>

#include "protocol/base/check.hpp"

namespace callo {

namespace {

constexpr std::string_view kSignedAsRecord = "callo node record";

bool is_printable(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char letter) { return letter > ' ' && letter <= '~'; });
}

void write_unsigned(Writer& out, const NodeRecord& record) {
  out.text(record.name);
  out.text(record.ip);
  out.u8(static_cast<std::uint8_t>(record.protocol));
  out.u32(record.endpoint.value);
  out.key(record.key);
  out.u64(record.number);
  out.u32(static_cast<std::uint32_t>(record.neighbours.size()));
  for (const OverlayId& neighbour : record.neighbours) {
    out.hash(neighbour.value);
  }
}

Bytes signed_bytes(const NodeRecord& record, std::string_view chain_id) {
  Writer out;
  out.text(kSignedAsRecord);
  out.text(chain_id);
  write_unsigned(out, record);
  return out.take();
}

LinkProtocol read_protocol(Reader& in) {
  const std::uint8_t protocol = in.u8();
  if (protocol < 1 || protocol > 2) {
    in.fail();
  }
  return static_cast<LinkProtocol>(protocol);
}

}  // namespace

void sign_record(NodeRecord& record, std::string_view chain_id, Signer& signer) {
  CALLO_CHECK(record.name.size() <= kNodeNameBytesMax && record.ip.size() <= kIpBytesMax &&
              record.neighbours.size() <= kRecordNeighboursMax);
  record.key = signer.public_key();
  record.signature = signer.sign(signed_bytes(record, chain_id));
}

bool verify_record(const NodeRecord& record, std::string_view chain_id, Verifier& verifier) {
  return verifier.verify(record.key, signed_bytes(record, chain_id), record.signature);
}

void write_record(Writer& out, const NodeRecord& record) {
  write_unsigned(out, record);
  out.signature(record.signature);
}

NodeRecord read_record(Reader& in) {
  NodeRecord record;
  record.name = in.text(kNodeNameBytesMax);
  record.ip = in.text(kIpBytesMax);
  record.protocol = read_protocol(in);
  record.endpoint = EndpointId{in.u32()};
  record.key = in.key();
  record.number = in.u64();
  const std::uint32_t count = in.count(kRecordNeighboursMax);
  for (std::uint32_t index = 0; index < count && in.ok(); ++index) {
    record.neighbours.push_back({in.hash()});
  }
  record.signature = in.signature();
  const bool ascends = std::adjacent_find(record.neighbours.begin(), record.neighbours.end(),
                                          [](const OverlayId& a, const OverlayId& b) {
                                            return a >= b;
                                          }) == record.neighbours.end();
  if (!ascends || !is_printable(record.name) || !is_printable(record.ip)) {
    in.fail();
  }
  return record;
}

}  // namespace callo
