#include "gateway/audit/bundle/record_scan.h"

#include <algorithm>
#include <string>
#include <utility>

namespace portcullis::audit::bundle {

namespace {

std::string sqlFor(ScanOf what, std::string_view condition)
{
    const std::string where = " WHERE r.n >= ?1 AND r.n < ?2 AND " + std::string(condition);
    switch (what) {
    case ScanOf::Bodies:
        return "SELECT r.n, r.header, r.body FROM rec r" + where + " ORDER BY r.n";
    case ScanOf::Contents:
        return "SELECT r.n, r.header, r.body, " + std::string(ContentReader::kColumns) +
               " FROM rec r LEFT JOIN payload p ON p.n = r.n" + ContentReader::kJoin + where +
               " ORDER BY r.n";
    case ScanOf::Purged:
        break;
    }
    return "SELECT r.n FROM rec r" + where + " AND r.body IS NULL ORDER BY r.n";
}

// Ends the read transaction that the statement holds.
class Reset
{
public:
    explicit Reset(Statement& statement)
        : m_statement(statement)
    {}

    ~Reset() { m_statement.reset(); }

    Reset(const Reset&) = delete;
    Reset& operator=(const Reset&) = delete;

private:
    Statement& m_statement;
};

} // namespace

RecordScan::RecordScan(Statement rows)
    : m_rows(std::move(rows))
{}

Result<RecordScan> RecordScan::open(Connection& connection, ScanOf what, std::string_view condition)
{
    auto rows = connection.prepare(sqlFor(what, condition));
    if (!rows) {
        return fail(std::move(rows.error()));
    }
    return RecordScan(std::move(*rows));
}

// Returns the number that comes next.
Result<std::uint64_t> RecordScan::piece(std::uint64_t begin,
                                        std::uint64_t end,
                                        const std::stop_token& stop,
                                        const Use& use)
{
    const Reset atEnd(m_rows);
    m_rows.bind(1, static_cast<std::int64_t>(begin));
    m_rows.bind(2, static_cast<std::int64_t>(end));
    std::size_t bytes = 0;
    while (bytes < kPieceBytes) {
        if (stop.stop_requested()) {
            return fail(ErrorCode::Cancelled, "The export was cancelled.");
        }
        const auto found = m_rows.step();
        if (!found) {
            return fail(found.error());
        }
        if (!*found) {
            return end;
        }
        const ScannedRecord record(m_rows);
        if (auto used = use(record); !used) {
            return fail(std::move(used.error()));
        }
        bytes += record.bytesRead();
        begin = record.n() + 1;
    }
    return begin;
}

Result<> RecordScan::forEach(std::uint64_t begin,
                             std::uint64_t end,
                             const std::stop_token& stop,
                             const Use& use,
                             const PieceDone& pieceDone)
{
    while (begin < end) {
        const auto next = piece(begin, std::min(end, begin + kPieceRecords), stop, use);
        if (!next) {
            return fail(next.error());
        }
        begin = *next;
        pieceDone(begin);
    }
    return {};
}

} // namespace portcullis::audit::bundle
