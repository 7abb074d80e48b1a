#pragma once

#include "protocol/base/frame.hpp"
#include "protocol/base/ids.hpp"
#include "protocol/ledger/transaction.hpp"

namespace callo {

// A transaction as a member hands it in.
struct Submission {
  NodeId submitter;  // the originator, authenticated
  TransactionPtr transaction;
  Frame envelope;   // the message that carried it; empty while its own node has not sent it yet
  EndpointId from;  // the neighbour that passed it on
};

}  // namespace callo
