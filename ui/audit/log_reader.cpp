#include "ui/audit/log_reader.h"

#include "ui/audit/log_worker.h"

namespace portcullis::ui {

LogReader::LogReader(QObject* parent)
    : QObject(parent)
    , m_inbox(std::make_shared<LogInbox>())
    , m_worker(new LogWorker(m_inbox))
{
    qRegisterMetaType<LogFacts>();
    qRegisterMetaType<std::vector<LogRow>>();
    m_worker->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
    connect(m_worker, &LogWorker::shown, this, &LogReader::shown);
    connect(m_worker, &LogWorker::read, this, &LogReader::read);
    connect(m_worker, &LogWorker::failed, this, &LogReader::failed);
    connect(m_worker, &LogWorker::saving, this, &LogReader::saving);
    connect(m_worker, &LogWorker::saved, this, &LogReader::saved);
    m_thread.setObjectName(QStringLiteral("log reader"));
    m_thread.start();
}

LogReader::~LogReader()
{
    m_thread.quit();
    m_thread.wait(); // for one answer at most
}

void LogReader::wake()
{
    {
        const std::scoped_lock lock(m_inbox->mutex);
        if (std::exchange(m_inbox->scheduled, true)) {
            return;
        }
    }
    QMetaObject::invokeMethod(m_worker, &LogWorker::work, Qt::QueuedConnection);
}

void LogReader::open(api::LogConnection connection)
{
    {
        const std::scoped_lock lock(m_inbox->mutex);
        m_inbox->connection = std::move(connection);
    }
    wake();
}

unsigned LogReader::show(const LogFilter& filter, const LogNames& names)
{
    {
        const std::scoped_lock lock(m_inbox->mutex);
        m_inbox->show = LogInbox::Show{++m_generation, filter, names};
        m_inbox->fetch.reset(); // of another view
    }
    wake();
    return m_generation;
}

void LogReader::fetch(qint64 first, int count)
{
    {
        const std::scoped_lock lock(m_inbox->mutex);
        m_inbox->fetch = std::pair(first, count);
    }
    wake();
}

void LogReader::save(const QString& file)
{
    {
        const std::scoped_lock lock(m_inbox->mutex);
        m_inbox->save = file;
    }
    wake();
}

void LogReader::cancelSave()
{
    {
        const std::scoped_lock lock(m_inbox->mutex);
        m_inbox->cancelSave = true;
    }
    wake();
}

} // namespace portcullis::ui
