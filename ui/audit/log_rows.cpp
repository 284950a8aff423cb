#include "ui/audit/log_rows.h"

#include <QSqlError>
#include <QSqlQuery>
#include <QVariant>

namespace portcullis::ui {

namespace {

std::optional<std::int64_t> optionalNumber(const QSqlQuery& query, int column)
{
    return query.isNull(column) ? std::nullopt
                                : std::optional<std::int64_t>(query.value(column).toLongLong());
}

LogRow rowOf(const QSqlQuery& query)
{
    LogRow row;
    row.n = query.value(0).toLongLong();
    row.micros = query.value(1).toLongLong();
    int column = 1;
    for (QString* text : {&row.type,
                          &row.call,
                          &row.key,
                          &row.server,
                          &row.tool,
                          &row.client,
                          &row.reason,
                          &row.outcome}) {
        *text = query.value(++column).toString();
    }
    row.durationMicros = optionalNumber(query, 10);
    row.argumentBytes = optionalNumber(query, 11);
    row.resultBytes = optionalNumber(query, 12);
    return row;
}

} // namespace

std::vector<LogRow>
readRows(const QSqlDatabase& database, const std::vector<std::int64_t>& numbers, QString& error)
{
    std::vector<LogRow> rows;
    rows.reserve(numbers.size());
    QSqlQuery query(database);
    query.setForwardOnly(true);
    if (!query.prepare(
            QStringLiteral("SELECT n, t, type, call, key, srv, tool, client, reason, outcome,"
                           " duration_us, argument_bytes, result_bytes FROM rec WHERE n = ?"))) {
        error = query.lastError().text();
        return rows;
    }
    for (const std::int64_t n : numbers) {
        query.bindValue(0, static_cast<qlonglong>(n));
        if (!query.exec() || !query.next()) {
            error = query.lastError().text();
            return rows;
        }
        rows.push_back(rowOf(query));
        query.finish();
    }
    return rows;
}

} // namespace portcullis::ui
