// The part of a node that takes in transactions and makes up for those that were lost.
#include "protocol/node/node.hpp"

namespace callo {

// A copy of what is known costs no signature check, and what waits for a coin is passed on only
// once that coin is there: nothing unchecked travels further than one hop.
Verdict Node::receive_transaction(const Received& input, const Envelope& envelope, Effects& out) {
  const TransactionPtr transaction = executor_.decode(envelope.data, out.work);
  if (transaction == nullptr) {
    return Verdict::malformed;
  }
  const NodeId submitter = envelope.header.sender;
  Intake& intake = executor_.intake();
  if (const Refusal known = intake.recall(submitter, *transaction); known != Refusal::none) {
    return refuse(known, out);
  }
  if (!is_signed_by_sender(envelope, out)) {
    return Verdict::bad_signature;
  }
  const Refusal refusal = intake.admit({submitter, transaction, input.frame, input.from}, out.work);
  return refusal == Refusal::none ? Verdict::accepted : refuse(refusal, out);
}

Verdict Node::refuse(Refusal refusal, Effects& out) {
  out.notice(NoticeKind::transaction_refused, static_cast<std::uint64_t>(refusal));
  return Verdict::duplicate;
}

void Node::on(Now, const Submitted& input, Effects& out) {
  const TransactionPtr transaction = executor_.decode(input.frame.bytes(), out.work);
  const Refusal refusal =
      transaction == nullptr
          ? Refusal::malformed
          : executor_.intake().admit({config_.self, transaction, {}, {}}, out.work);
  if (refusal == Refusal::none) {
    publish(*transaction, out);
  } else {
    refuse(refusal, out);
  }
}

void Node::publish(const DecodedTransaction& transaction, Effects& out) {
  const Frame frame = seal_own(MessageKind::transaction, transaction.bytes, out);
  executor_.intake().mempool().keep_envelope(transaction.id, frame);
  to_all(frame, MessageClass::transaction, out);
}

// What waited here travels on as if it had just come.
void Node::pass_on_admitted(Effects& out) {
  for (const Submission& submission : executor_.intake().take_admitted()) {
    if (submission.envelope) {
      forward({submission.from, submission.envelope}, *open_envelope(submission.envelope.bytes()),
              out);
    } else {
      publish(*submission.transaction, out);
    }
  }
}

// Every status speaks of the next part of the ids, so that in time all are compared.
Status Node::status_with_pending() {
  Status status = repair_.status();
  status.pending = executor_.mempool().window(next_window_);
  next_window_ = status.pending.last == kLastPrefix ? 0 : status.pending.last + 1;
  return status;
}

std::uint32_t Node::send_lacking(EndpointId peer, const PendingWindow& window, Effects& out) {
  const std::vector<Frame> frames = executor_.mempool().lacking(window);
  for (const Frame& frame : frames) {
    out.send(peer, frame, MessageClass::transaction);
  }
  return static_cast<std::uint32_t>(frames.size());
}

}  // namespace callo
