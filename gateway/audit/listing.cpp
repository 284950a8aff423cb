#include "gateway/audit/listing.h"

#include "gateway/api/log_listing.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

namespace portcullis::audit {

namespace {

constexpr std::int64_t kListingVersion = 2;

// Every table grows at few places, because each page that changes is encrypted anew: at the end of
// each kind and pace, or at its own end.
constexpr const char* kTables = R"sql(
BEGIN IMMEDIATE;
DROP TABLE IF EXISTS listing;
DROP TABLE IF EXISTS list_kind;
DROP TABLE IF EXISTS list_post;
DROP TABLE IF EXISTS list_block;
DROP TABLE IF EXISTS list_pace;
DROP TABLE IF EXISTS list_paces;
DROP TABLE IF EXISTS list_call;
CREATE TABLE listing(version INTEGER NOT NULL, next INTEGER NOT NULL) STRICT;
CREATE TABLE list_kind(
    id INTEGER PRIMARY KEY,
    type TEXT NOT NULL,
    key TEXT NOT NULL,
    srv TEXT NOT NULL,
    tool TEXT NOT NULL,
    client TEXT NOT NULL,
    outcome TEXT NOT NULL,
    case_id TEXT NOT NULL
) STRICT;
CREATE TABLE list_post(
    kind INTEGER NOT NULL, n INTEGER NOT NULL, PRIMARY KEY(kind, n)
) STRICT, WITHOUT ROWID;
CREATE TABLE list_block(
    block INTEGER NOT NULL, kind INTEGER NOT NULL, count INTEGER NOT NULL, PRIMARY KEY(block, kind)
) STRICT, WITHOUT ROWID;
CREATE TABLE list_pace(
    pace INTEGER NOT NULL, n INTEGER NOT NULL, kind INTEGER NOT NULL, PRIMARY KEY(pace, n)
) STRICT, WITHOUT ROWID;
CREATE TABLE list_paces(
    pace INTEGER NOT NULL, kind INTEGER NOT NULL, count INTEGER NOT NULL, PRIMARY KEY(pace, kind)
) STRICT, WITHOUT ROWID;
CREATE TABLE list_call(
    call INTEGER NOT NULL, n INTEGER NOT NULL, PRIMARY KEY(call, n)
) STRICT, WITHOUT ROWID;
)sql";

// Its texts in the order of the columns.
template <typename Kind>
auto partsOf(Kind& kind)
{
    return std::array{
        &kind.type, &kind.key, &kind.server, &kind.tool, &kind.client, &kind.outcome, &kind.caseId};
}

// The texts of a kind as one, each after its length: no two kinds have the same.
std::string joined(const RecordKind& kind)
{
    std::string text;
    for (const std::string* part : partsOf(kind)) {
        text += std::to_string(part->size()) + ':' + *part;
    }
    return text;
}

Result<> makeTables(Connection& connection)
{
    auto made = connection.execute(kTables);
    if (made) {
        made = connection.execute(
            ("INSERT INTO listing VALUES(" + std::to_string(kListingVersion) + ", 0); COMMIT")
                .c_str());
    }
    if (!made) {
        static_cast<void>(connection.execute("ROLLBACK"));
    }
    return made;
}

Result<> prepareAll(Connection& connection,
                    std::initializer_list<std::pair<Statement*, std::string_view>> statements)
{
    for (const auto& [statement, sql] : statements) {
        auto prepared = connection.prepare(sql);
        if (!prepared) {
            return fail(std::move(prepared.error()));
        }
        *statement = std::move(*prepared);
    }
    return {};
}

Result<> run(Statement& statement, std::initializer_list<std::int64_t> values)
{
    int parameter = 0;
    for (const std::int64_t value : values) {
        statement.bind(++parameter, value);
    }
    return statement.run();
}

} // namespace

RecordKind RecordKind::read(const Statement& row, int first)
{
    RecordKind kind;
    int column = first;
    for (std::string* part : partsOf(kind)) {
        *part = row.text(column++);
    }
    return kind;
}

RecordKind RecordKind::folded() const
{
    RecordKind kind = *this;
    for (std::string* part : {&kind.server, &kind.tool, &kind.client}) {
        if (!part->empty()) {
            *part = kOtherName;
        }
    }
    return kind;
}

Result<KindNumbers> KindNumbers::load(Connection& connection)
{
    KindNumbers numbers;
    auto rows =
        connection.prepare("SELECT " + std::string(RecordKind::kColumns) + ", id FROM list_kind");
    if (!rows) {
        return fail(std::move(rows.error()));
    }
    for (;;) {
        const auto row = rows->step();
        if (!row) {
            return fail(row.error());
        }
        if (!*row) {
            return numbers;
        }
        numbers.add(RecordKind::read(*rows, 0), rows->integer(7));
    }
}

std::optional<std::int64_t> KindNumbers::find(const RecordKind& kind) const
{
    const auto found = m_ids.find(joined(kind));
    return found == m_ids.end() ? std::nullopt : std::optional(found->second);
}

void KindNumbers::add(const RecordKind& kind, std::int64_t id)
{
    m_ids.emplace(joined(kind), id);
}

Result<> Listing::prepare(Connection& connection)
{
    constexpr std::array kNames = {
        "listing", "list_kind", "list_post", "list_block", "list_pace", "list_paces", "list_call"};
    for (const char* name : kNames) {
        const auto there = connection.queryInteger(
            "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = '" +
            std::string(name) + "'");
        if (!there) {
            return fail(there.error());
        }
        if (*there == 0) {
            return makeTables(connection);
        }
    }
    const auto usable = connection.queryInteger(
        "SELECT count(*) FROM listing WHERE version = " + std::to_string(kListingVersion) +
        " AND next <= (SELECT coalesce(max(n), -1) + 1 FROM rec)");
    if (!usable) {
        return fail(usable.error());
    }
    return *usable == 1 ? Result<>() : makeTables(connection);
}

