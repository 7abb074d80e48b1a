#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "protocol/overlay/membership/entry_messages.hpp"

namespace callo {

// A core server as everybody knows it: its key comes with the genesis.
struct ServerIdentity {
  PublicKey key;
  EndpointId endpoint;

  Neighbour neighbour() const { return {overlay_id_of(key), endpoint, true}; }
};

// How a node finds its first contacts. It asks all core servers for their copies of the membership
// table around its own place, checks signatures and proofs, and takes for contacts only those
// members that more than half of the servers name: as long as fewer than half of them lie or are
// down, no liar alone can lead a joiner into a network of its own. What a server leaves out,
// another one names.
//
// Of those, at most so many of one origin are taken (OriginLimit): near a joiner's place anybody
// can have as many ids as it likes.
//
// When the servers cannot agree, any members known from elsewhere serve as contacts. A pure
// machine.
class Entrance {
 public:
  struct Outgoing {
    Neighbour to;
    EntryMessage message;
  };

  using Out = std::vector<Outgoing>;

  static constexpr std::size_t kContactsMax = 16;
  // Rounds without agreement before members known from elsewhere are tried.
  static constexpr unsigned kPatience = 3;

  Entrance(const OverlayId& self, std::string chain_id, std::vector<ServerIdentity> servers,
           std::vector<Neighbour> known_members, Duration copy_age_max, OriginLimit limit = {});

  // Asks all servers anew.
  void begin(Out& out);

  // Nobody answers any more within the round: says so to decide with what there is, and asks again
  // who was silent.
  void retry(Out& out);

  // False for an answer that was not asked for. A lie is counted and forgotten.
  bool receive(const Neighbour& from, const EntryReply& reply, CalendarTime now,
               Verifier& verifier);

  // Once there are contacts: takes them, nearest first. Empty: not yet.
  std::vector<Neighbour> take_contacts();

  bool is_asking() const { return is_asking_; }

  // Copies that were refused, by CopyDefect.
  const std::array<std::uint64_t, 5>& refused() const { return refused_; }

  // Servers whose copies named nobody that the majority named, in a round that was decided.
  std::uint64_t outvoted() const { return outvoted_; }

  const std::vector<ServerIdentity>& servers() const { return servers_; }

 private:
  struct Answer {
    bool is_awaited = false;
    std::vector<CopyEntry> entries;  // by id, ascending; none: silent, or refused
  };

  unsigned confirmations(const CopyEntry& entry) const;
  std::vector<CopyEntry> agreed_on() const;
  bool is_round_over() const;
  bool has_enough_of_origin(EndpointId endpoint) const;
  void decide();

  OverlayId self_;
  std::string chain_id_;
  std::vector<ServerIdentity> servers_;
  std::vector<Neighbour> known_members_;
  Duration copy_age_max_;
  OriginLimit limit_;
  std::vector<Answer> answers_;  // by server
  std::vector<Neighbour> contacts_;
  unsigned rounds_ = 0;  // without agreement
  bool is_asking_ = false;
  std::array<std::uint64_t, 5> refused_{};
  std::uint64_t outvoted_ = 0;
};

}  // namespace callo
