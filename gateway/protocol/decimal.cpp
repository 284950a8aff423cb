#include "gateway/protocol/decimal.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <limits>
#include <optional>

namespace portcullis::protocol {

namespace {

constexpr std::size_t kMaxPlainDigits = 32;

// digits × 10^exponent without zeros at either end; no digits for zero.
struct Decimal
{
    bool negative = false;
    std::string digits;
    std::int64_t exponent = 0;

    bool operator==(const Decimal&) const = default;
};

// Takes the digits at the front of `text`.
std::string_view takeDigits(std::string_view& text)
{
    const std::size_t count = std::min(text.find_first_not_of("0123456789"), text.size());
    const std::string_view digits = text.substr(0, count);
    text.remove_prefix(count);
    return digits;
}

bool take(std::string_view& text, char c)
{
    if (!text.starts_with(c)) {
        return false;
    }
    text.remove_prefix(1);
    return true;
}

// What follows "e"; nothing when it is no integer, or an absurd one.
std::optional<std::int64_t> readExponent(std::string_view text)
{
    (void)take(text, '+');
    std::int64_t exponent = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, exponent);
    constexpr std::int64_t kAbsurd = 1'000'000'000'000;
    if (error != std::errc() || stop != end || exponent > kAbsurd || exponent < -kAbsurd) {
        return std::nullopt;
    }
    return exponent;
}

void strip(Decimal& decimal)
{
    const std::size_t last = decimal.digits.find_last_not_of('0');
    if (last == std::string::npos) {
        decimal = {};
        return;
    }
    decimal.exponent += static_cast<std::int64_t>(decimal.digits.size() - last - 1);
    decimal.digits.erase(last + 1);
    decimal.digits.erase(0, decimal.digits.find_first_not_of('0'));
}

std::optional<Decimal> readDecimal(std::string_view text)
{
    Decimal decimal;
    decimal.negative = take(text, '-');
    decimal.digits = takeDigits(text);
    if (decimal.digits.empty()) {
        return std::nullopt;
    }
    if (take(text, '.')) {
        const std::string_view fraction = takeDigits(text);
        if (fraction.empty()) {
            return std::nullopt;
        }
        decimal.digits.append(fraction);
        decimal.exponent -= static_cast<std::int64_t>(fraction.size());
    }
    if (take(text, 'e') || take(text, 'E')) {
        const auto exponent = readExponent(text);
        if (!exponent) {
            return std::nullopt;
        }
        decimal.exponent += *exponent;
        text = {};
    }
    if (!text.empty()) {
        return std::nullopt;
    }
    strip(decimal);
    return decimal;
}

} // namespace

bool sameNumber(std::string_view a, std::string_view b)
{
    const auto left = readDecimal(a);
    const auto right = readDecimal(b);
    return left && right && *left == *right;
}

double nearestDouble(std::string_view number)
{
    double value = 0;
    const char* const end = number.data() + number.size();
    if (std::from_chars(number.data(), end, value).ec != std::errc::result_out_of_range) {
        return value;
    }
    const bool negative = number.starts_with('-');
    const auto decimal = readDecimal(number);
    // An exponent too absurd to be read has its sign before its digits.
    const bool large =
        decimal ? decimal->exponent + static_cast<std::int64_t>(decimal->digits.size()) > 0
                : number.find('-', 1) == std::string_view::npos;
    value = large ? std::numeric_limits<double>::infinity() : 0.0;
    return negative ? -value : value;
}

std::string plainInteger(std::string_view number)
{
    const auto decimal = readDecimal(number);
    const auto limit = static_cast<std::int64_t>(kMaxPlainDigits);
    if (!decimal || decimal->exponent < 0 ||
        decimal->exponent + static_cast<std::int64_t>(decimal->digits.size()) > limit) {
        return std::string(number);
    }
    if (decimal->digits.empty()) {
        return "0";
    }
    return (decimal->negative ? "-" : "") + decimal->digits +
           std::string(static_cast<std::size_t>(decimal->exponent), '0');
}

} // namespace portcullis::protocol
