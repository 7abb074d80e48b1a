#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "protocol/node/overlay_part.hpp"
#include "protocol/overlay/membership/entry_messages.hpp"
#include "protocol/shim/verifier.hpp"

namespace callo {

struct CoreServerConfig {
  std::string chain_id;
  // A copy is made anew at most this often, and so is up to this old when it is handed out.
  Duration copy_interval = std::chrono::seconds{1};
  // Who has not registered again for this long is taken off the table.
  Duration lease = std::chrono::minutes{3};
  std::uint32_t slice_entries = 16;  // 4..kSliceEntriesMax
};

// The part of a core server that hands joiners a signed, versioned copy of the membership table.
// Members register once they are in the network, and again now and then: what a server knew before
// a restart comes back by itself, and whoever has failed falls off. Its word decides nothing but
// where a joiner begins.
class CoreServer final : public OverlayPart {
 public:
  // Registered members at most; more are not taken.
  static constexpr std::size_t kMembersMax = 1'000'000;

  // `genesis`: who is there at the beginning. The references outlive it.
  CoreServer(CoreServerConfig config, const std::vector<Neighbour>& genesis, Signer& signer,
             Verifier& verifier);

  bool hears(MessageKind kind) const override { return kind == MessageKind::entry; }

  bool receive(Now now, const Neighbour& from, MessageKind kind, BytesView body, Out& out) override;

  std::size_t members() const { return members_.size(); }

  // Copies made so far.
  std::uint64_t versions() const { return versions_; }

 private:
  struct Row {
    CopyEntry entry;
    std::uint64_t number{};  // of its newest record
    MonotonicTime expires{};
  };

  void on_request(Now now, const Neighbour& from, Out& out);
  bool on_registration(Now now, const Neighbour& from, const NodeRecord& record, Out& out);
  void on_departure(const OverlayId& id);
  void make_copy(Now now, Out& out);
  void settle(Now now);
  static std::vector<Row>::iterator place_of(std::vector<Row>& rows, const OverlayId& id);

  CoreServerConfig config_;
  Signer& signer_;
  Verifier& verifier_;
  std::vector<Row> members_;    // by suffix, as in copies
  std::vector<Row> newcomers_;  // since the last copy, in the same order
  std::unique_ptr<MembershipCopy> copy_;
  MonotonicTime copied_{};
  bool has_leases_ = false;  // those of the genesis begin with the first message
  std::uint64_t versions_ = 0;
};

}  // namespace callo
