#include "gateway/audit/record_queue.h"

#include <utility>

namespace portcullis::audit {

namespace {

std::size_t contentBytes(const Record& record)
{
    return std::visit(
        [](const auto& item) -> std::size_t {
            if constexpr (requires { item.arguments; }) {
                return item.arguments.view().size();
            } else if constexpr (requires { item.result; }) {
                return item.result.view().size();
            } else {
                return 0;
            }
        },
        record);
}

} // namespace

bool RecordQueue::push(Job& job, bool closesCall)
{
    bool enough = false;
    {
        const std::scoped_lock lock(m_mutex);
        if (m_jobs.size() >= (closesCall ? 2 * m_capacity : m_capacity)) {
            return false;
        }
        m_jobs.push_back(std::move(job));
        ++m_pushed;
        enough = m_jobs.size() == m_wanted;
    }
    if (enough) {
        m_work.notify_one();
    }
    return true;
}

void RecordQueue::take(std::vector<Job>& jobs,
                       std::chrono::steady_clock::time_point until,
                       std::size_t expected)
{
    std::unique_lock lock(m_mutex);
    m_work.wait_until(lock, until, [this] { return !m_jobs.empty() || m_woken; });
    if (!m_woken && !m_jobs.empty() && m_jobs.size() < expected) {
        m_wanted = expected;
        m_work.wait_for(lock, kMoment, [&] { return m_jobs.size() >= expected || m_woken; });
        m_wanted = 1;
    }
    m_woken = false;
    std::size_t bytes = 0;
    while (!m_jobs.empty() && jobs.size() < kMaxBatch && bytes < kMaxBatchBytes) {
        bytes += contentBytes(m_jobs.front().record);
        jobs.push_back(std::move(m_jobs.front()));
        m_jobs.pop_front();
    }
}

void RecordQueue::wake()
{
    {
        const std::scoped_lock lock(m_mutex);
        m_woken = true;
    }
    m_work.notify_one();
}

void RecordQueue::finished(std::size_t count)
{
    {
        const std::scoped_lock lock(m_mutex);
        m_finished += count;
    }
    m_progress.notify_all();
}

void RecordQueue::drain()
{
    std::unique_lock lock(m_mutex);
    const std::uint64_t target = m_pushed;
    m_progress.wait(lock, [this, target] { return m_finished >= target; });
}

bool RecordQueue::isEmpty() const
{
    const std::scoped_lock lock(m_mutex);
    return m_jobs.empty();
}

} // namespace portcullis::audit
