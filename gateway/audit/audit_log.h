#pragma once

#include "gateway/api/config.h"
#include "gateway/api/evidence.h"
#include "gateway/api/log_listing.h"
#include "gateway/api/status.h"
#include "gateway/audit/change_records.h"
#include "gateway/audit/log_keys.h"
#include "gateway/audit/organisation/organisation_key.h"
#include "gateway/audit/pin.h"
#include "gateway/audit/pin_keeper.h"
#include "gateway/audit/receipt.h"
#include "gateway/audit/record.h"
#include "gateway/audit/report/report_renderer.h"
#include "gateway/base/clock.h"
#include "gateway/base/crypto.h"
#include "gateway/base/result.h"
#include "gateway/base/secret_bytes.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace portcullis::audit {

struct LogOptions
{
    KeySource keys;                 // to sign with; needed
    std::shared_ptr<PinStore> pins; // where else the log is remembered; nowhere when null
    PinPace pinPace;
    std::shared_ptr<const report::ReportRenderer> renderer; // of reports in bundles; may be null
    std::filesystem::path folder; // audit.db, audit.lock and audit.reserve live here
    api::Durability durability = api::Durability::Strict;
    std::size_t queueCapacity = 4096; // records waiting; beyond it append() refuses
    std::uint64_t reserveBytes =
        64 * 1024 * 1024; // set aside, so that open calls can still be closed
    std::uint64_t minimumFreeBytes = 512 * 1024 * 1024; // below it new calls are refused
    std::uint64_t warningFreeBytes = std::uint64_t{2} * 1024 * 1024 * 1024; // below it warning()

    // How often space and a broken disk are looked at again.
    std::chrono::milliseconds maintenanceInterval = std::chrono::seconds(1);
    // Free bytes in the folder, nothing when unknown; the file system is asked when this is empty.
    std::function<std::optional<std::uint64_t>()> freeBytes;
};

// Where a batch went, in microseconds, for measurements.
struct LogTimings
{
    std::uint64_t batches = 0;
    std::uint64_t records = 0;
    std::uint64_t encodeMicros = 0;
    std::uint64_t commitMicros = 0;
    std::uint64_t checkpointMicros = 0;
};

// Why a log that was opened takes no records: it is not as its pin says.
struct Suspension
{
    LogVerdict verdict = LogVerdict::Ok;
    std::string sentence; // for people
    // What the log should have been, where that is known.
    std::optional<api::TreeHead> pinned = std::nullopt;
};

// The encrypted log: one SQLCipher file, one writer thread that owns the one writing connection,
// group commit. No record, no call: append() completes only when the record is committed, and fails
// when it cannot be.
//
// Owner: engine. Threads: every method from any thread. Completions run on the writer thread,
// except that a record refused at once (full queue, or a new call while health() says no) completes
// inside append(); they must only hand over. Errors: Locked (wrong or missing key), Busy (another
// instance has the log, named in the message; or the queue is full), ResourceExhausted (disk),
// IoError, Corrupt.
class AuditLog
{
public:
    using Completion = std::function<void(Result<Receipt>)>;

    // Opens or creates the log, and writes call.orphaned for every intent an earlier run left open.
    // Never creates a file with a new key over an existing one: a wrong key is Locked.
    // `clock` must outlive the log.
    [[nodiscard]] static Result<std::unique_ptr<AuditLog>>
    open(const LogOptions& options, SecretBytes key, const Clock& clock);

    virtual ~AuditLog() = default; // closes: everything queued is committed first

    // Outcomes have room in the queue even when it is full for new calls, and are tried even when
    // health() says no: their calls have happened.
    virtual void append(Record record, Completion done) = 0;

    // Why calls must be refused right now, or nothing. Cheap. The writer keeps trying on its own
    // and clears it when the cause is gone.
    [[nodiscard]] virtual std::optional<Error> health() const = 0;
    // The same for a call that would begin now, and that is refused if there is anything: the log
    // counts it, and says how many there were when it takes calls again.
    [[nodiscard]] virtual std::optional<Error> refusal() = 0;

    // The time of the last record before it was opened; nothing when there was none.
    [[nodiscard]] virtual std::optional<WallTime> openedAfter() const = 0;

