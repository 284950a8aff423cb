#include "gateway/audit/checkpointer.h"

#include <chrono>
#include <fcntl.h>

namespace portcullis::audit {

namespace {

// The promise is 50 ms, and the sync itself takes time too.
constexpr std::chrono::milliseconds kWalSyncDelay{20};
constexpr std::chrono::milliseconds kDatabaseSyncDelay{10};

constexpr std::int64_t kQuietFrames = 256;      // not worth a checkpoint below (1 MiB)
constexpr std::int64_t kPieceFrames = 512;      // the same while busy
constexpr std::int64_t kManyFrames = 8 * 1024;  // 32 MiB: finish when little is left
constexpr std::int64_t kMostFrames = 48 * 1024; // 192 MiB: finish at any price
constexpr std::int64_t kLittleLeft = 128;       // frames since the snapshot

} // namespace

Checkpointer::Checkpointer(Store& store,
                           const std::filesystem::path& file,
                           int database,
                           api::Durability durability)
    : m_store(store)
    , m_walFile(file.string() + "-wal")
    , m_databaseSync(database, kDatabaseSyncDelay, [](int) {
        // SQLite's own sync, which ends a checkpoint, meets the same error.
    })
{
    setDurability(durability);
}

// Standard durability. Frames of the WAL carry chained checksums, so recovery keeps every commit up
// to the last synced one and stops at the first torn frame. SQLite holds no locks on the WAL: its
// descriptor may be closed at any time.
void Checkpointer::setDurability(api::Durability durability)
{
    m_walSync.reset(); // syncs what is left
    m_heldSync = 0;
    if (durability != api::Durability::Standard) {
        return;
    }
    m_wal = FileHandle(::open(m_walFile.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    m_walSync = std::make_unique<DelayedSync>(
        m_wal.get(), kWalSyncDelay, [this](int code) { m_syncError.store(code); });
}

void Checkpointer::committed()
{
    if (m_walSync) {
        m_walSync->written();
    }
}

bool Checkpointer::wantsQuiet() const
{
    return m_store.uncopiedFrames() >= kQuietFrames;
}

Result<> Checkpointer::work(bool quiet)
{
    if (m_store.uncopiedFrames() < (quiet ? kQuietFrames : kPieceFrames)) {
        return {};
    }
    if (m_store.walFrames() >= kMostFrames) {
        return finish();
    }
    if (!m_holds) {
        return hold();
    }
    const bool large = m_store.walFrames() >= kManyFrames;
    if (large) {
        hurry();
    }
    if (!isSnapshotSynced()) {
        return {};
    }
    const std::int64_t left = m_store.walFrames() - m_heldFrames;
    if (left == 0 || (large && left <= kLittleLeft && m_databaseSync.isClean())) {
        return finish();
    }
    return copyToSnapshot();
}

Result<> Checkpointer::hold()
{
    m_heldFrames = m_store.walFrames();
    m_heldSync = m_walSync ? m_walSync->covering() : 0;
    m_holds = true;
    return m_store.holdSnapshot();
}

bool Checkpointer::isSnapshotSynced() const
{
    // A failed sync counts as ended, but its error is there first.
    return (!m_walSync || m_walSync->hasEnded(m_heldSync)) && m_syncError.load() == 0;
}

Result<> Checkpointer::copyToSnapshot()
{
    if (auto copied = m_store.checkpointToSnapshot(); !copied) {
        return copied;
    }
    m_databaseSync.written();
    return hold();
}

Result<> Checkpointer::finish()
{
    m_holds = false;
    return m_store.checkpoint();
}

void Checkpointer::hurry()
{
    if (m_walSync) {
        m_walSync->hurry();
    }
    m_databaseSync.hurry();
}

} // namespace portcullis::audit
