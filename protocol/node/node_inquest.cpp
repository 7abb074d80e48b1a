// The part of a node that finds out who broke agreement: it asks the validators what allowed their
// votes, and answers when it is asked.
#include <algorithm>

#include "protocol/crypto/sha256.hpp"
#include "protocol/node/node.hpp"

namespace callo {

namespace {

bool is_same_question(const Fork& a, const Fork& b) {
  return a.height() == b.height() && a.first.round == b.first.round &&
         a.second.block_id == b.second.block_id;
}

}  // namespace

// Whoever saw a fork with its own eyes asks at once.
void Node::look_into_new_forks(Now now, Effects& out) {
  for (Fork& fork : tendermint_.take_forks()) {
    if (inquests_.find(key_of(fork)) == nullptr && inquests_.has_room()) {
      const ValidatorSet* const validators = tendermint_.validators_of(fork.height());
      CALLO_CHECK(validators != nullptr);
      OpenInquest& opened =
          inquests_.open(now.monotonic, now.monotonic, std::move(fork), *validators);
      hear_own_answer(opened, out);
      carry_on_inquests(now, out);
    }
  }
}

// Own justifications count as everybody's do; this answer need not travel.
void Node::hear_own_answer(OpenInquest& open, Effects& out) {
  if (const Frame answer = own_answer(open.inquest.fork(), out)) {
    open.inquest.hear(answer, *open_envelope(answer.bytes()), config_.chain_id,
                      environment_.verifier, out.work);
  }
  report_blame(open, false, out);
}

// An empty frame: this node is not sure to hold all that it ever held of that height, or has not
// said its last word there, and an answer that says too little would be held against it.
Frame Node::own_answer(const Fork& fork, Effects& out) {
  if (!tendermint_.can_account_for(fork.height())) {
    return {};
  }
  const JustificationAnswer answer = answer_to(fork, tendermint_.justifications(fork.height()));
  return seal_own(MessageKind::justification_answer, encode_data(answer), out);
}

void Node::carry_on_inquests(Now now, Effects& out) {
  inquests_.for_each_open([&](OpenInquest& open) {
    if (inquests_.is_question_due(now.monotonic, open)) {
      to_all(seal_own(MessageKind::justification_request, encode_data(open.inquest.fork()), out),
             MessageClass::control, out);
    }
    if (inquests_.is_over(now.monotonic, open)) {
      open.is_closed = true;
      report_blame(open, true, out);
    }
  });
  if (const auto deadline = inquests_.deadline(); deadline.has_value()) {
    out.arm(kInquestTimer, *deadline);
  }
}

void Node::report_blame(OpenInquest& open, bool is_final, Effects& out) {
  const Blame blame = open.inquest.blame();
  if (is_final || open.reported != blame) {
    open.reported = blame;
    out.blames.push_back({open.inquest.fork().height(), blame.culprits, blame.suspects, is_final,
                          make_frame(encode_data(open.inquest.proof()))});
  }
}

Verdict Node::receive_justification_request(Now now, EndpointId from, const Envelope& envelope,
                                            Effects& out) {
  const std::optional<Fork> fork = decode_fork(envelope.data);
  if (!fork) {
    return Verdict::malformed;
  }
  if (!is_signed_by_sender(envelope, out)) {
    return Verdict::bad_signature;
  }
  if (!questions_.may_serve(now.monotonic, envelope.header)) {
    return Verdict::stale;
  }
  OpenInquest* open = inquests_.find(key_of(*fork));
  if (open != nullptr && is_same_question(open->inquest.fork(), *fork)) {
    answer_all(now, *open, out);
    return Verdict::accepted;
  }
  const ValidatorSet* const validators = tendermint_.validators_of(fork->height());
  if (validators == nullptr) {
    answer_one(from, *fork, out);
    return Verdict::stale;
  }
  if (!is_proven(*fork, config_.chain_id, *validators, environment_.verifier, out.work)) {
    return Verdict::bad_content;
  }
  if (open != nullptr || !inquests_.has_room()) {
    answer_one(from, *fork, out);
    return Verdict::accepted;
  }
  open =
      &inquests_.open(now.monotonic, inquests_.first_repetition(now.monotonic), *fork, *validators);
  hear_own_answer(*open, out);
  answer_all(now, *open, out);
  carry_on_inquests(now, out);
  return Verdict::accepted;
}

// Everybody who knows of the fork waits for the same answers, so one serves all who asked.
void Node::answer_all(Now now, OpenInquest& open, Effects& out) {
  const Fork& fork = open.inquest.fork();
  if (fork.is_of_one_round() || !inquests_.may_answer(now.monotonic, open)) {
    return;
  }
  if (const Frame answer = own_answer(fork, out)) {
    to_all(answer, MessageClass::control, out);
  }
}

// A question of its own, or about a height of which this node cannot tell who voted: whoever passed
// it on passes the answer on.
void Node::answer_one(EndpointId from, const Fork& fork, Effects& out) {
  if (const Frame answer = fork.is_of_one_round() ? Frame{} : own_answer(fork, out)) {
    out.send(from, answer, MessageClass::control);
  }
}

Verdict Node::receive_justification_answer(Now now, const Frame& frame, const Envelope& envelope,
                                           Effects& out) {
  const std::optional<JustificationAnswer> answer = decode_justification_answer(envelope.data);
  if (!answer) {
    return Verdict::malformed;
  }
  OpenInquest* const open = inquests_.find(*answer);
  if (open == nullptr) {
    return Verdict::stale;
  }
  switch (open->inquest.hear(frame, envelope, config_.chain_id, environment_.verifier, out.work)) {
    case Inquest::Hearing::news:
      open->answers.may_serve(now.monotonic, envelope.header);
      report_blame(*open, false, out);
      carry_on_inquests(now, out);
      return Verdict::accepted;
    case Inquest::Hearing::known:
      return open->answers.may_serve(now.monotonic, envelope.header) ? Verdict::accepted
                                                                     : Verdict::duplicate;
    case Inquest::Hearing::elsewhere:
      return Verdict::unknown_sender;
    case Inquest::Hearing::false_answer:
      return Verdict::bad_content;
  }
  return Verdict::malformed;
}

}  // namespace callo
