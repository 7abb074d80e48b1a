#include "sim/checkers/no_correct_key_equivocates.hpp"

#include <optional>

namespace callo::sim {

namespace {

// Of each node; a node goes back by one height at most, when a crash takes its unsynced tail.
constexpr std::size_t kRememberedMessages = 256;

const char* name_of(MessageKind kind) {
  switch (kind) {
    case MessageKind::proposal:
      return "proposals";
    case MessageKind::prevote:
      return "prevotes";
    default:
      return "precommits";
  }
}

}  // namespace

void NoCorrectKeyEquivocates::on_send(const Moment& moment, const Frame& frame) {
  insert(moment, sent_[moment.node], frame, "sent");
}

void NoCorrectKeyEquivocates::on_record(const Moment& moment, const Record& record) {
  if (record.kind != RecordKind::signed_message) {
    return;
  }
  Recorded& recorded = recorded_[moment.endpoint.value];
  if (recorded.incarnation != moment.incarnation) {
    recorded = {moment.incarnation, {}};
  }
  insert(moment, recorded.frames, record.payload, "recorded");
}

void NoCorrectKeyEquivocates::insert(const Moment& moment, Signed& known, const Frame& frame,
                                     const char* where) {
  const std::optional<HonestMessage> said = honest_message(context(), moment, frame);
  if (!said.has_value()) {
    return;
  }
  const Key key{said->height, said->round, static_cast<std::uint8_t>(said->kind)};
  const auto [entry, is_new] = known.try_emplace(key, frame.id());
  if (!is_new && entry->second != frame.id()) {
    violated(moment, std::string{where} + " two different " + name_of(said->kind) + " of height " +
                         std::to_string(key.height) + ", round " + std::to_string(key.round));
  }
  if (known.size() > kRememberedMessages) {
    known.erase(known.begin());
  }
}

}  // namespace callo::sim