    // Calls go on, but something must be done: a sentence for people, or nothing.
    [[nodiscard]] virtual std::optional<std::string> warning() const = 0;

    // Set until a person has accepted the log as it is. Meanwhile append() and health() say so, and
    // reading works.
    [[nodiscard]] virtual std::optional<Suspension> suspension() const = 0;
    // Goes on with a suspended log: begins a new epoch with a record of what was found and `by`
    // whom it was accepted, and pins it. Blocks. Does nothing when the log is not suspended. After
    // an error it still is.
    [[nodiscard]] virtual Result<> accept(std::string by) = 0;

    // Why the pin cannot follow the log at present; calls go on meanwhile.
    [[nodiscard]] virtual std::optional<Error> pinError() const = 0;

    virtual void setDurability(api::Durability durability) = 0;

    // Reading: each call opens nothing new, holds up no writer, and may take milliseconds.
    [[nodiscard]] virtual Result<api::ActivityPage> activity(const api::ActivityQuery& query) = 0;
    [[nodiscard]] virtual Result<api::CallDetails> details(std::int64_t n) = 0;
    [[nodiscard]] virtual Result<std::vector<api::KeyUse>> keyUses() = 0;
    // As readBudgetEntries() has them.
    [[nodiscard]] virtual Result<std::vector<BudgetEntry>> budgetEntries() = 0;
    // As readChanges() has them; takes as long as there are records from `begin` on.
    [[nodiscard]] virtual Result<std::vector<RecordedChange>> changes(std::int64_t begin,
                                                                      std::string_view prefix) = 0;
    // A connection of the caller's own to read with; it may outlive the log. Takes milliseconds.
    [[nodiscard]] virtual Result<api::LogConnection> openReader() = 0;
    [[nodiscard]] virtual std::uint64_t recordCount() const = 0;

    // Evidence. Each takes up to minutes and waits for nothing but the disk; `by` says who asks.
    // Writes a part of the log as a bundle and records that, at the clock's time. `opening` is for
    // the organisation's key, if one is to sign. Errors: those of openOrganisationKey(), of
    // bundle::exportBundle(), and of append() when it cannot be recorded.
    [[nodiscard]] virtual Result<api::ExportSummary>
    exportBundle(api::ExportRequest request,
                 const organisation::KeyOpening& opening,
                 const std::filesystem::path& output,
                 const std::string& by,
                 const api::JobWatch& watch) = 0;
    // Derives the whole log anew, compares it with all that is remembered of it, and records what
    // came of it, unless the log is suspended. Errors: those of the pin store besides.
    [[nodiscard]] virtual Result<api::LogReport>
    check(const api::CheckRequest& request, const std::string& by, const api::JobWatch& watch) = 0;
    // Errors: Unavailable while the log is suspended, and those of LogEvidence::checkpoint().
    [[nodiscard]] virtual Result<api::Checkpoint> checkpoint(std::uint64_t since) = 0;

    // Retention, as RetentionClient has it; `by` says who asks. Each takes up to minutes, waits for
    // nothing but the disk, and needs a log that is not suspended, but holds().
    [[nodiscard]] virtual Result<api::Hold> setHold(api::Hold hold) = 0; // with its `by`
    [[nodiscard]] virtual Result<>
    releaseHold(const std::string& id, const std::string& reason, const std::string& by) = 0;
    [[nodiscard]] virtual Result<std::vector<api::Hold>> holds() = 0;
    [[nodiscard]] virtual Result<api::EraseReport>
    erase(const api::EraseRequest& request, const std::string& by, const api::JobWatch& watch) = 0;
    [[nodiscard]] virtual Result<api::RetentionReport>
    removeOld(const api::RetentionRequest& request,
              const std::string& by,
              const api::JobWatch& watch) = 0;

    // Which log this is, in checkpoints and receipts: "portcullis.local/<log>/<epoch>".
    [[nodiscard]] virtual std::string origin() const = 0;
    [[nodiscard]] virtual LogTimings timings() const = 0;

    // Waits until everything appended before is committed or has failed.
    virtual void flush() = 0;
};

} // namespace portcullis::audit
