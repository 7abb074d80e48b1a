#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario/spec.hpp"

// How the enumerations of a scenario are spelled, in the order of their enumerators; `kLater` are
// names of the format that this version cannot run yet.
namespace callo::sim {

template <typename Enum>
struct EnumNames;

template <>
struct EnumNames<Crypto> {
  static constexpr std::array<std::string_view, 2> kNames{"ed25519", "modelled"};
  static constexpr std::array<std::string_view, 0> kLater{};
};

template <>
struct EnumNames<TopologyKind> {
  static constexpr std::array<std::string_view, 2> kNames{"hypercube", "complete"};
  static constexpr std::array<std::string_view, 0> kLater{};
};

template <>
struct EnumNames<Placement> {
  static constexpr std::array<std::string_view, 3> kNames{"antipodal", "random", "none"};
  static constexpr std::array<std::string_view, 0> kLater{};
};

template <>
struct EnumNames<Fidelity> {
  static constexpr std::array<std::string_view, 3> kNames{"latency", "queue", "fluid"};
  static constexpr std::array<std::string_view, 0> kLater{};
};

template <>
struct EnumNames<ConsensusEngine> {
  static constexpr std::array<std::string_view, 2> kNames{"tendermint", "none"};
  static constexpr std::array<std::string_view, 2> kLater{"nakamoto", "generals"};
};

template <>
struct EnumNames<Dissemination> {
  static constexpr std::array<std::string_view, 4> kNames{"direct", "flood", "tree", "exchange"};
  static constexpr std::array<std::string_view, 0> kLater{};
};

template <>
struct EnumNames<ExchangeOrder> {
  static constexpr std::array<std::string_view, 2> kNames{"near_first", "far_first"};
  static constexpr std::array<std::string_view, 0> kLater{};
};

template <>
struct EnumNames<LabelOrder> {
  static constexpr std::array<std::string_view, 3> kNames{"given", "latency", "random"};
  static constexpr std::array<std::string_view, 0> kLater{};
};

template <>
struct EnumNames<BlockTime> {
  static constexpr std::array<std::string_view, 2> kNames{"proposer", "median"};
  static constexpr std::array<std::string_view, 0> kLater{};
};

template <>
struct EnumNames<EvidenceRule> {
  static constexpr std::array<std::string_view, 2> kNames{"report", "remove"};
  static constexpr std::array<std::string_view, 0> kLater{};
};

template <>
struct EnumNames<Popularity> {
  static constexpr std::array<std::string_view, 2> kNames{"uniform", "zipf"};
  static constexpr std::array<std::string_view, 0> kLater{};
};

template <>
struct EnumNames<WorkloadKind> {
  static constexpr std::array<std::string_view, 3> kNames{"payments", "none", "lookups"};
  static constexpr std::array<std::string_view, 1> kLater{"trace"};
};

template <>
struct EnumNames<Disk> {
  static constexpr std::array<std::string_view, 8> kNames{
      "kept",    "torn_tail",  "torn_anywhere",     "unsynced_lost",
      "corrupt", "lost_write", "misdirected_write", "wiped"};
  static constexpr std::array<std::string_view, 0> kLater{};
};

template <>
struct EnumNames<Corruption> {
  static constexpr std::array<std::string_view, 2> kNames{"static", "adaptive"};
  static constexpr std::array<std::string_view, 0> kLater{};
};

template <>
struct EnumNames<View> {
  static constexpr std::array<std::string_view, 2> kNames{"own", "rushing"};
  static constexpr std::array<std::string_view, 0> kLater{};
};

template <>
struct EnumNames<Budget> {
  static constexpr std::array<std::string_view, 3> kNames{"survivable", "healing", "unlimited"};
  static constexpr std::array<std::string_view, 0> kLater{};
};

template <>
struct EnumNames<SpokenMessage> {
  static constexpr std::array<std::string_view, 3> kNames{"proposal", "prevote", "precommit"};
  static constexpr std::array<std::string_view, 0> kLater{};
};

template <>
struct EnumNames<Change> {
  static constexpr std::array<std::string_view, 7> kNames{"round", "height",  "valid_round", "nil",
                                                          "older", "made_up", "silence"};
  static constexpr std::array<std::string_view, 0> kLater{};
};

template <>
struct EnumNames<ViolationSeeds> {
  static constexpr std::array<std::string_view, 2> kNames{"every", "some"};
  static constexpr std::array<std::string_view, 0> kLater{};
};

template <typename Enum>
std::string name_of(Enum value) {
  return std::string(EnumNames<Enum>::kNames[static_cast<std::size_t>(value)]);
}

}  // namespace callo::sim
