// Runs a fuzz target without libFuzzer: every seed and kept input as it is, then seeded mutations
// of them. The same arguments do the same, so a failure replays.
//
//   TARGET [--iterations N] [--seed N] [--seeds-to FOLDER] [INPUT FILE OR FOLDER]...

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

#include "tests/fuzz/support/fuzz.hpp"
#include "tests/fuzz/support/mutate.hpp"

namespace {

namespace fs = std::filesystem;
using callo::Bytes;

struct Arguments {
  std::uint64_t iterations = 50'000;
  std::uint64_t seed = 1;
  fs::path seeds_to;
  std::vector<fs::path> inputs;
};

// Where the signal handler finds what was being decoded when the process died.
Bytes current_input;
constexpr const char* kCrashFile = "crash-input.bin";

void keep_input(int signal_number) {
  if (std::FILE* const file = std::fopen(kCrashFile, "wb"); file != nullptr) {
    std::fwrite(current_input.data(), 1, current_input.size(), file);
    std::fclose(file);
    std::fprintf(stderr, "the input is in %s; give that file as the argument to replay it\n",
                 kCrashFile);
  }
  std::signal(signal_number, SIG_DFL);
  std::raise(signal_number);
}

void run(const Bytes& input) {
  current_input = input;
  callo::fuzz::one_input(current_input);
}

Bytes read_file(const fs::path& path) {
  std::ifstream file{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, {}};
}

std::vector<Bytes> corpus_of(const Arguments& arguments) {
  std::vector<Bytes> corpus = callo::fuzz::seeds();
  for (const fs::path& input : arguments.inputs) {
    std::vector<fs::path> files;
    if (fs::is_directory(input)) {
      for (const auto& entry : fs::directory_iterator{input}) {
        files.push_back(entry.path());
      }
    } else if (fs::exists(input)) {
      files.push_back(input);
    }
    std::sort(files.begin(), files.end());
    for (const fs::path& file : files) {
      corpus.push_back(read_file(file));
    }
  }
  return corpus;
}

void write_seeds(const fs::path& folder) {
  fs::create_directories(folder);
  int number = 0;
  for (const Bytes& seed : callo::fuzz::seeds()) {
    std::ofstream file{folder / ("seed-" + std::to_string(++number)), std::ios::binary};
    file.write(reinterpret_cast<const char*>(seed.data()),
               static_cast<std::streamsize>(seed.size()));
  }
}

bool parse(int count, char** values, Arguments& arguments) {
  for (int index = 1; index < count; ++index) {
    const std::string_view name = values[index];
    if (!name.starts_with("--")) {
      arguments.inputs.emplace_back(name);
      continue;
    }
    if (++index == count) {
      return false;
    }
    if (name == "--iterations") {
      arguments.iterations = std::strtoull(values[index], nullptr, 10);
    } else if (name == "--seed") {
      arguments.seed = std::strtoull(values[index], nullptr, 10);
    } else if (name == "--seeds-to") {
      arguments.seeds_to = values[index];
    } else {
      return false;
    }
  }
  return true;
}

}  // namespace

int main(int count, char** values) {
  Arguments arguments;
  if (!parse(count, values, arguments)) {
    std::fprintf(stderr, "usage: %s [--iterations N] [--seed N] [--seeds-to FOLDER] [INPUT]...\n",
                 values[0]);
    return 2;
  }
  for (const int signal_number : {SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL}) {
    std::signal(signal_number, keep_input);
  }
  if (!arguments.seeds_to.empty()) {
    write_seeds(arguments.seeds_to);
  }
  const std::vector<Bytes> corpus = corpus_of(arguments);
  for (const Bytes& input : corpus) {
    run(input);
  }
  callo::test::SmallRandom random{arguments.seed};
  for (std::uint64_t iteration = 0; iteration < arguments.iterations; ++iteration) {
    Bytes input = corpus[random.below(corpus.size())];
    callo::fuzz::mutate(input, corpus[random.below(corpus.size())], random);
    run(input);
  }
  std::printf("%zu inputs and %llu mutations of them held\n", corpus.size(),
              static_cast<unsigned long long>(arguments.iterations));
  return 0;
}
