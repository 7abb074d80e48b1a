#include "sim/scenario/message_names.hpp"

namespace callo::sim {

std::string message_name(std::uint8_t kind) {
  // Without a default: a kind that has no name here does not compile.
  switch (static_cast<MessageKind>(kind)) {
    case MessageKind::proposal:
      return "proposal";
    case MessageKind::block_part:
      return "block_part";
    case MessageKind::prevote:
      return "prevote";
    case MessageKind::precommit:
      return "precommit";
    case MessageKind::transaction:
      return "transaction";
    case MessageKind::status:
      return "status";
    case MessageKind::evidence:
      return "evidence";
    case MessageKind::decided_block:
      return "decided_block";
    case MessageKind::block_request:
      return "block_request";
    case MessageKind::snapshot_request:
      return "snapshot_request";
    case MessageKind::snapshot_offer:
      return "snapshot_offer";
    case MessageKind::snapshot_piece:
      return "snapshot_piece";
    case MessageKind::vote_bundle:
      return "vote_bundle";
    case MessageKind::justification_request:
      return "justification_request";
    case MessageKind::justification_answer:
      return "justification_answer";
    case MessageKind::light_request:
      return "light_request";
    case MessageKind::light_block:
      return "light_block";
    case MessageKind::membership:
      return "membership";
    case MessageKind::entry:
      return "entry";
    case MessageKind::search:
      return "search";
  }
  return "unknown";
}

bool is_agreement_kind(MessageKind kind) {
  switch (kind) {
    case MessageKind::proposal:
    case MessageKind::block_part:
    case MessageKind::prevote:
    case MessageKind::precommit:
    case MessageKind::vote_bundle:
      return true;
    default:
      return false;
  }
}

}  // namespace callo::sim
