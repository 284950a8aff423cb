#include "gateway/audit/report/timeline.h"

#include <algorithm>
#include <chrono>

namespace portcullis::audit::report {

namespace {

using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::year_month_day;

constexpr auto kLongestByHours = std::chrono::hours(72);
constexpr int kMonthsOfYear = 12;
constexpr int kDaysOfWeek = 7;

sys_days monthBegin(int monthsOfAll)
{
    return sys_days(std::chrono::year(monthsOfAll / kMonthsOfYear) /
                    std::chrono::month(static_cast<unsigned>(monthsOfAll % kMonthsOfYear) + 1) / 1);
}

int monthsOf(WallTime time)
{
    const year_month_day date(std::chrono::floor<days>(time));
    return static_cast<int>(date.year()) * kMonthsOfYear +
           static_cast<int>(static_cast<unsigned>(date.month())) - 1;
}

void appendDays(std::vector<Moment>& out, sys_days first, WallTime last, int length)
{
    for (sys_days day = first; day <= last; day += days(length)) {
        out.push_back({.begin = day});
    }
}

void appendMonths(std::vector<Moment>& out, int first, int last, int length)
{
    for (int month = first; month <= last; month += length) {
        out.push_back({.begin = monthBegin(month)});
    }
}

sys_days mondayBefore(sys_days day)
{
    return day - (std::chrono::weekday(day) - std::chrono::Monday);
}

} // namespace

Timeline::Timeline(WallTime first, WallTime last)
{
    last = std::max(first, last);
    constexpr int kMost = static_cast<int>(kMaxSteps);
    const sys_days day = std::chrono::floor<days>(first);
    const sys_days monday = mondayBefore(day);
    const int firstMonth = monthsOf(first);
    const int lastMonth = monthsOf(last);
    if (last - first <= kLongestByHours) {
        for (auto hour = std::chrono::floor<std::chrono::hours>(first); hour <= last;
             hour += std::chrono::hours(1)) {
            m_moments.push_back({.begin = hour});
        }
    } else if (last < day + days(kMost)) {
        m_step = Step::Day;
        appendDays(m_moments, day, last, 1);
    } else if (last < monday + days(kMost * kDaysOfWeek)) {
        m_step = Step::Week;
        appendDays(m_moments, monday, last, kDaysOfWeek);
    } else if (lastMonth - firstMonth < kMost) {
        m_step = Step::Month;
        appendMonths(m_moments, firstMonth, lastMonth, 1);
    } else {
        m_step = Step::Years;
        const int january = firstMonth - firstMonth % kMonthsOfYear;
        const int years = (lastMonth - january) / kMonthsOfYear + 1;
        appendMonths(m_moments, january, lastMonth, (years + kMost - 1) / kMost * kMonthsOfYear);
    }
}

Moment& Timeline::at(WallTime time)
{
    const auto after = std::ranges::upper_bound(m_moments, time, {}, &Moment::begin);
    return after == m_moments.begin() ? *after : *std::prev(after);
}

std::string Timeline::label(const Moment& moment) const
{
    constexpr std::size_t kYear = 4;
    constexpr std::size_t kMonth = 7;
    constexpr std::size_t kDay = 10;
    constexpr std::size_t kMinute = 16;
    std::string text = formatTime(moment.begin);
    switch (m_step) {
    case Step::Hour:
        text.at(kDay) = ' ';
        return text.substr(0, kMinute);
    case Step::Day:
    case Step::Week:
        return text.substr(0, kDay);
    case Step::Month:
        return text.substr(0, kMonth);
    case Step::Years:
        break;
    }
    return text.substr(0, kYear);
}

const char* Timeline::stepName() const
{
    switch (m_step) {
    case Step::Hour:
        return "hour";
    case Step::Day:
        return "day";
    case Step::Week:
        return "week";
    case Step::Month:
        return "month";
    case Step::Years:
        break;
    }
    return "year";
}

} // namespace portcullis::audit::report
