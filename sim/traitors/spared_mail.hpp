#pragma once

#include <span>
#include <vector>

#include "sim/traitors/send_rewriter.hpp"

namespace callo::sim {

// Keeps what the honest code says to those whom a traitor spares out of the behaviour's sight, so
// that every behaviour can be aimed at some and leave the others alone.
class SparedMail {
 public:
  // `spared`: ascending.
  void take(std::span<const EndpointId> spared, Effects& out);
  void put_back(Effects& out);

 private:
  struct Kept {
    std::size_t first;
    std::size_t count;
    MessageClass message_class;
    Frame frame;
  };

  std::vector<Kept> kept_;
  std::vector<EndpointId> targets_;  // of what is kept
  std::vector<EndpointId> aimed_at_;
  SendRewriter rewriter_;
};

}  // namespace callo::sim
