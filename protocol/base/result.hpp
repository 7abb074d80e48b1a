#pragma once

#include <string>
#include <tl/expected.hpp>

namespace callo {

// What went wrong, in words for a person; callers that must branch on the kind of failure use an
// enumeration of their own as the error type of tl::expected.
struct Error {
  std::string message;
};

template <typename T>
using Result = tl::expected<T, Error>;

inline tl::unexpected<Error> fail(std::string message) {
  return tl::unexpected<Error>(Error{std::move(message)});
}

}  // namespace callo
