#pragma once

#include "app/ctl/exit_code.h"
#include "gateway/base/result.h"

#include <filesystem>
#include <optional>
#include <string>

namespace portcullis::ctl::bench {

// What to measure: the command line of "bench".
struct BenchOptions
{
    std::optional<double> seconds; // of each row
    std::string only;              // a shell pattern of rows; empty for all
    std::filesystem::path folder;  // where logs are kept: the disk to measure; empty for $TMPDIR
    bool json = false;
    bool pin = false;   // everything on one core, so that no wake-up crosses cores
    bool quick = false; // a few short rows, to see that everything works
    bool soak = false;  // one minute at 5,000 calls a second instead of the rows
};

// Prints what it measured. Fails when a part could not be started, and with ExitCode::Failed when a
// call was not answered.
[[nodiscard]] Result<ExitCode> runBench(const BenchOptions& options);

} // namespace portcullis::ctl::bench
