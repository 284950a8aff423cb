#pragma once

#include "gateway/audit/audit_log.h"
#include "gateway/audit/database.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace portcullis::faults {

// How a log is opened by the program, and by somebody who only reads it.
struct LogAccess
{
    std::filesystem::path database;
    SecretBytes key;
    std::function<Result<std::shared_ptr<const audit::LogKeys>>()> keys;
    std::function<Result<std::unique_ptr<audit::AuditLog>>()> open;
};

// What was found of a log after a fault.
struct Findings
{
    std::string fault; // the first thing that must not be; empty when there is none
    std::uint64_t records = 0;
    std::uint64_t receipts = 0; // all of them in their places
    std::uint64_t calls = 0;
    std::uint64_t orphaned = 0; // calls that were running at a fault, closed at a start
    std::uint64_t untold = 0;   // calls in the log that nobody has a receipt of
};

// Stands beside the log and holds what clients were told. After a fault it opens the log, which
// then recovers, and demands that the log verifies deeply, that each receipt's leaf is in its
// place, that each call has one intent and, after it, one end, and that no more is there besides
// than was under way.
//
// Owner: the test. Threads: any for keep() and keepReached().
class Oracle
{
public:
    void keep(std::int64_t n, const Digest& leaf);

    void keep(const audit::Receipt& receipt) { keep(receipt.n, receipt.leaf); }

    // The trace id of a call that a server was asked for: its intent must be in the log.
    void keepReached(std::string trace);

    void clear(); // for another log

    // `unanswered`: how many calls may be in the log without a receipt.
    [[nodiscard]] Findings examine(const LogAccess& log, std::uint64_t unanswered) const;

private:
    [[nodiscard]] std::string recover(const LogAccess& log) const;
    [[nodiscard]] std::string verify(audit::Connection& connection, const LogAccess& log) const;
    [[nodiscard]] std::string follow(audit::Connection& connection, Findings& found) const;
    [[nodiscard]] std::string lookForReached(audit::Connection& connection) const;

    mutable std::mutex m_mutex;
    std::map<std::int64_t, Digest> m_receipts;
    std::vector<std::string> m_reached;
};

} // namespace portcullis::faults
