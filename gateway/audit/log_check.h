#pragma once

#include "gateway/audit/database.h"
#include "gateway/audit/log_keys.h"
#include "gateway/audit/tree_head.h"
#include "gateway/base/result.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

namespace portcullis::audit {

// How far to look into a log.
enum class Depth : std::uint8_t
{
    Heads, // every record and hash, and the last signature
    Deep   // every signature besides
};

// What became of the check of a whole log.
struct LogReport
{
    TreeHead head; // of what is there
    std::uint64_t records = 0;
    std::uint64_t bodiesRemoved = 0; // by retention: their headers stand alone
    std::uint64_t signatures = 0;    // checked
    // What is wrong, with the first record where it shows; nothing for a log that is as it was
    // signed.
    std::optional<std::string> fault;
    std::optional<std::int64_t> firstBad;
};

// Reads a whole log and derives everything in it again: hashes, the tree, the heads that were
// signed, counters of numbers, the columns that lists show. Finds every change but the removal of
// the newest commits, for which pins are.
//
// `connection` is read-only; the check sees the log as it was when it began. Memory does not grow
// with the log. `progress` gets the records done. Thread: the connection's; takes minutes for
// millions of records. Errors: Cancelled, those of the database (a damaged page is one).
[[nodiscard]] Result<LogReport> checkLog(Connection& connection,
                                         const std::shared_ptr<const LogKeys>& keys,
                                         Depth depth,
                                         const std::function<void(std::uint64_t)>& progress = {},
                                         const std::stop_token& stop = {});

} // namespace portcullis::audit
