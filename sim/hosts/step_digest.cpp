#include "sim/hosts/step_digest.hpp"

#include <bit>
#include <cstring>

namespace callo::sim {

std::string StepDigest::hex() const {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  for (const std::uint64_t half : {scramble(high_ ^ low_), scramble(low_)}) {
    for (int shift = 60; shift >= 0; shift -= 4) {
      text += kDigits[(half >> shift) & 15];
    }
  }
  return text;
}

void StepDigest::absorb(const Frame& frame) {
  if (frame) {
    absorb(frame.id());
  } else {
    absorb(0, 0);
  }
}

void StepDigest::absorb(const Hash& hash) {
  for (std::size_t i = 0; i < hash.bytes.size(); i += 16) {
    std::uint64_t words[2] = {};
    for (std::size_t j = 0; j < 16; ++j) {
      words[j / 8] = (words[j / 8] << 8) | hash.bytes[i + j];
    }
    absorb(words[0], words[1]);
  }
}

void StepDigest::absorb(const Input& input) {
  const std::uint64_t kind = input.index();
  if (const auto* fired = std::get_if<TimerFired>(&input)) {
    absorb(kind, fired->timer.slot);
  } else if (const auto* started = std::get_if<Started>(&input)) {
    absorb(kind | (started->cut_bytes << 8), started->records.size());
    for (const Record& record : started->records) {
      absorb(record.payload);
    }
  } else if (const auto* submitted = std::get_if<Submitted>(&input)) {
    absorb(kind, 0);
    absorb(submitted->frame);
  } else if (const auto* up = std::get_if<PeerUp>(&input)) {
    absorb(kind, up->peer.value);
  } else if (const auto* down = std::get_if<PeerDown>(&input)) {
    absorb(kind, down->peer.value);
  } else if (const auto* completed = std::get_if<Completed>(&input)) {
    absorb(kind, completed->token.value);
    absorb(completed->result);
  }
}

void StepDigest::absorb(const Effects& effects) {
  absorb_sends(effects);
  absorb_rest(effects);
}

void StepDigest::absorb_sends(const Effects& effects) {
  for (const Send& send : effects.sends) {
    absorb(send.frame);
    absorb(static_cast<std::uint64_t>(send.message_class), send.targets_count);
    for (const EndpointId target : effects.targets_of(send)) {
      absorb(target.value, kMixD);
    }
  }
}

void StepDigest::absorb_rest(const Effects& effects) {
  // How many there are of each, so that no list can be taken for another.
  absorb((effects.sends.size() << 32) | effects.timers.size(),
         (effects.records.size() << 32) | effects.commits.size());
  absorb((effects.evidence.size() << 32) | effects.notices.size(),
         (effects.requests.size() << 32) | effects.cancelled.size());
  for (const Record& record : effects.records) {
    absorb(static_cast<std::uint64_t>(record.kind), 0);
    absorb(record.payload);
  }
  for (const TimerCommand& timer : effects.timers) {
    absorb((std::uint64_t{timer.timer.slot} << 1) | (timer.arm ? 1U : 0U),
           static_cast<std::uint64_t>(timer.deadline.time_since_epoch().count()));
  }
  for (const CommitEffect& commit : effects.commits) {
    absorb(commit.height, static_cast<std::uint64_t>(commit.round));
    absorb(commit.block_hash);
    absorb(commit.state_hash);
    absorb(commit.block);
    absorb(commit.certificate);
  }
  for (const EvidenceEffect& evidence : effects.evidence) {
    absorb(evidence.culprit.value, 0);
    absorb(evidence.first);
    absorb(evidence.second);
  }
  // Beside the counts above, so that a run in which agreement holds has the digest it always had.
  if (!effects.blames.empty()) {
    absorb(kMixD, effects.blames.size());
  }
  for (const BlameEffect& blame : effects.blames) {
    absorb(blame.height, (blame.culprits.size() << 32) | blame.suspects.size());
    absorb(blame.proof);
  }
  for (const Request& request : effects.requests) {
    absorb(request.token.value, static_cast<std::uint64_t>(request.kind));
    absorb(request.argument);
  }
  for (const RequestToken token : effects.cancelled) {
    absorb(token.value, 0);
  }
  for (const Notice& notice : effects.notices) {
    absorb(static_cast<std::uint64_t>(notice.kind), notice.detail);
  }
  absorb((std::uint64_t{effects.work.signatures} << 32) | effects.work.verifications,
         effects.work.hashed_bytes);
}

const char* input_kind(const Input& input) {
  constexpr const char* kNames[] = {"started", "received",  "timer",    "submitted",
                                    "peer_up", "peer_down", "completed"};
  static_assert(std::size(kNames) == std::variant_size_v<Input>);
  return kNames[input.index()];
}

}  // namespace callo::sim
