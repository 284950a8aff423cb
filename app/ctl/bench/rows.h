#pragma once

#include "app/ctl/bench/load.h"
#include "app/ctl/bench/options.h"
#include "gateway/api/config.h"
#include "gateway/engine/stage_times.h"

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>
#include <vector>

namespace portcullis::ctl::bench {

// One measurement: how the server is reached, how large its results are, how it is called, and what
// stands in between.
struct Row
{
    api::Transport upstream = api::Transport::Stdio;
    std::size_t resultBytes = 2048;
    unsigned lanes = 1;
    double rate = 0;                           // 0 for a closed loop
    std::optional<api::Durability> durability; // none for the direct call

    [[nodiscard]] std::string load() const; // "stdio/2k/c16", "http/8k/r5000"
    [[nodiscard]] std::string name() const; // with "/direct", "/standard" or "/strict"
};

struct Measured
{
    Row row;
    LoadResult load;
    // Of the gateway; absent for the direct call.
    std::optional<double> cpuMicros; // of each call
    std::int64_t peakKb = 0;
    std::int64_t residentKb = 0;
    std::optional<engine::StageTimes> stages; // sums of this row
};

// The rows asked for, the direct call before those through the gateway with the same load.
[[nodiscard]] std::vector<Row> selectRows(const BenchOptions& options);

// Microseconds of the mean call in one stage.
[[nodiscard]] double stageMicros(const Measured& measured,
                                 std::uint64_t engine::StageTimes::* stage);
// What the stages leave of the mean call: HTTP, sockets, and waiting for a processor.
[[nodiscard]] double remainderMicros(const Measured& measured);

[[nodiscard]] nlohmann::json toJson(const Measured& measured);
// A table of all rows and one of where the time went.
[[nodiscard]] std::string formatRows(const std::vector<Measured>& rows);

// Of this process and so of all it starts: one core, the first that it may use.
[[nodiscard]] Result<> pinToOneCore();
// The machine, its load and the folder's disk, as far as figures depend on them.
[[nodiscard]] nlohmann::json describeMachine(const std::filesystem::path& folder);

} // namespace portcullis::ctl::bench
