#include "gateway/audit/wal_sync.h"

#include <cerrno>
#include <chrono>
#include <fcntl.h>
#include <unistd.h>
#include <utility>

namespace portcullis::audit {

namespace {

constexpr std::chrono::milliseconds kDelay{20}; // the promise is 50, the sync itself takes time too

} // namespace

WalSync::WalSync(const std::filesystem::path& wal, std::function<void(int)> failed)
    : m_wal(::open(wal.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW))
    , m_failed(std::move(failed))
    , m_thread([this](const std::stop_token& stop) { run(stop); })
{}

WalSync::~WalSync()
{
    m_thread.request_stop();
}

void WalSync::committed()
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

void WalSync::run(const std::stop_token& stop)
{
    std::unique_lock lock(m_mutex);
    while (m_changed.wait(lock, stop, [this] { return m_dirty; })) {
        // Commits of the next moments share the sync; being stopped only makes it come sooner.
        m_changed.wait_for(lock, stop, kDelay, [] { return false; });
        m_dirty = false;
        lock.unlock();
        sync();
        lock.lock();
    }
}

void WalSync::sync()
{
    if (!m_wal.isOpen()) {
        m_failed(EBADF);
    } else if (::fdatasync(m_wal.get()) != 0) {
        m_failed(errno);
    }
}

} // namespace portcullis::audit
