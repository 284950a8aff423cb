#include "gateway/audit/removal_history.h"

#include <algorithm>
#include <utility>

namespace portcullis::audit {

namespace {

constexpr std::string_view kTypes =
    "('erasure.done', 'hold.release', 'hold.set', 'retention.purge')";

std::size_t indexOf(api::Removable what)
{
    return what == api::Removable::Bodies ? 1 : 0;
}

std::int64_t numberIn(const JsonValue& body, const char* member)
{
    return body[member].integer().value_or(0);
}

api::NumberRange rangeIn(const JsonValue& body)
{
    return {numberIn(body, "begin"), numberIn(body, "end")};
}

bool isWithin(const api::NumberRange& range, std::int64_t n)
{
    return range.begin <= n && n < range.end;
}

// As kHeldRecords asks; `row`: key, srv, tool, call and hw of a record.
bool holdsFor(const JsonValue& scope, const Statement& row)
{
    constexpr std::array kTexts = {"key", "server", "tool", "call"};
    for (std::size_t i = 0; i < kTexts.size(); ++i) {
        const JsonValue wanted = scope[kTexts[i]];
        if (wanted.exists() && !wanted.stringEquals(row.text(static_cast<int>(i)))) {
            return false;
        }
    }
    const std::int64_t hw = row.integer(static_cast<int>(kTexts.size()));
    const std::int64_t until =
        scope["to"].integer().value_or(std::numeric_limits<std::int64_t>::max());
    return hw >= numberIn(scope, "from") && hw < until;
}

} // namespace

void NumberSet::sort()
{
    std::ranges::sort(m_ranges, {}, &api::NumberRange::begin);
    std::vector<api::NumberRange> merged;
    for (const api::NumberRange& range : m_ranges) {
        if (!merged.empty() && range.begin <= merged.back().end) {
            merged.back().end = std::max(merged.back().end, range.end);
        } else {
            merged.push_back(range);
        }
    }
    m_ranges = std::move(merged);
}

bool NumberSet::has(std::int64_t n) const
{
    const auto after = std::ranges::upper_bound(m_ranges, n, {}, &api::NumberRange::begin);
    return after != m_ranges.begin() && n < std::prev(after)->end;
}

Result<> RemovalHistory::read(Connection& connection)
{
    const auto listed = connection.queryInteger("SELECT next FROM listing");
    if (!listed) {
        return fail(listed.error());
    }
    m_removed = {};
    m_holds.clear();
    const std::string types(kTypes);
    auto done = read(connection,
                     "list_kind k JOIN list_post p ON p.kind = k.id JOIN rec r ON r.n = p.n"
                     " WHERE k.type IN " +
                         types + " AND r.n >= ?1 AND r.n < ?2",
                     {0, *listed});
    if (done) {
        done = read(connection,
                    "rec r WHERE r.n >= ?1 AND r.n < ?2 AND r.type IN " + types,
                    {*listed, std::numeric_limits<std::int64_t>::max()});
    }
    if (done) {
        arrange();
    }
    return done;
}

Result<>
RemovalHistory::read(Connection& connection, const std::string& from, const api::NumberRange& range)
{
    auto rows = connection.prepare("SELECT r.n, r.type, r.body FROM " + from + " ORDER BY r.n");
    if (!rows) {
        return fail(std::move(rows.error()));
    }
    rows->bind(1, range.begin);
    rows->bind(2, range.end);
    for (;;) {
        const auto row = rows->step();
        if (!row || !*row) {
            return row ? Result<>() : fail(row.error());
        }
        note(rows->integer(0), rows->text(1), rows->text(2));
    }
}

void RemovalHistory::note(std::int64_t n, std::string_view type, std::string_view body)
{
    auto document = JsonDocument::parse(std::string(body));
    if (!document) {
        return; // it removes nothing, and is found to be damaged
    }
    const JsonValue root = document->root();
    if (type == "erasure.done") {
        for (JsonValue range = root["records"].first(); range.exists(); range = range.next()) {
            m_removed[indexOf(api::Removable::Contents)].push_back({n, rangeIn(range), 0, true});
        }
    } else if (type == "retention.purge") {
        const bool bodies = root["what"].stringEquals(api::removableName(api::Removable::Bodies));
        const auto what = bodies ? api::Removable::Bodies : api::Removable::Contents;
        m_removed[indexOf(what)].push_back(
            {n, rangeIn(root), static_cast<std::uint64_t>(numberIn(root, "count")), false});
    } else if (type == "hold.set") {
        std::string id = root["hold"].string();
        m_holds.push_back({n, kForEver, std::move(id), std::move(*document)});
    } else {
        const auto ended = std::ranges::find(m_holds, root["hold"].string(), &Held::id);
        if (ended != m_holds.end()) {
            ended->until = n;
        }
    }
}

// What was removed in ranges that overlap is counted together: nobody knows which of them it was.
void RemovalHistory::arrange()
{
    m_covered = {};
    m_erased = {};
    for (std::size_t kind = 0; kind < kKinds; ++kind) {
        NumberSet counted;
        for (const Removed& removed : m_removed[kind]) {
            m_covered[kind].add(removed.records);
            (removed.isExact ? m_erased : counted).add(removed.records);
        }
        m_covered[kind].sort();
        counted.sort();
        const auto before = std::exchange(m_counts[kind], {});
        for (const api::NumberRange& range : counted.ranges()) {
            m_counts[kind].push_back({static_cast<api::Removable>(kind), range, 0, 0});
        }
        for (const Removed& removed : m_removed[kind]) {
            if (Surplus* const count = countOf(kind, removed.records.begin);
                count != nullptr && !removed.isExact) {
                count->removed += removed.count;
            }
        }
        for (const Surplus& old : before) {
            if (Surplus* const count = countOf(kind, old.records.begin)) {
                count->missing += old.missing;
            }
        }
    }
    m_erased.sort();
}

RemovalHistory::Surplus* RemovalHistory::countOf(std::size_t kind, std::int64_t n)
{
    const auto after = std::ranges::upper_bound(
        m_counts[kind], n, {}, [](const Surplus& count) { return count.records.begin; });
    const bool found = after != m_counts[kind].begin() && isWithin(std::prev(after)->records, n);
    return found ? &*std::prev(after) : nullptr;
}

Result<std::vector<const RemovalHistory::Held*>> RemovalHistory::holdsOn(Connection& connection,
                                                                         std::int64_t n) const
{
    std::vector<const Held*> holds;
    if (m_holds.empty()) {
        return holds;
    }
    auto row = connection.prepare("SELECT key, srv, tool, call, hw FROM rec WHERE n = ?1");
    if (!row) {
        return fail(std::move(row.error()));
    }
    row->bind(1, n);
    const auto found = row->step();
    if (!found) {
        return fail(found.error());
    }
    for (const Held& held : m_holds) {
        if (*found && holdsFor(held.body.root()["scope"], *row)) {
            holds.push_back(&held);
        }
    }
    return holds;
}

Result<bool>
RemovalHistory::tells(Connection& connection, api::Removable what, std::int64_t n) const
{
    const std::size_t kind = indexOf(what);
    if (!m_covered[kind].has(n)) {
        return false;
    }
    const auto holds = holdsOn(connection, n);
    if (!holds || holds->empty()) {
        return holds ? Result<bool>(true) : fail(holds.error());
    }
    return std::ranges::any_of(m_removed[kind], [&](const Removed& removed) {
        const auto kept = [&removed](const Held* held) {
            return held->from < removed.at && removed.at < held->until;
        };
        return isWithin(removed.records, n) && std::ranges::none_of(*holds, kept);
    });
}

void RemovalHistory::countMissing(api::Removable what, std::int64_t n)
{
    const bool isErased = what == api::Removable::Contents && m_erased.has(n);
    if (Surplus* const count = isErased ? nullptr : countOf(indexOf(what), n)) {
        ++count->missing;
    }
}

std::optional<RemovalHistory::Surplus> RemovalHistory::surplus() const
{
    for (const auto& counts : m_counts) {
        for (const Surplus& count : counts) {
            if (count.missing > count.removed) {
                return count;
            }
        }
    }
    return std::nullopt;
}

} // namespace portcullis::audit
