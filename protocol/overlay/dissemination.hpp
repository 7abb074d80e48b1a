#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "protocol/base/ids.hpp"
#include "protocol/overlay/adjacency.hpp"
#include "protocol/overlay/directory.hpp"

namespace callo {

enum class DisseminationKind : std::uint8_t { direct, flood };

// Who gets a frame next. Best effort: nobody retries here. The spans live as long as the object;
// asking allocates nothing.
class Dissemination {
 public:
  virtual ~Dissemination() = default;

  // For a frame that this node originates.
  virtual std::span<const EndpointId> first_targets() const = 0;

  // For a frame that came over `hop` and that this node had not seen before.
  virtual std::span<const EndpointId> next_targets(EndpointId hop) const = 0;

  // Everybody this node speaks to directly: whom it exchanges status messages with.
  virtual std::span<const EndpointId> peers() const = 0;
};

// The originator sends to every other node, nobody forwards.
class DirectDissemination final : public Dissemination {
 public:
  DirectDissemination(NodeId self, const Directory& directory);

  std::span<const EndpointId> first_targets() const override { return others_; }

  std::span<const EndpointId> next_targets(EndpointId) const override { return {}; }

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

  std::span<const EndpointId> next_targets(EndpointId hop) const override;
  std::span<const EndpointId> peers() const override;

 private:
  std::size_t count_;
  // The neighbours' endpoints, sorted, twice over: all but the i-th are the count_ - 1 entries from
  // i + 1 on.
  std::vector<EndpointId> twice_;
};

// Nodes stand at the labels of label_of(). `links` and `directory` are of equal size.
std::unique_ptr<Dissemination> make_dissemination(DisseminationKind kind, NodeId self,
                                                  const Adjacency& links,
                                                  const Directory& directory);

}  // namespace callo
