#pragma once

#include "gateway/api/budget.h"
#include "gateway/base/clock.h"
#include "gateway/base/result.h"

#include <chrono>
#include <string>

namespace date {
class time_zone; // NOLINT(readability-identifier-naming): libdate's
} // namespace date

// Where the windows of budgets begin and end.
namespace portcullis::budget {

// A named time zone of this computer's database. A cheap handle, valid as long as the process.
// Thread: any.
class Zone
{
public:
    Zone() = default; // UTC, which needs no database

    // "Europe/Berlin", or "UTC". Errors: NotFound (no such zone); Unavailable (this computer has no
    // database of time zones, or it cannot be read).
    [[nodiscard]] static Result<Zone> find(const std::string& name);

    // A place of the calendar as a moment. A local time that occurs twice is the first of both; one
    // that is left out is the moment at which it is left out.
    [[nodiscard]] WallTime earliest(std::chrono::local_days midnight) const;

    // A stretch of time with one distance from UTC.
    struct Offset
    {
        WallTime begin;
        WallTime end;
        std::chrono::seconds east;
    };

    [[nodiscard]] Offset offsetAt(WallTime time) const;

    bool operator==(const Zone&) const = default;

private:
    const date::time_zone* m_zone = nullptr; // none: UTC
};

struct Span
{
    WallTime start;
    WallTime end; // not in it
    bool operator==(const Span&) const = default;
};

inline constexpr WallTime kFirstTime{};
// The end of the year 9998: no clock shows more, and every calendar computes with it.
inline constexpr WallTime kLastTime{std::chrono::seconds(253'370'764'800)};

// The window of the calendar that a moment between kFirstTime and kLastTime lies in; for a case's
// life, all of time. Windows of a zone follow each other without gap or overlap: a day with a
// change of the clock has 23 or 25 hours, and an hour in which the clock changes by less ends
// there.
[[nodiscard]] Span windowAt(api::BudgetPeriod period, const Zone& zone, WallTime time);

// How long a rolling window lasts; nothing for a case's life.
[[nodiscard]] std::chrono::microseconds lengthOf(api::BudgetPeriod period);

} // namespace portcullis::budget
