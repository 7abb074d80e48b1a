#include <algorithm>

#include "protocol/ledger/transaction.hpp"
#include "sim/checkers/answers_true.hpp"
#include "sim/checkers/hops_bounded.hpp"
#include "sim/workload/search_chain.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/fake_crypto.hpp"

namespace callo::sim {

namespace {

SearchChain small_chain(Verifier& verifier) {
  SearchChainConfig config;
  config.chain_id = "sphyx";
  config.heights = 4;
  config.owners = 4;
  config.payments_per_block = 2;
  config.first_time = CalendarTime{std::chrono::hours{1}};
  const auto make_signer = [](const KeySeed& seed) {
    return std::make_unique<test::FakeSigner>(std::uint32_t{seed.bytes[0]} |
                                              std::uint32_t{seed.bytes[1]} << 8);
  };
  return {config, make_signer, verifier};
}

SearchTruth truth_of(const SearchChain& chain) {
  SearchedWorld world;
  world.genesis = chain.genesis();
  for (Height height = 1; height <= chain.head(); ++height) {
    world.blocks.push_back(encode(chain.block(height)));
    world.block_hashes.push_back(chain.light_block(height).hash());
  }
  world.endpoint_of = [](const OverlayId& id) -> std::optional<EndpointId> {
    return id.value.bytes[0] == 7 ? std::optional{EndpointId{7}} : std::nullopt;
  };
  return SearchTruth{std::move(world)};
}

// An honest answer to a read, as the protocol proves it.
SearchAnswer answer_to(const SearchChain& chain, Height height, const ItemKey& key) {
  for (const ChainItem& item : chain.items(height)) {
    if (item.key == key) {
      SearchAnswer answer;
      answer.content = content_of(*decode_item_proof(item.proof), key);
      answer.height = height;
      const bool is_none = key.kind == ItemKind::coins && answer.content == Bytes{0, 0, 0, 0};
      answer.outcome = is_none ? SearchOutcome::none : SearchOutcome::found;
      return answer;
    }
  }
  FAIL("no such item");
  return {};
}

// Whether the claim breaks upon this answer.
template <typename What>
bool breaks(const SearchTruth& truth, What what, const SearchAnswer& answer) {
  AnswersTrue claim;
  OverlayFacts facts;
  facts.truth = &truth;
  claim.begin(facts);
  claim.on_answer({{}, {}, SearchOrder{1, std::move(what)}, answer});
  return !claim.violations().empty();
}

OverlayId id_of(std::uint8_t first, std::uint8_t last) {
  OverlayId id;
  id.value.bytes[0] = first;
  id.value.bytes[31] = last;
  return id;
}

}  // namespace

TEST_CASE("answers_true: what the chain holds is true, anything else is not", "[unit][checkers]") {
  test::FakeVerifier verifier;
  const SearchChain chain = small_chain(verifier);
  const SearchTruth truth = truth_of(chain);
  for (Height height = 1; height <= chain.head(); ++height) {
    for (const ChainItem& item : chain.items(height)) {
      SearchAnswer answer = answer_to(chain, height, item.key);
      CHECK_FALSE(breaks(truth, ReadItem{item.key}, answer));
      answer.content.back() ^= 1;
      CHECK(breaks(truth, ReadItem{item.key}, answer));
    }
  }
}

TEST_CASE("answers_true: coins of another height, coins left out, a chain's other block",
          "[unit][checkers]") {
  test::FakeVerifier verifier;
  const SearchChain chain = small_chain(verifier);
  const SearchTruth truth = truth_of(chain);
  const Bytes& paid = chain.block(1).transactions.at(0);
  const PublicKey payee = decode_transaction(paid)->transaction.outputs.at(0).owner;
  const ItemKey coins = ItemKey::coins_of(payee);
  SearchAnswer answer = answer_to(chain, 1, coins);
  answer.height = 2;
  CHECK(breaks(truth, ReadItem{coins}, answer));
  answer.height = 9;
  CHECK(breaks(truth, ReadItem{coins}, answer));
  answer = answer_to(chain, 2, coins);
  answer.content.resize(answer.content.size() - kOutpointBytes - kCoinBytes);
  --answer.content[0];
  CHECK(breaks(truth, ReadItem{coins}, answer));
  CHECK(breaks(truth, ReadItem{ItemKey::block_at(2)}, answer_to(chain, 3, ItemKey::block_at(3))));
  CHECK(breaks(truth, ReadItem{ItemKey::block_at(5)}, answer_to(chain, 3, ItemKey::block_at(3))));
}

TEST_CASE("answers_true: a node is where it is; what claims nothing is not wrong",
          "[unit][checkers]") {
  test::FakeVerifier verifier;
  const SearchChain chain = small_chain(verifier);
  const SearchTruth truth = truth_of(chain);
  SearchAnswer answer;
  answer.outcome = SearchOutcome::found;
  answer.content = {7, 0, 0, 0};
  CHECK_FALSE(breaks(truth, FindNode{id_of(7, 1)}, answer));
  CHECK(breaks(truth, FindNode{id_of(8, 1)}, answer));
  answer.content = {9, 0, 0, 0};
  CHECK(breaks(truth, FindNode{id_of(7, 1)}, answer));
  answer.outcome = SearchOutcome::unproven;
  CHECK_FALSE(breaks(truth, FindNode{id_of(7, 1)}, answer));
}

TEST_CASE("hops_bounded: one hop more than the digits shared with the nearest one",
          "[unit][checkers]") {
  OverlayFacts facts;
  facts.digit_base = 4;
  // The last byte's digits of base 4, from the right: 0 1 2 3, 0 1 2 0, 3 0 0 0.
  facts.stable_members = {id_of(0, 0b11100100), id_of(0, 0b00100100), id_of(0, 0b00000011)};
  const auto breaks_at = [&facts](std::size_t member, std::uint16_t hops) {
    HopsBounded claim;
    claim.begin(facts);
    SearchAnswer answer;
    answer.outcome = SearchOutcome::found;
    answer.hops = hops;
    claim.on_answer({{}, {}, SearchOrder{1, FindNode{facts.stable_members[member]}}, answer});
    CHECK(claim.abstention().empty());
    return !claim.violations().empty();
  };
  CHECK_FALSE(breaks_at(0, 4));
  CHECK(breaks_at(0, 5));
  CHECK_FALSE(breaks_at(1, 4));
  CHECK(breaks_at(1, 5));
  CHECK_FALSE(breaks_at(2, 1));
  CHECK(breaks_at(2, 2));
}

TEST_CASE("hops_bounded: says nothing of a network that changes", "[unit][checkers]") {
  HopsBounded claim;
  claim.begin({});
  CHECK_FALSE(claim.abstention().empty());
}

}  // namespace callo::sim
