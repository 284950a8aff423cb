#include "gateway/audit/removal.h"

#include "gateway/audit/open_connection.h"

#include <algorithm>
#include <limits>
#include <sqlite3.h>
#include <string>
#include <utility>
#include <variant>

namespace portcullis::audit {

namespace {

// The connection may remove while this lives, and not a statement longer.
class KeeperAccess
{
public:
    explicit KeeperAccess(Connection& connection)
        : m_connection(connection)
    {
        restrict(m_connection, Access::Keeper);
    }

    ~KeeperAccess() { restrict(m_connection, Access::Writer); }

    KeeperAccess(const KeeperAccess&) = delete;
    KeeperAccess& operator=(const KeeperAccess&) = delete;

private:
    Connection& m_connection;
};

void bindFilter(Statement& row, const api::RecordFilter& records)
{
    row.bindOptional(5, records.key ? std::string_view(records.key->str()) : std::string_view());
    row.bindOptional(6,
                     records.server ? std::string_view(records.server->str()) : std::string_view());
    row.bindOptional(7, records.tool ? std::string_view(*records.tool) : std::string_view());
    row.bindOptional(8, records.call ? std::string_view(records.call->str()) : std::string_view());
    row.bind(9, records.time.from ? toMicros(*records.time.from) : 0);
    row.bind(10,
             records.time.to ? toMicros(*records.time.to)
                             : std::numeric_limits<std::int64_t>::max());
}

} // namespace

bool mayLoseBody(std::string_view type)
{
    return type.starts_with("call.") || type == "access.refused";
}

bool isRemoval(const Record& record)
{
    return std::holds_alternative<ContentErased>(record) ||
           std::holds_alternative<RecordsPurged>(record) ||
           std::holds_alternative<HoldSet>(record) || std::holds_alternative<HoldReleased>(record);
}

bool destroysKeys(const Record& record)
{
    const auto* const purged = std::get_if<RecordsPurged>(&record);
    return std::holds_alternative<ContentErased>(record) ||
           (purged != nullptr && purged->what == api::Removable::Contents);
}

std::uint64_t removedBy(const Record& record)
{
    if (const auto* const purged = std::get_if<RecordsPurged>(&record)) {
        return purged->count;
    }
    std::uint64_t count = 0;
    if (const auto* const erased = std::get_if<ContentErased>(&record)) {
        for (const api::NumberRange& range : erased->records) {
            count += static_cast<std::uint64_t>(range.end - range.begin);
        }
    }
    return count;
}

std::vector<api::NumberRange> rangesOf(const std::vector<std::int64_t>& numbers)
{
    std::vector<api::NumberRange> ranges;
    for (const std::int64_t n : numbers) {
        if (ranges.empty() || ranges.back().end != n) {
            ranges.push_back({n, n});
        }
        ranges.back().end = n + 1;
    }
    return ranges;
}

Result<> Removal::apply(Record& record, std::int64_t n)
{
    const KeeperAccess access(m_connection);
    if (auto* const erased = std::get_if<ContentErased>(&record)) {
        return erase(*erased);
    }
    if (auto* const purged = std::get_if<RecordsPurged>(&record)) {
        return purge(*purged);
    }
    if (auto* const hold = std::get_if<HoldSet>(&record)) {
        return set(*hold, n);
    }
    if (const auto* const released = std::get_if<HoldReleased>(&record)) {
        return release(*released);
    }
    return {};
}

Result<std::vector<std::int64_t>> Removal::numbers(std::string_view sql,
                                                   const api::NumberRange& range)
{
    auto rows = m_connection.prepare(sql);
    if (!rows) {
        return fail(std::move(rows.error()));
    }
    rows->bind(1, range.begin);
    rows->bind(2, range.end);
    std::vector<std::int64_t> found;
    for (;;) {
        const auto row = rows->step();
        if (!row) {
            return fail(row.error());
        }
        if (!*row) {
            return found;
        }
        found.push_back(rows->integer(0));
    }
}

Result<> Removal::run(std::string_view sql, std::int64_t first, std::int64_t second)
{
    auto statement = m_connection.prepare(sql);
    if (!statement) {
        return fail(std::move(statement.error()));
    }
    statement->bind(1, first);
    statement->bind(2, second);
    return statement->run();
}

// Those that may go.
Result<std::vector<std::int64_t>> Removal::contentsIn(const api::NumberRange& range)
{
    return numbers("SELECT p.n FROM payload p WHERE p.n >= ?1 AND p.n < ?2 AND p.n NOT IN (" +
                       std::string(kHeldRecords) + ") ORDER BY p.n",
                   range);
}

Result<> Removal::removeContent(std::int64_t n)
{
    auto removed = run("DELETE FROM payload WHERE n = ?1", n);
    return removed ? run("DELETE FROM wrapped_key WHERE n = ?1", n) : removed;
}

Result<> Removal::erase(ContentErased& record)
{
    std::vector<std::int64_t> erased;
    for (const api::NumberRange& range : record.records) {
        const auto found = contentsIn(range);
        if (!found) {
            return fail(found.error());
        }
        erased.insert(erased.end(), found->begin(), found->end());
    }
    for (const std::int64_t n : erased) {
        if (auto removed = removeContent(n); !removed) {
            return removed;
        }
    }
    record.records = rangesOf(erased);
    return erased.empty() ? Result<>() : renewKeys({erased.front(), erased.back() + 1});
}

Result<> Removal::purge(RecordsPurged& record)
{
    const api::NumberRange& range = record.records;
    if (record.what == api::Removable::Contents) {
        const auto found = contentsIn(range);
        if (!found) {
            return fail(found.error());
        }
        for (const std::int64_t n : *found) {
            if (auto removed = removeContent(n); !removed) {
                return removed;
            }
        }
        record.count = found->size();
        return renewKeys(range);
    }
    if (auto removed =
            run("UPDATE rec SET body = NULL WHERE n >= ?1 AND n < ?2 AND " +
                    std::string(kRemovableBody) + " AND n NOT IN (" + std::string(kHeldRecords) +
                    ") AND n NOT IN (SELECT p.n FROM payload p WHERE p.n >= ?1"
                    " AND p.n < ?2)",
                range.begin,
                range.end);
        !removed) {
        return removed;
    }
    record.count = static_cast<std::uint64_t>(sqlite3_changes64(m_connection.handle()));
    return run(
        "UPDATE meta SET v = max(v, ?2) WHERE k = 'bodies' AND v >= ?1", range.begin, range.end);
}

// The beginning of the numbers that share a key with `n`; `n` itself when none do.
Result<std::int64_t> Removal::sharedFrom(std::int64_t n)
{
    auto row = m_connection.prepare(
        "SELECT begin FROM shared_key WHERE begin <= ?1 ORDER BY begin DESC LIMIT 1");
    if (!row) {
        return fail(std::move(row.error()));
    }
    row->bind(1, n);
    const auto found = row->step();
    if (!found) {
        return fail(found.error());
    }
    return *found ? row->integer(0) : n;
}

// Every key that is shared within the range is given up.
Result<> Removal::renewKeys(const api::NumberRange& range)
{
    const auto first = sharedFrom(range.begin);
    if (!first) {
        return fail(first.error());
    }
    auto begins = numbers("SELECT begin FROM shared_key WHERE begin >= ?1 AND begin < ?2"
                          " ORDER BY begin",
                          {*first, range.end});
    auto after = numbers("SELECT begin FROM shared_key WHERE begin >= ?1 AND begin <= ?2"
                         " ORDER BY begin LIMIT 1",
                         {range.end, std::numeric_limits<std::int64_t>::max()});
    if (!begins || !after) {
        return fail(begins ? after.error() : begins.error());
    }
    begins->push_back(after->empty() ? std::numeric_limits<std::int64_t>::max() : after->front());
    for (std::size_t i = 0; i + 1 < begins->size(); ++i) {
        if (auto renewed = renewKey({(*begins)[i], (*begins)[i + 1]}); !renewed) {
            return renewed;
        }
    }
    return {};
}

// What is left under the key goes on under a new one.
Result<> Removal::renewKey(const api::NumberRange& range)
{
    const auto left =
        numbers("SELECT n FROM wrapped_key WHERE n >= ?1 AND n < ?2 ORDER BY n", range);
    if (!left) {
        return fail(left.error());
    }
    if (left->empty()) {
        return run("DELETE FROM shared_key WHERE begin = ?1", range.begin);
    }
    const auto old = numbers("SELECT id FROM shared_key WHERE begin = ?1 AND ?2", {range.begin, 1});
    if (!old) {
        return fail(old.error());
    }
    if (!m_keys.find(old->front())) {
        return {}; // nobody can read it any more
    }
    const auto renewed = m_keys.make();
    if (!renewed) {
        return fail(renewed.error());
    }
    if (auto wrapped = rewrap(*left, old->front(), *renewed); !wrapped) {
        return wrapped;
    }
    return run("UPDATE shared_key SET id = ?2 WHERE begin = ?1", range.begin, *renewed);
}

Result<>
Removal::rewrap(const std::vector<std::int64_t>& records, std::int64_t old, std::int64_t id)
{
    const auto from = m_keys.find(old);
    const auto to = m_keys.find(id);
    auto read = m_connection.prepare("SELECT key FROM wrapped_key WHERE n = ?1");
    auto write = m_connection.prepare("UPDATE wrapped_key SET key = ?2 WHERE n = ?1");
    if (!read || !write || !from || !to) {
        return fail(!read    ? read.error()
                    : !write ? write.error()
                             : Error{ErrorCode::Corrupt, "A key to contents is missing.", {}});
    }
    for (const std::int64_t n : records) {
        read->bind(1, n);
        if (const auto row = read->step(); !row) {
            return fail(row.error());
        }
        const auto wrapped = m_seal.rewrap(*from, *to, read->text(0));
        read->reset();
        if (!wrapped && wrapped.error().code == ErrorCode::Corrupt) {
            continue; // damaged: nobody can read that content, with either key
        }
        if (!wrapped) {
            return fail(wrapped.error());
        }
        write->bind(1, n);
        write->bindBlob(2, std::string_view(*wrapped));
        if (auto written = write->run(); !written) {
            return written;
        }
    }
    return {};
}

Result<> Removal::set(HoldSet& record, std::int64_t n)
{
    record.hold.n = n;
    auto row =
        m_connection.prepare("INSERT INTO hold VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)");
    if (!row) {
        return fail(std::move(row.error()));
    }
    row->bind(1, std::string_view(record.hold.id));
    row->bind(2, n);
    row->bind(3, std::string_view(record.hold.reason));
    row->bind(4, std::string_view(record.hold.by));
    bindFilter(*row, record.hold.records);
    return row->run();
}

// What may go again lies anywhere in the log.
Result<> Removal::release(const HoldReleased& record)
{
    auto row = m_connection.prepare("DELETE FROM hold WHERE id = ?1");
    if (!row) {
        return fail(std::move(row.error()));
    }
    row->bind(1, std::string_view(record.hold));
    auto released = row->run();
    return released ? m_connection.execute("UPDATE meta SET v = 0 WHERE k = 'bodies'") : released;
}

} // namespace portcullis::audit
