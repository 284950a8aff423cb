#include "app/ctl/bench/load.h"

#include <nlohmann/json.hpp>
#include <sys/prctl.h>

#include <algorithm>

namespace portcullis::ctl::bench {

namespace {

using SteadyClock = std::chrono::steady_clock;
using TimePoint = SteadyClock::time_point;

constexpr Nanos kDrain = std::chrono::seconds(5);
constexpr double kNanosPerSecond = 1e9;

// One run. Owner: runLoad. Thread: its own.
class Generator
{
public:
    Generator(const LoadOptions& options, Lanes& lanes)
        : m_options(options)
        , m_lanes(lanes)
        , m_due(options.target.lanes)
    {
        for (unsigned lane = options.target.lanes; lane > 0; --lane) {
            m_free.push_back(lane - 1);
        }
    }

    Result<LoadResult> run();

private:
    void beginDue(TimePoint now);
    [[nodiscard]] Nanos untilNext(TimePoint now) const;
    Result<> collect(Nanos atMost);
    void count(const Ended& ended, TimePoint now);

    [[nodiscard]] TimePoint dueAt(std::uint64_t call) const
    {
        const double nanos = static_cast<double>(call) / m_options.rate * kNanosPerSecond;
        return m_begin + Nanos(static_cast<std::int64_t>(nanos));
    }

    [[nodiscard]] bool open() const { return m_options.rate > 0; }

    const LoadOptions& m_options;
    Lanes& m_lanes;
    std::vector<TimePoint> m_due; // of the call on each lane
    std::vector<unsigned> m_free;
    std::uint64_t m_begun = 0;
    TimePoint m_begin;
    TimePoint m_measure; // the warm-up is over
    TimePoint m_end;
    Latencies m_latencies;
    std::vector<Ended> m_ended;
    LoadResult m_result;
};

Result<LoadResult> Generator::run()
{
    m_begin = SteadyClock::now();
    m_measure = m_begin + m_options.warmUp;
    m_end = m_measure + m_options.duration;
    m_latencies.reserve(1'000'000);
    for (TimePoint now = m_begin; now < m_end; now = SteadyClock::now()) {
        beginDue(now);
        if (auto collected = collect(untilNext(SteadyClock::now())); !collected) {
            return fail(collected.error());
        }
    }
    if (open()) {
        while (dueAt(m_begun + m_result.unsent) < m_end) {
            ++m_result.unsent;
        }
    }
    const TimePoint patience = SteadyClock::now() + kDrain;
    while (m_free.size() < m_due.size() && SteadyClock::now() < patience) {
        if (auto collected = collect(std::chrono::milliseconds(100)); !collected) {
            return fail(collected.error());
        }
    }
    m_result.errors += m_due.size() - m_free.size(); // never answered
    m_result.calls = m_latencies.count();
    m_result.perSecond = static_cast<double>(m_result.calls) /
                         (static_cast<double>(m_options.duration.count()) / kNanosPerSecond);
    m_result.micros = m_latencies.percentiles();
    return m_result;
}

void Generator::beginDue(TimePoint now)
{
    while (!m_free.empty() && (!open() || dueAt(m_begun) <= now)) {
        const unsigned lane = m_free.back();
        m_free.pop_back();
        m_due[lane] = open() ? dueAt(m_begun) : SteadyClock::now();
        ++m_begun;
        m_lanes.send(lane);
    }
}

Nanos Generator::untilNext(TimePoint now) const
{
    const TimePoint next = open() && !m_free.empty() ? std::min(dueAt(m_begun), m_end) : m_end;
    return std::max(Nanos(0), std::chrono::duration_cast<Nanos>(next - now));
}

Result<> Generator::collect(Nanos atMost)
{
    m_ended.clear();
    if (auto waited = m_lanes.wait(atMost, m_ended); !waited) {
        return waited;
    }
    const TimePoint now = SteadyClock::now();
    for (const Ended& ended : m_ended) {
        count(ended, now);
        m_free.push_back(ended.lane);
    }
    return {};
}

void Generator::count(const Ended& ended, TimePoint now)
{
    ++m_result.total;
    if (!ended.error.empty()) {
        ++m_result.errors;
        if (m_result.firstError.empty()) {
            m_result.firstError = ended.error;
        }
        return;
    }
    const TimePoint due = m_due[ended.lane];
    // What was due before the end of an open loop belongs to it, however late the answer came.
    if (now >= m_measure && (open() || now < m_end)) {
        m_latencies.add(std::chrono::duration_cast<Nanos>(now - due));
    }
}

} // namespace

Result<LoadResult> runLoad(const LoadOptions& options)
{
    // Else the kernel may add 50 µs to every wait for the next call.
    ::prctl(PR_SET_TIMERSLACK, 1UL, 0UL, 0UL, 0UL);
    const std::unique_ptr<Lanes> lanes = options.target.command.empty()
                                             ? makeHttpLanes(options.target)
                                             : makeStdioLanes(options.target);
    if (auto opened = lanes->open(); !opened) {
        return fail(opened.error());
    }
    return Generator(options, *lanes).run();
}

nlohmann::json toJson(const LoadResult& result)
{
    return {{"calls", result.calls},
            {"total", result.total},
            {"errors", result.errors},
            {"unsent", result.unsent},
            {"perSecond", result.perSecond},
            {"micros", toJson(result.micros)},
            {"firstError", result.firstError}};
}

LoadResult loadResultFromJson(const nlohmann::json& json)
{
    LoadResult result;
    result.calls = json.value("calls", std::uint64_t{0});
    result.total = json.value("total", std::uint64_t{0});
    result.errors = json.value("errors", std::uint64_t{0});
    result.unsent = json.value("unsent", std::uint64_t{0});
    result.perSecond = json.value("perSecond", 0.0);
    result.micros = percentilesFromJson(json.value("micros", nlohmann::json::object()));
    result.firstError = json.value("firstError", "");
    return result;
}

} // namespace portcullis::ctl::bench
