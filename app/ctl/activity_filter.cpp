#include "app/ctl/activity_filter.h"

#include "app/ctl/output.h"
#include "gateway/base/ascii.h"

#include <algorithm>

namespace portcullis::ctl {

namespace {

// How it went, or why it was refused.
std::string verdict(const api::ActivityRow& row)
{
    return row.reason == api::Reason::Allowed ? api::outcomeName(row.outcome)
                                              : api::reasonName(row.reason);
}

std::string duration(const api::ActivityRow& row)
{
    const bool timed = row.reason == api::Reason::Allowed && row.outcome != api::Outcome::Running;
    return timed ? formatDuration(row.durationMicros) : "";
}

std::string padded(std::string text, std::size_t width)
{
    text.resize(std::max(text.size(), width), ' ');
    return text + "  ";
}

// As the log's own search, without regard to ASCII case.
bool inTool(const api::ActivityRow& row, std::string_view text)
{
    return asciiLower(row.tool).find(asciiLower(text)) != std::string::npos;
}

} // namespace

std::string toolOf(const api::ActivityRow& row)
{
    return row.server.empty() ? row.tool : row.server.str() + ":" + row.tool;
}

std::string activityTable(const std::vector<api::ActivityRow>& rows)
{
    Table table({"N", "TIME", "KEY", "CLIENT", "TOOL", "OUTCOME", "DURATION"});
    for (const api::ActivityRow& row : rows) {
        table.add({std::to_string(row.n),
                   formatSecond(row.time),
                   row.key.str(),
                   row.client,
                   toolOf(row),
                   verdict(row),
                   duration(row)});
    }
    return table.text();
}

std::string activityLine(const api::ActivityRow& row)
{
    return padded(std::to_string(row.n), 6) + padded(formatSecond(row.time), 20) +
           padded(row.key.str(), 19) + padded(verdict(row), 17) + padded(duration(row), 8) +
           printable(toolOf(row));
}

bool fits(const api::ActivityRow& row, const api::ActivityQuery& query)
{
    return (!query.key || row.key == *query.key) &&
           (!query.server || row.server == *query.server) &&
           (!query.caseId || row.caseId == *query.caseId) && inTool(row, query.text) &&
           (!query.refusedOnly || row.reason != api::Reason::Allowed);
}

} // namespace portcullis::ctl
