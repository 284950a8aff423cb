#include "app/ctl/bench/measured_log.h"

#include "gateway/audit/log_folder.h"
#include "gateway/audit/open_connection.h"
#include "gateway/base/crypto.h"

#include <future>
#include <mutex>
#include <optional>
#include <semaphore>
#include <thread>

namespace portcullis::ctl::bench {

namespace {

constexpr std::ptrdiff_t kBusy = 16;        // calls of agents at a time
constexpr std::ptrdiff_t kFilling = 1024;   // records on their way while the log grows
constexpr std::size_t kRoundAlone = 200;    // records
constexpr std::size_t kRoundTogether = 400; // the same
constexpr std::int64_t kPiece = 4000;       // records between two looks at who waits for them
constexpr auto kListingPause = std::chrono::milliseconds(5);

Error cancelled()
{
    return {ErrorCode::Cancelled, "The measurement was cancelled.", {}};
}

// The first error of records that complete on the log's thread.
class FirstError
{
public:
    void take(const Error& error)
    {
        const std::scoped_lock lock(m_mutex);
        m_error = m_error ? m_error : std::optional(error);
    }

    [[nodiscard]] Result<> result() const
    {
        const std::scoped_lock lock(m_mutex);
        return m_error ? fail(*m_error) : Result<>();
    }

private:
    mutable std::mutex m_mutex;
    std::optional<Error> m_error;
};

} // namespace

Result<std::unique_ptr<MeasuredLog>>
MeasuredLog::make(const std::filesystem::path& parent,
                  std::shared_ptr<const audit::report::ReportRenderer> renderer)
{
    auto folder = ThrowAwayFolder::make(parent);
    if (!folder) {
        return fail(std::move(folder.error()));
    }
    auto keys = audit::LogKeys::generate();
    if (!keys) {
        return fail(std::move(keys.error()));
    }
    std::unique_ptr<MeasuredLog> log(new MeasuredLog(std::move(*folder)));
    log->m_key = randomSecret(32);
    audit::LogOptions& options = log->m_options;
    options.keys = [made = std::make_shared<const audit::LogKeys>(std::move(*keys))](bool) {
        return Result<std::shared_ptr<const audit::LogKeys>>(made);
    };
    options.renderer = std::move(renderer);
    options.folder = log->m_folder.path() / "log";
    options.durability = api::Durability::Standard;
    options.minimumFreeBytes = 0;
    options.warningFreeBytes = 0;
    options.reserveBytes = 0;
    if (auto opened = log->open(); !opened) {
        return fail(std::move(opened.error()));
    }
    return log;
}

Result<> MeasuredLog::open()
{
    auto log = audit::AuditLog::open(m_options, m_key.duplicate(), m_clock);
    if (!log) {
        return fail(std::move(log.error()));
    }
    auto reader = audit::openConnection(m_options.folder / audit::kLogFileName,
                                        m_key,
                                        audit::Access::Reader,
                                        api::Durability::Standard);
    if (!reader) {
        return fail(std::move(reader.error()));
    }
    m_log = std::move(*log);
    m_reader = std::move(*reader);
    return {};
}

Result<> MeasuredLog::reopen()
{
    m_reader.close();
    m_log.reset();
    return open();
}

std::uintmax_t MeasuredLog::bytes() const
{
    std::error_code error;
    const auto size = std::filesystem::file_size(m_options.folder / audit::kLogFileName, error);
    return error ? 0 : size;
}

std::vector<audit::Record> MeasuredLog::records(std::size_t atLeast)
{
    std::vector<audit::Record> out;
    out.reserve(atLeast + 1);
    while (out.size() < atLeast) {
        for (audit::Record& record : m_traffic.next()) {
            out.push_back(std::move(record));
        }
    }
    return out;
}

Result<> MeasuredLog::appendAlone(std::vector<audit::Record> records, Latencies& latencies)
{
    using Steady = std::chrono::steady_clock;
    for (audit::Record& record : records) {
        std::promise<std::optional<Error>> promise;
        Steady::time_point ended;
        const auto start = Steady::now();
        m_log->append(std::move(record), [&](const Result<audit::Receipt>& receipt) {
            ended = Steady::now();
            promise.set_value(receipt ? std::nullopt : std::optional(receipt.error()));
        });
        if (auto error = promise.get_future().get()) {
            return fail(std::move(*error));
        }
        latencies.add(ended - start);
    }
    return {};
}

Result<> MeasuredLog::appendTogether(std::vector<audit::Record> records, std::ptrdiff_t room)
{
    FirstError error;
    std::counting_semaphore<kFilling> free(room);
    for (audit::Record& record : records) {
        free.acquire();
        m_log->append(std::move(record), [&](const Result<audit::Receipt>& receipt) {
            if (!receipt) {
                error.take(receipt.error());
            }
            free.release();
        });
    }
    m_log->flush();
    return error.result();
}

// The log tells nobody that its listing is complete; the table says how far it is.
Result<> MeasuredLog::waitUntilListed(const std::stop_token& stop)
{
    while (!stop.stop_requested()) {
        const auto left =
            m_reader.queryInteger("SELECT (SELECT max(n) FROM rec) + 1 - next FROM listing");
        if (!left) {
            return fail(left.error());
        }
        if (*left <= 0) {
            return {};
        }
        std::this_thread::sleep_for(kListingPause);
    }
    return fail(cancelled());
}

Result<> MeasuredLog::growTo(std::int64_t count, const api::JobWatch& watch)
{
    const auto wanted = static_cast<std::uint64_t>(count);
    for (std::uint64_t had = m_log->recordCount(); had < wanted; had = m_log->recordCount()) {
        if (watch.stop.stop_requested()) {
            return fail(cancelled());
        }
        const std::uint64_t piece = std::min<std::uint64_t>(wanted - had, kPiece);
        if (auto appended = appendTogether(records(piece), kFilling); !appended) {
            return appended;
        }
        if (watch.progress) {
            watch.progress(m_log->recordCount(), wanted);
        }
    }
    return waitUntilListed(watch.stop);
}

Result<> MeasuredLog::measureAppend(AppendCost& cost, const std::stop_token& stop)
{
    auto alone = records(kRoundAlone);
    auto together = records(kRoundTogether);
    cost.aloneRecords += alone.size();
    cost.togetherRecords += together.size();
    const Stopwatch first;
    auto done = appendAlone(std::move(alone), cost.alone);
    done = done ? waitUntilListed(stop) : done;
    cost.aloneSpent += first.spent();
    if (!done) {
        return done;
    }
    const auto before = m_log->timings().batches;
    const Stopwatch second;
    done = appendTogether(std::move(together), kBusy);
    done = done ? waitUntilListed(stop) : done;
    cost.togetherSpent += second.spent();
    cost.togetherBatches += m_log->timings().batches - before;
    return done;
}

} // namespace portcullis::ctl::bench
