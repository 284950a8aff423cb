#include "gateway/http/retry_after.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

namespace portcullis::http {

namespace {

constexpr std::chrono::seconds kLongest{3600};

// A text that is nothing but digits; the largest number for one that is too large.
std::optional<unsigned> readNumber(std::string_view text)
{
    unsigned number = std::numeric_limits<unsigned>::max();
    const char* const end = text.data() + text.size();
    const auto [at, error] = std::from_chars(text.data(), end, number);
    const bool known = error != std::errc::invalid_argument;
    return known && at == end ? std::optional(number) : std::nullopt;
}

std::optional<std::chrono::month> readMonth(std::string_view text)
{
    static constexpr std::array<std::string_view, 12> kNames{
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto* const found = std::ranges::find(kNames, text);
    if (found == kNames.end()) {
        return std::nullopt;
    }
    return std::chrono::month(static_cast<unsigned>(found - kNames.begin()) + 1);
}

std::optional<std::chrono::sys_days> readDay(std::string_view text)
{
    const auto day = readNumber(text.substr(5, 2));
    const auto month = readMonth(text.substr(8, 3));
    const auto year = readNumber(text.substr(12, 4));
    if (!day || !month || !year) {
        return std::nullopt;
    }
    const std::chrono::year_month_day date(
        std::chrono::year(static_cast<int>(*year)), *month, std::chrono::day(*day));
    return date.ok() ? std::optional(std::chrono::sys_days(date)) : std::nullopt;
}

} // namespace

std::optional<std::chrono::sys_seconds> parseDate(std::string_view text)
{
    constexpr std::string_view kForm = "Sun, 06 Nov 1994 08:49:37 GMT";
    constexpr std::string_view kMarks = ", :";
    if (text.size() != kForm.size() || !text.ends_with(" GMT")) {
        return std::nullopt;
    }
    for (std::size_t i = 0; i < kForm.size(); ++i) {
        if (kMarks.find(kForm[i]) != std::string_view::npos && text[i] != kForm[i]) {
            return std::nullopt;
        }
    }
    const auto day = readDay(text);
    const auto hour = readNumber(text.substr(17, 2));
    const auto minute = readNumber(text.substr(20, 2));
    const auto second = readNumber(text.substr(23, 2));
    const bool whole = day && hour && minute && second;
    if (!whole || *hour > 23 || *minute > 59 || *second > 60) { // 60: a leap second
        return std::nullopt;
    }
    return *day + std::chrono::hours(*hour) + std::chrono::minutes(*minute) +
           std::chrono::seconds(*second);
}

std::chrono::seconds retryAfter(const Headers& headers)
{
    const std::string_view text = headers.get("Retry-After").value_or("");
    constexpr std::chrono::seconds kNone{0};
    if (const auto seconds = readNumber(text)) {
        return std::min(std::chrono::seconds(*seconds), kLongest);
    }
    const auto until = parseDate(text);
    const auto now = parseDate(headers.get("Date").value_or(""));
    return until && now ? std::clamp(*until - *now, kNone, kLongest) : kNone;
}

} // namespace portcullis::http