Result<Listing> Listing::open(Connection& connection)
{
    Listing listing;
    if (auto prepared = listing.prepareStatements(connection); !prepared) {
        return fail(std::move(prepared.error()));
    }
    if (auto loaded = listing.reload(connection); !loaded) {
        return fail(std::move(loaded.error()));
    }
    return listing;
}

Result<> Listing::prepareStatements(Connection& connection)
{
    const std::string read = "SELECT n, duration_us, call, " + std::string(RecordKind::kColumns) +
                             " FROM rec WHERE n >= ?1 ORDER BY n LIMIT ?2";
    return prepareAll(connection,
                      {{&m_read, read},
                       {&m_addKind, "INSERT INTO list_kind VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"},
                       {&m_addPost, "INSERT INTO list_post VALUES(?1, ?2)"},
                       {&m_addPace, "INSERT INTO list_pace VALUES(?1, ?2, ?3)"},
                       {&m_addCall, "INSERT INTO list_call VALUES(?1, ?2)"},
                       {&m_countBlock,
                        "INSERT INTO list_block VALUES(?1, ?2, ?3)"
                        " ON CONFLICT DO UPDATE SET count = count + excluded.count"},
                       {&m_countPace,
                        "INSERT INTO list_paces VALUES(?1, ?2, ?3)"
                        " ON CONFLICT DO UPDATE SET count = count + excluded.count"},
                       {&m_moveOn, "UPDATE listing SET next = ?1"}});
}

Result<> Listing::reload(Connection& connection)
{
    const auto next = connection.queryInteger("SELECT next FROM listing");
    auto kinds = KindNumbers::load(connection);
    if (!next || !kinds) {
        return fail(!next ? next.error() : kinds.error());
    }
    m_next = *next;
    m_kinds = std::move(*kinds);
    return {};
}

Result<> Listing::list(std::int64_t limit)
{
    auto entries = read(limit);
    if (!entries || entries->empty()) {
        return entries ? Result<>() : fail(std::move(entries.error()));
    }
    const std::int64_t next = entries->back().n + 1;
    auto done = count(*entries);
    if (done) {
        done = insert(*entries);
    }
    if (done) {
        done = run(m_moveOn, {next});
    }
    if (done) {
        m_next = next;
    }
    return done;
}

Result<std::vector<Listing::Entry>> Listing::read(std::int64_t limit)
{
    std::vector<Entry> entries;
    m_read.bind(1, m_next);
    m_read.bind(2, limit);
    for (;;) {
        const auto row = m_read.step();
        if (!row || !*row) {
            m_read.reset();
            return row ? Result<std::vector<Entry>>(std::move(entries)) : fail(row.error());
        }
        const auto kind = kindOf(RecordKind::read(m_read, 3));
        if (!kind) {
            m_read.reset();
            return fail(kind.error());
        }
        Entry entry{m_read.integer(0), *kind, {}, api::callPrefix(m_read.text(2))};
        if (!m_read.isNull(1)) {
            entry.pace = api::paceOf(m_read.integer(1));
        }
        entries.push_back(entry);
    }
}

Result<std::int64_t> Listing::kindOf(RecordKind kind)
{
    auto found = m_kinds.find(kind);
    if (!found && m_kinds.size() >= kMostKinds) {
        kind = kind.folded();
        found = m_kinds.find(kind);
    }
    if (found) {
        return *found;
    }
    const auto id = static_cast<std::int64_t>(m_kinds.size());
    m_addKind.bind(1, id);
    int parameter = 1;
    for (const std::string* part : partsOf(kind)) {
        m_addKind.bind(++parameter, std::string_view(*part));
    }
    if (auto added = m_addKind.run(); !added) {
        return fail(std::move(added.error()));
    }
    m_kinds.add(kind, id);
    return id;
}

// By kind, so that each of its pages is looked for once.
Result<> Listing::insert(std::vector<Entry>& entries)
{
    std::ranges::sort(
        entries, {}, [](const Entry& entry) { return std::pair(entry.kind, entry.n); });
    Result<> done;
    for (auto entry = entries.begin(); done && entry != entries.end(); ++entry) {
        done = run(m_addPost, {entry->kind, entry->n});
        if (done && entry->pace) {
            done = run(m_addPace, {*entry->pace, entry->n, entry->kind});
        }
        if (done && entry->call) {
            done = run(m_addCall, {*entry->call, entry->n});
        }
    }
    return done;
}

Result<> Listing::count(const std::vector<Entry>& entries)
{
    using Counts = std::map<std::pair<std::int64_t, std::int64_t>, std::int64_t>;
    Counts blocks;
    Counts paces;
    for (const Entry& entry : entries) {
        ++blocks[{entry.n / api::kListedBlock, entry.kind}];
        if (entry.pace) {
            ++paces[{*entry.pace, entry.kind}];
        }
    }
    const auto add = [](Statement& statement, const Counts& counts) {
        Result<> done;
        for (auto entry = counts.begin(); done && entry != counts.end(); ++entry) {
            done = run(statement, {entry->first.first, entry->first.second, entry->second});
        }
        return done;
    };
    auto added = add(m_countBlock, blocks);
    return added ? add(m_countPace, paces) : added;
}

} // namespace portcullis::audit
