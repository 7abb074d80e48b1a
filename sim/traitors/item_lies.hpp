#pragma once

#include <map>

#include "protocol/node/search/item_messages.hpp"
#include "sim/traitors/search_lie.hpp"

namespace callo::sim {

enum class ItemLieKind : std::uint8_t {
  hidden,  // says that it has nothing
  stale,   // shows what it was given first, for ever
  forged,  // changes a byte of the proof, or shows that of another item
};

// Routes as it should, and lies about what it keeps.
class ItemLies final : public SearchLie {
 public:
  ItemLies(TraitorContext context, ItemLieKind kind) : SearchLie{std::move(context)}, kind_{kind} {}

 private:
  std::optional<Bytes> lie(const PostHeader& header, BytesView body) override;
  void hear(const PostHeader& header, BytesView body) override;
  Bytes shown(const ItemReply& truth);

  ItemLieKind kind_;
  std::map<ItemKey, Bytes> first_;          // proofs, as they were handed over first
  std::map<std::uint64_t, ItemKey> asked_;  // by asker's address and number
  Bytes last_;                              // proof that was shown
};

}  // namespace callo::sim
