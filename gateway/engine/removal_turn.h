#pragma once

#include "gateway/base/clock.h"

#include <chrono>
#include <optional>

namespace portcullis::engine {

// Where the regular removal of what is too old stands. Owner and thread: those of Gateway::Impl.
struct RemovalTurn
{
    bool running = false;
    std::optional<MonotonicTime> next;
    std::chrono::microseconds clockLead{}; // of the wall clock, when removals were first looked at
};

} // namespace portcullis::engine
