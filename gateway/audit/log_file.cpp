#include "gateway/audit/log_file.h"

#include "gateway/audit/log_folder.h"
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
                 LogDescriptors descriptors,
                 SecretBytes key,
                 KeySource keys,
                 std::shared_ptr<ContentKeys> contentKeys,
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
    , m_contents(std::move(contentKeys))
    , m_descriptors(descriptors)
{}

Result<> LogFile::open()
{
    close();
    if (!identify(m_file, m_device, m_inode)) {
        return fail(ErrorCode::IoError,
                    "The audit log's file " + m_file.string() +
                        " is gone; put it back or restart with a new folder.");
    }
    if (auto held = checkLock(); !held) {
        return held;
    }
    auto store = Store::open(m_file, m_key, m_durability);
    if (!store) {
        return fail(store.error());
    }
    auto state = store->load();
    if (!state) {
        return fail(state.error());
    }
    auto genuine = checkContinuity(*state);
    if (genuine) {
        genuine = checkHead(*state, *store);
    }
    if (!genuine) {
        return genuine;
    }
    m_store = std::make_unique<Store>(std::move(*store));
    if (auto ready = openContents(); !ready) {
        m_store.reset();
        return ready;
    }
    m_state = std::move(*state);
    m_committed = m_state.next;
    m_head = m_state.head();
    m_live.reset(m_state);
    m_checkpointer =
        std::make_unique<Checkpointer>(*m_store, m_file, m_descriptors.database, m_durability);
    return {};
}

// Opened again, it is as it was left, or as the last COMMIT would have left it, whose error may
// have come after its success. Anything else is the work of somebody else, whose keys to contents
// this program does not have and would overwrite.
Result<> LogFile::checkContinuity(const LogState& state) const
{
    const api::TreeHead found = state.head();
    if (m_head.origin.empty() || found == m_head || found == m_ending) {
        return {};
    }
    if (state.next < m_committed) {
        return fail(
            ErrorCode::Corrupt,
            "Records are missing from the audit log that were there before; restore it from "
            "a backup.");
    }
    return fail(ErrorCode::Busy,
                "Another program has written to the audit log: end all that use " +
                    m_file.parent_path().string() + ", and start one.");
}

Result<> LogFile::checkLock() const
{
    return audit::checkLock(m_descriptors.lock, m_file.parent_path());
}

Result<> LogFile::openContents()
{
    if (auto read = m_contents.keys().load(); !read) {
        return read;
    }
    if (auto loaded = m_contents.load(m_store->connection()); !loaded) {
        return loaded;
    }
    const auto missing = m_contents.missing();
    m_missingKeys = missing ? *missing : 0;
    return missing ? Result<>() : fail(missing.error());
}

Result<> LogFile::adoptKeys()
{
    if (m_state.next == 0) {
        return setKeysAside();
    }
    destroyKeys();
    return {};
}

Result<> LogFile::setKeysAside()
{
    return m_contents.setAside(toMicros(m_clock.wallNow()) / 1'000'000);
}

// They go when the file is on the disk as it is: were a removal undone there, contents that stay
// would need them.
void LogFile::destroyKeys()
{
    auto done = syncWal(m_file);
    if (done) {
        done = m_contents.settle();
    }
    m_keysWait = done ? std::nullopt : std::optional(std::move(done.error()));
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
                    "and audit.keys away to start a new log.");
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

Result<> LogFile::checkPlace() const
{
    std::uint64_t device = 0;
    std::uint64_t inode = 0;
    if (!identify(m_file, device, inode) || device != m_device || inode != m_inode) {
        return fail(ErrorCode::IoError,
                    "The audit log's file was moved or deleted while in use; put it back.");
    }
    return checkLock();
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
    return m_contents.load(m_store->connection());
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

Result<LogAlarm> LogFile::judge(const Pins& pins)
{
    std::vector<std::optional<Pin>> all(pins.pins.begin(), pins.pins.end());
    if (all.empty() && !pins.areDamaged) {
        all.emplace_back();
    }
    for (std::optional<Pin>& pin : all) {
        const auto verdict = m_store->judge(m_head, pin);
        if (!verdict) {
            return fail(verdict.error());
        }
        if (*verdict != LogVerdict::Ok) {
            return LogAlarm{*verdict, m_head, std::move(pin), {}};
        }
    }
    // What cannot be read may have said that records are missing.
    const auto rest = pins.areDamaged ? LogVerdict::PinMissing : LogVerdict::Ok;
    return LogAlarm{rest, m_head, {}, {}};
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
    auto done = isOpen() ? checkLock() : open();
    if (!done) {
        return done;
    }
    Effects effects;
    done = m_store->begin();
    if (done) {
        done = insertAlarm(alarm, effects);
    }
    if (done) {
        done = commit(effects);
    }
    if (done) {
        return done;
    }
    m_store->abandon();
    const api::TreeHead begun = m_ending;
    // As it was before, or begun all the same: then COMMIT reported an error and was complete.
    return open() && m_head == begun ? Result<>() : done;
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
