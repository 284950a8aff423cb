#pragma once

#include "gateway/api/log_listing.h"
#include "ui/audit/log_filter.h"
#include "ui/audit/log_rows.h"

#include <QObject>
#include <QStringList>
#include <QThread>

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace portcullis::ui {

class LogWorker;
struct LogInbox;

// Somebody has looked at records and said so.
struct SignedOff
{
    std::int64_t begin = 0;
    std::int64_t end = 0; // the first record that is not part of it
    std::int64_t micros = 0;
    QString by;
    QString result;
    QString comment;
};

// The whole log was derived anew.
struct LogChecked
{
    std::int64_t n = 0; // of its record
    std::int64_t micros = 0;
    QString fault; // empty for a log that is as it was written
};

// What a filter leaves of the log, and what there is to choose from.
struct LogFacts
{
    unsigned generation = 0; // as show() returned it
    qint64 size = 0;
    qint64 records = 0; // in the log
    qint64 known = 0;   // less only while the log's listing is being made
    QStringList tools;
    QStringList outcomes;
    std::vector<SignedOff> signedOff; // the newest ones, newest first
    std::optional<LogChecked> lastCheck;
    QString error;
};

// Reads the log on a thread of its own. Of what is asked, the newest is done and the rest is
// forgotten, so that nothing piles up while somebody scrolls.
//
// Owner: AuditPage. GUI thread; the worker's thread ends with it. Failure: `error` of an answer.
class LogReader final : public QObject
{
    Q_OBJECT

public:
    explicit LogReader(QObject* parent = nullptr);
    ~LogReader() override;

    // From now on this log; null for none.
    void open(api::LogConnection connection);
    // Answered by shown().
    unsigned show(const LogFilter& filter, const LogNames& names);
    // Rows of what was shown last; answered by read().
    void fetch(qint64 first, int count);
    // Writes all of what was shown last as CSV; answered by saving() and saved().
    void save(const QString& file);
    void cancelSave();

signals:
    void shown(const portcullis::ui::LogFacts& facts);
    void read(unsigned generation, qint64 first, const std::vector<portcullis::ui::LogRow>& rows);
    void failed(const QString& text);
    void saving(qint64 rows, qint64 of);
    // With a sentence about what went wrong, or none; empty too after cancelSave().
    void saved(const QString& error);

private:
    void wake();

    std::shared_ptr<LogInbox> m_inbox;
    unsigned m_generation = 0;
    QThread m_thread;
    LogWorker* m_worker; // of the thread, which deletes it
};

} // namespace portcullis::ui
