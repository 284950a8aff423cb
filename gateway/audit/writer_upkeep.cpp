#include "gateway/audit/writer.h"

#include <exception>
#include <system_error>
#include <utility>

// What the writer thread does between two batches: room, a broken disk, the WAL, the listing.
namespace portcullis::audit {

namespace {

using std::chrono::steady_clock;

constexpr std::chrono::milliseconds kListingPause{5000}; // after a failure

} // namespace

void Writer::maintain()
{
    const auto now = steady_clock::now();
    if (const int code = m_file->isOpen() ? m_file->checkpointer().takeSyncError() : 0; code != 0) {
        m_file->close(); // what the failed sync left behind is unknown: look at it afresh
        reportStorage({ErrorCode::IoError,
                       "The audit log could not be written to the disk; check the disk.",
                       std::generic_category().message(code)});
    }
    if (now >= m_nextMaintenance) {
        m_nextMaintenance = now + m_maintenanceInterval;
        watchFile();
        m_spaceError = m_space.check();
        if (m_file->isOpen() && m_file->keysWait()) {
            m_file->destroyKeys();
        }
        publishHealth();
    }
    if (m_storageError && now >= m_nextTrial) {
        tryAgain();
    }
}

void Writer::noteOutage()
{
    const auto note = m_outage.due();
    if (!note || !m_file->isOpen()) {
        return;
    }
    auto written = m_file->writeNote(*note);
    if (written && m_pins) {
        m_pins->committed(m_file->head());
    }
    if (!written) {
        reportStorage(written.error());
    }
    if (written || std::holds_alternative<LogSuspended>(*note)) {
        m_outage.done(*note);
        publishHealth();
    }
}

// A file that was moved or deleted would go on taking records that nobody finds again, and without
// its lock two programs would write the log.
void Writer::watchFile()
{
    auto placed = m_file->isOpen() ? m_file->checkPlace() : Result<>();
    if (!placed) {
        m_file->close();
        reportStorage(placed.error());
    }
}

void Writer::tryAgain()
{
    if (m_storageError->code == ErrorCode::ResourceExhausted) {
        m_spaceError = m_space.check();
        if (m_spaceError) {
            reportStorage(*m_storageError);
            return;
        }
    }
    Result<> works;
    if (!m_file->isOpen()) {
        works = m_file->open();
    }
    if (works) {
        works = m_file->writeSnapshot();
    }
    if (works) {
        works = writeKept();
    }
    if (!works) {
        if (works.error().code != ErrorCode::ResourceExhausted) {
            m_file->close();
        }
        reportStorage(works.error());
        return;
    }
    m_storageError.reset();
    m_backOff = std::chrono::milliseconds(0);
    publishHealth();
}

void Writer::applyDurability()
{
    std::optional<api::Durability> wanted;
    {
        const std::scoped_lock lock(m_mutex);
        wanted.swap(m_wantedDurability);
    }
    if (wanted && *wanted != m_durability) {
        m_durability = *wanted;
        if (auto set = m_file->setDurability(*wanted); !set) {
            m_file->close();
            reportStorage(set.error());
        }
    }
}

void Writer::checkpoint(bool quiet)
{
    if (!m_file->isOpen() || m_storageError) {
        return;
    }
    const auto start = steady_clock::now();
    const auto worked = m_file->checkpointer().work(quiet);
    {
        const std::scoped_lock lock(m_mutex);
        m_timings.checkpointMicros += microsSince(start);
    }
    if (!worked && worked.error().code != ErrorCode::Busy) {
        reportStorage(worked.error());
    }
}

bool Writer::mayList() const
{
    return m_file->isOpen() && !m_storageError && !m_spaceError;
}

// The listing follows in quiet moments; when there are none, a slice of it now and then. What goes
// wrong with it concerns no record: it is tried again later, and a disk that is broken shows in the
// next batch.
void Writer::list(bool quiet, const std::stop_token& stop)
{
    if (!mayList() || steady_clock::now() < m_nextListing ||
        m_file->unlisted() < (quiet ? 1 : kMostUnlisted)) {
        return;
    }
    try {
        Result<> listed = m_file->listMore();
        while (listed && quiet && m_file->unlisted() > 0 && m_queue.isEmpty() &&
               !stop.stop_requested()) {
            listed = m_file->listMore();
        }
        if (!listed) {
            m_nextListing = steady_clock::now() + kListingPause;
        }
    } catch (const std::exception&) { // memory ran out somewhere in the middle
        m_file->close();
        m_nextListing = steady_clock::now() + kListingPause;
    }
}

void Writer::shutDown()
{
    watchFile();
    if (!m_file->isOpen()) {
        return;
    }
    static_cast<void>(writeKept());
    // What fails here is done at the next start: the records themselves are committed.
    if (m_file->writeSnapshot()) {
        static_cast<void>(m_file->emptyWal());
    }
    m_file->close();
}

} // namespace portcullis::audit
