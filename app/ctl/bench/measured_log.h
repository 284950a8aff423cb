#pragma once

#include "app/ctl/bench/cpu_time.h"
#include "app/ctl/bench/gateway_process.h"
#include "app/ctl/bench/latencies.h"
#include "app/ctl/bench/traffic.h"
#include "gateway/api/evidence.h"
#include "gateway/audit/audit_log.h"
#include "gateway/audit/database.h"
#include "gateway/base/secret_bytes.h"

#include <filesystem>
#include <memory>

namespace portcullis::ctl::bench {

// What appending has cost, over all rounds of measureAppend().
struct AppendCost
{
    Latencies alone; // from append() to the completion, one record after the other
    Spent aloneSpent;
    std::size_t aloneRecords = 0;
    Spent togetherSpent; // with 16 on their way at any time
    std::size_t togetherRecords = 0;
    std::size_t togetherBatches = 0;
};

// A real log that grows by traffic, in a folder that goes with it.
//
// Owner: who measures. Thread: one. Errors: those of the log; Cancelled.
class MeasuredLog
{
public:
    [[nodiscard]] static Result<std::unique_ptr<MeasuredLog>>
    make(const std::filesystem::path& parent,
         std::shared_ptr<const audit::report::ReportRenderer> renderer);

    // Appends until there are so many records, and waits until reviewers find all of them.
    [[nodiscard]] Result<> growTo(std::int64_t records, const api::JobWatch& watch);
    // Closes the log, so that everything is in its one file, and opens it again.
    [[nodiscard]] Result<> reopen();
    // Appends a few hundred records each way. The listing that follows them is part of the cost.
    [[nodiscard]] Result<> measureAppend(AppendCost& cost, const std::stop_token& stop);

    [[nodiscard]] audit::AuditLog& log() { return *m_log; }

    [[nodiscard]] const TrafficClock& clock() const { return m_clock; }

    [[nodiscard]] const Traffic& traffic() const { return m_traffic; }

    [[nodiscard]] std::filesystem::path folder() const { return m_folder.path(); }

    // Of audit.db; exact after reopen().
    [[nodiscard]] std::uintmax_t bytes() const;

private:
    explicit MeasuredLog(ThrowAwayFolder folder)
        : m_folder(std::move(folder))
        , m_traffic(m_clock)
    {}

    [[nodiscard]] Result<> open();
    [[nodiscard]] std::vector<audit::Record> records(std::size_t atLeast);
    [[nodiscard]] Result<> appendAlone(std::vector<audit::Record> records, Latencies& latencies);
    [[nodiscard]] Result<> appendTogether(std::vector<audit::Record> records, std::ptrdiff_t room);
    [[nodiscard]] Result<> waitUntilListed(const std::stop_token& stop);

    ThrowAwayFolder m_folder; // removed last
    TrafficClock m_clock;
    Traffic m_traffic;
    SecretBytes m_key;
    audit::LogOptions m_options;
    std::unique_ptr<audit::AuditLog> m_log;
    audit::Connection m_reader;
};

} // namespace portcullis::ctl::bench
