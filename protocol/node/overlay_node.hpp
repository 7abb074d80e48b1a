#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "protocol/node/overlay_part.hpp"
#include "protocol/node/sequence_counter.hpp"
#include "protocol/overlay/membership/entrance.hpp"
#include "protocol/overlay/membership/failure_detector.hpp"
#include "protocol/overlay/membership/overlay_member.hpp"
#include "protocol/overlay/membership/overlay_post.hpp"
#include "protocol/overlay/membership/registration_client.hpp"
#include "protocol/overlay/membership/replay_guard.hpp"
#include "protocol/overlay/membership/table_repair.hpp"
#include "protocol/shim/signer.hpp"
#include "protocol/shim/verifier.hpp"
#include "protocol/step/machine.hpp"

namespace callo {

struct OverlayNodeConfig {
  std::string chain_id;
  EndpointId endpoint;
  Digits digits{16};
  unsigned neighbours_per_entry = 3;
  Duration retry_interval = std::chrono::seconds{1};  // between two attempts of a join or a search
  HeartbeatSettings heartbeat;
  // The members of the genesis, the same list for all of them, which outlives the node; null for
  // one that joins. A node that comes back joins.
  const std::vector<Neighbour>* founders = nullptr;
  // The ways in: core servers, and members that it knows from elsewhere.
  std::vector<ServerIdentity> servers;
  std::vector<Neighbour> known_members;
  Duration copy_age_max = std::chrono::seconds{30};
  RegistrationSettings registration;
  OriginLimit origin_limit;
  // How often a member asks the core servers again who stands around it; zero: never.
  Duration cross_check_interval{};
  // Of its record.
  std::string name;
  std::string ip;
  LinkProtocol protocol = LinkProtocol::tcp;
};

// Why a message was not taken.
enum class OverlayRejection : std::uint8_t {
  malformed,      // no canonical encoding, too long, or of no kind that is known here
  misdirected,    // for another chain or receiver, or not from where it says
  bad_signature,  // not by the key in it
  replayed,       // taken before
  unasked,        // an answer to nothing that was asked, or nothing this node can answer now
};
inline constexpr std::size_t kOverlayRejections = 5;

// A node of the overlay as a machine: the join protocol, repair, heartbeats and whatever other
// parts it has, bound to the wire. Every message is signed by the key whose hash is its sender's
// id; so a place in the tables cannot be chosen, nor claimed by somebody else's key, and a key has
// one place only.
//
// What one step says to one receiver is one message.
class OverlayNode final : public Machine {
 public:
  static constexpr TimerId kRetryTimer{0};
  static constexpr TimerId kHeartbeatTimer{1};
  static constexpr TimerId kPartsTimer{2};

  // `signer` and `verifier` outlive this.
  OverlayNode(OverlayNodeConfig config, Signer& signer, Verifier& verifier);

  // Before the first step.
  void attach(std::unique_ptr<OverlayPart> part) { parts_.push_back(std::move(part)); }

  void step(Now now, const Input& input, Effects& out) noexcept override;

  // What the operator of a node submits to take it out of the network; it hands over first.
  static Frame leave_command();

  const OverlayMember& member() const { return member_; }

  const TableRepair& repair() const { return repair_; }

  const Entrance& entrance() const { return entrance_; }

  const FailureDetector& detector() const { return detector_; }

  // How often this node found out that it had been eclipsed: its table lacked most of those whom
  // more than half of the core servers name around its place, and had room for them; and one of
  // them is there.
  std::uint64_t eclipse_alarms() const { return eclipse_alarms_; }

  // It has found out, and has not looked since and found most of them in its table.
  bool is_alarmed() const { return is_alarmed_; }

  // Messages that were not taken, by reason.
  const std::array<std::uint64_t, kOverlayRejections>& rejected() const { return rejected_; }

 private:
  void on_started(Now now, const Started& started, Effects& out);
  void on_received(Now now, const Received& received, Effects& out);
  void on_submitted(Now now, const Submitted& submitted, Effects& out);
  void on_timer(Now now, TimerId timer);
  bool on_membership_message(Now now, const Neighbour& from, const MembershipMessage& message);
  bool on_part(Now now, const Neighbour& from, const Post& post);
  void on_heartbeat(Now now);
  void watch(Now now);
  void on_failed(const OverlayId& id);
  bool on_entry(Now now, const Neighbour& from, const EntryMessage& message, Effects& out);
  void enter();
  void join_if_agreed();
  void on_in_system(Now now);
  void ask_servers_again(Now now);
  void cross_check(std::vector<Neighbour> named);
  void register_again(Now now, Effects& out);
  NodeRecord make_record(Effects& out);
  void after(Now now, Effects& out);
  void send_membership(Effects& out);
  void send_entry(Effects& out);
  void send_parts(Effects& out);
  void send(const Neighbour& to, MessageKind kind, BytesView body, Effects& out);
  std::uint64_t number_of_step(Effects& out);
  void reject(OverlayRejection reason, Effects& out);
  void arm(Now now, Effects& out);
  void arm_at(TimerId timer, MonotonicTime deadline, Effects& out);

  OverlayNodeConfig config_;
  Signer& signer_;
  Verifier& verifier_;
  OverlayMember member_;
  TableRepair repair_;
  Entrance entrance_;
  RegistrationClient registration_;
  FailureDetector detector_;
  ReplayGuard replay_guard_;
  SequenceCounter sequence_;
  std::optional<std::uint64_t> step_sequence_;  // of the step under way
  std::vector<std::unique_ptr<OverlayPart>> parts_;
  OverlayMember::Status seen_status_ = OverlayMember::Status::outside;
  MonotonicTime next_refresh_{};
  MonotonicTime next_cross_check_{};
  std::vector<OverlayId> strangers_;  // whom a suspicious table lacks
  bool is_alarmed_ = false;
  std::uint64_t eclipse_alarms_ = 0;
  std::vector<OverlayId> lost_;  // failed while this node was joining: entries to be searched
  std::array<std::uint64_t, kOverlayRejections> rejected_{};
  std::array<std::optional<MonotonicTime>, 3> armed_;  // by timer slot

  OverlayMember::Out membership_out_;  // of the step under way
  Entrance::Out entry_out_;
  OverlayPart::Out parts_out_;
  // As of which changes of the table the detector watches it, and whether it watches others too.
  std::optional<std::uint64_t> watched_changes_;
  bool watches_awaited_ = false;
};

}  // namespace callo
