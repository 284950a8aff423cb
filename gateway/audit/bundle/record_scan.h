#pragma once

#include "gateway/audit/content_keeper.h"
#include "gateway/audit/database.h"
#include "gateway/base/result.h"

#include <cstdint>
#include <functional>
#include <stop_token>
#include <string_view>

namespace portcullis::audit::bundle {

// What a scan reads of each record.
enum class ScanOf : std::uint8_t
{
    Bodies,   // header and body
    Contents, // header, body and what was kept of the content
    Purged    // number only; only records whose body was removed
};

// One row of a scan. What is not asked for is not read from the disk. Views live until the next
// row; only what the scan is of may be asked for.
class ScannedRecord
{
public:
    explicit ScannedRecord(const Statement& row)
        : m_row(row)
    {}

    [[nodiscard]] std::uint64_t n() const { return static_cast<std::uint64_t>(m_row.integer(0)); }

    [[nodiscard]] std::string_view header() const { return read(1); }

    [[nodiscard]] std::string_view body() const { return read(2); } // empty when it was removed

    [[nodiscard]] bool hasText() const { return !m_row.isNull(kContent + 2); }

    // Errors: those of ContentReader.
    [[nodiscard]] Result<OpenContent> content(ContentReader& reader) const
    {
        auto opened = reader.open(m_row.integer(0), m_row, kContent);
        m_bytesRead += opened && opened->text ? opened->text->size() : 0;
        return opened;
    }

    // The number of the key to it.
    [[nodiscard]] std::int64_t contentKey() const { return ContentReader::keyOf(m_row, kContent); }

    [[nodiscard]] std::size_t bytesRead() const { return m_bytesRead; }

    static constexpr int kContent = 3; // its first column

private:
    [[nodiscard]] std::string_view read(int column) const
    {
        const std::string_view bytes = m_row.text(column);
        m_bytesRead += bytes.size();
        return bytes;
    }

    const Statement& m_row;
    mutable std::size_t m_bytesRead = 0;
};

// Reads a range of records in the order of their numbers, piece by piece: a reader that stays in
// one place for long would keep the log's WAL from being emptied. Holds one row at a time.
//
// Owner: the export. Thread: the connection's. Errors: those of the database, Cancelled.
class RecordScan
{
public:
    // Both limits of a piece, whichever comes first.
    static constexpr std::uint64_t kPieceRecords = 1000;
    static constexpr std::size_t kPieceBytes = std::size_t{4} * 1024 * 1024;

    using Use = std::function<Result<>(const ScannedRecord&)>;
    using PieceDone = std::function<void(std::uint64_t next)>; // the number that comes next

    // `condition` is SQL over the columns of `rec`; only the records that it holds for are read.
    [[nodiscard]] static Result<RecordScan>
    open(Connection& connection, ScanOf what, std::string_view condition = "TRUE");

    // Between two pieces no statement is running.
    [[nodiscard]] Result<> forEach(std::uint64_t begin,
                                   std::uint64_t end,
                                   const std::stop_token& stop,
                                   const Use& use,
                                   const PieceDone& pieceDone);

private:
    explicit RecordScan(Statement rows);

    [[nodiscard]] Result<std::uint64_t>
    piece(std::uint64_t begin, std::uint64_t end, const std::stop_token& stop, const Use& use);

    Statement m_rows;
};

} // namespace portcullis::audit::bundle
