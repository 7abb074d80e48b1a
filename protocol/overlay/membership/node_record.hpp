#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/base/ids.hpp"
#include "protocol/base/keys.hpp"
#include "protocol/overlay/membership/overlay_id.hpp"
#include "protocol/shim/signer.hpp"
#include "protocol/shim/verifier.hpp"
#include "protocol/wire/codec.hpp"

namespace callo {

// How a node can be spoken to.
enum class LinkProtocol : std::uint8_t { tcp = 1, quic = 2 };

inline constexpr std::size_t kNodeNameBytesMax = 63;
inline constexpr std::size_t kIpBytesMax = 45;  // an IPv6 address as text, with a scope
inline constexpr std::uint32_t kRecordNeighboursMax = 64;

// A node as it describes itself, signed with its private key: nobody can say this of another, and
// of two records of one key the one with the larger number is newer. Its place in the overlay is
// the hash of the key.
struct NodeRecord {
  std::string name;
  std::string ip;
  LinkProtocol protocol = LinkProtocol::tcp;
  EndpointId endpoint;
  PublicKey key;
  std::uint64_t number{};
  std::vector<OverlayId> neighbours;  // nearest ones, ascending
  Signature signature;

  OverlayId id() const { return overlay_id_of(key); }
};

// Fills in the key and the signature. Contract: name, ip and neighbours within their limits.
void sign_record(NodeRecord& record, std::string_view chain_id, Signer& signer);
bool verify_record(const NodeRecord& record, std::string_view chain_id, Verifier& verifier);

// Canonical: neighbours ascend, names are printable ASCII.
void write_record(Writer& out, const NodeRecord& record);
// Fails the reader on anything else.
NodeRecord read_record(Reader& in);

}  // namespace callo
