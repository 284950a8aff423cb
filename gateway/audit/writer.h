#pragma once

#include "gateway/audit/audit_log.h"
#include "gateway/audit/disk_space.h"
#include "gateway/audit/kept_records.h"
#include "gateway/audit/log_file.h"
#include "gateway/audit/outage.h"
#include "gateway/audit/pin_keeper.h"
#include "gateway/audit/record_queue.h"

#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

namespace portcullis::audit {

// The writer thread: takes all that waits, writes it as one transaction, completes it, and looks
// after space, a broken disk and the WAL in between. While something is wrong, new calls are
// refused and everything else is tried.
//
// Owner: the log. Thread: any for the public methods; one of its own for the rest. Failure:
// reported by health() and to each record's completion; it goes on trying.
class Writer
{
public:
    // `pins` may be null; `clock` must outlive it.
    Writer(const LogOptions& options,
           const Clock& clock,
           std::unique_ptr<LogFile> file,
           DiskSpace space,
           std::unique_ptr<PinKeeper> pins);
    ~Writer(); // writes everything queued first

    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    void append(Record record, AuditLog::Completion done);
    [[nodiscard]] std::optional<Error> health() const;
    // These two as AuditLog has them.
    [[nodiscard]] std::optional<Error> refusal();
    [[nodiscard]] std::optional<std::string> warning() const;
    void setDurability(api::Durability durability);
    [[nodiscard]] LogTimings timings() const;

    void flush() { m_queue.drain(); }

    [[nodiscard]] std::optional<Error> pinError() const;

private:
    using Time = std::chrono::steady_clock::time_point;

    [[nodiscard]] static std::uint64_t microsSince(Time start);
    void run(const std::stop_token& stop);
    void process(std::vector<Job>& jobs);
    void write(std::vector<Job>& jobs, BatchResults& results);
    [[nodiscard]] Result<> writeOnce(std::vector<Job>& jobs, BatchResults& results);
    void refuseNewCalls(const std::vector<Job>& jobs, BatchResults& results, const Error& error);
    [[nodiscard]] Result<> writeKept();
    void maintain();
    void noteOutage();
    void watchFile();
    void tryAgain();
    void applyDurability();
    void checkpoint(bool quiet);
    void list(bool quiet, const std::stop_token& stop);
    [[nodiscard]] bool mayList() const;
    void shutDown();
    [[nodiscard]] Time nextWakeUp() const;
    [[nodiscard]] std::size_t expectedRecords() const;
    void reportStorage(const Error& error);
    void publishHealth();
    [[nodiscard]] std::optional<std::string> findWarning() const;

    std::chrono::milliseconds m_maintenanceInterval;
    const Clock& m_clock;
    std::unique_ptr<PinKeeper> m_pins;
    std::unique_ptr<LogFile> m_file;
    DiskSpace m_space;
    RecordQueue m_queue;

    // The writer thread's own.
    std::optional<Error> m_storageError; // writing failed; cleared by a trial that works
    std::optional<Error> m_spaceError;   // too little room
    std::chrono::milliseconds m_backOff{0};
    std::size_t m_lastBatch = 0;
    KeptRecords m_kept;
    Outage m_outage;
    Time m_nextTrial{};
    Time m_nextMaintenance{};
    Time m_nextListing{};
    api::Durability m_durability;

    std::atomic<bool> m_refusing{false};
    mutable std::mutex m_mutex; // of the following
    std::optional<Error> m_health;
    std::optional<std::string> m_warning;
    std::optional<api::Durability> m_wantedDurability;
    LogTimings m_timings;

    std::jthread m_thread; // last: it uses all of the above
};

} // namespace portcullis::audit
