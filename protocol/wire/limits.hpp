#pragma once

#include <cstddef>
#include <cstdint>

namespace callo {

// Every length and count that a peer can name has its limit here; a decoder refuses before it
// allocates.
inline constexpr std::size_t kChainIdBytesMax = 32;
inline constexpr std::size_t kBlockPartBytes = 65'536;  // all parts but the last have this size
inline constexpr std::size_t kBlockBytesMax = 4 * 1024 * 1024;
inline constexpr std::uint32_t kBlockPartsMax = kBlockBytesMax / kBlockPartBytes;
inline constexpr std::size_t kMerklePathMax = 16;  // up to 65,536 leaves
inline constexpr std::uint32_t kValidatorsMax = 16'384;
inline constexpr std::uint32_t kBlockTransactionsMax = 65'536;
inline constexpr std::size_t kTransactionBytesMax = 65'536;
inline constexpr std::uint32_t kTransactionInputsMax = 256;
inline constexpr std::uint32_t kTransactionOutputsMax = 256;
inline constexpr std::uint32_t kValidatorChangesMax = 256;  // of one transaction
// Votes and proposals are small; nothing larger can be part of evidence.
inline constexpr std::size_t kEvidenceMessageBytesMax = 1024;
inline constexpr std::uint32_t kBlockEvidenceMax = 32;
inline constexpr std::uint32_t kStatusRoundsMax = 8;
inline constexpr std::uint32_t kStatusTransactionsMax = 128;
inline constexpr std::uint32_t kBlocksPerRequestMax = 16;
// A frame holds at most a block with its commit.
inline constexpr std::size_t kFrameBytesMax = 2 * kBlockBytesMax + 4'096;
// What an envelope adds to its data at most.
inline constexpr std::size_t kEnvelopeBytesMax = 128;

}  // namespace callo
