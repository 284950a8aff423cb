#pragma once

#include "app/ctl/bench/latencies.h"
#include "app/ctl/bench/measured_log.h"
#include "gateway/base/result.h"

#include <cstdint>
#include <stop_token>
#include <string>
#include <vector>

// The window's view of the log, by its own queries, where the program was built with Qt.
namespace portcullis::ctl::bench {

// What is chosen in the view, in one order, both ways.
struct PageCost
{
    std::string choice; // "calls of a key"
    std::string order;  // "by duration"
    std::int64_t records = 0;
    double opening = 0; // milliseconds until the number of records is known; the longer of two
    Percentiles page;   // microseconds for a hundred rows at any place
};

// False in a program that was built without the window.
[[nodiscard]] bool canMeasurePages();

// Every choice in every order; nothing where they cannot be measured. Needs a QCoreApplication.
// Errors: those of the log; Cancelled.
[[nodiscard]] Result<std::vector<PageCost>> measurePages(MeasuredLog& log,
                                                         const std::stop_token& stop);

} // namespace portcullis::ctl::bench
