#include "gateway/audit/log_file.h"

#include "gateway/audit/stored_tree.h"

#include <sys/stat.h>

#include <algorithm>
#include <chrono>
#include <fcntl.h>
#include <iterator>
#include <string>
#include <utility>

namespace portcullis::audit {

namespace {

constexpr std::int64_t kSnapshotEvery = 4096; // records; opening replays at most about as many

bool identify(const std::filesystem::path& file, std::uint64_t& device, std::uint64_t& inode)
{
    struct stat info = {};
    if (::stat(file.c_str(), &info) != 0) {
        return false;
    }
    device = info.st_dev;
    inode = info.st_ino;
    return true;
}

} // namespace

bool areDecided(const BatchResults& results)
{
    return std::ranges::all_of(results, [](const auto& result) { return result.has_value(); });
}

LogFile::LogFile(std::filesystem::path file,
                 int databaseDescriptor,
                 SecretBytes key,
                 KeySource keys,
                 api::Durability durability,
                 const Clock& clock,
                 LiveView& live)
    : m_file(std::move(file))
    , m_key(std::move(key))
    , m_keys(std::move(keys))
    , m_durability(durability)
    , m_clock(clock)
    , m_live(live)
    , m_clockWatch(clock)
    , m_databaseDescriptor(databaseDescriptor)
{}

Result<> LogFile::open()
{
    close();
    if (!identify(m_file, m_device, m_inode)) {
        return fail(ErrorCode::IoError,
                    "The audit log's file " + m_file.string() +
                        " is gone; put it back or restart with a new folder.");
    }
    auto store = Store::open(m_file, m_key, m_durability);
    if (!store) {
        return fail(store.error());
    }
    auto state = store->load();
    if (!state) {
        return fail(state.error());
    }
    if (state->next < m_committed) {
        return fail(
            ErrorCode::Corrupt,
            "Records are missing from the audit log that were there before; restore it from "
            "a backup.");
    }
    if (auto genuine = checkHead(*state, *store); !genuine) {
        return genuine;
    }
    m_store = std::make_unique<Store>(std::move(*store));
    m_state = std::move(*state);
    m_committed = m_state.next;
    m_head = m_state.head();
    m_live.reset(m_state);
    m_checkpointer =
        std::make_unique<Checkpointer>(*m_store, m_file, m_databaseDescriptor, m_durability);
    return {};
}

Result<> LogFile::makeSigner(const LogState& state)
{
    if (m_signer && m_signer->origin() == state.origin()) {
        return {};
    }
    auto keys = m_keys ? m_keys(state.next == 0) : std::shared_ptr<const LogKeys>();
    if (!keys) {
        return fail(std::move(keys.error()));
    }
    auto signer = LogSigner::make(std::move(*keys), state.origin());
    if (!signer) {
        return fail(std::move(signer.error()));
    }
    m_signer.emplace(std::move(*signer));
    return {};
}

// The records are those that this installation signed last: the tree that follows from them has the
// signed root.
Result<> LogFile::checkHead(const LogState& state, Store& store)
{
    if (auto made = makeSigner(state); !made || state.next == 0) {
        return made;
    }
    const auto signature = store.headAt(state.next - 1);
    if (!signature) {
        return fail(signature.error());
    }
    if (!m_signer->verifiesHead(state.head(), *signature)) {
        return fail(ErrorCode::Corrupt,
                    "The audit log is not as this installation signed it: it was changed, or its "
                    "signing keys are others. Restore the folder from a backup, or move audit.db "
                    "away to start a new log.");
    }
    return {};
}

void LogFile::close()
{
    m_checkpointer.reset();
    m_store.reset();
}

Result<> LogFile::setDurability(api::Durability durability)
{
    m_durability = durability;
    if (!m_store) {
        return {};
    }
    auto set = m_store->setDurability(durability);
    m_checkpointer->setDurability(durability);
    return set;
}

bool LogFile::isInPlace() const
{
    std::uint64_t device = 0;
    std::uint64_t inode = 0;
    return identify(m_file, device, inode) && device == m_device && inode == m_inode;
}

Encoded& LogFile::encode(Job& job, Effects& effects)
{
    const auto start = std::chrono::steady_clock::now();
    Encoded& encoded = m_encoder.encode(job.record, m_state, effects, m_clock.wallNow());
    const auto spent = std::chrono::steady_clock::now() - start;
    m_encodeNanos += static_cast<std::uint64_t>(
        std::chrono::duration_cast<std::chrono::nanoseconds>(spent).count());
    return encoded;
}

// Never the last of a batch: what comes after it goes by the clock as it is now.
Result<> LogFile::insertClockStep(Effects& effects)
{
    const auto step = m_clockWatch.look(fromMicros(m_state.lastHw));
    if (!step) {
        return {};
    }
    return insert(m_encoder.encode(LogNote(*step), m_state, effects, m_clock.wallNow()), false);
}

Result<> LogFile::insertJobs(std::span<Job> jobs, BatchResults& receipts, Effects& effects)
{
    const auto undecided =
        std::ranges::count_if(receipts, [](const auto& receipt) { return !receipt; });
    if (auto step = insertClockStep(effects); !step) {
        return step;
    }
    std::ptrdiff_t inserted = 0;
    for (std::size_t i = 0; i < jobs.size(); ++i) {
        if (receipts[i]) {
            continue;
        }
        Encoded& encoded = encode(jobs[i], effects);
        if (auto done = insert(encoded, ++inserted == undecided); !done) {
            return done;
        }
        receipts[i] = Receipt{encoded.n, fromMicros(encoded.t), encoded.leaf};
    }
    return {};
}

// The last record of a batch carries the signed head: it costs no page of its own, and every commit
// leaves one behind.
Result<> LogFile::insert(Encoded& record, bool endsBatch)
{
    m_completed.clear();
    m_state.tree.append(record.leaf, &m_completed);
    std::string head;
    if (endsBatch) {
        m_ending = m_state.head();
        auto signature = m_signer->signHead(m_ending);
        if (!signature) {
            return fail(std::move(signature.error()));
        }
        head = std::move(*signature);
        record.head = head;
    }
    auto inserted = m_store->insert(record);
    for (auto node = m_completed.begin(); inserted && node != m_completed.end(); ++node) {
        if (isStored(node->subtree)) {
            inserted = m_store->insert(*node);
        }
    }
    return inserted;
}

Result<> LogFile::commit(const Effects& effects)
{
    if (m_state.next - m_state.snapshot >= kSnapshotEvery) {
        if (auto saved = m_store->saveSnapshot(m_state); !saved) {
            return saved;
        }
        m_state.snapshot = m_state.next;
    }
    if (auto committed = m_store->commit(); !committed) {
        return committed;
    }
    m_committed = m_state.next;
    m_head = std::move(m_ending);
    m_clockWatch.committed();
    m_live.apply(effects, m_committed);
    m_checkpointer->committed();
    return {};
}

Result<> LogFile::write(std::span<Job> jobs, BatchResults& results)
{
    if (areDecided(results)) {
        return {}; // no record that could carry the head
    }
    BatchResults receipts = results;
    Effects effects;
    const std::int64_t before = m_committed;
    auto done = m_store->begin();
    if (done) {
        done = insertJobs(jobs, receipts, effects);
    }
    const std::int64_t after = m_state.next;
    if (done) {
        done = commit(effects);
    }
    if (done) {
        results = std::move(receipts);
        return {};
    }
    m_store->abandon();
    if (auto recovered = recover(done.error()); !recovered) {
        return fail(done.error());
    }
    // A COMMIT may report an error and yet be found complete when the file is opened again.
    if (m_committed == after && after > before) {
        results = std::move(receipts);
        return {};
    }
    return done;
}

// After a failed batch: the state of before, from the file itself. An I/O error leaves nothing
// certain about this connection, so a new one looks at what is really there.
Result<> LogFile::recover(const Error& cause)
{
    if (cause.code != ErrorCode::ResourceExhausted) {
        return open();
    }
    auto state = m_store->load();
    if (!state) {
        return open();
    }
    m_state = std::move(*state);
    m_live.reset(m_state);
    return {};
}

Result<> LogFile::writeOrphans()
{
    if (m_state.open.empty()) {
        return {};
    }
    const auto open = m_state.open;
    Effects effects;
    auto done = m_store->begin();
    if (done) {
        done = insertClockStep(effects);
    }
    for (auto entry = open.begin(); done && entry != open.end(); ++entry) {
        const CallOrphaned orphaned{entry->second};
        Encoded& encoded = m_encoder.encode(orphaned, m_state, effects, m_clock.wallNow());
        done = insert(encoded, std::next(entry) == open.end());
    }
    if (done) {
        done = commit(effects);
    }
    if (!done) {
        m_store->abandon();
    }
    return done;
}

Result<> LogFile::writeNote(const LogNote& note)
{
    Effects effects;
    auto done = m_store->begin();
    if (done) {
        done = insertClockStep(effects);
    }
    if (done) {
        done = insert(m_encoder.encode(note, m_state, effects, m_clock.wallNow()), true);
    }
    if (done) {
        done = commit(effects);
    }
    if (!done) {
        m_store->abandon();
        static_cast<void>(recover(done.error()));
    }
    return done;
}

Result<> LogFile::insertAlarm(const LogAlarm& alarm, Effects& effects)
{
    ++m_state.epoch;
    if (auto made = makeSigner(m_state); !made) {
        return made;
    }
    if (auto set = m_store->setEpoch(m_state.epoch); !set) {
        return set;
    }
    return insert(m_encoder.encode(alarm, m_state, effects, m_clock.wallNow()), true);
}

Result<> LogFile::beginEpoch(const LogAlarm& alarm)
{
    Effects effects;
    auto done = m_store->begin();
    if (done) {
        done = insertAlarm(alarm, effects);
    }
    if (done) {
        done = commit(effects);
    }
    if (!done) {
        m_store->abandon();
        static_cast<void>(open()); // as it was before
    }
    return done;
}

Result<> LogFile::listMore()
{
    auto listed = m_store->listMore();
    if (listed) {
        m_checkpointer->committed();
    }
    return listed;
}

Result<> LogFile::writeSnapshot()
{
    auto done = m_store->begin();
    if (done) {
        done = m_store->saveSnapshot(m_state);
    }
    if (done) {
        done = m_store->commit();
    }
    if (done) {
        m_state.snapshot = m_state.next;
        return {};
    }
    m_store->abandon();
    return done;
}

} // namespace portcullis::audit
