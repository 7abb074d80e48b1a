#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "protocol/base/ids.hpp"
#include "protocol/overlay/adjacency.hpp"
#include "protocol/overlay/broadcast_trees.hpp"
#include "protocol/overlay/cube_placement.hpp"
#include "protocol/overlay/directory.hpp"

namespace callo {

enum class DisseminationKind : std::uint8_t { direct, flood, tree };

// Who gets a frame next. Best effort: nobody retries here. A span lives as long as the object, or
// until the vector that was lent for it changes.
class Dissemination {
 public:
  virtual ~Dissemination() = default;

  // For a frame that this node originates.
  virtual std::span<const EndpointId> first_targets() const = 0;

  // For a frame that came over `hop` and that this node had not seen before on that way.
  virtual std::span<const EndpointId> next_targets(EndpointId hop, NodeId originator,
                                                   std::vector<EndpointId>& space) const = 0;

  // Everybody this node speaks to directly: whom it exchanges status messages with.
  virtual std::span<const EndpointId> peers() const = 0;

  // A frame comes on one of so many ways, and is passed on once for each: the trees it travels by.
  virtual std::uint32_t ways() const { return 1; }

  // Below ways(), or ways() for a hop that is on none of them: then it is passed on for all.
  virtual std::uint32_t way_of(EndpointId, NodeId) const { return 0; }
};

// The originator sends to every other node, nobody forwards.
class DirectDissemination final : public Dissemination {
 public:
  DirectDissemination(NodeId self, const Directory& directory);

  std::span<const EndpointId> first_targets() const override { return others_; }

  std::span<const EndpointId> next_targets(EndpointId, NodeId,
                                           std::vector<EndpointId>&) const override {
    return {};
  }

  std::span<const EndpointId> peers() const override { return others_; }

 private:
  std::vector<EndpointId> others_;
};

// Everybody sends what is new to all its neighbours but the hop it came from. Of a hop that is one
// of twins the other twin is still served: it is another process.
class FloodDissemination final : public Dissemination {
 public:
  FloodDissemination(std::span<const NodeId> neighbours, const Directory& directory);

  std::span<const EndpointId> first_targets() const override { return peers(); }

  std::span<const EndpointId> next_targets(EndpointId hop, NodeId originator,
                                           std::vector<EndpointId>& space) const override;
  std::span<const EndpointId> peers() const override;

 private:
  std::size_t count_;
  // The neighbours' endpoints, sorted, twice over: all but the i-th are the count_ - 1 entries from
  // i + 1 on.
  std::vector<EndpointId> twice_;
};

// Everybody sends to its children in the trees of the originator; N - 1 frames a tree when nothing
// fails. What comes from somebody else than a parent (a neighbour that repairs a loss) is passed on
// all the same: the children lack it too.
class TreeDissemination final : public Dissemination {
 public:
  // All outlive this.
  TreeDissemination(NodeId self, std::uint32_t trees, std::span<const NodeId> neighbours,
                    const CubePlacement& placement, const Directory& directory);

  std::span<const EndpointId> first_targets() const override { return first_; }

  std::span<const EndpointId> next_targets(EndpointId hop, NodeId originator,
                                           std::vector<EndpointId>& space) const override;

  std::span<const EndpointId> peers() const override { return peers_; }

  std::uint32_t ways() const override { return trees_.count(); }

  std::uint32_t way_of(EndpointId hop, NodeId originator) const override;

 private:
  void add_targets(NodeId originator, std::uint32_t tree, std::vector<EndpointId>& targets) const;

  NodeId self_;
  BroadcastTrees trees_;
  const CubePlacement& placement_;
  const Directory& directory_;
  std::vector<EndpointId> first_;
  std::vector<EndpointId> peers_;
};

// Where everybody stands and how it is reached; all of equal size. They outlive what refers to
// them.
struct OverlayMap {
  const Adjacency& links;  // by label
  const CubePlacement& placement;
  const Directory& directory;
};

// `trees` is read by the kind `tree` alone: 1 to ceil(log2 N). Its links must hold the cube's.
std::unique_ptr<Dissemination> make_dissemination(DisseminationKind kind, std::uint32_t trees,
                                                  NodeId self, const OverlayMap& map);

}  // namespace callo
