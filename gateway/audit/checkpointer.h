#pragma once

#include "gateway/audit/delayed_sync.h"
#include "gateway/audit/instance_lock.h"
#include "gateway/audit/store.h"

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <memory>

namespace portcullis::audit {

// Brings the WAL to the disk and into the database so that commits seldom wait for the disk.
//
// While records keep coming it copies in pieces that need no sync on this thread: it holds a
// snapshot, waits until the WAL up to there has been synced (by a thread of its own in standard
// durability, by each commit in strict), and copies that far. Frames that came meanwhile keep the
// WAL from beginning anew; before it does, SQLite syncs both files. That last piece comes at a
// quiet moment, or when the WAL has grown large and little is left to sync.
//
// Owner: the log file. Thread: the writer's. Failure: of the disk or the database, by Result or
// takeSyncError(); the owner opens the file anew.
class Checkpointer
{
public:
    // `database` is a descriptor open on the database; it and `store` must outlive this.
    Checkpointer(Store& store,
                 const std::filesystem::path& file,
                 int database,
                 api::Durability durability);

    void setDurability(api::Durability durability);

    // The WAL has grown.
    void committed();

    // Does what is due between two batches; `quiet` when nothing waits.
    [[nodiscard]] Result<> work(bool quiet);
    // Whether a quiet moment is worth waking up for.
    [[nodiscard]] bool wantsQuiet() const;

    // The system's error of a sync that failed, once; 0 for none.
    [[nodiscard]] int takeSyncError() { return m_syncError.exchange(0); }

private:
    [[nodiscard]] Result<> hold();
    [[nodiscard]] Result<> copyToSnapshot();
    [[nodiscard]] Result<> finish();
    [[nodiscard]] bool isSnapshotSynced() const;
    void hurry();

    Store& m_store;
    std::filesystem::path m_walFile;
    std::atomic<int> m_syncError{0};
    FileHandle m_wal;
    std::unique_ptr<DelayedSync> m_walSync; // standard durability only
    DelayedSync m_databaseSync;
    bool m_holds = false;
    std::int64_t m_heldFrames = 0; // of the WAL, at the snapshot
    std::uint64_t m_heldSync = 0;  // the sync that covers them
};

} // namespace portcullis::audit
