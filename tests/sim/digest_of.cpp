// Prints the digest of one run: the same reader and runner as the command's, without the command
// line and exploring, so that other compilers have less to do (digest_matrix.py).
//
//   digest_of SCENARIO

#include <cstdio>

#include "sim/scenario/reader.hpp"
#include "sim/scenario/runner.hpp"

int main(int count, char** values) {
  using namespace callo::sim;
  if (count != 2) {
    std::fprintf(stderr, "usage: %s SCENARIO\n", values[0]);
    return 2;
  }
  const ScenarioResult spec = read_scenario_file(values[1], {});
  if (!spec) {
    std::fputs(spec.error().render().c_str(), stderr);
    return 2;
  }
  RunOptions options;
  options.seed = spec->seeds.first;
  const callo::Result<RunRecord> record = run_scenario(*spec, options);
  if (!record) {
    std::fprintf(stderr, "%s\n", record.error().message.c_str());
    return 2;
  }
  std::puts(record->digest.c_str());
  return 0;
}
