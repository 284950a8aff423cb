#include "app/ctl/rates.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <iterator>

namespace portcullis::ctl {

namespace {

struct Period
{
    std::string_view text;
    std::uint64_t seconds;
};

constexpr Period kPeriods[] = {{"s", 1}, {"min", 60}, {"h", 3600}, {"day", 86'400}};

} // namespace

Result<api::RateLimit> parseRate(std::string_view text)
{
    const std::size_t slash = text.find('/');
    api::RateLimit rate;
    if (slash != std::string_view::npos) {
        const std::string_view calls = text.substr(0, slash);
        const auto [end, error] =
            std::from_chars(calls.data(), calls.data() + calls.size(), rate.calls);
        const auto* const period =
            std::ranges::find(kPeriods, text.substr(slash + 1), &Period::text);
        if (error == std::errc() && end == calls.data() + calls.size() && rate.calls > 0 &&
            period != std::end(kPeriods)) {
            rate.period = std::chrono::seconds(period->seconds);
            rate.burst = rate.calls;
            return rate;
        }
    }
    return fail(ErrorCode::InvalidArgument,
                "must be calls in a time such as 5/s, 60/min, 1000/h or 10000/day");
}

std::string formatRate(const api::RateLimit& rate)
{
    const auto seconds = static_cast<std::uint64_t>(rate.period.count());
    const auto* const period = std::ranges::find(kPeriods, seconds, &Period::seconds);
    const std::string per =
        period == std::end(kPeriods) ? std::to_string(seconds) + " s" : std::string(period->text);
    return std::to_string(rate.calls) + "/" + per + ", burst " + std::to_string(rate.burst);
}

std::string checkRate(const std::string& text)
{
    const auto rate = parseRate(text);
    return rate ? std::string() : rate.error().message;
}

} // namespace portcullis::ctl
