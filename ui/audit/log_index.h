#pragma once

#include "ui/audit/log_filter.h"

#include <QSqlDatabase>
#include <QSqlQuery>

#include <cstdint>
#include <vector>

namespace portcullis::ui {

// How many records of a kind.
struct KindCount
{
    int kind = 0;
    int count = 0;
};

// A record that is too new for the listing.
struct NewRecord
{
    std::int64_t n = 0;
    int kind = 0; // of newKinds()
    std::optional<std::int64_t> pace;
};

// What is known of the whole log in memory: its kinds of records and how many of each there are in
// each block (gateway/audit/FORMAT.md, listing), and the records that are not listed yet. Some
// bytes for each kind in a block, nothing for a record.
//
// Owner: whoever reads the log. Thread: the connection's. Failure: refresh() returns SQLite's text.
class LogIndex
{
public:
    explicit LogIndex(QSqlDatabase database)
        : m_database(std::move(database))
    {}

    // Reads what has come since the last time; empty when it worked.
    [[nodiscard]] QString refresh();

    [[nodiscard]] const QSqlDatabase& database() const { return m_database; }

    [[nodiscard]] const std::vector<LogKind>& kinds() const { return m_kinds; }

    [[nodiscard]] const std::vector<LogKind>& newKinds() const { return m_newKinds; }

    [[nodiscard]] const std::vector<std::vector<KindCount>>& blocks() const { return m_blocks; }

    [[nodiscard]] const std::vector<NewRecord>& newRecords() const { return m_new; } // oldest first

    // Records from here on are not listed.
    [[nodiscard]] std::int64_t listed() const { return m_listed; }

    // Records below this are known here.
    [[nodiscard]] std::int64_t end() const { return m_end; }

    // In the log; more than end() only while a listing is being made.
    [[nodiscard]] std::int64_t records() const { return m_records; }

    // The first record that was written at this time or later: `hw` never falls. end() for none.
    [[nodiscard]] std::int64_t firstAt(std::int64_t micros) const;

private:
    [[nodiscard]] QString read();
    [[nodiscard]] QString readKinds();
    [[nodiscard]] QString readBlocks();
    [[nodiscard]] QString readNew();
    [[nodiscard]] int newKind(const LogKind& kind);

    QSqlDatabase m_database;
    std::vector<LogKind> m_kinds;
    std::vector<LogKind> m_newKinds;
    std::vector<std::vector<KindCount>> m_blocks;
    std::vector<NewRecord> m_new;
    std::int64_t m_listed = 0;
    std::int64_t m_end = 0;
    std::int64_t m_records = 0;
};

// A query that goes forward only, run; its error is in lastError().
[[nodiscard]] QSqlQuery
runQuery(const QSqlDatabase& database, const QString& sql, const QVariantList& values = {});

} // namespace portcullis::ui
