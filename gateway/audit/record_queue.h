#pragma once

#include "gateway/audit/audit_log.h"

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>
#include <vector>

namespace portcullis::audit {

// A record that waits to be written, and who waits for it.
struct Job
{
    Record record;
    AuditLog::Completion done;
};

// The bounded queue into the writer thread. A batch is all that waits, up to a size that keeps one
// transaction short.
//
// Owner: the writer. Thread: any for push() and drain(); the writer's for take() and finished().
class RecordQueue
{
public:
    explicit RecordQueue(std::size_t capacity)
        : m_capacity(capacity)
    {}

    // False when the queue is full: then `job` is untouched. A record that closes a call that has
    // happened may use as much room again.
    [[nodiscard]] bool push(Job& job, bool closesCall);

    // Waits for records, `until`, or a wake-up, and moves what there is into `jobs`, which is
    // empty. When there are fewer than `expected`, it waits a moment for the others: a larger batch
    // costs less, and the moment is shorter than the commit that it saves.
    void take(std::vector<Job>& jobs,
              std::chrono::steady_clock::time_point until,
              std::size_t expected = 1);
    void wake(); // ends a take() that waits

    // The taken records have been completed.
    void finished(std::size_t count);

    // Waits until every record pushed before has been completed.
    void drain();

    [[nodiscard]] bool isEmpty() const;

private:
    static constexpr std::size_t kMaxBatch = 512;
    static constexpr std::size_t kMaxBatchBytes = 8 * 1024 * 1024; // of content
    static constexpr std::chrono::microseconds kMoment{100};

    std::size_t m_capacity;
    mutable std::mutex m_mutex;
    std::condition_variable m_work;
    std::condition_variable m_progress;
    std::deque<Job> m_jobs;
    std::uint64_t m_pushed = 0;
    std::uint64_t m_finished = 0;
    std::size_t m_wanted = 1; // how many records the waiting thread waits for
    bool m_woken = false;
};

} // namespace portcullis::audit
