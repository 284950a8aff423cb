#include "ui/audit/log_index.h"

#include "gateway/api/log_listing.h"

#include <QSqlError>

#include <algorithm>

namespace portcullis::ui {

namespace {

// More are left out until the listing has them: it is being made.
constexpr std::int64_t kMostNew = 16'384;

LogKind readKind(const QSqlQuery& query, int first)
{
    return {query.value(first).toString(),
            query.value(first + 1).toString(),
            query.value(first + 2).toString(),
            query.value(first + 3).toString(),
            query.value(first + 4).toString(),
            query.value(first + 5).toString(),
            query.value(first + 6).toString()};
}

std::int64_t number(const QSqlQuery& query, int column)
{
    return query.value(column).toLongLong();
}

} // namespace

QSqlQuery runQuery(const QSqlDatabase& database, const QString& sql, const QVariantList& values)
{
    QSqlQuery query(database);
    query.setForwardOnly(true);
    if (query.prepare(sql)) {
        for (const QVariant& value : values) {
            query.addBindValue(value);
        }
        query.exec();
    }
    return query;
}

// As one state of the log: the listing moves on at any time.
QString LogIndex::refresh()
{
    if (!m_database.transaction()) {
        return m_database.lastError().databaseText();
    }
    QString error = read();
    m_database.commit();
    return error;
}

QString LogIndex::read()
{
    QSqlQuery query = runQuery(m_database, QStringLiteral("SELECT next FROM listing"));
    if (!query.next()) {
        return query.lastError().text();
    }
    const std::int64_t listed = number(query, 0);
    query = runQuery(m_database, QStringLiteral("SELECT n FROM rec ORDER BY n DESC LIMIT 1"));
    m_records = query.next() ? number(query, 0) + 1 : 0;
    if (listed < m_listed) { // made anew
        m_kinds.clear();
        m_blocks.clear();
        m_listed = 0;
    }
    QString error;
    if (listed > m_listed) {
        error = readKinds();
        if (error.isEmpty()) {
            error = readBlocks();
        }
        m_listed = error.isEmpty() ? listed : m_listed;
        std::erase_if(m_new, [listed](const NewRecord& record) { return record.n < listed; });
    }
    return error.isEmpty() ? readNew() : error;
}

QString LogIndex::readKinds()
{
    QSqlQuery query = runQuery(
        m_database,
        QStringLiteral("SELECT type, key, srv, tool, client, outcome, case_id FROM list_kind"
                       " WHERE id >= ? ORDER BY id"),
        {static_cast<qlonglong>(m_kinds.size())});
    while (query.next()) {
        m_kinds.push_back(readKind(query, 0));
    }
    return query.lastError().databaseText();
}

// The last block known may have grown.
QString LogIndex::readBlocks()
{
    if (!m_blocks.empty()) {
        m_blocks.pop_back();
    }
    QSqlQuery query = runQuery(m_database,
                               QStringLiteral("SELECT block, kind, count FROM list_block"
                                              " WHERE block >= ? ORDER BY block, kind"),
                               {static_cast<qlonglong>(m_blocks.size())});
    while (query.next()) {
        m_blocks.resize(static_cast<std::size_t>(number(query, 0)) + 1);
        m_blocks.back().push_back({query.value(1).toInt(), query.value(2).toInt()});
    }
    return query.lastError().databaseText();
}

QString LogIndex::readNew()
{
    if (m_records - m_listed > kMostNew) {
        m_new.clear();
        m_newKinds.clear();
        m_end = m_listed;
        return {};
    }
    if (m_new.empty()) {
        m_newKinds.clear();
    }
    const std::int64_t begin = m_new.empty() ? m_listed : m_new.back().n + 1;
    QSqlQuery query = runQuery(
        m_database,
        QStringLiteral("SELECT n, duration_us, type, key, srv, tool, client, outcome, case_id"
                       " FROM rec WHERE n >= ? ORDER BY n"),
        {static_cast<qlonglong>(begin)});
    while (query.next()) {
        NewRecord record{number(query, 0), newKind(readKind(query, 2)), {}};
        if (!query.isNull(1)) {
            record.pace = api::paceOf(number(query, 1));
        }
        m_new.push_back(record);
    }
    m_end = m_records;
    return query.lastError().databaseText();
}

int LogIndex::newKind(const LogKind& kind)
{
    const auto found = std::ranges::find(m_newKinds, kind);
    const auto index = found - m_newKinds.begin();
    if (found == m_newKinds.end()) {
        m_newKinds.push_back(kind);
    }
    return static_cast<int>(index);
}

std::int64_t LogIndex::firstAt(std::int64_t micros) const
{
    std::int64_t low = 0;
    std::int64_t high = m_end;
    while (low < high) {
        const std::int64_t middle = low + (high - low) / 2;
        QSqlQuery query = runQuery(m_database,
                                   QStringLiteral("SELECT hw FROM rec WHERE n = ?"),
                                   {static_cast<qlonglong>(middle)});
        if (!query.next()) {
            return low;
        }
        if (query.value(0).toLongLong() < micros) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

} // namespace portcullis::ui
