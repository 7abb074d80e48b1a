#pragma once

#include <string>

#include "sim/cli/commands.hpp"
#include "sim/cli/result_files.hpp"
#include "sim/scenario/reader.hpp"

namespace callo::sim {

// One line of bad news on standard error, "callo: …".
void complain(const std::string& text);
// Everything wrong with a scenario, on standard error.
void complain(const Diagnostics& diagnostics);

bool is_terminal_output();  // standard error, where progress goes

// For a shell: in quotes when it needs them.
std::string shell_word(const std::string& word);
// The command that runs exactly this again.
std::string replay_line(const RunArguments& arguments, std::uint64_t seed);

// What a person wants to know of a finished run, several lines.
std::string report(const FinishedRun& run);

}  // namespace callo::sim
