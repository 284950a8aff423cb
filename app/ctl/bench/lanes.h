#pragma once

#include "gateway/base/result.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace portcullis::ctl::bench {

using Nanos = std::chrono::nanoseconds;

// What to call and how.
struct Target
{
    std::string url;                  // POST there, or
    std::vector<std::string> command; // start this and speak over its standard streams
    std::string hubServer; // not MCP but mcp-hub's POST /api/servers/tools for this server
    std::string tool;      // the name to call
    std::string bearer;    // sent as Authorization: Bearer
    unsigned lanes = 1;    // connections, or calls at once over standard streams
    std::size_t argumentBytes = 1024;
    std::size_t resultBytes = 2048;
};

// One call that has ended.
struct Ended
{
    unsigned lane = 0;
    std::string error; // empty when it was answered with a result
};

// Ways to a server that carry one call each. Owner: the generator. Thread: its own.
// Errors: open() and wait() fail when the server is not there or stops speaking the protocol.
class Lanes
{
public:
    virtual ~Lanes() = default;

    // Connects and shakes hands.
    [[nodiscard]] virtual Result<> open() = 0;
    // Begins a call on a lane that has none.
    virtual void send(unsigned lane) = 0;
    // Appends what has ended; waits at most so long for the first.
    [[nodiscard]] virtual Result<> wait(Nanos atMost, std::vector<Ended>& ended) = 0;
};

[[nodiscard]] std::unique_ptr<Lanes> makeHttpLanes(Target target);
[[nodiscard]] std::unique_ptr<Lanes> makeStdioLanes(Target target);

} // namespace portcullis::ctl::bench
