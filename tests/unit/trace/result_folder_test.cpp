#include "sim/trace/result_folder.hpp"

#include <fstream>
#include <set>
#include <sstream>

#include <unistd.h>

#include "sim/trace/junit.hpp"
#include "tests/support/catch.hpp"

namespace callo::sim {
namespace {

namespace fs = std::filesystem;

class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = (fs::temp_directory_path() / "callo-test-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    path_ = name;
  }

  ~TemporaryFolder() {
    fs::permissions(path_, fs::perms::owner_all);
    fs::remove_all(path_);
  }

  const fs::path& path() const { return path_; }

  std::set<std::string> names() const {
    std::set<std::string> result;
    for (const auto& entry : fs::directory_iterator(path_)) {
      result.insert(entry.path().filename().string());
    }
    return result;
  }

 private:
  fs::path path_;
};

std::string read(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

std::map<std::string, std::string> files_of(const std::string& name, const std::string& mark) {
  return {{"manifest.json", "{\"name\": \"" + name + "\"}"}, {mark + ".csv", mark}};
}

TEST_CASE("result_folder: a folder of the same scenario is replaced as a whole") {
  const TemporaryFolder folder;
  const ResultFolder target{folder.path() / "deep" / "seed-1", "x", false};
  REQUIRE(write_result_folder(target, files_of("x", "first")));
  REQUIRE(write_result_folder(target, files_of("x", "second")));
  CHECK(read(target.path / "second.csv") == "second");
  CHECK_FALSE(fs::exists(target.path / "first.csv"));
  CHECK(std::distance(fs::directory_iterator(folder.path() / "deep"), {}) == 1);
}

TEST_CASE("result_folder: anything else is left alone, or moved aside when forced") {
  const TemporaryFolder folder;
  ResultFolder target{folder.path() / "precious", "x", false};
  SECTION("a folder of something else") {
    fs::create_directory(target.path);
    std::ofstream(target.path / "thesis.txt") << "years";
  }
  SECTION("results of another scenario") {
    REQUIRE(write_result_folder({target.path, "y", false}, files_of("y", "thesis")));
  }
  SECTION("a file") {
    std::ofstream(target.path) << "years";
  }
  CHECK_FALSE(check_result_folder(target));
  CHECK_FALSE(write_result_folder(target, files_of("x", "new")));
  CHECK(folder.names() == std::set<std::string>{"precious"});
  CHECK_FALSE(fs::exists(target.path / "new.csv"));
  target.force = true;
  CHECK(write_result_folder(target, files_of("x", "new")));
  CHECK(folder.names() == std::set<std::string>{"precious", "precious.replaced-1"});
  CHECK(read(target.path / "new.csv") == "new");
}

TEST_CASE("result_folder: an empty folder is as good as none") {
  const TemporaryFolder folder;
  const ResultFolder target{folder.path() / "empty/", "x", false};
  fs::create_directory(folder.path() / "empty");
  CHECK(write_result_folder(target, files_of("x", "new")));
  CHECK(read(folder.path() / "empty" / "new.csv") == "new");
}

TEST_CASE("result_folder: what cannot be written leaves nothing behind") {
  const TemporaryFolder folder;
  std::ofstream(folder.path() / "file") << "x";
  CHECK_FALSE(check_result_folder({folder.path() / "file" / "seed-1", "x", false}));
  CHECK_FALSE(write_result_folder({folder.path() / "file" / "seed-1", "x", false}, {}));
  // A name too long for the file system fails while writing, as a full disk does.
  const auto written = write_result_folder({folder.path() / "seed-1", "x", false},
                                           {{"a", "1"}, {std::string(300, 'z'), "2"}});
  REQUIRE_FALSE(written);
  CHECK(written.error().message.find("File name too long") != std::string::npos);
  CHECK(folder.names() == std::set<std::string>{"file"});
  const auto full = write_file("/dev/full/x", "y");
  CHECK_FALSE(full);
}

TEST_CASE("junit: suites, failures and errors are counted, text is escaped") {
  using enum JunitCase::Outcome;
  const std::string xml = junit_xml({{"a", "seed-1", 1'250, passed, "", ""},
                                     {"a", "seed-2", 0, failed, "x < 3 & \"y\"", "more\nlines"},
                                     {"b", "seed-1", 5, error, "died", ""}});
  CHECK(xml ==
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<testsuites tests=\"3\" failures=\"1\" errors=\"1\">\n"
        "  <testsuite name=\"a\" tests=\"2\" failures=\"1\" errors=\"0\">\n"
        "    <testcase classname=\"a\" name=\"seed-1\" time=\"1.250\"/>\n"
        "    <testcase classname=\"a\" name=\"seed-2\" time=\"0.000\">\n"
        "      <failure message=\"x &lt; 3 &amp; &quot;y&quot;\">more&#10;lines</failure>\n"
        "    </testcase>\n"
        "  </testsuite>\n"
        "  <testsuite name=\"b\" tests=\"1\" failures=\"0\" errors=\"1\">\n"
        "    <testcase classname=\"b\" name=\"seed-1\" time=\"0.005\">\n"
        "      <error message=\"died\"></error>\n"
        "    </testcase>\n"
        "  </testsuite>\n"
        "</testsuites>\n");
}

}  // namespace
}  // namespace callo::sim
