#include "gateway/api/amounts.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <span>

namespace portcullis::api {

namespace {

struct Suffix
{
    std::string_view text;
    std::uint64_t factor = 0;
};

constexpr std::uint64_t kMicro = 1'000'000;
constexpr std::string_view kEuro = "\xE2\x82\xAC";

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
constexpr Suffix kShownBytes[] = {
    {"B", 1}, {"kB", 1000}, {"MB", 1'000'000}, {"GB", 1'000'000'000}, {"TB", 1'000'000'000'000}};

// A decimal as digits without their point: 12.50 is 1250 with a scale of 100.
struct Decimal
{
    std::uint64_t digits = 0;
    std::uint64_t scale = 1; // a power of ten
};

[[nodiscard]] bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

[[nodiscard]] bool isPoint(char c, AmountStyle style)
{
    return c == '.' || (c == ',' && style == AmountStyle::Free);
}

[[nodiscard]] std::string_view trimmed(std::string_view text)
{
    while (text.starts_with(' ')) {
        text.remove_prefix(1);
    }
    while (text.ends_with(' ')) {
        text.remove_suffix(1);
    }
    return text;
}

// Takes a decimal of at most 18 digits off the front; nothing when there is none that means one
// amount.
[[nodiscard]] std::optional<Decimal> takeDecimal(std::string_view& text, const AmountSyntax& syntax)
{
    constexpr std::size_t kMostDigits = 18; // always fits
    constexpr std::size_t kGroup = 3;       // digits between separators of thousands
    Decimal decimal;
    std::size_t digits = 0;
    std::size_t decimals = 0;
    char point = 0;
    std::size_t at = 0;
    for (; at < text.size(); ++at) {
        const char c = text[at];
        if (point == 0 && digits > 0 && isPoint(c, syntax.style)) {
            point = c;
            continue;
        }
        if (!isDigit(c)) {
            break;
        }
        if (++digits > kMostDigits) {
            return std::nullopt;
        }
        decimal.digits = decimal.digits * 10 + static_cast<std::uint64_t>(c - '0');
        decimal.scale *= point == 0 ? 1 : 10;
        decimals += point == 0 ? 0 : 1;
    }
    const bool dangling = point != 0 && decimals == 0;
    const bool ambiguous = syntax.style == AmountStyle::Free && point != 0 && decimals == kGroup &&
                           point != syntax.point;
    if (digits == 0 || dangling || ambiguous) {
        return std::nullopt;
    }
    text.remove_prefix(at);
    return decimal;
}

// digits * factor / scale, where that is whole and no more than a budget can hold.
[[nodiscard]] std::optional<std::uint64_t> multiply(const Decimal& decimal, std::uint64_t factor)
{
    __extension__ using Wide = unsigned __int128;
    const Wide product = static_cast<Wide>(decimal.digits) * factor;
    if (product % decimal.scale != 0 || product / decimal.scale > kMaxAmount) {
        return std::nullopt;
    }
    return static_cast<std::uint64_t>(product / decimal.scale);
}

[[nodiscard]] char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

[[nodiscard]] bool isCalled(std::string_view text, std::string_view name, AmountStyle style)
{
    if (style == AmountStyle::Exact) {
        return text == name;
    }
    return std::ranges::equal(
        text, name, [](char left, char right) { return lower(left) == lower(right); });
}

[[nodiscard]] std::optional<std::uint64_t>
factorIn(std::span<const Suffix> suffixes, std::string_view text, AmountStyle style)
{
    const auto found = std::ranges::find_if(
        suffixes, [&](const Suffix& suffix) { return isCalled(text, suffix.text, style); });
    return found == suffixes.end() ? std::nullopt : std::optional(found->factor);
}

[[nodiscard]] std::optional<std::uint64_t>
factorOf(BudgetUnit unit, std::string_view text, std::string_view currency, AmountStyle style)
{
    switch (unit) {
    case BudgetUnit::Bytes:
        return factorIn(kBytes, text, style);
    case BudgetUnit::UpstreamMilliseconds:
        return factorIn(kTimes, text, style);
    case BudgetUnit::CostMicros: {
        const bool euro = style == AmountStyle::Free && currency == "EUR" && text == kEuro;
        const bool known = text.empty() || euro || isCalled(text, currency, style);
        return known ? std::optional(kMicro) : std::nullopt;
    }
    case BudgetUnit::Calls:
    case BudgetUnit::WriteCalls:
    case BudgetUnit::Tokens:
        break;
    }
    return factorIn(kCounts, text, AmountStyle::Exact); // "10m" might be meant for thousandths
}

[[nodiscard]] std::string wanted(BudgetUnit unit, std::string_view currency)
{
    switch (unit) {
    case BudgetUnit::Bytes:
        return "must be whole bytes such as 4096, 5MB or 1GiB";
    case BudgetUnit::UpstreamMilliseconds:
        return "must be a time such as 90s, 15min, 2h or 250ms";
    case BudgetUnit::CostMicros: {
        const std::string name(currency);
        return "must be an amount of " + name + " such as 12.50 or \"12.50 " + name +
               "\", with at most six decimals";
    }
    case BudgetUnit::Calls:
    case BudgetUnit::WriteCalls:
    case BudgetUnit::Tokens:
        break;
    }
    return "must be a whole number such as 1000, 10k or 2.5M";
}

// The value with the largest suffix that leaves it whole.
[[nodiscard]] std::string formatWith(std::uint64_t amount, std::span<const Suffix> suffixes)
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
    return std::to_string(amount / best->factor) + " " + std::string(best->text);
}

[[nodiscard]] std::string formatMoney(std::uint64_t micros, std::string_view currency)
{
    std::string fraction = std::to_string(kMicro + micros % kMicro).substr(1);
    while (fraction.size() > 2 && fraction.ends_with('0')) {
        fraction.pop_back();
    }
    return std::to_string(micros / kMicro) + "." + fraction + " " + std::string(currency);
}

} // namespace

Result<std::uint64_t> parseAmount(BudgetUnit unit,
                                  std::string_view text,
                                  std::string_view currency,
                                  const AmountSyntax& syntax)
{
    std::string_view rest = trimmed(text);
    const auto decimal = takeDecimal(rest, syntax);
    const auto factor =
        decimal ? factorOf(unit, trimmed(rest), currency, syntax.style) : std::nullopt;
    const auto amount = factor ? multiply(*decimal, *factor) : std::nullopt;
    if (!amount) {
        return fail(ErrorCode::InvalidArgument, wanted(unit, currency));
    }
    return *amount;
}

std::string formatAmount(BudgetUnit unit, std::uint64_t amount, std::string_view currency)
{
    switch (unit) {
    case BudgetUnit::Bytes:
        return formatWith(amount, kShownBytes);
    case BudgetUnit::UpstreamMilliseconds:
        return formatWith(amount, kTimes);
    case BudgetUnit::CostMicros:
        return formatMoney(amount, currency);
    case BudgetUnit::Calls:
    case BudgetUnit::WriteCalls:
    case BudgetUnit::Tokens:
        break;
    }
    return std::to_string(amount);
}

} // namespace portcullis::api
