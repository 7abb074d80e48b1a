#pragma once

#include <compare>

#include "protocol/base/frame.hpp"
#include "sim/checkers/checker.hpp"

namespace callo::sim {

// No honest key signs two different proposals, prevotes or precommits of one height and round,
// whatever crashes and restarts come in between. Looks at what left the node, and at what one
// incarnation gave to its disk (a later one may have lost that, and then has never said it).
class NoCorrectKeyEquivocates final : public Checker {
 public:
  static constexpr std::string_view kClaim = "no_correct_key_equivocates";

  explicit NoCorrectKeyEquivocates(const CheckContext& context)
      : Checker{kClaim, kSends | kRecords, context}, recorded_(context.endpoints.size()) {}

  void on_send(const Moment& moment, const Frame& frame) override;
  void on_record(const Moment& moment, const Record& record) override;

 private:
  struct Key {
    Height height{};
    Round round{};
    std::uint8_t kind{};
    auto operator<=>(const Key&) const = default;
  };

  using Signed = std::map<Key, ContentId>;

  struct Recorded {
    std::uint32_t incarnation{};
    Signed frames;
  };

  void insert(const Moment& moment, Signed& known, const Frame& frame, const char* where);

  std::map<NodeId, Signed> sent_;
  std::vector<Recorded> recorded_;  // by EndpointId
};

}  // namespace callo::sim
