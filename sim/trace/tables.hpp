#pragma once

#include <map>
#include <string>

#include "sim/trace/run_record.hpp"

namespace callo::sim {

// blocks.csv, transactions.csv, nodes.csv, faults.csv and evidence.csv by file name, and
// light_clients.csv if there are any. README.md documents the columns. Times are exact decimals;
// what never happened is an empty cell.
std::map<std::string, std::string> csv_tables(const RunRecord& record);

}  // namespace callo::sim
