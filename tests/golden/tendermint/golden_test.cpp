// Runs the scripts of this folder: one replica, of four with equal power unless its start says
// `powers=`, told by each script what the others say. A script is blocks of commands, "----", the
// expected effects, an empty line. CALLO_REWRITE_GOLDEN=1 writes what happened in place of what was
// expected; then read the diff.

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>

#include "tests/support/catch.hpp"
#include "tests/support/consensus_fixture.hpp"
#include "tests/support/source_folder.hpp"

namespace callo::test {

namespace {

class Script {
 public:
  // The effects of one line of a script, one a line.
  std::string run(const std::string& line) {
    std::istringstream words{line};
    std::string command;
    words >> command;
    arguments_.clear();
    for (std::string word; words >> word;) {
      const std::size_t equals = word.find('=');
      arguments_[word.substr(0, equals)] =
          equals == std::string::npos ? "" : word.substr(equals + 1);
    }
    output_.str("");
    Effects out;
    execute(command, out);
    print(out);
    return output_.str();
  }

 private:
  std::string argument(const std::string& name, const std::string& fallback) const {
    const auto found = arguments_.find(name);
    return found == arguments_.end() ? fallback : found->second;
  }

  int number(const std::string& name, int fallback) const {
    return std::stoi(argument(name, std::to_string(fallback)));
  }

  Height height() const {
    return static_cast<Height>(number("h", static_cast<int>(replica_->engine.height())));
  }

  Now now() const { return {MonotonicTime{Duration{0}}, kTestStart}; }

  void execute(const std::string& command, Effects& out) {
    if (command == "start") {
      boot(static_cast<std::uint32_t>(number("self", 3)), out);
    } else if (command == "restart") {
      boot(self_, out);
    } else if (command == "block") {
      define_block();
    } else if (command == "proposal") {
      send_proposal(out);
    } else if (command == "parts") {
      send_parts(out);
    } else if (command == "prevote" || command == "precommit") {
      send_votes(command == "prevote" ? VoteType::prevote : VoteType::precommit, out);
    } else if (command == "timeout") {
      replica_->engine.on_timer(now(), TimerId{timer()}, out);
    } else if (command == "state") {
      print_state();
    } else {
      FAIL("unknown command " << command);
    }
  }

  void boot(std::uint32_t self, Effects& out) {
    self_ = self;
    if (arguments_.contains("powers")) {
      powers_.clear();
      std::istringstream powers{argument("powers", "")};
      for (std::string power; std::getline(powers, power, ',');) {
        powers_.push_back(std::stoll(power));
      }
    }
    const std::vector<Record> records = disk_;
    replica_ = std::make_unique<TestReplica>(test_config(self), test_validators(powers_));
    replica_->engine.start(now(), records, out);
  }

  std::uint8_t timer() const {
    return arguments_.contains("propose")     ? kTimerPropose
           : arguments_.contains("prevote")   ? kTimerPrevote
           : arguments_.contains("precommit") ? kTimerPrecommit
                                              : kTimerCommit;
  }

  NodeId proposer(Round round) const {
    return replica_->engine.validators().advanced(round).proposer();
  }

  // A block of the open height with the text of its name, or "bad", which is not valid.
  void define_block() {
    const std::string name = argument("name", "A");
    TextApplication& application = replica_->application;
    Block block = make_block(replica_->engine.chain_view(), application, kTestStart);
    block.header.proposer = NodeId{0};
    block.transactions = {to_bytes(arguments_.contains("bad") ? "bad" : name)};
    block.header.time += std::chrono::seconds{number("ahead_s", 0)};
    block.header.transactions_root = transactions_root(block.transactions);
    blocks_[name] = encode(block);
    const CutBlock cut{blocks_[name]};
    ids_[name] = {block_hash(block.header), cut.header()};
  }

  void send_proposal(Effects& out) {
    const Round round = number("r", 0);
    Proposal proposal{
        height(),   round,          number("vr", kNoRound), ids_.at(argument("block", "A")),
        kTestStart, proposer(round)};
    proposal.proposer.value =
        static_cast<std::uint32_t>(number("from", static_cast<int>(proposal.proposer.value)));
    receive(sign(proposal), out);
  }

  void send_parts(Effects& out) {
    const Round round = number("r", 0);
    const CutBlock cut{blocks_.at(argument("block", "A"))};
    for (std::uint32_t index = 0; index < cut.header().total; ++index) {
      receive(sign(cut.part(index, height(), round), proposer(round).value), out);
    }
  }

  void send_votes(VoteType type, Effects& out) {
    const std::string block = argument("block", "nil");
    const BlockId id = block == "nil" ? BlockId{} : ids_.at(block);
    const Height at = height();
    std::istringstream senders{argument("from", "")};
    for (std::string sender; std::getline(senders, sender, ',');) {
      receive(sign(Vote{type, at, number("r", 0), id, kTestStart,
                        NodeId{static_cast<std::uint32_t>(std::stoi(sender))}}),
              out);
    }
  }

  void receive(const Frame& frame, Effects& out) {
    static constexpr std::array kNames{"accepted",       "conflicting",   "duplicate",
                                       "stale",          "too far ahead", "malformed",
                                       "unknown sender", "bad signature", "bad content"};
    const Verdict verdict = replica_->receive(now(), frame, out);
    if (verdict != Verdict::accepted) {
      output_ << "verdict " << kNames[static_cast<std::size_t>(verdict)] << "\n";
    }
  }

