#pragma once

#include <string>
#include <vector>

#include "protocol/ledger/transaction.hpp"
#include "protocol/shim/signer.hpp"
#include "sim/hosts/simulation.hpp"
#include "sim/trace/run_record.hpp"

namespace callo::sim {

// One order of the registrar: all that a scenario changes at one instant.
struct ValidatorOrder {
  Duration at{};
  std::vector<ValidatorChange> changes;
};

// The core server as far as it decides who votes: hands each order in when it is due, at one node
// after the other until a block has committed it. Orders are numbered, so the next one waits for
// it.
class Registrar final : public StepObserver {
 public:
  // Orders by ascending time; all references outlive the registrar.
  Registrar(Simulation& simulation, Signer& signer, std::string chain_id,
            std::vector<ValidatorOrder> orders);

  // Schedules the first order.
  void start();

  // Notes when a block has the order; that it is done is seen at the next attempt.
  void on_commit(SimTime time, EndpointId endpoint, const CommitEffect& commit) override;

  // One a change, of kind "validator_change": ends when a block has committed it.
  std::vector<FaultRow> rows() const;

 private:
  bool is_done() const { return next_ == orders_.size(); }

  void hand_in(std::size_t order);

  Simulation& simulation_;
  Signer& signer_;
  std::string chain_id_;
  std::vector<ValidatorOrder> orders_;
  std::vector<Duration> committed_at_;  // of orders 0, 1, …
  std::size_t next_ = 0;
  Frame transaction_;  // of the order that is handed in
  Hash id_;
  std::uint32_t attempts_ = 0;
  Height looked_at_ = 0;
};

}  // namespace callo::sim
