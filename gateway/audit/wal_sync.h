#pragma once

#include "gateway/audit/instance_lock.h"

#include <condition_variable>
#include <filesystem>
#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>

namespace portcullis::audit {

// Standard durability: syncs the WAL at most 50 ms after a commit, on a thread of its own so that
// no commit waits for the disk. Sound because a sync through any descriptor of a file covers all
// that was written to it before, and because frames of the WAL carry chained checksums: recovery
// keeps every commit up to the last synced one and stops at the first torn frame. Closing this
// descriptor drops no lock of SQLite's: none are on the WAL.
//
// Owner: the log file. Thread: any for committed(). Failure: `failed` is called on the sync thread
// with the system's error number, once for each failing sync.
class WalSync
{
public:
    WalSync(const std::filesystem::path& wal, std::function<void(int)> failed);
    ~WalSync(); // syncs what is left

    WalSync(const WalSync&) = delete;
    WalSync& operator=(const WalSync&) = delete;

    void committed();

private:
    void run(const std::stop_token& stop);
    void sync();

    FileHandle m_wal;
    std::function<void(int)> m_failed;
    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    bool m_dirty = false;
    std::jthread m_thread; // last: it uses all of the above
};

} // namespace portcullis::audit