  std::string name_of(const BlockId& id) {
    if (id.is_nil()) {
      return "nil";
    }
    for (const auto& [name, known] : ids_) {
      if (known == id) {
        return name;
      }
    }
    const std::string name = "own" + std::to_string(++own_blocks_);
    ids_[name] = id;
    return name;
  }

  std::string describe(const Frame& frame) {
    const Envelope envelope = *open_envelope(frame.bytes());
    std::ostringstream text;
    if (const auto vote = decode_vote(envelope); vote.has_value()) {
      text << (vote->type == VoteType::prevote ? "prevote " : "precommit ") << vote->height << "/"
           << vote->round << " " << name_of(vote->block_id);
    } else if (const auto proposal = decode_proposal(envelope); proposal.has_value()) {
      text << "proposal " << proposal->height << "/" << proposal->round << " "
           << name_of(proposal->block_id) << " valid_round=" << proposal->valid_round;
    } else {
      const auto part = decode_block_part(envelope);
      text << "part " << part->height << "/" << part->round << " " << part->proof.index;
    }
    return text.str();
  }

  void print(const Effects& out) {
    static constexpr std::array kTimers{"propose", "prevote", "precommit", "commit"};
    for (const Record& record : out.records) {
      disk_.push_back(record);
      output_ << "record "
              << (record.kind == RecordKind::signed_message  ? describe(record.payload)
                  : record.kind == RecordKind::polka         ? "polka"
                  : record.kind == RecordKind::justification ? "justification"
                                                             : "decision")
              << "\n";
    }
    for (const CommitEffect& commit : out.commits) {
      const Commit certificate = *decode_commit(commit.certificate.bytes());
      output_ << "commit " << commit.height << " " << name_of(certificate.block_id) << " in round "
              << commit.round << "\n";
    }
    for (const EvidenceEffect& evidence : out.evidence) {
      output_ << "evidence against " << evidence.culprit.value << ": " << describe(evidence.first)
              << " and " << describe(evidence.second) << "\n";
    }
    for (const Send& send : out.sends) {
      output_ << "send " << describe(send.frame) << "\n";
    }
    for (const TimerCommand& timer : out.timers) {
      output_ << (timer.arm ? "arm " : "disarm ") << kTimers[timer.timer.slot];
      if (timer.arm) {
        output_ << " " << timer.deadline.time_since_epoch().count() / 1'000'000 << "ms";
      }
      output_ << "\n";
    }
  }

  void print_state() {
    static constexpr std::array kSteps{"new_height", "propose", "prevote", "precommit"};
    const Tendermint& engine = replica_->engine;
    output_ << engine.height() << "/" << engine.round() << " "
            << kSteps[static_cast<std::size_t>(engine.consensus_step())];
    const auto print_value = [&](std::string_view what, const RoundValue& value) {
      output_ << " " << what << "=" << (value.is_nil() ? "nil" : name_of(value.block_id)) << "@"
              << value.round;
    };
    print_value("locked", engine.locked_value());
    print_value("valid", engine.valid_value());
    output_ << "\n";
  }

  std::uint32_t self_ = 0;
  std::vector<std::int64_t> powers_ = {1, 1, 1, 1};
  std::unique_ptr<TestReplica> replica_;
  std::vector<Record> disk_;
  std::map<std::string, std::string> arguments_;
  std::map<std::string, Bytes> blocks_;
  std::map<std::string, BlockId> ids_;
  int own_blocks_ = 0;
  std::ostringstream output_;
};

struct Outcome {
  std::string expected;
  std::string happened;
};

// The whole file, as it stands and as it would stand with what happens now.
Outcome run_file(const std::filesystem::path& path) {
  std::ifstream file{path};
  Outcome outcome;
  Script script;
  std::string effects;
  bool in_expectation = false;
  for (std::string line; std::getline(file, line);) {
    outcome.expected += line + "\n";
    if (line == "----") {
      in_expectation = true;
      outcome.happened += "----\n" + effects + "\n";
      effects.clear();
    } else if (in_expectation) {
      in_expectation = !line.empty();
    } else {
      outcome.happened += line + "\n";
      if (!line.empty() && line.front() != '#') {
        effects += script.run(line);
      }
    }
  }
  return outcome;
}

}  // namespace

TEST_CASE("tendermint: every rule does what its script says", "[golden]") {
  const std::filesystem::path folder = test::source_folder() / "tests/golden/tendermint";
  std::set<std::filesystem::path> scripts;
  for (const auto& entry : std::filesystem::directory_iterator{folder}) {
    if (entry.path().extension() == ".txt") {
      scripts.insert(entry.path());
    }
  }
  CHECK(scripts.size() >= 25);
  for (const std::filesystem::path& script : scripts) {
    const Outcome outcome = run_file(script);
    if (std::getenv("CALLO_REWRITE_GOLDEN") != nullptr) {
      std::ofstream{script} << outcome.happened;
      continue;
    }
    INFO(script.filename().string());
    CHECK(outcome.happened == outcome.expected);
  }
}

}  // namespace callo::test
