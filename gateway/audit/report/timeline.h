#pragma once

#include "gateway/audit/report/histogram.h"
#include "gateway/base/clock.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace portcullis::audit::report {

// What a chart's bars stand for.
enum class Step : std::uint8_t
{
    Hour,
    Day,
    Week, // from Monday
    Month,
    Years
};

// What happened within one step.
struct Moment
{
    WallTime begin;
    std::uint64_t allowed = 0;  // calls that went on
    std::uint64_t denied = 0;   // calls that were refused
    std::uint64_t refused = 0;  // requests without a valid key
    std::uint64_t failed = 0;   // calls that ended with an error
    std::uint64_t orphaned = 0; // calls whose end was not recorded
    Histogram durations{};      // microseconds
};

// A time in steps of which a chart can show all: never more than kMaxSteps of them, however long
// the time is. In UTC.
//
// Owner: the figures of a report. Thread: one at a time.
class Timeline
{
public:
    static constexpr std::size_t kMaxSteps = 120;

    // From the step that holds `first` to the one that holds `last`.
    Timeline(WallTime first, WallTime last);

    // A time outside counts to the step at that end.
    [[nodiscard]] Moment& at(WallTime time);

    [[nodiscard]] Step step() const { return m_step; }

    [[nodiscard]] const std::vector<Moment>& moments() const { return m_moments; }

    // What a chart calls a step: "2026-11-22 14:00", "2026-11-22", "2026-11", "2026".
    [[nodiscard]] std::string label(const Moment& moment) const;
    [[nodiscard]] const char* stepName() const; // "hour", "day", …

private:
    Step m_step = Step::Hour;
    std::vector<Moment> m_moments;
};

} // namespace portcullis::audit::report
