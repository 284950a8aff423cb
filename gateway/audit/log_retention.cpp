#include "gateway/audit/log_retention.h"

#include "gateway/audit/clean_record.h"
#include "gateway/audit/content_search.h"
#include "gateway/audit/encoder.h"
#include "gateway/audit/old_records.h"
#include "gateway/audit/open_connection.h"
#include "gateway/audit/removal.h"
#include "gateway/base/encoding.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace portcullis::audit {

namespace {

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

// In steps that touch one shared key each, as its other contents get another one, and that are not
// too large.
Result<std::vector<std::vector<std::int64_t>>> stepsOf(Connection& connection,
                                                       const std::vector<std::int64_t>& numbers)
{
    std::vector<std::vector<std::int64_t>> steps;
    auto begins = keyBegins(connection);
    if (!begins || numbers.empty()) {
        return begins ? Result<std::vector<std::vector<std::int64_t>>>(std::move(steps))
                      : fail(begins.error());
    }
    begins->push_back(std::numeric_limits<std::int64_t>::max());
    auto n = numbers.begin();
    for (std::size_t i = 0; i + 1 < begins->size() && n != numbers.end(); ++i) {
        if (*n >= (*begins)[i + 1]) {
            continue;
        }
        const auto sizes = contentSteps(connection, {*n, (*begins)[i + 1]});
        if (!sizes) {
            return fail(sizes.error());
        }
        for (const api::NumberRange& size : *sizes) {
            std::vector<std::int64_t> step;
            for (; n != numbers.end() && *n < size.end; ++n) {
                step.push_back(*n);
            }
            if (!step.empty()) {
                steps.push_back(std::move(step));
            }
        }
    }
    return steps;
}

// How many contents were erased.
Result<std::uint64_t> eraseSteps(const std::vector<std::vector<std::int64_t>>& steps,
                                 const std::string& reason,
                                 const std::string& by,
                                 const api::JobWatch& watch,
                                 const LogRetention::Enter& enter)
{
    std::uint64_t erased = 0;
    const auto stopped = [&erased](Error error) {
        if (erased > 0) {
            error.message += " " + std::to_string(erased) + " contents were erased until then.";
        }
        return fail(std::move(error));
    };
    for (const std::vector<std::int64_t>& step : steps) {
        if (watch.stop.stop_requested()) {
            return stopped({ErrorCode::Cancelled, "The erasure was cancelled.", {}});
        }
        const auto entered = enter(ContentErased{rangesOf(step), reason, by});
        if (!entered) {
            return stopped(entered.error());
        }
        erased += entered->removed;
    }
    return erased;
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
    if (request.records &&
        (request.records->begin < 0 || request.records->begin >= request.records->end)) {
        return fail(ErrorCode::InvalidArgument, "There are no such records.");
    }
    return request.onlyLook ? Result<>() : checkReason(request.reason);
}

// What the log would cut or leave out of a filter would change which records it holds for.
Result<> checkHold(const api::Hold& hold)
{
    if (auto said = checkReason(hold.reason); !said) {
        return said;
    }
    const api::RecordFilter& records = hold.records;
    if (records.time.from && records.time.to && *records.time.from >= *records.time.to) {
        return fail(ErrorCode::InvalidArgument, "The time on hold must begin before it ends.");
    }
    Record cleaned = HoldSet{hold};
    cleanRecord(cleaned, kMaxTextBytes, kMaxIdBytes);
    const auto isEmpty = [](const auto& id) { return id && id->str().empty(); };
    if (std::get<HoldSet>(cleaned).hold.records != records || isEmpty(records.key) ||
        isEmpty(records.server) || isEmpty(records.call) ||
        (records.tool && records.tool->empty())) {
        return fail(ErrorCode::InvalidArgument,
                    "No record is of such a key, server, tool or call: it is empty, too long, or "
                    "not plain text.");
    }
    return {};
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

Result<api::Hold> LogRetention::setHold(const api::Hold& hold, const Enter& enter) const
{
    if (auto good = checkHold(hold); !good) {
        return fail(std::move(good.error()));
    }
    if (const auto entered = enter(HoldSet{hold}); !entered) {
        return fail(entered.error());
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
    const auto entered = enter(HoldReleased{id, reason, by});
    return entered ? Result<>() : fail(entered.error());
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
    api::EraseReport report{
        rangesOf(found->records), found->records.size(), found->unreadable, found->withoutText};
    if (request.onlyLook) {
        return report;
    }
    const auto held = heldAmong(*connection, found->records);
    auto steps = stepsOf(*connection, found->records);
    if (!held || !steps) {
        return fail(held ? steps.error() : held.error());
    }
    if (*held >= 0) {
        return fail(ErrorCode::PermissionDenied,
                    "Record " + std::to_string(*held) +
                        " is on legal hold, so nothing was erased. Release the hold first, or "
                        "leave that record out.");
    }
    if (steps->empty()) {
        steps->emplace_back(); // that there was nothing to erase is on record, too
    }
    const auto erased = eraseSteps(*steps, request.reason, by, watch, enter);
    if (!erased) {
        return fail(erased.error());
    }
    if (*erased != report.count) {
        return fail(ErrorCode::PermissionDenied,
                    std::to_string(*erased) + " of " + std::to_string(report.count) +
                        " contents were erased; the others were put on legal hold meanwhile.");
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
