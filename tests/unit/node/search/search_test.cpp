#include "protocol/node/search/search.hpp"

#include <algorithm>

#include "protocol/ledger/transaction.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/search_world.hpp"

namespace callo {

using test::SearchWorld;

namespace {

std::optional<ItemMessage> as_item(const Bytes& body) {
  return decode_item_message(body);
}

// Says that it has nothing.
std::optional<Bytes> hide(const Neighbour&, const Bytes& body) {
  const auto message = as_item(body);
  if (message && std::holds_alternative<ItemReply>(*message)) {
    return encode_data(ItemMessage{ItemReply{std::get<ItemReply>(*message).read, {}}});
  }
  return body;
}

// Changes one byte of what it shows.
std::optional<Bytes> forge(const Neighbour&, const Bytes& body) {
  auto message = as_item(body);
  if (message && std::holds_alternative<ItemReply>(*message)) {
    auto& reply = std::get<ItemReply>(*message);
    if (!reply.proof.empty()) {
      reply.proof[reply.proof.size() / 2] ^= 1;
    }
    return encode_data(*message);
  }
  return body;
}

}  // namespace

TEST_CASE("search: blocks, transactions and coins are found and proven by every node",
          "[unit][search]") {
  SearchWorld world{{}};
  world.publish(1, 6);
  for (Height height = 1; height <= 6; ++height) {
    const Block& block = world.chain().block(height);
    const auto searcher = static_cast<std::uint32_t>(7 * height % world.size());
    const SearchAnswer by_height = world.order(searcher, ReadItem{ItemKey::block_at(height)});
    CHECK(by_height.outcome == SearchOutcome::found);
    CHECK(by_height.content == encode(block));
    CHECK(by_height.height == height);
    const Hash hash = world.chain().light_block(height).hash();
    CHECK(world.order(searcher, ReadItem{ItemKey::block(hash)}).content == encode(block));
    for (const Bytes& bytes : block.transactions) {
      const Hash id = decode_transaction(bytes)->id;
      CHECK(world.order(searcher, ReadItem{ItemKey::transaction(id)}).content == bytes);
    }
  }
  for (const PublicKey& owner : world.chain().owners()) {
    const SearchAnswer coins = world.order(9, ReadItem{ItemKey::coins_of(owner)});
    CHECK(coins.outcome == SearchOutcome::found);
    CHECK(coins.height == 6);
  }
}

TEST_CASE("search: what does not exist is unproven, never proven to be absent", "[unit][search]") {
  SearchWorld world{{}};
  world.publish(1, 6);
  CHECK(world.order(3, ReadItem{ItemKey::block_at(99)}).outcome == SearchOutcome::unproven);
  CHECK(world.order(3, ReadItem{ItemKey::transaction({{1}})}).outcome == SearchOutcome::unproven);
  CHECK(world.order(3, FindNode{{Hash{{5}}}}).outcome == SearchOutcome::unproven);
}

TEST_CASE("search: nodes are found by their ids", "[unit][search]") {
  SearchWorld world{{}};
  for (std::uint32_t node = 0; node < world.size(); ++node) {
    const SearchAnswer answer = world.order((node + 5) % 60, FindNode{world.founder(node).id});
    REQUIRE(answer.outcome == SearchOutcome::found);
    Reader content{answer.content};
    CHECK(content.u32() == node);
  }
}

TEST_CASE("search: one honest node of those responsible is enough", "[unit][search]") {
  SearchWorld world{{}};
  world.publish(1, 6);
  const ItemKey key = ItemKey::block_at(4);
  const std::vector<std::uint32_t> keepers = world.responsible(key, 3);
  world.corrupt(keepers[0], hide);
  world.corrupt(keepers[1], forge);
  const SearchAnswer answer = world.order(30, ReadItem{key});
  CHECK(answer.outcome == SearchOutcome::found);
  CHECK(answer.content == encode(world.chain().block(4)));
  CHECK(answer.rejected == 1);
  world.corrupt(keepers[2], forge);
  CHECK(world.order(30, ReadItem{key}).outcome == SearchOutcome::unproven);
}

TEST_CASE("search: of coins the latest header counts, and a stale answer is seen through",
          "[unit][search]") {
  SearchWorld world{{}};
  const ItemKey key = ItemKey::coins_of(world.chain().owners()[2]);
  const std::vector<std::uint32_t> keepers = world.responsible(key, 3);
  world.publish(1, 1);
  const Bytes old = world.search(keepers[0]).held().find(key)->proof;
  for (const std::uint32_t liar : {keepers[0], keepers[1]}) {
    world.corrupt(liar, [old](const Neighbour&, const Bytes& body) -> std::optional<Bytes> {
      auto message = as_item(body);
      if (message && std::holds_alternative<ItemReply>(*message)) {
        std::get<ItemReply>(*message).proof = old;
        return encode_data(*message);
      }
      return body;
    });
  }
  world.publish(2, 6);
  const SearchAnswer answer = world.order(30, ReadItem{key});
  CHECK(answer.outcome == SearchOutcome::found);
  CHECK(answer.height == 6);
  // Whoever knows of a later header is not told old ones either.
  world.kill(keepers[2]);
  CHECK(world.order(30, ReadItem{key}).outcome == SearchOutcome::unproven);
}

TEST_CASE("search: keepers hand items on when one of them goes", "[unit][search]") {
  SearchWorld world{{}};
  world.publish(1, 2);
  const ItemKey key = ItemKey::block_at(2);
  const std::vector<std::uint32_t> keepers = world.responsible(key, 5);
  REQUIRE(world.search(keepers[3]).held().find(key) == nullptr);
  for (const std::uint32_t gone : {keepers[0], keepers[1]}) {
    world.kill(gone);
    for (std::uint32_t node = 0; node < world.size(); ++node) {
      world.member(node).forget(world.founder(gone).id);
    }
  }
  world.run_for(std::chrono::seconds{30});
  CHECK(world.search(keepers[3]).held().find(key) != nullptr);
  CHECK(world.search(keepers[4]).held().find(key) != nullptr);
}

TEST_CASE("search: nothing is kept without its proof, nor far from its place", "[unit][search]") {
  SearchWorld world{{}};
  const auto items = world.chain().items(3);
  const std::vector<std::uint32_t> order = world.responsible(items[0].key, 60);
  OverlayMember& member = world.member(order[59]);
  test::FakeVerifier verifier;
  SearchConfig config;
  config.replicas = 3;
  config.root = std::make_shared<const LightBlock>(world.chain().light_block(1));
  config.light.chain_id = "sphyx";
  const auto takes = [&](const OverlayMember& owner, const Bytes& proof) {
    Search search{config, owner, verifier};
    OverlayPart::Out out;
    const Bytes body = encode_data(ItemMessage{ItemHandover{items[0].key, proof}});
    search.receive({{}, CalendarTime{std::chrono::hours{25}}}, world.founder(1),
                   MessageKind::search, body, out);
    return search.held().size() == 1;
  };
  CHECK_FALSE(takes(member, items[0].proof));
  CHECK(takes(world.member(order[0]), items[0].proof));
  CHECK_FALSE(takes(world.member(order[0]), Bytes{0}));
}

TEST_CASE("search: a header that too few have signed proves nothing", "[unit][search]") {
  SearchWorld world{{}};
  LightBlock light = world.chain().light_block(3);
  light.commit.signatures[0] = {};
  light.commit.signatures[1] = {};
  const Block& block = world.chain().block(3);
  const Bytes proof = encode(ItemProof{BlockProof{light, encode(block)}});
  CHECK(world.order(0, PublishItem{ItemKey::block_at(3), proof}).outcome == SearchOutcome::refused);
}

}  // namespace callo
