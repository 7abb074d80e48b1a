#include "sim/traitors/flood.hpp"

#include <set>

#include "protocol/chain/evidence.hpp"
#include "sim/traitors/evidence_abuse.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/traitors/mail_reading.hpp"

namespace callo::sim::test {

namespace {

Frame own_prevote(Height height) {
  return vote_frame(kTraitor, VoteType::prevote, height, 0, block_id(7));
}

std::optional<Offence> proven(const Frame& frame, Verifier& verifier) {
  std::vector<Validator> list;
  for (std::uint32_t node = 0; node < kValidators; ++node) {
    list.push_back({NodeId{node}, signer_of({node}).public_key(), 1, 0});
  }
  const auto evidence = decode_evidence(open_envelope(frame.bytes())->data);
  Work work;
  return verify_evidence(*evidence, kChain, ValidatorSet{std::move(list)}, verifier, work);
}

}  // namespace

TEST_CASE("flood: each kind says much after a prevote, all of it signed and distinct", "[unit]") {
  const std::map<std::string, MessageKind> said{{"flood_votes", MessageKind::prevote},
                                                {"flood_proposals", MessageKind::proposal},
                                                {"flood_parts", MessageKind::block_part},
                                                {"flood_transactions", MessageKind::transaction},
                                                {"flood_statuses", MessageKind::status}};
  for (const auto& [name, kind] : said) {
    INFO(name);
    TraitorFixture fixture;
    const auto behaviour = fixture.behaviour(name);
    const auto mail = fixture.step(*behaviour, {own_prevote(3)});
    std::set<ContentId> distinct;
    for (const Frame& frame : mail.at({0})) {
      CHECK(kind_of(frame) == (frame.id() == own_prevote(3).id() ? MessageKind::prevote : kind));
      CHECK(is_signed_by(frame, kTraitor, fixture.verifier));
      distinct.insert(frame.id());
    }
    CHECK(distinct.size() == 49);
    CHECK(behaviour->fired() == 48);
  }
}

TEST_CASE("flood_offences: every piece proves another offence of the traitor", "[unit]") {
  TraitorFixture fixture;
  const auto behaviour = fixture.behaviour("flood_offences");
  const auto mail = fixture.step(*behaviour, {own_prevote(3)});
  std::set<Offence> offences;
  for (std::size_t index = 1; index < mail.at({0}).size(); ++index) {
    const auto offence = proven(mail.at({0})[index], fixture.verifier);
    REQUIRE(offence.has_value());
    CHECK(offence->culprit == kTraitor);
    offences.insert(*offence);
  }
  CHECK(offences.size() == 8);
}

TEST_CASE("abuse_evidence: every kind is made, and none proves anything", "[unit]") {
  TraitorFixture fixture;
  EvidenceAbuse behaviour{fixture.context()};
  for (std::uint32_t other = 0; other < 4; ++other) {
    for (const VoteType type : {VoteType::prevote, VoteType::precommit}) {
      for (const Round round : {0, 1}) {
        fixture.step(behaviour, {},
                     Received{{other}, vote_frame({other}, type, 1, round, block_id(8))});
      }
    }
  }
  for (Height height = 1; height <= 120; ++height) {
    const auto mail = fixture.step(behaviour, {own_prevote(height)});
    REQUIRE(mail.at({0}).size() == 2);
    CHECK_FALSE(proven(mail.at({0})[1], fixture.verifier).has_value());
  }
  for (std::size_t kind = 0; kind < kFalseEvidence; ++kind) {
    CHECK(behaviour.fired_as(static_cast<FalseEvidence>(kind)) > 5);
  }
}

}  // namespace callo::sim::test
