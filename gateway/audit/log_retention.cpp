#include "gateway/audit/log_retention.h"

#include "gateway/audit/content_search.h"
#include "gateway/audit/old_records.h"
#include "gateway/audit/open_connection.h"
#include "gateway/audit/removal.h"
#include "gateway/base/encoding.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace portcullis::audit {

namespace {

constexpr std::size_t kErasedAtOnce = 512; // records
constexpr std::size_t kMaxReasonBytes = 1000;

Result<> checkReason(const std::string& reason)
{
    if (reason.empty() || reason.size() > kMaxReasonBytes || !isValidUtf8(reason)) {
        return fail(ErrorCode::InvalidArgument,
                    "Give a reason, of at most 1,000 bytes: it stands in the log.");
    }
    return {};
}

// The number of one of these records that is on hold, or -1.
Result<std::int64_t> heldAmong(Connection& connection, const std::vector<std::int64_t>& numbers)
{
    if (numbers.empty()) {
        return -1;
    }
    auto held = connection.prepare(kHeldRecords);
    if (!held) {
        return fail(std::move(held.error()));
    }
    held->bind(1, numbers.front());
    held->bind(2, numbers.back() + 1);
    for (;;) {
        const auto row = held->step();
        if (!row) {
            return fail(row.error());
        }
        if (!*row) {
            return -1;
        }
        if (std::ranges::binary_search(numbers, held->integer(0))) {
            return held->integer(0);
        }
    }
}

// In steps that touch one shared key each: its other contents are written again.
std::vector<std::vector<std::int64_t>> stepsOf(const std::vector<std::int64_t>& numbers,
                                               const std::vector<std::int64_t>& begins)
{
    std::vector<std::vector<std::int64_t>> steps;
    auto next = begins.begin();
    for (const std::int64_t n : numbers) {
        const bool crosses = next != begins.end() && n >= *next;
        next = std::find_if(next, begins.end(), [n](std::int64_t begin) { return begin > n; });
        if (steps.empty() || crosses || steps.back().size() >= kErasedAtOnce) {
            steps.emplace_back();
        }
        steps.back().push_back(n);
    }
    return steps;
}

Result<> checkErasure(const api::EraseRequest& request)
{
    if (!request.records && request.within == api::RecordFilter() && request.containing.empty()) {
        return fail(ErrorCode::InvalidArgument,
                    "Say which contents are to be erased: by their records, or by a text in them.");
    }
    if (!isValidUtf8(request.containing)) {
        return fail(ErrorCode::InvalidArgument, "The text to look for is not UTF-8.");
    }
    return request.onlyLook ? Result<>() : checkReason(request.reason);
}

api::Hold readHold(const Statement& row)
{
    const auto text = [&row](int column) { return std::string(row.text(column)); };
    api::Hold hold;
    hold.id = text(0);
    hold.n = row.integer(1);
    hold.reason = text(2);
    hold.by = text(3);
    api::RecordFilter& records = hold.records;
    if (!row.isNull(4)) {
        records.key = KeyId(text(4));
    }
    if (!row.isNull(5)) {
        records.server = ServerId(text(5));
    }
    if (!row.isNull(6)) {
        records.tool = text(6);
    }
    if (!row.isNull(7)) {
        records.call = CallId(text(7));
    }
    if (row.integer(8) != 0) {
        records.time.from = fromMicros(row.integer(8));
    }
    if (row.integer(9) != std::numeric_limits<std::int64_t>::max()) {
        records.time.to = fromMicros(row.integer(9));
    }
    return hold;
}

} // namespace

LogRetention::LogRetention(std::filesystem::path file,
                           SecretBytes key,
                           std::shared_ptr<const ContentKeys> contentKeys)
    : m_file(std::move(file))
    , m_key(std::move(key))
    , m_contentKeys(std::move(contentKeys))
{}

Result<Connection> LogRetention::connect() const
{
    return openConnection(m_file, m_key, Access::Reader, api::Durability::Strict);
}

Result<api::Hold> LogRetention::setHold(api::Hold hold, const Enter& enter) const
{
    if (auto said = checkReason(hold.reason); !said) {
        return fail(std::move(said.error()));
    }
    const api::TimeRange& time = hold.records.time;
    if (time.from && time.to && *time.from >= *time.to) {
        return fail(ErrorCode::InvalidArgument, "The time on hold must begin before it ends.");
    }
    if (auto entered = enter(HoldSet{hold}); !entered) {
        return fail(std::move(entered.error()));
    }
    const auto all = holds();
    if (!all) {
        return fail(all.error());
    }
    const auto found = std::ranges::find(*all, hold.id, &api::Hold::id);
    return found == all->end() ? hold : *found;
}

Result<> LogRetention::releaseHold(const std::string& id,
                                   const std::string& reason,
                                   const std::string& by,
                                   const Enter& enter) const
{
    if (auto said = checkReason(reason); !said) {
        return said;
    }
    const auto all = holds();
    if (!all) {
        return fail(all.error());
    }
    if (std::ranges::find(*all, id, &api::Hold::id) == all->end()) {
        return fail(ErrorCode::NotFound, "There is no hold " + id + ".");
    }
    return enter(HoldReleased{id, reason, by});
}

Result<std::vector<api::Hold>> LogRetention::holds() const
{
    auto connection = connect();
    if (!connection) {
        return fail(std::move(connection.error()));
    }
    auto rows = connection->prepare("SELECT id, n, reason, by, key, srv, tool, call, since, until"
                                    " FROM hold ORDER BY n");
    if (!rows) {
        return fail(std::move(rows.error()));
    }
    std::vector<api::Hold> holds;
    for (;;) {
        const auto row = rows->step();
        if (!row) {
            return fail(row.error());
        }
        if (!*row) {
            return holds;
        }
        holds.push_back(readHold(*rows));
    }
}

Result<api::EraseReport> LogRetention::erase(const api::EraseRequest& request,
                                             const std::string& by,
                                             const api::JobWatch& watch,
                                             const Enter& enter) const
{
    if (auto good = checkErasure(request); !good) {
        return fail(std::move(good.error()));
    }
    auto connection = connect();
    if (!connection) {
        return fail(std::move(connection.error()));
    }
    const auto found = findContents(*connection, m_contentKeys, request, watch);
    if (!found) {
        return fail(found.error());
    }
    api::EraseReport report{rangesOf(*found), found->size()};
    if (request.onlyLook) {
        return report;
    }
    const auto held = heldAmong(*connection, *found);
    const auto begins = keyBegins(*connection);
    if (!held || !begins) {
        return fail(held ? begins.error() : held.error());
    }
    if (*held >= 0) {
        return fail(ErrorCode::PermissionDenied,
                    "Record " + std::to_string(*held) +
                        " is on legal hold, so nothing was erased. Release the hold first, or "
                        "leave that record out.");
    }
    for (const std::vector<std::int64_t>& step : stepsOf(*found, *begins)) {
        if (watch.stop.stop_requested()) {
            return fail(ErrorCode::Cancelled, "What was erased until now stays erased.");
        }
        if (auto entered = enter(ContentErased{rangesOf(step), request.reason, by}); !entered) {
            return fail(std::move(entered.error()));
        }
    }
    return report;
}

Result<api::RetentionReport> LogRetention::removeOld(const api::RetentionRequest& request,
                                                     const std::string& by,
                                                     const api::JobWatch& watch,
                                                     const Enter& enter) const
{
    auto connection = connect();
    if (!connection) {
        return fail(std::move(connection.error()));
    }
    return removeOldRecords(*connection, request, by, watch, enter);
}

} // namespace portcullis::audit
