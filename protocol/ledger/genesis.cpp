#include "protocol/ledger/genesis.hpp"

#include "protocol/base/check.hpp"
#include "protocol/crypto/sha256.hpp"
#include "protocol/wire/limits.hpp"

namespace callo {

Hash genesis_hash(const Genesis& genesis) {
  CALLO_CHECK(genesis.chain_id.size() <= kChainIdBytesMax);
  Writer out{128 + genesis.issuers.size() * 35 + genesis.coins.size() * kCoinBytes};
  out.text("callo/genesis/1");
  out.text(genesis.chain_id);
  out.u32(static_cast<std::uint32_t>(genesis.issuers.size()));
  for (const Issuer& issuer : genesis.issuers) {
    encode(out, issuer.currency);
    out.key(issuer.key);
  }
  out.u32(static_cast<std::uint32_t>(genesis.coins.size()));
  for (const Coin& coin : genesis.coins) {
    encode(out, coin);
  }
  out.boolean(genesis.registrar.has_value());
  if (genesis.registrar.has_value()) {
    out.key(*genesis.registrar);
  }
  if (genesis.indexes_owners) {
    out.u8(1);  // nothing otherwise: the hash of a genesis without an index is what it was
  }
  return sha256(out.view());
}

}  // namespace callo
