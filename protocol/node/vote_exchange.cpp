#include "protocol/node/vote_exchange.hpp"

#include <algorithm>
#include <utility>

namespace callo {

namespace {

// Points for a step that was delayed.
constexpr std::uint8_t kCharge = 2;

}  // namespace

VoteExchange::VoteExchange(const ExchangePlan& plan, Duration timeout, BundleSender& sender)
    : plan_{plan}, timeout_{timeout}, sender_{sender} {
  for (std::size_t step = 0; step < plan.steps(); ++step) {
    points_.emplace_back(plan.partners(step).size());
  }
}

const VoteExchange::Running* VoteExchange::find(const VotePhase& phase) const {
  const auto found = std::find_if(running_.begin(), running_.end(),
                                  [&](const Running& r) { return r.phase == phase; });
  return found == running_.end() ? nullptr : &*found;
}

VoteExchange::Running* VoteExchange::find(const VotePhase& phase) {
  return const_cast<Running*>(std::as_const(*this).find(phase));
}

// The oldest phase makes room.
VoteExchange::Running* VoteExchange::find_or_add(const VotePhase& phase) {
  if (Running* const known = find(phase)) {
    return known;
  }
  if (running_.size() >= kPhasesMax) {
    if (phase < running_.front().phase) {
      return nullptr;
    }
    running_.erase(running_.begin());
  }
  const auto place = std::find_if(running_.begin(), running_.end(),
                                  [&](const Running& r) { return phase < r.phase; });
  Running& added = *running_.insert(place, Running{phase, false, 0, {}, {}, {}});
  added.step_began.resize(plan_.steps());
  for (const auto& partners : points_) {
    added.seats.emplace_back(partners.size());
  }
  return &added;
}

void VoteExchange::begin(MonotonicTime now, const VotePhase& phase, Effects& out) {
  Running* const running = find_or_add(phase);
  if (running == nullptr || running->has_begun) {
    return;
  }
  running->has_begun = true;
  open_step(*running, now, out);
  advance(*running, now, out);
  rearm(out);
}

void VoteExchange::hear(MonotonicTime now, EndpointId from, const VoteBundlePointer& bundle,
                        Effects& out) {
  const auto place = plan_.seat_of(from);
  if (!place || bundle->step != place->step) {
    return;
  }
  Running* const running = find_or_add(bundle->phase);
  if (running == nullptr) {
    return;
  }
  Seat& seat = running->seats[place->step][place->partner];
  const bool is_early = !running->has_begun || running->step < place->step;
  if (!seat.is_heard && (is_early || now - running->step_began[place->step] <= timeout_)) {
    credit(seat, *place);
  }
  seat.is_heard = true;
  if (is_early) {
    seat.early = bundle;
  }
  if (running->has_begun) {
    advance(*running, now, out);
    rearm(out);
  }
}

void VoteExchange::on_timer(MonotonicTime now, Effects& out) {
  armed_.reset();
  for (Running& running : running_) {
    advance(running, now, out);
  }
  rearm(out);
}

Duration VoteExchange::patience(std::size_t step, std::uint8_t points) const {
  if (points >= kPointsMax) {
    return Duration{0};
  }
  const auto steps = static_cast<std::int64_t>(plan_.steps());
  const auto longer = static_cast<std::int64_t>(step) + 1 + steps;
  return timeout_ * longer / (2 * steps) / (std::int64_t{1} << points);
}

void VoteExchange::open_step(Running& running, MonotonicTime now, Effects& out) {
  running.step_began[running.step] = now;
  Duration wait{0};
  const auto partners = plan_.partners(running.step);
  for (std::size_t index = 0; index < partners.size(); ++index) {
    Seat& seat = running.seats[running.step][index];
    sender_.send_bundle(running.phase, static_cast<std::uint8_t>(running.step), partners[index],
                        seat.early, out);
    seat.early = nullptr;
    if (!seat.is_heard) {
      wait = std::max(wait, patience(running.step, points_[running.step][index]));
    }
  }
  running.deadline = now + wait;
}

bool VoteExchange::is_step_over(const Running& running, MonotonicTime now) const {
  const auto& seats = running.seats[running.step];
  return now >= running.deadline ||
         std::all_of(seats.begin(), seats.end(), [](const Seat& seat) { return seat.is_heard; });
}

void VoteExchange::charge_silent(Running& running) {
  auto& seats = running.seats[running.step];
  for (std::size_t index = 0; index < seats.size(); ++index) {
    std::uint8_t& points = points_[running.step][index];
    if (!seats[index].is_heard) {
      seats[index].is_charged = true;
      points = static_cast<std::uint8_t>(std::min<int>(points + kCharge, kPointsMax));
    }
  }
}

void VoteExchange::credit(Seat& seat, ExchangePlan::Seat place) {
  std::uint8_t& points = points_[place.step][place.partner];
  const std::uint8_t credited = seat.is_charged ? kCharge + 1 : 1;
  points = static_cast<std::uint8_t>(points - std::min(points, credited));
}

void VoteExchange::advance(Running& running, MonotonicTime now, Effects& out) {
  while (running.has_begun && running.step < plan_.steps() && is_step_over(running, now)) {
    charge_silent(running);
    if (++running.step < plan_.steps()) {
      open_step(running, now, out);
    }
  }
}

// One timer for all phases; one that fires early finds nothing to do and is set anew, which is
// cheaper than setting it in every step.
void VoteExchange::rearm(Effects& out) {
  std::optional<MonotonicTime> next;
  for (const Running& running : running_) {
    if (running.has_begun && running.step < plan_.steps() && (!next || running.deadline < *next)) {
      next = running.deadline;
    }
  }
  if (next && (!armed_ || *next < *armed_)) {
    armed_ = next;
    out.arm(kExchangeTimer, *next);
  }
}

bool VoteExchange::has_begun(const VotePhase& phase) const {
  const Running* const running = find(phase);
  return running != nullptr && running->has_begun;
}

bool VoteExchange::is_over(const VotePhase& phase) const {
  const Running* const running = find(phase);
  return running != nullptr && running->has_begun && running->step >= plan_.steps();
}

bool VoteExchange::is_awaited(const VotePhase& phase) const {
  const Running* const running = find(phase);
  return running != nullptr && !running->has_begun;
}

bool VoteExchange::is_silent(EndpointId endpoint) const {
  const auto seat = plan_.seat_of(endpoint);
  return seat && points_[seat->step][seat->partner] > 0;
}

}  // namespace callo
