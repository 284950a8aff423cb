#include "gateway/audit/report/figures.h"

#include <algorithm>
#include <utility>

namespace portcullis::audit::report {

namespace {

std::uint64_t positive(std::int64_t value)
{
    return static_cast<std::uint64_t>(std::max<std::int64_t>(value, 0));
}

std::string toolOf(const RecordView& record)
{
    const std::string tool = record.text("tool");
    return record.server.empty() ? tool : record.server + ":" + tool;
}

// Intents and refusals tell it in parts, outcomes in one.
std::string clientOf(const RecordView& record)
{
    std::string client = record.text("caller.client");
    const std::string version = record.text("caller.client_ver");
    if (!version.empty()) {
        client += " " + version;
    }
    return client;
}

} // namespace

void Counter::passed(const RecordView& record)
{
    const bool isFirst = m_figures.records == 0;
    ++m_figures.records;
    if (!isFirst && record.t < m_lastTime) {
        ++m_figures.clockStepsBack;
        m_figures.largestStepBack = std::max(m_figures.largestStepBack, m_lastTime - record.t);
        if (m_figures.clockSteps.size() < kClockStepsInReport) {
            m_figures.clockSteps.push_back({record.n, m_lastTime, record.t});
        }
    }
    m_lastTime = record.t;
}

void Counter::shown(const RecordView& record)
{
    struct Handler
    {
        std::string_view type;
        void (Counter::*handle)(const RecordView&);
    };

    static constexpr auto kHandlers = std::to_array<Handler>({
        {"call.intent", &Counter::intent},
        {"call.outcome", &Counter::outcome},
        {"call.denied", &Counter::denied},
        {"call.orphaned", &Counter::orphaned},
        {"access.refused", &Counter::refused},
    });
    ++m_figures.shown;
    const std::string change = record.text("change");
    ++m_figures.types.came(change.empty() ? record.type : record.type + "/" + change).allowed;
    const auto handler = std::ranges::find(kHandlers, record.type, &Handler::type);
    if (handler != kHandlers.end()) {
        (this->*handler->handle)(record);
    }
    m_figures.runsOpened += record.type == "run.open" ? 1U : 0U;
    m_figures.runsClosed += record.type == "run.close" ? 1U : 0U;
    keepRows(record);
}

void Counter::intent(const RecordView& record)
{
    ++m_figures.allowed;
    ++m_figures.unended;
    ++m_figures.timeline.at(fromMicros(record.hw)).allowed;
    m_figures.argumentBytes += positive(record.integer("args.bytes"));
    count(record, &Tally::allowed);
}

void Counter::denied(const RecordView& record)
{
    ++m_figures.denied;
    ++m_figures.timeline.at(fromMicros(record.hw)).denied;
    ++m_figures.reasons.came(record.text("policy.reason")).denied;
    count(record, &Tally::denied);
}

void Counter::refused(const RecordView& record)
{
    const std::uint64_t requests = std::max<std::uint64_t>(positive(record.integer("count")), 1);
    m_figures.refused += requests;
    m_figures.timeline.at(fromMicros(record.hw)).refused += requests;
    m_figures.reasons.came(record.text("reason")).denied += requests;
}

void Counter::outcome(const RecordView& record)
{
    callEnded(record);
    const std::string status = record.text("status");
    ++m_figures.statuses.came(status).allowed;
    m_figures.resultBytes += positive(record.integer("result.bytes"));
    m_figures.queue.add(record.integer("queue_us"));
    m_figures.upstream.add(record.integer("upstream_us"));
    const std::int64_t duration = record.integer("dur_us");
    m_figures.total.add(duration);
    Moment& moment = m_figures.timeline.at(fromMicros(record.hw));
    moment.durations.add(duration);
    if (status == "ok") {
        ++m_figures.succeeded;
        return;
    }
    if (status == "input_required" || status == "task_created") {
        return; // it goes on with another call
    }
    ++m_figures.failed;
    ++moment.failed;
    for (Tally* const tally : {m_figures.tools.find(toolOf(record)),
                               m_figures.servers.find(record.server),
                               m_figures.keys.find(record.key)}) {
        if (tally != nullptr) {
            ++tally->failed;
        }
    }
}

void Counter::orphaned(const RecordView& record)
{
    callEnded(record);
    ++m_figures.orphaned;
    ++m_figures.timeline.at(fromMicros(record.hw)).orphaned;
}

// An intent before the range was not counted as without an end.
void Counter::callEnded(const RecordView& record)
{
    const JsonValue intent = record.member("in");
    if (intent && positive(intent.integer().value_or(0)) >= m_begin && m_figures.unended > 0) {
        --m_figures.unended;
    }
}

void Counter::count(const RecordView& record, std::uint64_t Tally::* what)
{
    const std::pair<Tallies*, std::string> counted[] = {{&m_figures.tools, toolOf(record)},
                                                        {&m_figures.servers, record.server},
                                                        {&m_figures.keys, record.key},
                                                        {&m_figures.clients, clientOf(record)}};
    for (const auto& [tallies, name] : counted) {
        if (!name.empty()) {
            ++(tallies->came(name).*what);
        }
    }
}

void Counter::keepRows(const RecordView& record)
{
    const TableSet tables = tablesOf(record);
    for (const Table table : kTables) {
        if (tables.test(indexOf(table))) {
            TableRows& rows = m_figures.tables.at(indexOf(table));
            ++rows.count;
            rows.newest.push_back(cellsOf(table, record));
            if (rows.newest.size() > kRowsInReport) {
                rows.newest.pop_front();
            }
        }
    }
}

} // namespace portcullis::audit::report
