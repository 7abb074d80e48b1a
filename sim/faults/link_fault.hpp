#pragma once

#include <utility>
#include <vector>

#include "sim/faults/fault.hpp"

namespace callo::sim {

// What one counter of the network grew by while a fault lasted.
class Tally {
 public:
  explicit Tally(std::uint64_t FaultCounters::*counter) : counter_{counter} {}

  void begin(const FaultSurface& surface) {
    is_running_ = true;
    since_ = surface.counters().*counter_;
  }

  void end(const FaultSurface& surface) {
    total_ = value(surface);
    is_running_ = false;
  }

  std::uint64_t value(const FaultSurface& surface) const {
    return is_running_ ? total_ + (surface.counters().*counter_ - since_) : total_;
  }

 private:
  std::uint64_t FaultCounters::*counter_;
  bool is_running_ = false;
  std::uint64_t since_ = 0;
  std::uint64_t total_ = 0;
};

// Blocks links while it lasts; which ones is the kind's business.
class BlockingFault : public Fault {
 public:
  using Fault::Fault;

  void start(FaultSurface& surface) final;
  void stop(FaultSurface& surface) final;

  std::uint64_t fired(const FaultSurface& surface) const final { return tally_.value(surface); }

 private:
  virtual std::vector<LinkScope> scopes() const = 0;

  Tally tally_{&FaultCounters::blocked};
};

// Impairs its links, or all if it names none, while it lasts; how is the kind's business.
class ImpairingFault : public Fault {
 public:
  using Fault::Fault;

  void start(FaultSurface& surface) override;
  void stop(FaultSurface& surface) override;
  std::string target() const override;

  std::uint64_t fired(const FaultSurface&) const override { return impaired_; }

 private:
  virtual Impairment impairment() const = 0;

  std::vector<ImpairmentId> active_;
  std::uint64_t impaired_ = 0;
};

// An impairment whose effect the network counts message by message.
class CountedImpairingFault : public ImpairingFault {
 public:
  CountedImpairingFault(FaultSettings settings, std::uint64_t FaultCounters::*counter)
      : ImpairingFault{std::move(settings)}, tally_{counter} {}

  void start(FaultSurface& surface) final {
    ImpairingFault::start(surface);
    tally_.begin(surface);
  }

  void stop(FaultSurface& surface) final {
    tally_.end(surface);
    ImpairingFault::stop(surface);
  }

  std::uint64_t fired(const FaultSurface& surface) const final { return tally_.value(surface); }

 private:
  Tally tally_;
};

}  // namespace callo::sim
