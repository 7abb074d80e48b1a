#include "sim/traitors/replacing.hpp"

#include <optional>

namespace callo::sim {

namespace {

constexpr std::size_t kWordsMax = 2'048;

}  // namespace

Replacing::Replacing(const TraitorContext& context) : Behaviour{context}, words_{kWordsMax} {}

void Replacing::say_instead(const Frame& honest, Words words) {
  words_.at(honest.id()) = std::move(words);
}

void Replacing::rewrite(const Turn& turn, Effects& out) {
  prepare(turn, out);
  rewriter_.rewrite(out, [&](const Send& send, std::span<const EndpointId> targets) {
    const Words* const words = words_for(turn, send.frame, out);
    if (words == nullptr) {
      out.send(targets, send.frame, send.message_class);
      return;
    }
    for (const Frame& word : *words) {
      out.send(targets, word, send.message_class);
    }
    if (words->size() != 1 || words->front().id() != send.frame.id()) {
      count_fired();
    }
  });
}

// Null for what is not its own, or none of the engine's messages.
const Replacing::Words* Replacing::words_for(const Turn& turn, const Frame& frame, Effects& out) {
  if (const Words* decided = words_.find(frame.id())) {
    return decided;
  }
  const std::optional<Envelope> envelope = open_envelope(frame.bytes());
  Height height = 0;
  Round round = 0;
  if (!envelope.has_value() || !is_own(*envelope) || !read_place(*envelope, height, round)) {
    return nullptr;
  }
  Words words =
      is_triggered(turn.now, *envelope) ? replacement(turn, *envelope, frame, out) : Words{frame};
  say_instead(frame, std::move(words));
  return words_.find(frame.id());
}

}  // namespace callo::sim
