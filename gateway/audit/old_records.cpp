#include "gateway/audit/old_records.h"

#include "gateway/audit/record_times.h"
#include "gateway/audit/removal.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace portcullis::audit {

namespace {

constexpr std::int64_t kBodiesAtOnce = 4096; // records

Result<std::int64_t> count(Connection& connection, const std::string& sql, api::NumberRange range)
{
    auto row = connection.prepare(sql);
    if (!row) {
        return fail(std::move(row.error()));
    }
    row->bind(1, range.begin);
    row->bind(2, range.end);
    const auto found = row->step();
    return found ? Result<std::int64_t>(*found ? row->integer(0) : 0) : fail(found.error());
}

Result<std::int64_t> removableContents(Connection& connection, api::NumberRange range)
{
    return count(connection,
                 "SELECT count(*) FROM payload p WHERE p.n >= ?1 AND p.n < ?2 AND p.n NOT IN (" +
                     std::string(kHeldRecords) + ")",
                 range);
}

Result<std::int64_t> removableBodies(Connection& connection, api::NumberRange range)
{
    return count(connection,
                 "SELECT count(*) FROM rec WHERE n >= ?1 AND n < ?2 AND " +
                     std::string(kRemovableBody) + " AND n NOT IN (" + std::string(kHeldRecords) +
                     ")",
                 range);
}

Result<std::int64_t> firstKept(Connection& connection, std::optional<WallTime> before)
{
    if (!before) {
        return 0;
    }
    const auto last = connection.queryInteger("SELECT n FROM rec ORDER BY n DESC LIMIT 1");
    if (!last) {
        return last.error().code == ErrorCode::NotFound ? Result<std::int64_t>(0)
                                                        : fail(last.error());
    }
    const auto first = firstRecordAt(connection, *before, static_cast<std::uint64_t>(*last + 1));
    return first ? Result<std::int64_t>(static_cast<std::int64_t>(*first)) : fail(first.error());
}

// The first content from `begin` to before `end` that is not on hold, or `end`.
Result<std::int64_t> firstContent(Connection& connection, std::int64_t begin, std::int64_t end)
{
    auto row =
        connection.prepare("SELECT p.n FROM payload p WHERE p.n >= ?1 AND p.n < ?2"
                           " AND NOT EXISTS (" +
                           std::string(kHeldRecords) + " AND r.n = p.n) ORDER BY p.n LIMIT 1");
    if (!row) {
        return fail(std::move(row.error()));
    }
    row->bind(1, begin);
    row->bind(2, end);
    const auto found = row->step();
    return found ? Result<std::int64_t>(*found ? row->integer(0) : end) : fail(found.error());
}

// Removes what is old, step by step.
class OldRemover
{
public:
    OldRemover(Connection& connection,
               api::RetentionRequest request,
               const std::string& by,
               const api::JobWatch& watch,
               const std::function<Result<Receipt>(Record)>& enter)
        : m_connection(connection)
        , m_request(std::move(request))
        , m_by(by)
        , m_watch(watch)
        , m_enter(enter)
    {}

    [[nodiscard]] Result<api::RetentionReport> run()
    {
        auto done = removeContents();
        if (done) {
            done = removeBodies();
        }
        return done ? Result<api::RetentionReport>(m_report) : fail(std::move(done.error()));
    }

private:
    [[nodiscard]] Result<> removeContents()
    {
        const auto end = firstKept(m_connection, m_request.contentsBefore);
        auto begins = keyBegins(m_connection);
        if (!end || !begins) {
            return fail(end ? begins.error() : end.error());
        }
        begins->push_back(std::numeric_limits<std::int64_t>::max());
        for (std::size_t i = 0; i + 1 < begins->size() && (*begins)[i] < *end; ++i) {
            const auto steps = contentSteps(m_connection, {(*begins)[i], (*begins)[i + 1]});
            if (!steps) {
                return fail(steps.error());
            }
            if (steps->empty()) {
                continue;
            }
            if (steps->back().end > *end) {
                break; // its last content is too young, and all share a key
            }
            if (auto removed = removeContents(*steps); !removed) {
                return removed;
            }
            m_contentsEnd = steps->back().end;
            tell(m_contentsEnd, *end);
        }
        return {};
    }

    [[nodiscard]] Result<> removeContents(const std::vector<api::NumberRange>& steps)
    {
        for (const api::NumberRange& step : steps) {
            const auto found = removableContents(m_connection, step);
            auto done =
                found ? remove(api::Removable::Contents, step, *found) : fail(found.error());
            if (!done) {
                return done;
            }
        }
        return {};
    }

