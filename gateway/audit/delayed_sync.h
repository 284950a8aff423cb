#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>

namespace portcullis::audit {

// Syncs a file a moment after it was written, on a thread of its own, so that the writer does not
// wait for the disk. A sync through any descriptor of a file covers all that was written to it
// before, and each descriptor gets to see a failure by itself: none is hidden from SQLite's own.
//
// Owner: the log file. Thread: any for written() and finished(). Failure: `failed` is called on the
// sync thread with the system's error number.
class DelayedSync
{
public:
    // `descriptor` must stay open as long as this lives.
    DelayedSync(int descriptor, std::chrono::milliseconds delay, std::function<void(int)> failed);
    ~DelayedSync(); // syncs what is left

    DelayedSync(const DelayedSync&) = delete;
    DelayedSync& operator=(const DelayedSync&) = delete;

    void written();
    // How many syncs have ended.
    [[nodiscard]] std::uint64_t finished();
    // Whether everything written is synced.
    [[nodiscard]] bool isClean();

private:
    void run(const std::stop_token& stop);

    int m_descriptor;
    std::chrono::milliseconds m_delay;
    std::function<void(int)> m_failed;
    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    bool m_dirty = false;
    bool m_syncing = false;
    std::uint64_t m_finished = 0;
    std::jthread m_thread; // last: it uses all of the above
};

} // namespace portcullis::audit
