#include "ui/audit/log_worker.h"

#include "ui/audit/log_csv.h"
#include "ui/sql/cipher_driver.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QSqlError>
#include <QUuid>

namespace portcullis::ui {

namespace {

constexpr qint64 kSavedAtOnce = 500; // rows, between which other wishes are heard
constexpr qsizetype kMostChoices = 500;
constexpr int kMostSignedOff = 100;

template <typename Of>
QStringList choices(const std::vector<LogKind>& kinds, Of of)
{
    QSet<QString> found;
    for (const LogKind& kind : kinds) {
        if (const QString& text = of(kind); !text.isEmpty()) {
            found.insert(text);
        }
    }
    QStringList sorted(found.begin(), found.end());
    sorted.sort();
    return sorted.mid(0, kMostChoices);
}

struct NumberedBody
{
    std::int64_t n = 0;
    std::int64_t micros = 0;
    QJsonObject body;
};

SignedOff signedOffFrom(const NumberedBody& record)
{
    const QJsonObject& body = record.body;
    SignedOff one;
    one.micros = record.micros;
    one.begin = body[QStringLiteral("begin")].toInteger();
    one.end = body[QStringLiteral("end")].toInteger();
    one.by = body[QStringLiteral("by")].toString();
    one.result = body[QStringLiteral("result")].toString();
    one.comment = body[QStringLiteral("comment")].toString();
    return one;
}

LogChecked checkFrom(const NumberedBody& record)
{
    return {record.n, record.micros, record.body[QStringLiteral("fault")].toString()};
}

// The newest records of a part whose bodies are kept, newest first.
std::vector<NumberedBody> newestOf(const LogIndex& index, LogPart part, int most)
{
    std::vector<NumberedBody> found;
    LogFilter filter;
    filter.part = part;
    LogView view(index, filter, {});
    for (const std::int64_t n : view.numbers(0, most)) {
        QSqlQuery query = runQuery(index.database(),
                                   QStringLiteral("SELECT t, body FROM rec WHERE n = ?"),
                                   {static_cast<qlonglong>(n)});
        if (query.next() && !query.isNull(1)) {
            const QByteArray body = query.value(1).toByteArray();
            found.push_back(
                {n, query.value(0).toLongLong(), QJsonDocument::fromJson(body).object()});
        }
    }
    return found;
}

} // namespace

LogWorker::~LogWorker()
{
    close();
}

void LogWorker::work()
{
    LogInbox wanted;
    {
        const std::scoped_lock lock(m_inbox->mutex);
        m_inbox->scheduled = false;
        wanted.connection = std::exchange(m_inbox->connection, std::nullopt);
        wanted.show = std::exchange(m_inbox->show, std::nullopt);
        wanted.fetch = std::exchange(m_inbox->fetch, std::nullopt);
        wanted.save = std::exchange(m_inbox->save, std::nullopt);
        wanted.cancelSave = std::exchange(m_inbox->cancelSave, false);
    }
    if (wanted.connection) {
        open(std::move(*wanted.connection));
    }
    if (wanted.cancelSave && m_save) {
        endSave({});
    }
    if (wanted.show) {
        show(*wanted.show);
    }
    if (wanted.fetch) {
        fetch(wanted.fetch->first, wanted.fetch->second);
    }
    if (wanted.save) {
        beginSave(*wanted.save);
    }
    if (m_save) {
        savePiece();
    }
}

void LogWorker::open(api::LogConnection connection)
{
    close();
    if (connection != nullptr) {
        m_name = QUuid::createUuid().toString();
        m_index = std::make_unique<LogIndex>(
            QSqlDatabase::addDatabase(new CipherDriver(std::move(connection)), m_name));
    }
}

void LogWorker::close()
{
    m_save.reset();
    m_view.reset();
    m_index.reset();
    if (!m_name.isEmpty()) {
        QSqlDatabase::removeDatabase(m_name);
        m_name.clear();
    }
}

void LogWorker::show(const LogInbox::Show& wanted)
{
    LogFacts facts;
    facts.generation = wanted.generation;
    m_view.reset();
    if (m_index) {
        // A file that is being written stays with the state that it began with.
        facts.error = m_save ? QString() : m_index->refresh();
        m_shown = wanted;
        m_view = std::make_unique<LogView>(*m_index, wanted.filter, wanted.names);
        facts.error = facts.error.isEmpty() ? m_view->error() : facts.error;
        facts.size = m_view->size();
        facts.records = m_index->records();
        facts.known = m_index->end();
        std::vector<LogKind> kinds = m_index->kinds();
        kinds.insert(kinds.end(), m_index->newKinds().begin(), m_index->newKinds().end());
        facts.tools = choices(kinds, [](const LogKind& kind) { return kind.tool; });
        facts.outcomes = choices(kinds, [](const LogKind& kind) { return kind.outcome; });
        facts.signedOff = readSignedOff();
        facts.lastCheck = readLastCheck();
    }
    emit shown(facts);
}

std::vector<SignedOff> LogWorker::readSignedOff() const
{
    std::vector<SignedOff> found;
    for (const NumberedBody& record : newestOf(*m_index, LogPart::SignOffs, kMostSignedOff)) {
        found.push_back(signedOffFrom(record));
    }
    return found;
}

std::optional<LogChecked> LogWorker::readLastCheck() const
{
    const auto newest = newestOf(*m_index, LogPart::Checks, 1);
    return newest.empty() ? std::nullopt : std::optional(checkFrom(newest.front()));
}

void LogWorker::fetch(qint64 first, int count)
{
    if (!m_view) {
        return;
    }
    QString error;
    const auto rows = readRows(m_index->database(), m_view->numbers(first, count), error);
    if (!error.isEmpty() || !m_view->error().isEmpty()) {
        emit failed(error.isEmpty() ? m_view->error() : error);
    }
    emit read(m_shown.generation, first, rows);
}

void LogWorker::beginSave(const QString& path)
{
    if (!m_view || m_save) {
        return;
    }
    m_save = std::make_unique<Save>(path, *m_index, m_shown);
    if (!m_save->file.open(QIODevice::WriteOnly) || m_save->file.write(csvHead().toUtf8()) < 0) {
        endSave(m_save->file.errorString());
    }
}

void LogWorker::savePiece()
{
    QString error;
    const auto numbers = m_save->view.numbers(m_save->next, kSavedAtOnce);
    QByteArray lines;
    for (const LogRow& row : readRows(m_index->database(), numbers, error)) {
        lines += csvLine(row).toUtf8();
    }
    if (error.isEmpty() && m_save->file.write(lines) != lines.size()) {
        error = m_save->file.errorString();
    }
    m_save->next += kSavedAtOnce;
    if (!error.isEmpty()) {
        endSave(error);
        return;
    }
    emit saving(std::min<qint64>(m_save->next, m_save->view.size()), m_save->view.size());
    if (m_save->next < m_save->view.size()) {
        QMetaObject::invokeMethod(this, &LogWorker::work, Qt::QueuedConnection);
    } else {
        endSave(m_save->file.commit() ? QString() : m_save->file.errorString());
    }
}

// A file that was not committed is gone.
void LogWorker::endSave(const QString& error)
{
    m_save.reset();
    emit saved(error);
}

} // namespace portcullis::ui
