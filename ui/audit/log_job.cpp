#include "ui/audit/log_job.h"

#include <QMetaObject>

#include <mutex>

namespace portcullis::ui {

// From the thread that works to the dialog, until one of them ends.
struct LogJob::Way
{
    std::mutex mutex;
    // Protected by mutex
    LogJob* receiver = nullptr;
    int last = -1;

    void tell(std::uint64_t done, std::uint64_t total)
    {
        const int now = total == 0 ? 0 : static_cast<int>(1000 * done / total);
        const std::scoped_lock lock(mutex);
        if (receiver == nullptr || now == last) {
            return;
        }
        last = now;
        QMetaObject::invokeMethod(
            receiver, [job = receiver, now] { emit job->progressed(now); }, Qt::QueuedConnection);
    }

    void close()
    {
        const std::scoped_lock lock(mutex);
        receiver = nullptr;
    }
};

LogJob::LogJob(QObject* parent)
    : QObject(parent)
{}

LogJob::~LogJob()
{
    cancel();
}

api::JobWatch LogJob::begin()
{
    cancel();
    m_way = std::make_shared<Way>();
    m_way->receiver = this;
    m_stop = std::stop_source();
    return {[way = m_way](std::uint64_t done, std::uint64_t total) { way->tell(done, total); },
            m_stop.get_token()};
}

void LogJob::cancel()
{
    m_stop.request_stop();
    if (m_way != nullptr) {
        m_way->close();
    }
}

} // namespace portcullis::ui
