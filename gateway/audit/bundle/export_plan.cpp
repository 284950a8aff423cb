#include "gateway/audit/bundle/export_plan.h"

#include "gateway/audit/bundle/export_scope.h"
#include "gateway/audit/record_times.h"
#include "gateway/audit/stored_tree.h"
#include "gateway/audit/witness.h"

#include <algorithm>
#include <utility>

namespace portcullis::audit::bundle {

namespace {

struct Range
{
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
};

// With the neighbours that show where the time begins and ends.
Result<Range> rangeOf(Connection& connection, const TimeRange& times, std::uint64_t size)
{
    if (times.from && times.to && *times.from >= *times.to) {
        return fail(ErrorCode::InvalidArgument, "The time to export must begin before it ends.");
    }
    Range range{0, size};
    if (times.from) {
        const auto first = firstRecordAt(connection, *times.from, size);
        if (!first) {
            return fail(first.error());
        }
        range.begin = *first - std::min<std::uint64_t>(*first, 1);
    }
    if (times.to) {
        const auto first = firstRecordAt(connection, *times.to, size);
        if (!first) {
            return fail(first.error());
        }
        range.end = std::min(*first + 1, size);
    }
    return range;
}

Result<Range> rangeOf(const RecordRange& records, std::uint64_t size)
{
    const Range range{records.begin, records.end.value_or(size)};
    if (range.begin > range.end || range.end > size) {
        return fail(ErrorCode::InvalidArgument,
                    "The log has the records 0 to " + std::to_string(size - 1) +
                        "; a range must lie within them.");
    }
    if (range.begin == range.end) {
        return fail(ErrorCode::NotFound, "There is no record in the range to export.");
    }
    return range;
}

Result<Range> rangeOf(Connection& connection, const ExportRequest& request, std::uint64_t size)
{
    const auto* const times = std::get_if<TimeRange>(&request.range);
    auto range = times != nullptr ? rangeOf(connection, *times, size)
                                  : rangeOf(std::get<RecordRange>(request.range), size);
    if (!range || !request.previous) {
        return range;
    }
    const std::uint64_t joint = request.previous->end.size;
    if (joint < range->begin || joint > range->end) {
        return fail(ErrorCode::InvalidArgument,
                    "The bundle before this one ends at record " + std::to_string(joint) +
                        ", which is not in the range of " + std::to_string(range->begin) + " to " +
                        std::to_string(range->end) + ": they could not be joined.");
    }
    return range;
}

// Whether the bundle before is one of this log: whoever checks both asks for the same name and
// keys.
Result<> checkLogOf(const api::PreviousBundle& previous, const LogSigner& signer)
{
    const std::string& origin = previous.end.origin;
    if (logOf(origin) != logOf(signer.origin())) {
        return fail(
            ErrorCode::InvalidArgument,
            "The bundle before this one is of another log: they could not be joined. Export "
            "without it.");
    }
    if (origin != signer.origin()) {
        return fail(
            ErrorCode::InvalidArgument,
            "The bundle before this one is from before a person accepted a log that was not "
            "as it was remembered: they cannot be joined. Export without it; the record "
            "alarm.log says what was accepted.");
    }
    if (previous.logKey != signer.p256().vkey()) {
        return fail(ErrorCode::InvalidArgument,
                    "The bundle before this one was signed by other keys than those of the log: "
                    "they could not be joined. Find out where it comes from.");
    }
    return {};
}

Result<> checkRootOf(const api::PreviousBundle& previous, SubtreeHashes& tree)
{
    const auto edge = frontierOf(tree, previous.end.size);
    if (!edge) {
        return fail(edge.error());
    }
    if (edge->root() != previous.end.root) {
        return fail(ErrorCode::InvalidArgument,
                    "The bundle before this one has other records than the log: they could not be "
                    "joined. Check the log (portcullisctl audit verify --db).");
    }
    return {};
}

} // namespace

Result<api::TreeHead>
signedHead(Connection& connection, SubtreeHashes& tree, const LogSigner& signer)
{
    auto last = connection.prepare("SELECT n, head FROM rec ORDER BY n DESC LIMIT 1");
    if (!last) {
        return fail(std::move(last.error()));
    }
    const auto row = last->step();
    if (!row) {
        return fail(row.error());
    }
    if (!*row) {
        return fail(ErrorCode::NotFound, "The audit log has no record to export yet.");
    }
    const auto size = static_cast<std::uint64_t>(last->integer(0)) + 1;
    const std::string signature(last->text(1));
    last->reset();
    const auto edge = frontierOf(tree, size);
    if (!edge) {
        return fail(edge.error());
    }
    api::TreeHead head{signer.origin(), size, edge->root()};
    if (!signer.verifiesHead(head, signature)) {
        return fail(ErrorCode::Corrupt,
                    "The audit log is not as this installation signed it: it was changed, or its "
                    "signing keys are others. It is not signed again; restore it from a backup.");
    }
    return head;
}

Result<ExportPlan>
planExport(Connection& connection, const LogSigner& signer, const ExportRequest& request)
{
    auto scope = scopeOf(request);
    if (!scope) {
        return fail(std::move(scope.error()));
    }
    auto redacted = redactedOf(request);
    if (!redacted) {
        return fail(std::move(redacted.error()));
    }
    auto tree = StoredTree::open(connection);
    if (!tree) {
        return fail(std::move(tree.error()));
    }
    auto head = signedHead(connection, *tree, signer);
    if (!head) {
        return fail(std::move(head.error()));
    }
    if (request.previous) {
        if (auto same = checkLogOf(*request.previous, signer); !same) {
            return fail(std::move(same.error()));
        }
    }
    const auto range = rangeOf(connection, request, head->size);
    if (!range) {
        return fail(range.error());
    }
    if (request.previous) {
        if (auto same = checkRootOf(*request.previous, *tree); !same) {
            return fail(std::move(same.error()));
        }
    }
    auto proof = proveRange(*tree, range->begin, range->end, head->size);
    if (!proof) {
        return fail(std::move(proof.error()));
    }
    return ExportPlan{uuidV7(toMicros(request.created) / 1000),
                      std::move(*head),
                      std::move(*proof),
                      std::move(*scope),
                      std::move(*redacted)};
}

} // namespace portcullis::audit::bundle
