#include "protocol/chain/light_client.hpp"

#include <functional>
#include <map>

#include "protocol/chain/light_attack.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/light_chain.hpp"
#include "tests/support/small_random.hpp"

namespace callo {

using namespace std::chrono_literals;
using test::LightChain;

namespace {

const LightOptions kOptions{std::string{test::kTestChain}, 24h, 10s};

LightVerdict verify(const LightBlock& trusted, const LightBlock& block,
                    CalendarTime now = test::kTestStart + 1h) {
  test::FakeVerifier verifier;
  Work work;
  return verify_light(trusted, block, kOptions, now, verifier, work);
}

std::vector<Bisection::Attempt> bisect(const LightChain& chain, Height from, Height to) {
  test::FakeVerifier verifier;
  Work work;
  Bisection bisection{chain.at(from), to};
  while (bisection.state() == Bisection::State::needs_block) {
    bisection.on_block(chain.at(bisection.needed()), kOptions, test::kTestStart + 1h, verifier,
                       work);
  }
  CHECK(bisection.state() == Bisection::State::done);
  CHECK(bisection.verified().back().hash() == chain.at(to).hash());
  return bisection.trace();
}

}  // namespace

TEST_CASE("light client: an adjacent header needs the announced validators and +2/3 of them",
          "[unit][chain]") {
  const LightChain chain{4, 10};
  CHECK(verify(chain.at(1), chain.at(2)) == LightVerdict::accepted);
  LightBlock others = chain.at(2);
  others.validators = test::light_validators(10, 4);
  others.header.validators_hash = others.validators.hash();
  test::sign_light(others, {10, 11, 12, 13});
  CHECK(verify(chain.at(1), others) == LightVerdict::wrong_validators);
  LightBlock half = chain.at(2);
  test::sign_light(half, {0, 1});
  CHECK(verify(chain.at(1), half) == LightVerdict::bad_commit);
}

TEST_CASE("light client: a later header needs more than 1/3 of the trusted power",
          "[unit][chain]") {
  const LightChain chain{6, 10};
  LightBlock far = chain.at(9);
  test::sign_light(far, {0, 1, 2, 3, 4});
  CHECK(verify(chain.at(1), far) == LightVerdict::accepted);
  // Of the six trusted two sign among eight validators: exactly 1/3 is not enough, three are.
  far.validators = test::light_validators(4, 8);
  far.header.validators_hash = far.validators.hash();
  test::sign_light(far, {4, 5, 6, 7, 8, 9, 10, 11});
  CHECK(verify(chain.at(1), far) == LightVerdict::too_few_trusted);
  far.validators = test::light_validators(3, 8);
  far.header.validators_hash = far.validators.hash();
  test::sign_light(far, {3, 4, 5, 6, 7, 8, 9, 10});
  CHECK(verify(chain.at(1), far) == LightVerdict::accepted);
}

TEST_CASE("light client: a known validator under another key is a stranger", "[unit][chain]") {
  const LightChain chain{4, 5};
  LightBlock far = chain.at(5);
  std::vector<Validator> validators;
  for (std::uint32_t node = 0; node < 4; ++node) {
    validators.push_back({NodeId{node}, test::fake_key(node + 50), 1, 0});
  }
  far.validators = ValidatorSet{validators};
  far.header.validators_hash = far.validators.hash();
  test::sign_light(far, {0, 1, 2, 3});
  CHECK(verify(chain.at(1), far) == LightVerdict::too_few_trusted);
}

TEST_CASE("light client: times and heights must grow and trust expires", "[unit][chain]") {
  const LightChain chain{4, 10};
  CHECK(verify(chain.at(5), chain.at(5)) == LightVerdict::not_later);
  CHECK(verify(chain.at(5), chain.at(3)) == LightVerdict::not_later);
  const CalendarTime trusted = chain.at(1).header.time;
  CHECK(verify(chain.at(1), chain.at(5), trusted + 24h - 1ns) == LightVerdict::accepted);
  CHECK(verify(chain.at(1), chain.at(5), trusted + 24h) == LightVerdict::trust_expired);
  const CalendarTime time = chain.at(5).header.time;
  CHECK(verify(chain.at(1), chain.at(5), time - 10s) == LightVerdict::accepted);
  CHECK(verify(chain.at(1), chain.at(5), time - 10s - 1ns) == LightVerdict::from_the_future);
}

TEST_CASE("light client: parts that do not belong together are refused", "[unit][chain]") {
  const LightChain chain{4, 10};
  LightBlock block = chain.at(5);
  block.header.state_hash.bytes[0] ^= 1;  // the commit is of another header
  CHECK(verify(chain.at(1), block) == LightVerdict::inconsistent);
  block = chain.at(5);
  block.commit.signatures.pop_back();
  CHECK(verify(chain.at(1), block) == LightVerdict::inconsistent);
  block = chain.at(5);
  block.validators = test::light_validators(0, 5);
  CHECK(verify(chain.at(1), block) == LightVerdict::inconsistent);
  block = chain.at(5);
  block.commit.signatures[2].signature.bytes[0] ^= 1;
  CHECK(verify(chain.at(1), block) == LightVerdict::bad_commit);
}

TEST_CASE("light client: with constant validators one step reaches any height", "[unit][chain]") {
  const LightChain chain{7, 200};
  CHECK(bisect(chain, 1, 200) == std::vector<Bisection::Attempt>{{1, 200, LightVerdict::accepted}});
}

TEST_CASE("light client: where validators change it halves until enough are known",
          "[unit][chain]") {
  // One of six validators is replaced at every tenth height: after five changes one is left.
  const LightChain chain{6, 61, 10};
  const std::vector<Bisection::Attempt> expected{{1, 61, LightVerdict::too_few_trusted},
                                                 {1, 31, LightVerdict::accepted},
                                                 {31, 61, LightVerdict::accepted}};
  CHECK(bisect(chain, 1, 61) == expected);
  const LightChain fast{6, 33, 1};
  const auto trace = bisect(fast, 1, 33);
  CHECK(trace.front() == Bisection::Attempt{1, 33, LightVerdict::too_few_trusted});
  CHECK(trace[1] == Bisection::Attempt{1, 17, LightVerdict::too_few_trusted});
  CHECK(trace.back().to == 33);
}

TEST_CASE("light client: a primary that answers with another height fails", "[unit][chain]") {
  const LightChain chain{4, 10};
  test::FakeVerifier verifier;
  Work work;
  Bisection bisection{chain.at(1), 9};
  CHECK(bisection.on_block(chain.at(8), kOptions, test::kTestStart + 1h, verifier, work) ==
        Bisection::State::failed);
}

// Traitors forge a header with validators of their own choosing, sign it with all the keys they
// have, and claim signatures that they do not have.
TEST_CASE("light client: no forged header is accepted while traitors hold at most 1/3",
          "[property][chain]") {
  test::SmallRandom random{GENERATE(range(1U, 200U))};
  const std::uint32_t nodes = 1 + static_cast<std::uint32_t>(random.below(12));
  const std::uint32_t traitors = nodes / 3;
  const LightChain chain{nodes, 8};
  for (int attempt = 0; attempt < 50; ++attempt) {
    const Height height = 2 + random.below(7);
    LightBlock forged = chain.at(height);
    forged.header.state_hash = Hash{{static_cast<std::uint8_t>(attempt), 1}};
    std::vector<Validator> validators;
    std::vector<std::uint32_t> signers;
    for (std::uint32_t node = 0; node < nodes + 4; ++node) {
      if (random.below(3) == 0 && node >= traitors) {
        continue;
      }
      // Real members under their real key or another one, strangers, any power.
      const bool is_real_key = random.below(4) != 0;
      const auto tag = is_real_key ? node : node + 100;
      validators.push_back(
          {NodeId{node}, test::fake_key(tag), 1 + static_cast<std::int64_t>(random.below(5)), 0});
      if (node < traitors || node >= nodes || !is_real_key) {
        signers.push_back(node);
      }
    }
    if (validators.empty()) {
      continue;
    }
    if (random.below(2) == 0) {
      forged.validators = ValidatorSet{validators};
      forged.header.validators_hash = forged.validators.hash();
    } else {
      std::erase_if(signers,
                    [nodes, traitors](auto node) { return node >= nodes || node >= traitors; });
    }
    test::sign_light(forged, signers, random.below(2) == 0);
    INFO("height " << height << ", " << nodes << " nodes, " << traitors << " traitors");
    REQUIRE(verify(chain.at(1), forged) != LightVerdict::accepted);
  }
}

}  // namespace callo
