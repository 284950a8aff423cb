#include "app/ctl/amounts.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <iterator>
#include <span>

namespace portcullis::ctl {

namespace {

struct Suffix
{
    std::string_view text;
    std::uint64_t factor;
};

constexpr std::uint64_t kMicro = 1'000'000;

constexpr Suffix kCounts[] = {
    {"", 1}, {"k", 1000}, {"K", 1000}, {"M", 1'000'000}, {"G", 1'000'000'000}};
constexpr Suffix kBytes[] = {{"", 1},
                             {"B", 1},
                             {"kB", 1000},
                             {"KB", 1000},
                             {"MB", 1'000'000},
                             {"GB", 1'000'000'000},
                             {"TB", 1'000'000'000'000},
                             {"KiB", 1ULL << 10U},
                             {"MiB", 1ULL << 20U},
                             {"GiB", 1ULL << 30U},
                             {"TiB", 1ULL << 40U}};
constexpr Suffix kTimes[] = {
    {"", 1000}, {"ms", 1}, {"s", 1000}, {"min", 60'000}, {"h", 3'600'000}, {"d", 86'400'000}};
constexpr Suffix kPeriods[] = {{"s", 1}, {"min", 60}, {"h", 3600}, {"day", 86'400}};

// A decimal as digits without their point: 12.50 is 1250 with two decimals.
struct Decimal
{
    std::uint64_t digits = 0;
    std::uint64_t scale = 1; // a power of ten
};

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

// Takes a decimal of at most 18 digits off the front; false when there is none.
bool takeDecimal(std::string_view& text, Decimal& out)
{
    constexpr std::size_t kMostDigits = 18; // always fits
    std::size_t digits = 0;
    bool point = false;
    std::size_t at = 0;
    for (; at < text.size(); ++at) {
        if (text[at] == '.' && !point && digits > 0) {
            point = true;
            continue;
        }
        if (!isDigit(text[at])) {
            break;
        }
        if (++digits > kMostDigits) {
            return false;
        }
        out.digits = out.digits * 10 + static_cast<std::uint64_t>(text[at] - '0');
        out.scale *= point ? 10 : 1;
    }
    const bool good = digits > 0 && text[at - 1] != '.';
    text.remove_prefix(at);
    return good;
}

// digits * factor / scale, where that is whole and no more than a budget can hold.
bool multiply(const Decimal& decimal, std::uint64_t factor, std::uint64_t& out)
{
    __extension__ using Wide = unsigned __int128;
    const Wide product = static_cast<Wide>(decimal.digits) * factor;
    if (product % decimal.scale != 0 || product / decimal.scale > api::kMaxAmount) {
        return false;
    }
    out = static_cast<std::uint64_t>(product / decimal.scale);
    return true;
}

std::string_view trimmed(std::string_view text)
{
    while (text.starts_with(' ')) {
        text.remove_prefix(1);
    }
    while (text.ends_with(' ')) {
        text.remove_suffix(1);
    }
    return text;
}

Result<std::uint64_t>
parseWith(std::string_view text, std::span<const Suffix> suffixes, const char* what)
{
    std::string_view rest = trimmed(text);
    Decimal decimal;
    if (takeDecimal(rest, decimal)) {
        rest = trimmed(rest);
        const auto suffix = std::ranges::find(suffixes, rest, &Suffix::text);
        std::uint64_t amount = 0;
        if (suffix != suffixes.end() && multiply(decimal, suffix->factor, amount)) {
            return amount;
        }
    }
    return fail(ErrorCode::InvalidArgument, what);
}

// The value with the largest suffix that leaves it whole.
std::string formatWith(std::uint64_t amount, std::span<const Suffix> suffixes, const char* space)
{
    const Suffix* best = nullptr;
    for (const Suffix& suffix : suffixes) {
        const bool fits = amount % suffix.factor == 0 && (amount > 0 || suffix.factor == 1);
        if (fits && !suffix.text.empty() && (best == nullptr || suffix.factor >= best->factor)) {
            best = &suffix;
        }
    }
    if (best == nullptr) {
        return std::to_string(amount);
    }
    return std::to_string(amount / best->factor) + space + std::string(best->text);
}

std::string formatMoney(std::uint64_t micros, std::string_view currency)
{
    std::string fraction = std::to_string(kMicro + micros % kMicro).substr(1);
    while (fraction.size() > 2 && fraction.ends_with('0')) {
        fraction.pop_back();
    }
    return std::to_string(micros / kMicro) + "." + fraction + " " + std::string(currency);
}

} // namespace

Result<std::uint64_t> parseCount(std::string_view text)
{
    return parseWith(text, kCounts, "must be a whole number such as 1000, 10k or 2.5M");
}

Result<std::uint64_t> parseBytes(std::string_view text)
{
    return parseWith(text, kBytes, "must be whole bytes such as 4096, 5MB or 1GiB");
}

Result<std::uint64_t> parseDuration(std::string_view text)
{
    return parseWith(text, kTimes, "must be a time such as 90s, 15min, 2h or 250ms");
}

Result<std::uint64_t> parseMoney(std::string_view text, std::string_view currency)
{
    const std::array<Suffix, 2> suffixes = {{{"", kMicro}, {currency, kMicro}}};
    auto micros = parseWith(text, suffixes, "");
    if (!micros) {
        return fail(ErrorCode::InvalidArgument,
                    "must be an amount of " + std::string(currency) + " such as 12.50 or \"12.50 " +
                        std::string(currency) + "\", with at most six decimals");
    }
    return micros;
}

Result<std::uint64_t>
parseAmount(api::BudgetUnit unit, std::string_view text, std::string_view currency)
{
    switch (unit) {
    case api::BudgetUnit::Bytes:
        return parseBytes(text);
    case api::BudgetUnit::UpstreamMilliseconds:
        return parseDuration(text);
    case api::BudgetUnit::CostMicros:
        return parseMoney(text, currency);
    case api::BudgetUnit::Calls:
    case api::BudgetUnit::WriteCalls:
    case api::BudgetUnit::Tokens:
        break;
    }
    return parseCount(text);
}

std::string formatAmount(api::BudgetUnit unit, std::uint64_t amount, std::string_view currency)
{
    constexpr Suffix kShownBytes[] = {{"B", 1},
                                      {"kB", 1000},
                                      {"MB", 1'000'000},
                                      {"GB", 1'000'000'000},
                                      {"TB", 1'000'000'000'000}};
    switch (unit) {
    case api::BudgetUnit::Bytes:
        return formatWith(amount, kShownBytes, " ");
    case api::BudgetUnit::UpstreamMilliseconds:
        return formatWith(amount, kTimes, " ");
    case api::BudgetUnit::CostMicros:
        return formatMoney(amount, currency);
    case api::BudgetUnit::Calls:
    case api::BudgetUnit::WriteCalls:
    case api::BudgetUnit::Tokens:
        break;
    }
    return std::to_string(amount);
}

Result<api::RateLimit> parseRate(std::string_view text)
{
    const std::size_t slash = text.find('/');
    api::RateLimit rate;
    if (slash != std::string_view::npos) {
        const std::string_view calls = text.substr(0, slash);
        const auto [end, error] =
            std::from_chars(calls.data(), calls.data() + calls.size(), rate.calls);
        const auto* const period =
            std::ranges::find(kPeriods, text.substr(slash + 1), &Suffix::text);
        if (error == std::errc() && end == calls.data() + calls.size() && rate.calls > 0 &&
            period != std::end(kPeriods)) {
            rate.period = std::chrono::seconds(period->factor);
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
    const auto* const period = std::ranges::find(kPeriods, seconds, &Suffix::factor);
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
