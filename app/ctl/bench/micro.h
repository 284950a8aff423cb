#pragma once

#include "app/ctl/bench/latencies.h"
#include "gateway/base/result.h"

#include <filesystem>
#include <string>
#include <vector>

// Measurements inside this process, without sockets.
namespace portcullis::ctl::bench {

struct MicroResult
{
    std::string name;
    Percentiles micros;
};

// What the gateway does with a call apart from waiting: reading it, knowing its key, finding the
// tool, asking the allow-list and writing the request for the server, and then the same with the
// answer; with 50 keys of 200 allowed tools each. Once back to back, once at 5,000 calls a second,
// where caches have cooled in between.
[[nodiscard]] Result<std::vector<MicroResult>> measureDecisions(double seconds);

// Appends 4 KiB and waits for the disk, again and again: what strict durability cannot be faster
// than.
[[nodiscard]] Result<MicroResult> measureFsync(const std::filesystem::path& folder, double seconds);

} // namespace portcullis::ctl::bench
