#include "gateway/budget/calendar.h"

#include <date/date.h>
#include <date/tz.h>

#include <algorithm>
#include <exception>
#include <filesystem>
#include <system_error>

namespace portcullis::budget {

namespace {

using api::BudgetPeriod;
using std::chrono::local_days;
using std::chrono::seconds;
using std::chrono::year_month_day;

constexpr std::int64_t kDaysToMonday = 3; // 1970-01-01 was a Thursday

// Of a zone's first and last stretch; far beyond kLastTime, within what WallTime holds.
constexpr seconds kFarAway{800'000'000'000};

WallTime atSecond(date::sys_seconds time)
{
    return WallTime(std::clamp<seconds>(time.time_since_epoch(), -kFarAway, kFarAway));
}

date::sys_seconds toSecond(WallTime time)
{
    return date::sys_seconds(std::chrono::floor<seconds>(time).time_since_epoch());
}

std::int64_t floorDivide(std::int64_t value, std::int64_t by)
{
    return value / by - (value % by < 0 ? 1 : 0);
}

// The number of the week, month, quarter or year that a day lies in.
std::int64_t numberOf(BudgetPeriod period, local_days day)
{
    const std::int64_t days = day.time_since_epoch().count();
    const year_month_day calendar(day);
    const std::int64_t year = int(calendar.year());
    const std::int64_t month = unsigned(calendar.month()) - 1;
    switch (period) {
    case BudgetPeriod::Week:
        return floorDivide(days + kDaysToMonday, 7);
    case BudgetPeriod::Month:
        return year * 12 + month;
    case BudgetPeriod::Quarter:
        return year * 4 + month / 3;
    case BudgetPeriod::Year:
        return year;
    default:
        return days;
    }
}

local_days firstOf(std::int64_t year, std::int64_t month)
{
    return local_days(year_month_day(std::chrono::year(int(year)),
                                     std::chrono::month(unsigned(month) + 1),
                                     std::chrono::day(1)));
}

local_days firstDay(BudgetPeriod period, std::int64_t number)
{
    switch (period) {
    case BudgetPeriod::Week:
        return local_days(std::chrono::days(number * 7 - kDaysToMonday));
    case BudgetPeriod::Month:
        return firstOf(floorDivide(number, 12), number - floorDivide(number, 12) * 12);
    case BudgetPeriod::Quarter:
        return firstOf(floorDivide(number, 4), (number - floorDivide(number, 4) * 4) * 3);
    case BudgetPeriod::Year:
        return firstOf(number, 0);
    default:
        return local_days(std::chrono::days(number));
    }
}

// Where a clock goes back over midnight, the local date alone does not tell the window.
Span daysAround(BudgetPeriod period, const Zone& zone, WallTime time)
{
    const Zone::Offset offset = zone.offsetAt(time);
    const auto local = std::chrono::floor<std::chrono::days>(time + offset.east);
    std::int64_t number = numberOf(period, local_days(local.time_since_epoch()));
    const auto begin = [&](std::int64_t which) { return zone.earliest(firstDay(period, which)); };
    while (begin(number) > time) {
        --number;
    }
    while (begin(number + 1) <= time) {
        ++number;
    }
    return {begin(number), begin(number + 1)};
}

Span clockWindow(seconds length, const Zone& zone, WallTime time)
{
    const Zone::Offset offset = zone.offsetAt(time);
    const auto local = std::chrono::floor<seconds>(time + offset.east).time_since_epoch();
    const auto into =
        seconds(local.count() - floorDivide(local.count(), length.count()) * length.count());
    const WallTime start(local - into - offset.east);
    return {std::max(start, offset.begin),
            std::min(start + WallTime::duration(length), offset.end)};
}

Result<Zone> unavailable(const std::string& why)
{
    return fail(ErrorCode::Unavailable,
                "This computer has no usable database of time zones; install the package tzdata, "
                "or give the budget the time zone UTC.",
                why);
}

} // namespace

Result<Zone> Zone::find(const std::string& name)
{
    Zone zone;
    if (name.empty() || name == api::kUtc) {
        return zone;
    }
    try {
        static_cast<void>(date::get_tzdb());
    } catch (const std::exception& error) {
        return unavailable(error.what());
    }
    try {
        zone.m_zone = date::locate_zone(name);
        // Its file is read only now.
        static_cast<void>(zone.m_zone->get_info(date::sys_seconds()));
        return zone;
    } catch (const std::exception& error) {
        std::error_code ignored;
        if (!std::filesystem::exists("/usr/share/zoneinfo", ignored)) {
            return unavailable(error.what());
        }
        return fail(ErrorCode::NotFound,
                    "There is no time zone of this name; write it like Europe/Berlin or UTC.",
                    error.what());
    }
}

WallTime Zone::earliest(local_days midnight) const
{
    const seconds local = midnight.time_since_epoch();
    if (m_zone == nullptr) {
        return WallTime(local);
    }
    return atSecond(m_zone->to_sys(date::local_seconds(local), date::choose::earliest));
}

Zone::Offset Zone::offsetAt(WallTime time) const
{
    if (m_zone == nullptr) {
        return {WallTime::min(), WallTime::max(), seconds(0)};
    }
    const date::sys_info info = m_zone->get_info(toSecond(time));
    return {atSecond(info.begin), atSecond(info.end), info.offset};
}

Span windowAt(BudgetPeriod period, const Zone& zone, WallTime time)
{
    switch (period) {
    case BudgetPeriod::Minute:
        return clockWindow(std::chrono::minutes(1), zone, time);
    case BudgetPeriod::Hour:
        return clockWindow(std::chrono::hours(1), zone, time);
    case BudgetPeriod::CaseLife:
        return {WallTime::min(), WallTime::max()};
    default:
        return daysAround(period, zone, time);
    }
}

std::chrono::microseconds lengthOf(BudgetPeriod period)
{
    using std::chrono::days;
    switch (period) {
    case BudgetPeriod::Minute:
        return std::chrono::minutes(1);
    case BudgetPeriod::Hour:
        return std::chrono::hours(1);
    case BudgetPeriod::Day:
        return days(1);
    case BudgetPeriod::Week:
        return days(7);
    case BudgetPeriod::Month:
        return days(30);
    case BudgetPeriod::Quarter:
        return days(91);
    case BudgetPeriod::Year:
        return days(365);
    case BudgetPeriod::CaseLife:
        break;
    }
    return {};
}

} // namespace portcullis::budget
