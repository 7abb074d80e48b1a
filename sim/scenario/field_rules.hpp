#pragma once

#include "sim/scenario/field_types.hpp"
#include "sim/scenario/field_types_places.hpp"

// What the parts of the field table have in common, and which sections stand in fields_roles.cpp.
namespace callo::sim {

inline constexpr std::int64_t kNodesMax = 200'000;
inline constexpr std::int64_t kHeightsMax = 1'000'000'000;
inline constexpr std::int64_t kListedMax = 10'000;
inline constexpr std::int64_t kRoundMax = 1'000;
inline constexpr std::int64_t kBlockBytesMin = 1'024;
inline constexpr std::int64_t kBlockBytesMax = 4 * 1'024 * 1'024;
inline constexpr std::int64_t kAmountMax = 1'000'000'000'000'000;
inline constexpr std::int64_t kEvidenceBlocksMax = 1'000'000;
inline constexpr std::int64_t kPowerMax = 1'000'000'000'000;
inline constexpr std::int64_t kNeighboursPerEntryMax = 16;
inline constexpr std::int64_t kCoreServersMax = 16;
inline constexpr std::int64_t kSliceMax = 64;
inline constexpr std::int64_t kPathsMax = 8;
inline constexpr std::int64_t kOriginsMax = 4'096;
inline constexpr std::int64_t kChainBlocksMax = 1'000;
inline constexpr std::int64_t kSearchOwners = 24;  // of the chain that is searched
inline constexpr std::int64_t kNanosecond = 1;
inline constexpr std::int64_t kMillisecond = 1'000'000;
inline constexpr std::int64_t kMinute = 60'000 * kMillisecond;
inline constexpr std::int64_t kYears = 20 * 365 * 24 * 60 * kMinute;

inline constexpr FieldRule kAny{};
inline constexpr FieldRule kRequired{.is_required = true};
inline constexpr FieldRule kInstant{.max = kYears};
inline constexpr FieldRule kPositive{.min = kNanosecond, .max = kYears};
inline constexpr FieldRule kShort{.max = kMinute};
inline constexpr FieldRule kTimeout{.min = kMillisecond, .max = 60 * kMinute};
inline constexpr FieldRule kTimeoutDelta{.max = 60 * kMinute};
inline constexpr FieldRule kNodes{.integers_are_nodes = true};
inline constexpr FieldRule kAmount{.min = 1, .max = kAmountMax};
inline constexpr FieldRule kShare{.max = 1'000};

// A list of names that may be written "all" (the default) or "none".
template <typename Section>
Field<Section> name_list(std::string_view key, std::vector<std::string> Section::*member,
                         const std::vector<std::string>& (*names)(), std::string_view doc,
                         const std::vector<std::string>& (*all)() = nullptr) {
  const FieldRule rule{.names = names, .has_all_and_none = true, .all = all};
  Field<Section> result = field(key, member, rule, doc);
  result.write = [member](const Section& section) -> Json {
    return (section.*member).empty() ? Json("none") : Json(section.*member);
  };
  result.schema = [rule] {
    Json schema = schema_of_string_list(rule);
    schema["default"] = "all";
    return schema;
  };
  return result;
}

template <>
bool is_meaningful(const FaultSpec& fault, std::string_view key);

template <>
bool is_meaningful(const TraitorSpec& traitor, std::string_view key);

template <>
bool is_meaningful(const MutationSpec& mutation, std::string_view key);

template <>
bool is_meaningful(const AdversarySpec& adversary, std::string_view key);

template <>
const std::vector<Field<StageSpec>>& fields_of();

template <>
const std::vector<Field<FaultSpec>>& fields_of();

template <>
const std::vector<Field<TriggerSpec>>& fields_of();

template <>
const std::vector<Field<TwinRoundSpec>>& fields_of();

template <>
const std::vector<Field<MutationSpec>>& fields_of();

template <>
const std::vector<Field<TraitorSpec>>& fields_of();

template <>
const std::vector<Field<AdversarySpec>>& fields_of();

template <>
const std::vector<Field<SynchronySpec>>& fields_of();

template <>
const std::vector<Field<RandomSpec>>& fields_of();

}  // namespace callo::sim
