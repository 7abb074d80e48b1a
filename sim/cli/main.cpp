// How the command line is spelled; what the commands do stands in a file each.
#include <cstdio>
#include <exception>
#include <map>

#include <CLI/CLI.hpp>

#include "sim/cli/commands.hpp"
#include "sim/cli/console.hpp"
#include "sim/cli/costs.hpp"
#include "sim/cli/exit_code.hpp"
#include "sim/explore/arm.hpp"
#include "sim/scenario/suggestion.hpp"

namespace callo::sim {
namespace {

constexpr std::uint32_t kWorkersMax = 1'024;
constexpr std::uint32_t kWorkersByDefault = 2;

const std::map<std::string, HostEngine> kEngines{{"simgrid", HostEngine::simgrid},
                                                 {"standalone", HostEngine::standalone}};
const std::map<std::string, KeepResults> kKeeps{{"always", KeepResults::always},
                                                {"failed", KeepResults::failed},
                                                {"never", KeepResults::never}};

struct Arguments {
  RunArguments run;
  CheckArguments check;
  ExploreArguments explore;
  ShowArguments show;
  std::filesystem::path replay;
  std::vector<std::string> plot;
};

void add_engine(CLI::App& command, HostEngine& engine) {
  command.add_option("--engine", engine, "simgrid (default) or standalone")
      ->transform(CLI::CheckedTransformer(kEngines))
      ->type_name("ENGINE");
}

void add_overrides(CLI::App& command, std::vector<std::string>& overrides) {
  command.add_option("--set", overrides, "override a key of the scenario; may be repeated")
      ->type_name("KEY=VALUE")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
}

void add_run(CLI::App& app, RunArguments& run) {
  CLI::App* command = app.add_subcommand("run", "run a scenario once and write its results");
  command->footer(
      "Examples:\n"
      "  callo run scenarios/quickstart/pan-african.toml\n"
      "  callo run scenarios/quickstart/pan-african.toml --seed 7 --set network.loss=0.01\n"
      "  callo run scenarios/quickstart/pan-african.toml --twice");
  command->add_option("SCENARIO", run.scenario, "a scenario file")->required();
  command->add_option("--seed", run.seed, "the seed (default: the scenario's first)");
  add_overrides(*command, run.overrides);
  command->add_option("--out", run.out, "result folder (default: results/<name>/seed-<N>)");
  add_engine(*command, run.engine);
  command->add_flag("--twice", run.is_twice, "run twice; name the first event that differs");
  command->add_flag("--quiet", run.is_quiet, "say nothing but errors");
  command->add_flag("--json", run.is_json, "summary.json on standard output, the rest on error");
  command->add_flag("--force", run.is_forced, "move aside whatever is in the result folder");
  command->add_option("--keep", run.results, "results of which runs: always, failed or never")
      ->transform(CLI::CheckedTransformer(kKeeps))
      ->type_name("WHEN");
  command->add_option("--digest-log", run.digest_log,
                      "one line an event: number, time, endpoint, kind, digest");
  command->add_flag("!--no-memos", run.uses_memos,
                    "decode and verify every time anew; same digest, slower");
}

void add_check(CLI::App& app, CheckArguments& check) {
  CLI::App* command =
      app.add_subcommand("check", "run scenarios as regressions: every seed, every expectation");
  command->footer("Example:\n  callo check scenarios/regression --junit report.xml -j 4");
  command->add_option("PATH", check.paths, "scenario files and folders of them")->required();
  command->add_option("--junit", check.junit, "write a JUnit report")->type_name("FILE");
  command->add_option("-j", check.workers, "runs at a time (default: 2)")
      ->check(CLI::Range(1U, kWorkersMax));
  add_engine(*command, check.engine);
}

void add_explore(CLI::App& app, ExploreArguments& explore) {
  CLI::App* command = app.add_subcommand(
      "explore", "random search for what breaks a claim; each failure is shrunk to a scenario");
  command->footer(
      "Examples:\n"
      "  callo explore scenarios/explore/small-banks.toml --seeds 1..10000 -j 8\n"
      "  callo explore --promote results/small-banks/explore/NAME/failure.toml");
  CLI::Option* scenario = command->add_option("SCENARIO", explore.scenario, "the template");
  CLI::Option* promoted =
      command->add_option("--promote", explore.promoted,
                          "move a failure file to scenarios/regression, and do nothing else");
  promoted->type_name("FILE")->excludes(scenario);
  command
      ->add_option_function<std::string>(
          "--seeds",
          [&explore](const std::string& text) {
            const Result<IntegerRange> range = parse_integer_range(text);
            if (!range) {
              throw CLI::ValidationError("--seeds", range.error().message);
            }
            explore.seeds = *range;
          },
          "which seeds, \"1..1000\" (default: the scenario's)")
      ->type_name("A..B");
  add_overrides(*command, explore.overrides);
  std::string known;
  std::vector<std::string> names;
  for (const Arm& arm : arms()) {
    names.emplace_back(arm.name);
    known += (known.empty() ? "" : ", ") + names.back();
  }
  command->add_option("--arm", explore.arms, "how to search: " + known + "; may be repeated")
      ->type_name("ARM")
      ->check(CLI::IsMember(names));
  command->add_option("-j", explore.workers, "worker processes (default: one a processor)")
      ->check(CLI::Range(1U, kWorkersMax));
  command->add_option("--minutes", explore.minutes, "begin no further seed after so long");
  command->add_option("--out", explore.out, "result folder (default: results/<name>/explore)");
  command->add_option("--junit", explore.junit, "write a JUnit report")->type_name("FILE");
  command->add_option("--run-seconds", explore.run_seconds_max,
                      "processor time of a run before it counts as hung (default: 60)");
  command->add_flag("--unlimited", explore.is_unlimited,
                    "benign faults without bound; only safety is claimed");
  command->add_flag("--double", explore.is_double, "every seed twice: the digests must agree");
  command->add_flag("--canary", explore.has_canary,
                    "claim as well what breaks on purpose in every hundredth seed");
  command->add_flag("!--no-shrink", explore.shrinks, "keep failures as they were found");
  command->add_option("--shrink-runs", explore.shrink_runs_max,
                      "runs that shrinking one kind of failure may take (default: 3000)");
  command->add_flag("--first", explore.stops_at_failure, "end with the first failing seed");
  command->add_flag("--quiet", explore.is_quiet, "no screen and no progress");
}

void add_others(CLI::App& app, Arguments& arguments) {
  CLI::App* replay =
      app.add_subcommand("replay", "run a failure.toml again: does it still fail the same way?");
  replay->add_option("FILE", arguments.replay, "a failure.toml")->required();
  CLI::App* show = app.add_subcommand("show", "the whole scenario, every default spelled out");
  show->footer("Example:\n  callo show scenarios/quickstart/pan-african.toml");
  show->add_option("SCENARIO", arguments.show.scenario, "a scenario file")->required();
  add_overrides(*show, arguments.show.overrides);
  app.add_subcommand("schema", "JSON Schema of the scenario format");
  CLI::App* plot = app.add_subcommand("plot", "figures from result folders");
  plot->footer("Example:\n  callo plot results/pan-african/seed-1");
  plot->prefix_command();
  plot->set_help_flag();  // analysis/plot.py has its own
  plot->allow_extras();
  app.add_subcommand("version", "version, compiler and libraries");
}

int explore_with_defaults(ExploreArguments& explore) {
  if (explore.scenario.empty() && explore.promoted.empty()) {
    complain("explore needs a scenario, or --promote FILE");
    return kBadUsage;
  }
  if (explore.arms.empty()) {
    explore.arms.emplace_back("swarm");
  }
  return explore_command(explore);
}

int dispatch(CLI::App& app, Arguments& arguments) {
  const CLI::App* command = app.get_subcommands().front();
  const std::string name = command->get_name();
  if (name == "run") {
    return arguments.run.is_twice ? twice_command(arguments.run) : run_command(arguments.run);
  }
  if (name == "check") {
    return check_command(arguments.check);
  }
  if (name == "explore") {
    return explore_with_defaults(arguments.explore);
  }
  if (name == "replay") {
    return replay_command(arguments.replay);
  }
  if (name == "show") {
    return show_command(arguments.show);
  }
  if (name == "schema") {
    return schema_command();
  }
  return name == "plot" ? plot_command(command->remaining()) : version_command();
}

// CLI11 takes an unknown command for a stray argument; say which was meant.
bool is_unknown_command(const CLI::App& app, const std::string& word) {
  std::vector<std::string> names{"test"};
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    names.push_back(command->get_name());
  }
  if (word.starts_with('-') || std::find(names.begin(), names.end(), word) != names.end()) {
    return false;
  }
  const std::string hint = suggest(word, names);
  complain("unknown command '" + word + "'" + (hint.empty() ? "" : "; " + hint));
  return true;
}

int run_callo(int count, char** words) {
  CLI::App app{"callo: deterministic network simulator of a settlement network", "callo"};
  app.require_subcommand(1);
  app.set_version_flag("--version", "callo; `callo version` says more");
  app.footer(
      "Exit codes: 0 all held; 1 an expectation or a claim failed; 2 bad usage or scenario;\n"
      "3 internal error; 130 interrupted. `callo COMMAND --help` says more.");
  Arguments arguments;
  arguments.check.workers = kWorkersByDefault;
  add_run(app, arguments.run);
  add_check(app, arguments.check);
  arguments.explore.workers = std::max(1U, processors());
  add_explore(app, arguments.explore);
  add_others(app, arguments);
  if (count > 1 && is_unknown_command(app, words[1])) {
    return kBadUsage;
  }
  try {
    app.parse(count, words);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kAllHeld : kBadUsage;
  }
  return dispatch(app, arguments);
}

}  // namespace
}  // namespace callo::sim

int main(int count, char** words) {
  try {
    return callo::sim::run_callo(count, words);
  } catch (const std::exception& error) {
    // Nothing of the simulator throws; this is the machine: no memory, no processes.
    callo::sim::complain(error.what());
    return callo::sim::kInternalError;
  }
}
