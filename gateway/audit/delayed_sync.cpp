#include "gateway/audit/delayed_sync.h"

#include <cerrno>
#include <unistd.h>
#include <utility>

namespace portcullis::audit {

DelayedSync::DelayedSync(int descriptor,
                         std::chrono::milliseconds delay,
                         std::function<void(int)> failed)
    : m_descriptor(descriptor)
    , m_delay(delay)
    , m_failed(std::move(failed))
    , m_thread([this](const std::stop_token& stop) { run(stop); })
{}

DelayedSync::~DelayedSync()
{
    m_thread.request_stop();
}

void DelayedSync::written()
{
    {
        const std::scoped_lock lock(m_mutex);
        if (m_dirty) {
            return;
        }
        m_dirty = true;
    }
    m_changed.notify_one();
}

void DelayedSync::hurry()
{
    {
        const std::scoped_lock lock(m_mutex);
        m_hurry = m_dirty;
    }
    m_changed.notify_one();
}

std::uint64_t DelayedSync::covering()
{
    const std::scoped_lock lock(m_mutex);
    return m_dirty ? m_begun + 1 : m_begun;
}

bool DelayedSync::hasEnded(std::uint64_t number)
{
    const std::scoped_lock lock(m_mutex);
    return m_ended >= number;
}

bool DelayedSync::isClean()
{
    const std::scoped_lock lock(m_mutex);
    return !m_dirty && m_ended == m_begun;
}

void DelayedSync::run(const std::stop_token& stop)
{
    std::unique_lock lock(m_mutex);
    while (m_changed.wait(lock, stop, [this] { return m_dirty; })) {
        // Writes of the next moments share the sync; being stopped only makes it come sooner.
        m_changed.wait_for(lock, stop, m_delay, [this] { return m_hurry; });
        m_dirty = false;
        m_hurry = false;
        ++m_begun;
        lock.unlock();
        if (::fdatasync(m_descriptor) != 0) {
            m_failed(errno);
        }
        lock.lock();
        ++m_ended;
    }
}

} // namespace portcullis::audit
