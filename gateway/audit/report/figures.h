#pragma once

#include "gateway/audit/report/evidence_tables.h"
#include "gateway/audit/report/histogram.h"
#include "gateway/audit/report/record_view.h"
#include "gateway/audit/report/tallies.h"
#include "gateway/audit/report/timeline.h"

#include <array>
#include <cstdint>
#include <deque>
#include <string>
#include <vector>

namespace portcullis::audit::report {

// The time of a record lies before that of the record before it: the clock was set back.
struct ClockStep
{
    std::uint64_t n = 0;
    std::int64_t before = 0; // microseconds since 1970, of both
    std::int64_t after = 0;
};

// How many rows a table has, and the newest of them.
struct TableRows
{
    std::uint64_t count = 0;
    std::deque<std::vector<std::string>> newest; // at most kRowsInReport
};

inline constexpr std::size_t kRowsInReport = 100;
inline constexpr std::size_t kClockStepsInReport = 20;

// What a report says in numbers. Its size does not grow with the number of records.
struct Figures
{
    Figures(WallTime first, WallTime last)
        : timeline(first, last)
    {}

    std::uint64_t records = 0; // all of the range
    std::uint64_t shown = 0;   // of those, the ones that the bundle is about and has the bodies of
    std::uint64_t removed = 0; // of those that it is about, the ones without a body

    // Everything below is of the records shown, but the clock's steps.
    std::uint64_t allowed = 0;
    std::uint64_t denied = 0;
    std::uint64_t refused = 0; // requests, of which a record may stand for many
    std::uint64_t succeeded = 0;
    std::uint64_t failed = 0;
    std::uint64_t orphaned = 0;
    std::uint64_t unended = 0; // allowed in the range, and no end in it
    std::uint64_t runsOpened = 0;
    std::uint64_t runsClosed = 0;
    std::uint64_t argumentBytes = 0;
    std::uint64_t resultBytes = 0;

    Timeline timeline;
    Histogram total; // durations of calls in microseconds
    Histogram queue;
    Histogram upstream;
    Tallies types{256}; // "type", and "type/change" for those that have a change
    Tallies tools{512}; // "server:tool"
    Tallies servers{256};
    Tallies keys{512};
    Tallies clients{256};
    Tallies reasons{64};
    Tallies statuses{64};
    std::array<TableRows, kTables.size()> tables;

    std::uint64_t clockStepsBack = 0;
    std::int64_t largestStepBack = 0;  // microseconds
    std::vector<ClockStep> clockSteps; // the first kClockStepsInReport
};

// Counts records into figures, in the order of the log.
//
// Owner: the export. Thread: one at a time. Errors: none.
class Counter
{
public:
    // Records from number `begin` on; `figures` must outlive it.
    Counter(Figures& figures, std::uint64_t begin)
        : m_figures(figures)
        , m_begin(begin)
    {}

    // Every record of the range, before anything else is said of it.
    void passed(const RecordView& record);
    // It is among those that the bundle shows.
    void shown(const RecordView& record);

    // It is among those that the bundle is about, but its body was removed.
    void removed() { ++m_figures.removed; }

private:
    void intent(const RecordView& record);
    void outcome(const RecordView& record);
    void denied(const RecordView& record);
    void refused(const RecordView& record);
    void orphaned(const RecordView& record);
    void callEnded(const RecordView& record);
    void count(const RecordView& record, std::uint64_t Tally::* what);
    void keepRows(const RecordView& record);

    Figures& m_figures;
    std::uint64_t m_begin;
    std::int64_t m_lastTime = 0;
};

} // namespace portcullis::audit::report
