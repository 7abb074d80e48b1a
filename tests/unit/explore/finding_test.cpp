#include "sim/explore/finding.hpp"

#include "tests/support/catch.hpp"

namespace callo::sim {
namespace {

Finding violation(const std::string& detail) {
  return {FindingKind::violation, "agreement", detail, std::chrono::seconds(3), 2U};
}

TEST_CASE("signature: numbers, hashes and nodes do not tell failures apart") {
  const std::string one = signature_of(violation("height 3: block 6fe20a91 on n2, not 01ab34cd"));
  CHECK(one == signature_of(violation("height 12: block 00000000 on n11, not ffffffff")));
  CHECK(one == "violation agreement: height #: block # on n#, not #");
}

TEST_CASE("signature: how many nodes a list names does not tell failures apart") {
  CHECK(signature_of(violation("n1, n2, n3 are blamed")) ==
        signature_of(violation("n7 are blamed")));
}

TEST_CASE("signature: the kind, the claim and the words do") {
  const Finding finding = violation("height 3: two blocks");
  Finding other = finding;
  other.claim = "chain_integrity";
  CHECK(signature_of(other) != signature_of(finding));
  other = finding;
  other.kind = FindingKind::crash;
  CHECK(signature_of(other) != signature_of(finding));
  CHECK(signature_of(violation("height 3: no block")) != signature_of(finding));
}

TEST_CASE(
    "findings: a claim is found once, whatever breaks it again, and what is expected is none") {
  ScenarioSpec spec;
  RunRecord record;
  CHECK(findings_of(spec, record).empty());
  record.violations = {{"agreement", 5, std::chrono::seconds(1), 0U, "height 1: two blocks"},
                       {"agreement", 6, std::chrono::seconds(2), 1U, "height 2: two blocks"},
                       {"liveness", 9, std::chrono::seconds(9), 1U, "no commit for 9 ms"}};
  const std::vector<Finding> findings = findings_of(spec, record);
  REQUIRE(findings.size() == 2);
  CHECK(findings[0].claim == "agreement");
  CHECK(findings[0].node == 0U);
  CHECK(findings[1].claim == "liveness");
  spec.expect.violation = "agreement";
  CHECK(findings_of(spec, record).empty());
  record.violations.push_back(
      {"nobody_framed", 10, std::chrono::seconds(9), 1U, "n3, which is honest"});
  REQUIRE(findings_of(spec, record).size() == 1);
  CHECK(findings_of(spec, record)[0].claim == "nobody_framed");
}

}  // namespace
}  // namespace callo::sim
