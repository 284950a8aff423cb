#include "gateway/audit/bundle/removed_ranges.h"

#include "gateway/api/retention.h"
#include "gateway/audit/canonical.h"
#include "gateway/base/json.h"

#include <algorithm>
#include <ranges>
#include <string>
#include <string_view>

namespace portcullis::audit::bundle {

namespace {

std::uint64_t number(const JsonValue& value)
{
    return static_cast<std::uint64_t>(value.integer().value_or(0));
}

Result<> read(Connection& connection,
              std::string_view from,
              std::int64_t first,
              std::vector<BodyRemoval>& out)
{
    auto rows = connection.prepare("SELECT r.n, r.body FROM " + std::string(from));
    if (!rows) {
        return fail(std::move(rows.error()));
    }
    rows->bind(1, first);
    for (;;) {
        const auto row = rows->step();
        if (!row || !*row) {
            return row ? Result<>() : fail(row.error());
        }
        const auto body = JsonDocument::parse(std::string(rows->text(1)));
        if (body && body->root()["what"].stringEquals(api::removableName(api::Removable::Bodies))) {
            out.push_back({static_cast<std::uint64_t>(rows->integer(0)),
                           number(body->root()["begin"]),
                           number(body->root()["end"])});
        }
    }
}

} // namespace

// By the listing, and one by one where that has not come yet.
Result<std::vector<BodyRemoval>>
bodyRemovals(Connection& connection, std::uint64_t end, std::uint64_t size)
{
    const auto listed = connection.queryInteger("SELECT next FROM listing");
    if (!listed) {
        return fail(listed.error());
    }
    std::vector<BodyRemoval> removals;
    auto done = read(connection,
                     "list_kind k JOIN list_post p ON p.kind = k.id JOIN rec r ON r.n = p.n"
                     " WHERE k.type = 'retention.purge' AND r.n >= ?1",
                     0,
                     removals);
    if (done) {
        done = read(
            connection, "rec r WHERE r.n >= ?1 AND r.type = 'retention.purge'", *listed, removals);
    }
    if (!done) {
        return fail(std::move(done.error()));
    }
    std::erase_if(removals, [size](const BodyRemoval& one) { return one.n >= size; });
    std::ranges::sort(
        removals, {}, [end](const BodyRemoval& one) { return std::pair(one.n < end, one.n); });
    return removals;
}

Result<> RemovedRanges::add(std::uint64_t n)
{
    ++m_records;
    const auto holds = [n](const BodyRemoval& one) { return one.begin <= n && n < one.end; };
    const bool isSame = m_begin != m_end && holds(m_by);
    if (isSame && n == m_end) {
        ++m_end;
        return {};
    }
    auto written = finish();
    if (!isSame) {
        const auto found = std::ranges::find_if(m_removals.rbegin(), m_removals.rend(), holds);
        if (found == m_removals.rend()) {
            return fail(ErrorCode::Corrupt,
                        "The body of record " + std::to_string(n) +
                            " is missing, and no record says that it was removed; restore the log "
                            "from a backup.");
        }
        m_by = *found;
    }
    m_begin = n;
    m_end = n + 1;
    return written;
}

Result<> RemovedRanges::finish()
{
    if (m_begin == m_end) {
        return {};
    }
    CanonicalWriter line;
    line.beginObject().member("begin", static_cast<std::int64_t>(m_begin));
    line.member("by", static_cast<std::int64_t>(m_by.n));
    line.member("end", static_cast<std::int64_t>(m_end)).endObject();
    return m_out.line(line.str());
}

} // namespace portcullis::audit::bundle
