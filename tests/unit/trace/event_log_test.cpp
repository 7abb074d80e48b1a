#include "sim/trace/event_log.hpp"

#include <fstream>

#include "tests/support/catch.hpp"

namespace callo::sim {

namespace {

class Logs {
 public:
  Logs() { std::filesystem::create_directories(folder_); }

  ~Logs() { std::filesystem::remove_all(folder_); }

  std::filesystem::path write(const char* name, const char* text) const {
    std::ofstream{folder_ / name} << text;
    return folder_ / name;
  }

 private:
  std::filesystem::path folder_ = std::filesystem::temp_directory_path() / "callo-event-log-test";
};

}  // namespace

TEST_CASE("event log: equal logs do not differ", "[unit][trace]") {
  const Logs logs;
  CHECK(first_difference(logs.write("a", "1 0 0 Started aa\n2 5 1 Received bb\n"),
                         logs.write("b", "1 0 0 Started aa\n2 5 1 Received bb\n"))
            .empty());
}

TEST_CASE("event log: the first event that differs is named, later ones are not", "[unit][trace]") {
  const Logs logs;
  const std::string difference = first_difference(
      logs.write("a", "1 0 0 Started aa\n2 5 1 Received bb\n3 6 1 TimerFired cc\n"),
      logs.write("b", "1 0 0 Started aa\n2 7 1 Received dd\n3 6 1 TimerFired ee\n"));
  CHECK(difference ==
        "  first run:  2 5 1 Received bb\n"
        "  second run: 2 7 1 Received dd\n");
}

TEST_CASE("event log: a log that ends early differs there", "[unit][trace]") {
  const Logs logs;
  CHECK(first_difference(logs.write("a", "1 0 0 Started aa\n"),
                         logs.write("b", "1 0 0 Started aa\n2 5 1 Received bb\n")) ==
        "  first run:  (has ended)\n"
        "  second run: 2 5 1 Received bb\n");
}

}  // namespace callo::sim
