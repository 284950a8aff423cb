#include "gateway/audit/writer.h"

#include <algorithm>
#include <exception>
#include <system_error>
#include <utility>

namespace portcullis::audit {

namespace {

using std::chrono::steady_clock;

constexpr std::chrono::milliseconds kFirstBackOff{100};
constexpr std::chrono::milliseconds kLongestBackOff{5000};
constexpr std::chrono::hours kMostAhead{24};    // of the clock, a record's time
constexpr std::chrono::milliseconds kQuiet{50}; // without records: time for a checkpoint

} // namespace

Writer::Writer(const LogOptions& options,
               const Clock& clock,
               std::unique_ptr<LogFile> file,
               DiskSpace space,
               std::unique_ptr<PinKeeper> pins)
    : m_maintenanceInterval(options.maintenanceInterval)
    , m_clock(clock)
    , m_pins(std::move(pins))
    , m_file(std::move(file))
    , m_space(std::move(space))
    , m_queue(options.queueCapacity)
    , m_durability(options.durability)
{
    m_spaceError = m_space.check();
    publishHealth();
    m_nextMaintenance = steady_clock::now() + m_maintenanceInterval;
    m_thread = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

Writer::~Writer()
{
    m_thread.request_stop();
    m_queue.wake();
}

std::uint64_t Writer::microsSince(Time start)
{
    return static_cast<std::uint64_t>(
        std::chrono::duration_cast<std::chrono::microseconds>(steady_clock::now() - start).count());
}

void Writer::append(Record record, AuditLog::Completion done)
{
    if (isNewCall(record)) {
        if (auto error = refusal()) {
            done(fail(std::move(*error)));
            return;
        }
    }
    const bool closesCall = std::holds_alternative<CallOutcome>(record);
    Job job{std::move(record), std::move(done)};
    if (!m_queue.push(job, closesCall)) {
        job.done(fail(ErrorCode::Busy,
                      "The audit log has too many records waiting; try again in a moment."));
    }
}

std::optional<Error> Writer::health() const
{
    if (!m_refusing.load(std::memory_order_acquire)) {
        return std::nullopt;
    }
    const std::scoped_lock lock(m_mutex);
    return m_health;
}

std::optional<Error> Writer::refusal()
{
    auto error = health();
    if (error) {
        m_outage.countRefusal();
    }
    return error;
}

std::optional<std::string> Writer::warning() const
{
    const std::scoped_lock lock(m_mutex);
    return m_warning;
}

void Writer::setDurability(api::Durability durability)
{
    {
        const std::scoped_lock lock(m_mutex);
        m_wantedDurability = durability;
    }
    m_queue.wake();
}

std::optional<Error> Writer::pinError() const
{
    return m_pins ? m_pins->error() : std::nullopt;
}

LogTimings Writer::timings() const
{
    const std::scoped_lock lock(m_mutex);
    return m_timings;
}

// A call is not taken again before the record that says so.
void Writer::publishHealth()
{
    const auto& error = m_storageError ? m_storageError : m_spaceError;
    m_outage.look(error, m_clock.wallNow());
    const std::scoped_lock lock(m_mutex);
    m_warning = findWarning();
    if (!error && m_outage.lasts()) {
        return;
    }
    m_health = error;
    m_refusing.store(m_health.has_value(), std::memory_order_release);
}

// Times of records never fall: after a clock was ahead they stand still until it has caught up.
std::optional<std::string> Writer::findWarning() const
{
    if (auto space = m_space.warning()) {
        return space;
    }
    if (const auto& error = m_file->keysWait()) {
        return "The keys to erased contents could not be destroyed yet: " + error->message;
    }
    const auto ahead = m_file->lastTime().value_or(WallTime()) - m_clock.wallNow();
    if (ahead <= kMostAhead) {
        return std::nullopt;
    }
    const auto days = std::chrono::duration_cast<std::chrono::days>(ahead).count();
    return "The clock was ahead before: the audit log's last record is of a time in " +
           std::to_string(days) + (days == 1 ? " day" : " days") +
           ", and what is recorded until then stays that much "
           "longer than the settings say.";
}

void Writer::reportStorage(const Error& error)
{
    m_storageError = error;
    m_backOff = std::clamp(m_backOff * 2, kFirstBackOff, kLongestBackOff);
    m_nextTrial = steady_clock::now() + m_backOff;
    publishHealth();
}

void Writer::run(const std::stop_token& stop)
{
    std::vector<Job> jobs;
    for (;;) {
        m_queue.take(jobs, nextWakeUp(), expectedRecords());
        applyDurability();
        const bool quiet = jobs.empty();
        if (!quiet) {
            m_lastBatch = jobs.size();
            process(jobs);
            m_queue.finished(jobs.size());
            jobs.clear();
        } else if (stop.stop_requested()) {
            break;
        }
        maintain();
        noteOutage();
        checkpoint(quiet);
        list(quiet, stop);
    }
    shutDown();
}

// As many as came together the last time, but no more than half of the calls that run: while one
// half is being committed, the other half gets on.
std::size_t Writer::expectedRecords() const
{
    return std::min(m_lastBatch, (m_file->openCalls() + 1) / 2);
}

Writer::Time Writer::nextWakeUp() const
{
    Time next = m_nextMaintenance;
    if (m_storageError) {
        next = std::min(next, m_nextTrial);
    }
    if (m_file->isOpen() && m_file->checkpointer().wantsQuiet()) {
        next = std::min(next, steady_clock::now() + kQuiet);
    }
    if (m_file->unlisted() > 0 && mayList()) {
        next = std::min(next, std::max(m_nextListing, steady_clock::now() + kQuiet));
    }
    return next;
}

void Writer::process(std::vector<Job>& jobs)
{
    const auto start = steady_clock::now();
    const std::uint64_t encodedBefore = m_file->encodeMicros();
    BatchResults results(jobs.size());
    write(jobs, results);
    if (m_pins) {
        m_pins->committed(m_file->head());
    }
    {
        const std::scoped_lock lock(m_mutex);
        const std::uint64_t encoded = m_file->encodeMicros() - encodedBefore;
        const std::uint64_t spent = microsSince(start);
        ++m_timings.batches;
        m_timings.records += jobs.size();
        m_timings.encodeMicros += encoded;
        m_timings.commitMicros += spent - std::min(spent, encoded);
    }
    for (std::size_t i = 0; i < jobs.size(); ++i) {
        jobs[i].done(std::move(*results[i]));
    }
}

void Writer::write(std::vector<Job>& jobs, BatchResults& results)
{
    Result<> written;
    for (int attempt = 0; attempt < 2; ++attempt) {
        if (!m_file->isOpen()) {
            written = m_file->open();
        }
        if (m_file->isOpen()) {
            written = writeOnce(jobs, results);
        }
        if (written) {
            return;
        }
        reportStorage(written.error());
        if (written.error().code == ErrorCode::ResourceExhausted) {
            // What is left of the room is for calls that have happened.
            refuseNewCalls(jobs, results, written.error());
            if (areDecided(results)) {
                return;
            }
            static_cast<void>(m_space.releaseReserve());
        }
    }
    for (std::size_t i = 0; i < jobs.size(); ++i) {
        if (!results[i]) {
            results[i] = fail(written.error());
            m_kept.keep(jobs[i].record);
        }
    }
}

Result<> Writer::writeKept()
{
    BatchResults results(m_kept.jobs().size());
    auto written = m_file->write(m_kept.jobs(), results);
    if (written) {
        m_kept.clear();
    }
    return written;
}

Result<> Writer::writeOnce(std::vector<Job>& jobs, BatchResults& results)
{
    try {
        return m_file->write(jobs, results);
    } catch (const std::exception& error) { // memory ran out somewhere in the middle
        m_file->close();
        return fail(ErrorCode::Internal, "The audit log could not write a record.", error.what());
    }
}

void Writer::refuseNewCalls(const std::vector<Job>& jobs, BatchResults& results, const Error& error)
{
    for (std::size_t i = 0; i < jobs.size(); ++i) {
        if (!results[i] && isNewCall(jobs[i].record)) {
            results[i] = fail(error);
            m_outage.countRefusal();
        }
    }
}

} // namespace portcullis::audit
