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
// Owner: the checkpointer. Thread: any. Failure: `failed` is called on the sync thread with the
// system's error number, before the sync counts as ended.
class DelayedSync
{
public:
    // `descriptor` must stay open as long as this lives.
    DelayedSync(int descriptor, std::chrono::milliseconds delay, std::function<void(int)> failed);
    ~DelayedSync(); // syncs what is left

    DelayedSync(const DelayedSync&) = delete;
    DelayedSync& operator=(const DelayedSync&) = delete;

    void written();
    // The sync that is due comes at once.
    void hurry();

    // Syncs are numbered from 1. The one that covers everything written so far; it may have ended.
    [[nodiscard]] std::uint64_t covering();
    [[nodiscard]] bool hasEnded(std::uint64_t number);
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
    bool m_hurry = false;
    std::uint64_t m_begun = 0;
    std::uint64_t m_ended = 0;
    std::jthread m_thread; // last: it uses all of the above
};

} // namespace portcullis::audit