    // A content without its body can no longer be told from another one: that waits for it.
    [[nodiscard]] Result<std::int64_t> bodiesEnd()
    {
        const auto end = firstKept(m_connection, m_request.bodiesBefore);
        return end ? firstContent(m_connection, std::min(m_contentsEnd, *end), *end) : end;
    }

    [[nodiscard]] Result<> removeBodies()
    {
        const auto end = bodiesEnd();
        const auto from = m_connection.queryInteger("SELECT v FROM meta WHERE k = 'bodies'");
        if (!end || !from) {
            return fail(end ? from.error() : end.error());
        }
        std::int64_t begin = *from;
        for (std::int64_t at = begin; at < *end; at += kBodiesAtOnce) {
            const std::int64_t next = std::min(at + kBodiesAtOnce, *end);
            const auto found = removableBodies(m_connection, {at, next});
            auto done =
                found ? remove(api::Removable::Bodies, {begin, next}, *found) : fail(found.error());
            if (!done) {
                return done;
            }
            begin = *found > 0 ? next : begin;
            tell(next, *end);
        }
        return {};
    }

    [[nodiscard]] Result<>
    remove(api::Removable what, const api::NumberRange& range, std::int64_t found)
    {
        if (m_watch.stop.stop_requested()) {
            return fail(ErrorCode::Cancelled, "What was removed until now stays removed.");
        }
        if (found == 0) {
            return {};
        }
        const bool contents = what == api::Removable::Contents;
        std::uint64_t& count = contents ? m_report.contents : m_report.bodies;
        if (m_request.onlyLook) {
            count += static_cast<std::uint64_t>(found);
            return {};
        }
        const WallTime before = *(contents ? m_request.contentsBefore : m_request.bodiesBefore);
        const auto entered = m_enter(RecordsPurged{what, range, before, 0, m_by});
        if (!entered) {
            return fail(entered.error());
        }
        count += entered->removed;
        return {};
    }

    void tell(std::int64_t done, std::int64_t of) const
    {
        if (m_watch.progress) {
            m_watch.progress(static_cast<std::uint64_t>(done), static_cast<std::uint64_t>(of));
        }
    }

    Connection& m_connection;
    api::RetentionRequest m_request;
    const std::string& m_by;
    const api::JobWatch& m_watch;
    const std::function<Result<Receipt>(Record)>& m_enter;
    api::RetentionReport m_report;
    std::int64_t m_contentsEnd = 0; // before it there are none left but on hold
};

} // namespace

Result<std::vector<std::int64_t>> keyBegins(Connection& connection)
{
    auto rows = connection.prepare("SELECT begin FROM shared_key ORDER BY begin");
    if (!rows) {
        return fail(std::move(rows.error()));
    }
    std::vector<std::int64_t> begins;
    for (;;) {
        const auto row = rows->step();
        if (!row) {
            return fail(row.error());
        }
        if (!*row) {
            return begins;
        }
        begins.push_back(rows->integer(0));
    }
}

Result<std::vector<api::NumberRange>> contentSteps(Connection& connection,
                                                   const api::NumberRange& range)
{
    auto rows = connection.prepare("SELECT n, length(salts), length(text) FROM payload"
                                   " WHERE n >= ?1 AND n < ?2 ORDER BY n");
    if (!rows) {
        return fail(std::move(rows.error()));
    }
    rows->bind(1, range.begin);
    rows->bind(2, range.end);
    std::vector<api::NumberRange> steps;
    std::int64_t bytes = 0;
    for (;;) {
        const auto row = rows->step();
        if (!row) {
            return fail(row.error());
        }
        if (!*row) {
            return steps;
        }
        const std::int64_t n = rows->integer(0);
        const std::int64_t more = rows->integer(1) + rows->integer(2);
        if (steps.empty() || bytes + more > kBytesAtOnce) {
            steps.push_back({n, n});
            bytes = 0;
        }
        bytes += more;
        steps.back().end = n + 1;
    }
}

Result<api::RetentionReport> removeOldRecords(Connection& connection,
                                              const api::RetentionRequest& request,
                                              const std::string& by,
                                              const api::JobWatch& watch,
                                              const std::function<Result<Receipt>(Record)>& enter)
{
    api::RetentionRequest wanted = request;
    if (wanted.bodiesBefore) {
        wanted.contentsBefore =
            std::max(wanted.contentsBefore.value_or(*wanted.bodiesBefore), *wanted.bodiesBefore);
    }
    return OldRemover(connection, std::move(wanted), by, watch, enter).run();
}

} // namespace portcullis::audit
