#include "protocol/node/search/item_proof.hpp"
#include "tests/fuzz/support/chain_samples.hpp"
#include "tests/fuzz/support/fuzz.hpp"

namespace callo::fuzz {

namespace {

LightBlock sample_light_block(const BlockHeader& header) {
  std::vector<Validator> validators;
  for (std::uint32_t node = 0; node < 4; ++node) {
    validators.push_back({NodeId{node}, PublicKey{{static_cast<std::uint8_t>(node)}}, 1, 0});
  }
  LightBlock block{header, sample_commit(), ValidatorSet{validators}};
  block.header.validators_hash = block.validators.hash();
  block.commit.block_id.hash = block_hash(block.header);
  return block;
}

CoinsProof sample_coins(const LightBlock& light) {
  const Coin coin{PublicKey{{1}}, Currency{{'N', 'G', 'N'}}, 5};
  OwnerProof coins{Hash{{2}}, Bytes{0, 0, 0, 0, 0}, {}, {}};
  coins.below.coins.emplace_back(OwnerIndex::place_of(coin.owner, Outpoint{Hash{{3}}, 1}), coin);
  coins.below.steps.push_back({7, Hash{{4}}});
  coins.outpoints.push_back({Hash{{3}}, 1});
  return {light, coins};
}

}  // namespace

std::vector<Bytes> seeds() {
  const Block block = sample_block(7, {Bytes{1, 2, 3}});
  const LightBlock light = sample_light_block(block.header);
  return {encode(ItemProof{BlockProof{light, encode(block)}}),
          encode(ItemProof{TransactionProof{light, Bytes{1, 2, 3}, {0, 2, {Hash{{9}}}}}}),
          encode(ItemProof{sample_coins(light)})};
}

void one_input(BytesView input) {
  if (const std::optional<ItemProof> proof = decode_item_proof(input)) {
    CALLO_CHECK(same_bytes(encode(*proof), input));
    const ItemKey keys[] = {ItemKey::block_at(7), ItemKey::coins_of(PublicKey{{1}}),
                            ItemKey::transaction(Hash{{1}})};
    for (const ItemKey& key : keys) {
      if (shows_item(*proof, key)) {
        content_of(*proof, key);
      }
    }
  }
}

}  // namespace callo::fuzz
