#include "gateway/audit/bundle/daily_checkpoints.h"

#include "gateway/audit/canonical.h"
#include "gateway/audit/record_times.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace portcullis::audit::bundle {

namespace {

using std::chrono::days;

Result<WallTime> timeOf(Connection& connection, std::uint64_t n)
{
    const auto hw = connection.queryInteger("SELECT hw FROM rec WHERE n = " + std::to_string(n));
    return hw ? Result<WallTime>(fromMicros(*hw)) : fail(hw.error());
}

// The first record of the epoch that the log is in.
Result<std::uint64_t> epochBegin(Connection& connection)
{
    const auto epoch = connection.queryInteger("SELECT v FROM meta WHERE k = 'epoch'");
    if (!epoch || *epoch == 1) {
        return epoch ? Result<std::uint64_t>(0) : fail(epoch.error());
    }
    const auto alarm = connection.queryInteger(
        "SELECT n FROM rec WHERE type = 'alarm.log' ORDER BY n DESC LIMIT 1");
    if (!alarm && alarm.error().code != ErrorCode::NotFound) {
        return fail(alarm.error());
    }
    return alarm ? static_cast<std::uint64_t>(*alarm) : 0;
}

} // namespace

Result<DailyCheckpoints> DailyCheckpoints::plan(Connection& connection, const ExportPlan& plan)
{
    DailyCheckpoints daily;
    const auto first = timeOf(connection, plan.begin());
    const auto last = timeOf(connection, plan.end() - 1);
    const auto epoch = epochBegin(connection);
    auto head = connection.prepare("SELECT n, head FROM rec WHERE n < ?1 AND n >= ?2"
                                   " AND head IS NOT NULL ORDER BY n DESC LIMIT 1");
    if (!first || !last || !epoch || !head) {
        return fail(!first   ? first.error()
                    : !last  ? last.error()
                    : !epoch ? epoch.error()
                             : head.error());
    }
    const auto begin = static_cast<std::int64_t>(std::max(plan.begin(), *epoch));
    const auto spanned = std::chrono::duration_cast<days>(*last - *first).count() + 1;
    const auto step = days(spanned / static_cast<std::int64_t>(kMost) + 1);
    for (auto midnight = std::chrono::floor<days>(*first) + days(1); midnight <= *last;
         midnight += step) {
        const auto next = firstRecordAt(connection, midnight, plan.end());
        if (!next) {
            return fail(next.error());
        }
        head->bind(1, static_cast<std::int64_t>(*next));
        head->bind(2, begin);
        const auto row = head->step();
        if (!row) {
            return fail(row.error());
        }
        const auto size = *row ? static_cast<std::uint64_t>(head->integer(0)) + 1 : 0;
        if (*row && (daily.m_heads.empty() || size > daily.m_heads.back().size)) {
            daily.m_heads.push_back({size, std::string(head->text(1))});
        }
        head->reset();
    }
    return daily;
}

Result<> DailyCheckpoints::sign(const RangeCheck& tree, const LogSigner& signer)
{
    const SignedHead& then = m_heads[m_next++];
    const api::TreeHead head{signer.origin(), then.size, tree.rootHere()};
    if (!signer.verifiesHead(head, then.signature)) {
        return fail(ErrorCode::Corrupt,
                    "The audit log is not as it was signed; restore it from a backup.",
                    "the head of record " + std::to_string(then.size - 1));
    }
    const auto note = signer.signNote(head);
    if (!note) {
        return fail(note.error());
    }
    CanonicalWriter line;
    line.beginObject().member("note", note->format()).endObject();
    m_lines += line.str() + "\n";
    return {};
}

} // namespace portcullis::audit::bundle
