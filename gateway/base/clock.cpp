#include "gateway/base/clock.h"

#include <array>
#include <cstddef>
#include <cstdio>

namespace portcullis {

namespace {

// Reads exactly `digits` decimal digits from the front of `text` and removes them.
bool takeNumber(std::string_view& text, std::size_t digits, int& value)
{
    if (text.size() < digits) {
        return false;
    }
    value = 0;
    for (const char c : text.substr(0, digits)) {
        if (c < '0' || c > '9') {
            return false;
        }
        value = value * 10 + (c - '0');
    }
    text.remove_prefix(digits);
    return true;
}

bool takeChar(std::string_view& text, char expected)
{
    if (text.empty() || text.front() != expected) {
        return false;
    }
    text.remove_prefix(1);
    return true;
}

bool takeDate(std::string_view& text, std::chrono::sys_days& days)
{
    int year = 0;
    int month = 0;
    int day = 0;
    if (!takeNumber(text, 4, year) || !takeChar(text, '-') || !takeNumber(text, 2, month) ||
        !takeChar(text, '-') || !takeNumber(text, 2, day)) {
        return false;
    }
    const std::chrono::year_month_day date{std::chrono::year(year),
                                           std::chrono::month(static_cast<unsigned>(month)),
                                           std::chrono::day(static_cast<unsigned>(day))};
    days = date;
    return date.ok();
}

bool takeTimeOfDay(std::string_view& text, std::chrono::seconds& time)
{
    int hours = 0;
    int minutes = 0;
    int seconds = 0;
    if (!takeNumber(text, 2, hours) || !takeChar(text, ':') || !takeNumber(text, 2, minutes) ||
        !takeChar(text, ':') || !takeNumber(text, 2, seconds)) {
        return false;
    }
    // A leap second (60) has no place on the system clock's scale.
    if (hours > 23 || minutes > 59 || seconds > 59) {
        return false;
    }
    time =
        std::chrono::hours(hours) + std::chrono::minutes(minutes) + std::chrono::seconds(seconds);
    return true;
}

// ".125": any number of digits up to nanoseconds; what is finer than a microsecond is dropped.
bool takeFraction(std::string_view& text, std::chrono::microseconds& fraction)
{
    fraction = {};
    if (!takeChar(text, '.')) {
        return true;
    }
    constexpr std::size_t kMaxDigits = 9;
    std::size_t digits = 0;
    std::int64_t nanos = 0;
    int digit = 0;
    while (digits < kMaxDigits && takeNumber(text, 1, digit)) {
        nanos = nanos * 10 + digit;
        ++digits;
    }
    if (digits == 0) {
        return false;
    }
    for (std::size_t i = digits; i < kMaxDigits; ++i) {
        nanos *= 10;
    }
    fraction = std::chrono::microseconds(nanos / 1000);
    return true;
}

} // namespace

WallTime SystemClock::wallNow() const
{
    return std::chrono::time_point_cast<std::chrono::microseconds>(
        std::chrono::system_clock::now());
}

MonotonicTime SystemClock::monotonicNow() const
{
    return std::chrono::steady_clock::now();
}

std::int64_t toMicros(WallTime time)
{
    return time.time_since_epoch().count();
}

WallTime fromMicros(std::int64_t micros)
{
    return WallTime(std::chrono::microseconds(micros));
}

std::string formatTime(WallTime time)
{
    const auto millis = std::chrono::floor<std::chrono::milliseconds>(time);
    const auto days = std::chrono::floor<std::chrono::days>(millis);
    const std::chrono::year_month_day date(days);
    const std::chrono::hh_mm_ss clock(millis - days);
    std::array<char, 64> text{};
    const int length = std::snprintf(text.data(),
                                     text.size(),
                                     "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ",
                                     static_cast<int>(date.year()),
                                     static_cast<unsigned>(date.month()),
                                     static_cast<unsigned>(date.day()),
                                     static_cast<int>(clock.hours().count()),
                                     static_cast<int>(clock.minutes().count()),
                                     static_cast<int>(clock.seconds().count()),
                                     static_cast<int>(clock.subseconds().count()));
    return {text.data(), length > 0 ? static_cast<std::size_t>(length) : 0};
}

bool parseTime(std::string_view text, WallTime& time)
{
    std::chrono::sys_days days;
    std::chrono::seconds timeOfDay{};
    std::chrono::microseconds fraction{};
    if (!takeDate(text, days) || !takeChar(text, 'T') || !takeTimeOfDay(text, timeOfDay) ||
        !takeFraction(text, fraction) || text != "Z") {
        return false;
    }
    time = WallTime(days) + timeOfDay + fraction;
    return true;
}

} // namespace portcullis
