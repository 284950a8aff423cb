#pragma once

#include "app/ctl/bench/cpu_time.h"
#include "app/ctl/bench/measured_log.h"
#include "gateway/base/result.h"

#include <cstdint>
#include <stop_token>

namespace portcullis::ctl::bench {

// What giving out a log costs, and checking it.
struct EvidenceCost
{
    std::uint64_t exported = 0; // records in the bundle
    std::uintmax_t bundleBytes = 0;
    Spent writing;             // of the bundle
    Spent verifying;           // of the bundle, as by "audit verify"
    std::uint64_t checked = 0; // records in the log
    Spent checking;            // of the log, as by "audit verify --db"
    // The largest memory of the process during each, the open log included; 0 when unknown.
    std::int64_t writingKiB = 0;
    std::int64_t verifyingKiB = 0;
    std::int64_t checkingKiB = 0;
};

// Writes the newest records, at most a million, as a bundle, checks that, and checks the log unless
// it has more than two millions.
// Errors: those of the steps; Corrupt when a check finds a fault; Cancelled.
[[nodiscard]] Result<EvidenceCost> measureEvidence(MeasuredLog& log, const std::stop_token& stop);

} // namespace portcullis::ctl::bench
