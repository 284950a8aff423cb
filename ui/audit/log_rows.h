#pragma once

#include <QSqlDatabase>
#include <QString>

#include <cstdint>
#include <optional>
#include <vector>

namespace portcullis::ui {

// One record as lists show it.
struct LogRow
{
    std::int64_t n = -1;
    std::int64_t micros = 0; // since 1970 UTC
    QString type;
    QString call;
    QString key;
    QString server;
    QString tool;
    QString client;
    QString reason;
    QString outcome;
    std::optional<std::int64_t> durationMicros;
    std::optional<std::int64_t> argumentBytes;
    std::optional<std::int64_t> resultBytes;
    bool operator==(const LogRow&) const = default;
};

// The records of these numbers, in this order; fewer when the log fails, and then `error` has
// SQLite's text. Thread: the connection's.
[[nodiscard]] std::vector<LogRow>
readRows(const QSqlDatabase& database, const std::vector<std::int64_t>& numbers, QString& error);

} // namespace portcullis::ui
