#pragma once

#include <optional>

#include "protocol/base/ids.hpp"
#include "protocol/overlay/membership/overlay_id.hpp"
#include "protocol/wire/envelope.hpp"

namespace callo {

// In the header of what the overlay's nodes say to each other: most of them stand in no table of
// validators, so that the key inside the message says who speaks (DECISIONS.md).
inline constexpr NodeId kNoNode{0xffff'ffff};

// The largest body of one message between two nodes of the overlay.
inline constexpr std::size_t kPostBytesMax = 512 * 1'024;

// Who speaks, from where, and to whom: the beginning of the data of every message of the overlay.
// All of it is signed, so that a message is good for one receiver only, and its sender can be
// reached where it came from.
struct PostHeader {
  PublicKey sender;
  EndpointId at;
  OverlayId receiver;
};

// A message whose signature, shape and addresses are good; views into the frame.
struct Post {
  Header header;
  OverlayId sender;
  PublicKey sender_key;
  EndpointId at;
  BytesView body;
};

enum class PostDefect : std::uint8_t { none, malformed, misdirected, bad_signature };

Frame seal_post(MessageKind kind, std::string_view chain_id, std::uint64_t sequence,
                const PostHeader& header, BytesView body, Signer& signer);

// What an endpoint received from `from`, opened for `self`. The signature is checked last, since it
// costs most.
PostDefect open_post(const Frame& frame, std::string_view chain_id, EndpointId from,
                     const OverlayId& self, Verifier& verifier, Post& post);

}  // namespace callo
