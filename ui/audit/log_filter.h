#pragma once

#include <QHash>
#include <QString>

#include <cstdint>
#include <optional>

// What a reviewer wants to see of the log. Values; any thread.
namespace portcullis::ui {

enum class LogPart : std::uint8_t
{
    Calls, // how they ended
    Refusals,
    Configuration,
    SignOffs,
    Checks, // of the whole log
    Everything
};

enum class LogOrder : std::uint8_t
{
    Time,
    Key,
    Server,
    Tool,
    Duration // of the records that have one
};

struct LogFilter
{
    // Part of a tool, client, key or server; a whole number of a record; a whole id of a call.
    QString text;
    LogPart part = LogPart::Calls;
    QString key; // id; empty for all
    QString server;
    QString tool;
    QString caseId;                   // empty for all
    QString outcome;                  // as recorded ("timeout"); empty for all
    std::optional<std::int64_t> from; // microseconds since 1970 UTC
    std::optional<std::int64_t> to;   // the first moment after
    LogOrder order = LogOrder::Time;
    bool ascending = false; // within the order; equal ones stand newest first
    bool operator==(const LogFilter&) const = default;

    // Whether it leaves out anything.
    [[nodiscard]] bool isNarrow() const;
};

// Records that agree in all of this are of one kind.
struct LogKind
{
    QString type;
    QString key;
    QString server;
    QString tool;
    QString client;
    QString outcome;
    QString caseId;
    bool operator==(const LogKind&) const = default;
};

// Names by which people know keys and servers, by id.
using LogNames = QHash<QString, QString>;

[[nodiscard]] bool matches(const LogKind& kind, const LogFilter& filter, const LogNames& names);

// The number of a record, when the text is one.
[[nodiscard]] std::optional<std::int64_t> recordNumber(const QString& text);

} // namespace portcullis::ui
