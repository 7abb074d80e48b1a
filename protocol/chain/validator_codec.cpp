#include "protocol/chain/validator_codec.hpp"

#include <algorithm>

#include "protocol/wire/limits.hpp"

namespace callo {

void encode(Writer& out, const ValidatorSet& validators) {
  out.u32(static_cast<std::uint32_t>(validators.size()));
  for (const Validator& validator : validators.validators()) {
    out.u32(validator.node.value);
    out.key(validator.key);
    out.i64(validator.power);
    out.i64(validator.priority);
  }
  out.u32(static_cast<std::uint32_t>(*validators.index_of(validators.proposer())));
}

std::optional<ValidatorSet> decode_validator_set(Reader& in) {
  constexpr std::size_t kEntryBytes = 4 + 32 + 8 + 8;
  const std::uint32_t count = in.count(kValidatorsMax);
  std::vector<Validator> validators;
  validators.reserve(std::min<std::size_t>(count, in.remaining() / kEntryBytes));
  std::int64_t total = 0;
  for (std::uint32_t index = 0; index < count && in.ok(); ++index) {
    Validator validator;
    validator.node = NodeId{in.u32()};
    validator.key = in.key();
    validator.power = in.i64();
    validator.priority = in.i64();
    const bool is_next = validators.empty() || validators.back().node < validator.node;
    if (!is_next || validator.power <= 0 || validator.power > kTotalPowerMax - total) {
      in.fail();
      break;
    }
    total += validator.power;
    validators.push_back(validator);
  }
  const std::uint32_t proposer = in.u32();
  if (!in.ok() || proposer >= validators.size()) {
    return std::nullopt;
  }
  return ValidatorSet{std::move(validators), proposer};
}

}  // namespace callo
