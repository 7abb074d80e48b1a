#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "protocol/base/ids.hpp"
#include "protocol/ledger/genesis.hpp"
#include "sim/engine/sim_time.hpp"
#include "sim/workload/wallet.hpp"

namespace callo::sim {

struct PaymentWorkloadConfig {
  std::uint64_t seed{};
  std::uint64_t key_seed{};  // of the banks' and issuers' keys
  std::string chain_id;
  std::vector<Currency> home_currencies;  // of each bank; there are at least two banks
  Duration interval_mean{};               // between payments of all banks together, > 0
  std::int64_t amount_min{};              // minor units; 0 < min <= max
  std::int64_t amount_max{};
  SimTime from{};
  SimTime until = kSimEnd;             // no payment is scheduled at or after it
  Duration expires_after{};            // how long coins wait for an unfinished payment
  std::optional<PublicKey> registrar;  // the genesis' registrar
};

// Real Ed25519 or a stand-in: whoever runs the workload decides.
using SignerFactory = std::function<std::unique_ptr<Signer>(const KeySeed&)>;

struct ScheduledPayment {
  std::uint64_t number{};  // from 0
  SimTime scheduled;       // latency counts from here
  std::uint32_t payer{};   // bank
  std::uint32_t payee{};
  std::int64_t amount{};
  // Empty when the payer had no free coins: the payment counts as unfinished.
  std::optional<Wallet::Payment> made;
};

// Banks that pay each other. Open loop: when and what is paid depends on the seed alone and never
// on how fast the network is. Intervals are exponential, banks and amounts uniform, and payment i
// is drawn from a stream of its own, so that two runs that differ otherwise see the same payments.
//
// The workload knows no host: its runner asks for the next date, submits what was made at the
// payer's node, and reports what each bank's node commits. A bank only spends what its own node
// has committed.
class PaymentWorkload {
 public:
  PaymentWorkload(PaymentWorkloadConfig config, const SignerFactory& make_signer);

  // Every bank holds coins of its home currency, as many as it needs for the payments that it may
  // have pending at once, each large enough for several. Every currency has its issuer.
  const Genesis& genesis() const { return genesis_; }

  // kSimEnd when there is none.
  SimTime next_arrival() const { return next_arrival_; }

  // Makes the payment that is due at next_arrival() and moves on to the one after it.
  ScheduledPayment take_next();

  // How long after its date a payment is waited for; then its coins may be spent by another, so it
  // must not be handed in any more.
  Duration expires_after() const { return config_.expires_after; }

  // False: on_committed needs this height's transactions. Lets the runner decode a block once.
  bool knows(Height height) const { return height < first_kept_ || blocks_.contains(height); }

  // A bank's node committed `height`. The first report of a height, by whichever bank, brings the
  // transactions; later ones may pass none. A bank that missed reports (its node crashed between
  // commit and report) catches up through the heights it missed. Returns the numbers of the
  // payments that have now reached their payee.
  //
  // Should agreement break, wallets follow the chain that was reported first: naming the violation
  // is the checkers' task, and for the same reason a malformed transaction is passed over here.
  std::vector<std::uint64_t> on_committed(std::uint32_t bank, Height height,
                                          std::span<const Bytes> transactions);

  const Wallet& wallet(std::uint32_t bank) const { return wallets_[bank]; }

  std::size_t bank_count() const { return wallets_.size(); }

 private:
  struct Open {
    std::uint64_t number{};
    std::uint32_t payee{};
  };

  struct Deadline {
    SimTime at;
    std::uint32_t payer{};
    Hash payment;
  };

  using CommittedBlock = std::vector<TransactionPtr>;

  void fund(const SignerFactory& make_signer);
  void schedule_next();
  void expire(SimTime now);
  void learn(Height height, std::span<const Bytes> transactions);
  void show(std::uint32_t bank, const CommittedBlock& block, std::vector<std::uint64_t>& settled);
  void drop_blocks_all_have_seen();

  PaymentWorkloadConfig config_;
  Genesis genesis_;
  std::vector<Wallet> wallets_;
  std::uint64_t next_number_ = 0;
  SimTime next_arrival_;
  std::deque<Deadline> deadlines_;  // in the order of their dates
  std::map<Hash, Open> open_;       // payments that have not reached their payee
  Height first_kept_ = 1;
  std::map<Height, CommittedBlock> blocks_;  // from first_kept_ on, until every bank has seen them
  std::vector<Height> seen_;                 // by bank: up to which height its wallet is informed
};

}  // namespace callo::sim
