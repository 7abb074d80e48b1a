#include "sim/hosts/remembering_verifier.hpp"

#include "tests/support/catch.hpp"

namespace callo::sim {

namespace {

// Takes a signature for valid when it begins with an even byte.
class EvenVerifier final : public Verifier {
 public:
  bool verify(const PublicKey&, BytesView, const Signature& signature) override {
    return signature.bytes[0] % 2 == 0;
  }
};

bool ask(RememberingVerifier& verifier, std::uint8_t number) {
  Signature signature{};
  signature.bytes[0] = number;
  return verifier.verify(PublicKey{}, {}, signature);
}

}  // namespace

TEST_CASE("remembering verifier: outcomes that share a place do not push each other out",
          "[unit]") {
  EvenVerifier even;
  RememberingVerifier verifier{even, 4};  // one place
  for (int time = 0; time < 2; ++time) {
    for (std::uint8_t number = 0; number < 4; ++number) {
      CHECK(ask(verifier, number) == (number % 2 == 0));
    }
  }
  CHECK(verifier.computed() == 4);
  CHECK(verifier.remembered() == 4);
}

TEST_CASE("remembering verifier: one too many takes the place of the oldest", "[unit]") {
  EvenVerifier even;
  RememberingVerifier verifier{even, 4};
  for (std::uint8_t number = 0; number < 5; ++number) {
    ask(verifier, number);
  }
  CHECK(ask(verifier, 1) == false);
  CHECK(verifier.remembered() == 1);
  CHECK(ask(verifier, 0) == true);
  CHECK(verifier.computed() == 6);
}

}  // namespace callo::sim
