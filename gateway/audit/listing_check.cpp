#include "gateway/audit/listing_check.h"

#include "gateway/api/log_listing.h"

namespace portcullis::audit {

namespace {

// Rows of (kind, count) or (pace, kind, count) against what they should be, in their order.
template <typename Counts, typename Key>
Result<bool> sameCounts(Statement& rows, const Counts& expected, Key key)
{
    auto next = expected.begin();
    for (;;) {
        const auto row = rows.step();
        if (!row) {
            return fail(row.error());
        }
        if (!*row) {
            rows.reset();
            return next == expected.end();
        }
        if (next == expected.end() || !key(rows, *next)) {
            rows.reset();
            return false;
        }
        ++next;
    }
}

} // namespace

std::string ListingCheck::columns()
{
    return "n, duration_us, call, " + std::string(RecordKind::kColumns);
}

Result<ListingCheck> ListingCheck::begin(Connection& connection)
{
    ListingCheck check;
    const auto tables =
        connection.queryInteger("SELECT count(*) FROM sqlite_master WHERE name = 'listing'");
    if (!tables) {
        return fail(tables.error());
    }
    if (*tables == 0) {
        return check;
    }
    const auto next = connection.queryInteger("SELECT next FROM listing");
    auto kinds = KindNumbers::load(connection);
    if (!next || !kinds) {
        return fail(!next ? next.error() : kinds.error());
    }
    check.m_next = *next;
    check.m_kinds = std::move(*kinds);
    for (const auto& [statement, sql] :
         {std::pair{&check.m_post, "SELECT 0 FROM list_post WHERE kind = ?1 AND n = ?2"},
          std::pair{&check.m_pace, "SELECT kind FROM list_pace WHERE pace = ?1 AND n = ?2"},
          std::pair{&check.m_call, "SELECT 0 FROM list_call WHERE call = ?1 AND n = ?2"},
          std::pair{&check.m_counts,
                    "SELECT kind, count FROM list_block WHERE block = ?1 ORDER BY kind"}}) {
        auto prepared = connection.prepare(sql);
        if (!prepared) {
            return fail(std::move(prepared.error()));
        }
        *statement = std::move(*prepared);
    }
    return check;
}

Result<bool> ListingCheck::isListed(Statement& statement, std::int64_t first, std::int64_t n)
{
    statement.bind(1, first);
    statement.bind(2, n);
    return statement.step();
}

Result<bool> ListingCheck::has(std::int64_t n, std::int64_t kind, const Statement& row, int at)
{
    auto listed = isListed(m_post, kind, n);
    m_post.reset();
    if (const auto call = api::callPrefix(row.text(at + 2)); listed && *listed && call) {
        ++m_called;
        listed = isListed(m_call, *call, n);
        m_call.reset();
    }
    if (listed && *listed && !row.isNull(at + 1)) {
        const std::int64_t pace = api::paceOf(row.integer(at + 1));
        ++m_paced;
        ++m_paces[{pace, kind}];
        listed = isListed(m_pace, pace, n);
        listed = listed && *listed ? Result<bool>(m_pace.integer(0) == kind) : listed;
        m_pace.reset();
    }
    return listed;
}

Result<bool> ListingCheck::record(const Statement& row, int firstColumn)
{
    const std::int64_t n = row.integer(firstColumn);
    if (n >= m_next) {
        return true;
    }
    const RecordKind texts = RecordKind::read(row, firstColumn + 3);
    auto kind = m_kinds.find(texts);
    if (!kind && m_kinds.size() >= kMostKinds) {
        kind = m_kinds.find(texts.folded());
    }
    if (!kind) {
        return false;
    }
    if (n / api::kListedBlock != m_block) {
        auto same = endBlock();
        if (!same || !*same) {
            return same;
        }
    }
    m_block = n / api::kListedBlock;
    ++m_inBlock[*kind];
    return has(n, *kind, row, firstColumn);
}

Result<bool> ListingCheck::endBlock()
{
    m_counts.bind(1, m_block);
    auto same = sameCounts(m_counts, m_inBlock, [](const Statement& row, const auto& expected) {
        return row.integer(0) == expected.first && row.integer(1) == expected.second;
    });
    m_inBlock.clear();
    return same;
}

Result<bool> ListingCheck::end(Connection& connection)
{
    if (m_next == 0) {
        return true;
    }
    const auto next = connection.queryInteger("SELECT next FROM listing");
    if (!next || *next != m_next) {
        return next ? Result<bool>(*next > m_next) : fail(next.error());
    }
    auto same = sums(connection);
    if (!same || *same) {
        return same;
    }
    // It may have grown between two of these questions.
    const auto now = connection.queryInteger("SELECT next FROM listing");
    return now ? Result<bool>(*now > m_next) : fail(now.error());
}

Result<bool> ListingCheck::sums(Connection& connection)
{
    auto same = endBlock();
    for (const auto& [table, expected] : {std::pair{"list_post", m_next},
                                          std::pair{"list_pace", m_paced},
                                          std::pair{"list_call", m_called}}) {
        if (!same || !*same) {
            return same;
        }
        const auto found = connection.queryInteger(std::string("SELECT count(*) FROM ") + table);
        same = found ? Result<bool>(*found == expected) : fail(found.error());
    }
    if (!same || !*same) {
        return same;
    }
    auto rows = connection.prepare("SELECT pace, kind, count FROM list_paces ORDER BY pace, kind");
    if (!rows) {
        return fail(std::move(rows.error()));
    }
    return sameCounts(*rows, m_paces, [](const Statement& row, const auto& expected) {
        return row.integer(0) == expected.first.first && row.integer(1) == expected.first.second &&
               row.integer(2) == expected.second;
    });
}

} // namespace portcullis::audit
