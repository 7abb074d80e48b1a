#include "sim/scenario/registrar.hpp"

#include <algorithm>

#include "protocol/chain/block.hpp"
#include "protocol/crypto/sha256.hpp"

namespace callo::sim {

namespace {

// Enough for a block or two: a node that is down or keeps orders to itself costs no more than that.
constexpr Duration kOrderRetryInterval = std::chrono::seconds{1};

}  // namespace

Registrar::Registrar(Simulation& simulation, Signer& signer, std::string chain_id,
                     std::vector<ValidatorOrder> orders)
    : simulation_{simulation},
      signer_{signer},
      chain_id_{std::move(chain_id)},
      orders_{std::move(orders)} {}

void Registrar::start() {
  if (is_done()) {
    return;
  }
  Transaction update;
  update.kind = TransactionKind::validator_update;
  update.update_sequence = next_ + 1;
  update.changes = orders_[next_].changes;
  sign(update, chain_id_, signer_);
  Bytes bytes = encode(update);
  id_ = decode_transaction(bytes)->id;
  transaction_ = make_frame(std::move(bytes));
  const SimTime due = std::max(SimTime{orders_[next_].at}, simulation_.now());
  simulation_.at(due, [this, order = next_] { hand_in(order); });
}

void Registrar::hand_in(std::size_t order) {
  if (committed_at_.size() > order) {
    ++next_;
    start();
    return;
  }
  const auto nodes = static_cast<std::uint32_t>(simulation_.size());
  simulation_.submit(EndpointId{attempts_++ % nodes}, transaction_);
  simulation_.at(simulation_.now() + kOrderRetryInterval, [this, order] { hand_in(order); });
}

void Registrar::on_commit(SimTime time, EndpointId, const CommitEffect& commit) {
  if (is_done() || committed_at_.size() > next_ || commit.height <= looked_at_) {
    return;
  }
  looked_at_ = commit.height;
  const std::optional<Block> block = decode_block(commit.block.bytes());
  const bool is_committed =
      block.has_value() &&
      std::any_of(block->transactions.begin(), block->transactions.end(), [&](const Bytes& bytes) {
        const TransactionPtr decoded = decode_transaction(bytes);
        return decoded != nullptr && decoded->id == id_;
      });
  if (is_committed) {
    committed_at_.push_back(time.time_since_epoch());
  }
}

std::vector<FaultRow> Registrar::rows() const {
  std::vector<FaultRow> rows;
  for (std::size_t order = 0; order < orders_.size(); ++order) {
    for (const ValidatorChange& change : orders_[order].changes) {
      FaultRow row;
      row.id = "validator-change-" + std::to_string(rows.size() + 1);
      row.kind = "validator_change";
      row.target = "n" + std::to_string(change.node.value);
      row.at = orders_[order].at;
      row.detail = "power " + std::to_string(change.power);
      if (order < committed_at_.size()) {
        row.until = committed_at_[order];
        row.fired = 1;
      }
      rows.push_back(std::move(row));
    }
  }
  return rows;
}

}  // namespace callo::sim
