#include "gateway/api/argument_forms.h"

#include "gateway/base/ascii.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

namespace portcullis::api {

namespace {

constexpr std::size_t kMaxNumber = 512; // characters; people need no more
constexpr std::string_view kFile = "file://";

[[nodiscard]] bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

[[nodiscard]] bool isLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

[[nodiscard]] bool isPlainCharacter(char c)
{
    const auto byte = static_cast<unsigned char>(c);
    return byte > 0x20 && byte != 0x7f && c != '\\';
}

// A scheme with its colon at the beginning of a URI; 0 when there is none.
[[nodiscard]] std::size_t schemeLength(std::string_view uri)
{
    const std::size_t colon = uri.find(':');
    if (colon == std::string_view::npos || colon == 0 || !isLetter(uri.front())) {
        return 0;
    }
    const auto belongs = [](char c) {
        return isLetter(c) || isDigit(c) || c == '+' || c == '-' || c == '.';
    };
    return std::ranges::all_of(uri.substr(0, colon), belongs) ? colon + 1 : 0;
}

[[nodiscard]] std::optional<std::string> pathOfFileUri(std::string_view uri)
{
    if (uri.find_first_of("%?#\\") != std::string_view::npos ||
        uri.find("/..") != std::string_view::npos) {
        return std::nullopt;
    }
    uri.remove_prefix(kFile.size());
    if (asciiLower(uri.substr(0, 10)) == "localhost/") {
        uri.remove_prefix(9);
    }
    return std::string(uri);
}

// An IPv4 address as everybody writes it; a last part of digits or "0x…" is one to some parsers.
[[nodiscard]] bool looksNumeric(std::string_view host)
{
    const std::size_t dot = host.rfind('.');
    const std::string_view last = host.substr(dot == std::string_view::npos ? 0 : dot + 1);
    return last.starts_with("0x") || (!last.empty() && std::ranges::all_of(last, isDigit));
}

[[nodiscard]] std::optional<std::string> plainAddress(int family, const std::string& text)
{
    std::array<std::uint8_t, sizeof(in6_addr)> bytes{};
    std::array<char, INET6_ADDRSTRLEN> out{};
    if (inet_pton(family, text.c_str(), bytes.data()) != 1 ||
        inet_ntop(family, bytes.data(), out.data(), static_cast<socklen_t>(out.size())) ==
            nullptr) {
        return std::nullopt;
    }
    return std::string(out.data());
}

[[nodiscard]] bool isPort(std::string_view text)
{
    std::uint16_t port = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, port);
    return !text.empty() && error == std::errc() && stop == end;
}

// A number as digits without zeros at either end, and the power of ten of "0.digits".
struct Decimal
{
    bool negative = false;
    std::string digits;
    std::int64_t power = 0;
};

[[nodiscard]] std::optional<Decimal> readDecimal(std::string_view text)
{
    constexpr std::int64_t kMaxPower = 1'000'000'000'000;
    if (text.empty() || text.size() > kMaxNumber) {
        return std::nullopt;
    }
    Decimal number;
    const std::size_t e = std::min(text.find_first_of("eE"), text.size());
    std::string_view exponent = text.substr(std::min(e + 1, text.size()));
    if (exponent.starts_with('+')) {
        exponent.remove_prefix(1);
    }
    std::int64_t power = 0;
    if (!exponent.empty()) {
        const auto read =
            std::from_chars(exponent.data(), exponent.data() + exponent.size(), power);
        if (read.ec != std::errc() || power > kMaxPower || power < -kMaxPower) {
            return std::nullopt; // beyond all that can be meant
        }
    }
    number.negative = text.front() == '-';
    const std::string_view mantissa =
        text.substr(number.negative ? 1 : 0, e - (number.negative ? 1 : 0));
    const std::size_t point = std::min(mantissa.find('.'), mantissa.size());
    number.digits = std::string(mantissa.substr(0, point));
    number.power = power + static_cast<std::int64_t>(point);
    number.digits += mantissa.substr(std::min(point + 1, mantissa.size()));
    const std::size_t zeros = std::min(number.digits.find_first_not_of('0'), number.digits.size());
    number.digits.erase(0, zeros);
    number.power -= static_cast<std::int64_t>(zeros);
    number.digits.erase(number.digits.find_last_not_of('0') + 1);
    if (number.digits.empty()) {
        return Decimal();
    }
    return number;
}

[[nodiscard]] std::strong_ordering compareSizes(const Decimal& a, const Decimal& b)
{
    if (a.digits.empty() || b.digits.empty()) {
        return a.digits.size() <=> b.digits.size(); // one is zero
    }
    return a.power != b.power ? a.power <=> b.power : a.digits.compare(b.digits) <=> 0;
}

// Does a path have parts that servers resolve, each in its own way?
[[nodiscard]] bool hasAmbiguousPath(std::string_view path)
{
    const std::string lower = asciiLower(path);
    for (const std::string_view part : {"%2e", "%2f", "%5c", "%00"}) {
        if (lower.find(part) != std::string::npos) {
            return true;
        }
    }
    // Escapes of letters, digits and '-', '_', '~': nobody needs them.
    for (std::size_t at = lower.find('%'); at != std::string::npos; at = lower.find('%', at + 1)) {
        unsigned value = 0;
        const char* const begin = lower.data() + at + 1;
        const char* const end = begin + std::min<std::size_t>(2, lower.size() - at - 1);
        const auto [stop, error] = std::from_chars(begin, end, value, 16);
        const char c = static_cast<char>(value);
        if (error != std::errc() || stop != begin + 2 || isLetter(c) || isDigit(c) || c == '-' ||
            c == '_' || c == '~') {
            return true;
        }
    }
    std::size_t begin = 0;
    while (begin <= lower.size()) {
        const std::size_t slash = std::min(lower.find('/', begin), lower.size());
        const std::string_view part(lower.data() + begin, slash - begin);
        const bool inside = begin > 0 && slash < lower.size();
        if (part == "." || part == ".." || (inside && part.empty())) {
            return true;
        }
        begin = slash + 1;
    }
    return false;
}

} // namespace

std::optional<std::string> normalisedPath(std::string_view text)
{
    std::string own;
    if (asciiLower(text.substr(0, kFile.size())) == kFile) {
        auto path = pathOfFileUri(text);
        if (!path) {
            return std::nullopt;
        }
        own = std::move(*path);
        text = own;
    }
    if (!text.starts_with('/') || text.find('\0') != std::string_view::npos) {
        return std::nullopt;
    }
    std::vector<std::string_view> parts;
    while (!text.empty()) {
        text.remove_prefix(1);
        const std::size_t slash = std::min(text.find('/'), text.size());
        const std::string_view part = text.substr(0, slash);
        text.remove_prefix(slash);
        if (part == "..") {
            if (parts.empty()) {
                return std::nullopt;
            }
            parts.pop_back();
        } else if (!part.empty() && part != ".") {
            parts.push_back(part);
        }
    }
    std::string path;
    for (const std::string_view part : parts) {
        path.append("/").append(part);
    }
    return path.empty() ? "/" : path;
}

bool isUnder(std::string_view path, std::string_view folder)
{
    return folder == "/" || path == folder ||
           (path.starts_with(folder) && path[folder.size()] == '/');
}

std::optional<std::string> plainHost(std::string_view host)
{
    if (host.find(':') != std::string_view::npos) {
        return plainAddress(AF_INET6, std::string(host));
    }
    std::string lower = asciiLower(host);
    if (lower.empty() || lower.size() > 253) {
        return std::nullopt;
    }
    if (looksNumeric(lower)) {
        return plainAddress(AF_INET, lower) == lower ? std::optional(std::move(lower))
                                                     : std::nullopt;
    }
    bool atStart = true;
    for (const char c : lower) {
        const bool letter = isLetter(c) || isDigit(c) || c == '-' || c == '_';
        if (!letter && (c != '.' || atStart)) {
            return std::nullopt;
        }
        atStart = c == '.';
    }
    return atStart ? std::nullopt : std::optional(std::move(lower));
}

std::optional<std::string> hostOfUrl(std::string_view url)
{
    const std::size_t scheme = schemeLength(url);
    if (scheme == 0 || !std::ranges::all_of(url, isPlainCharacter) ||
        !url.substr(scheme).starts_with("//")) {
        return std::nullopt;
    }
    url.remove_prefix(scheme + 2);
    // Up to the path; '?' and '#' end it for most readers, '@' goes on for some.
    const std::string_view front = url.substr(0, std::min(url.find('/'), url.size()));
    if (front.find('@') != std::string_view::npos) {
        return std::nullopt;
    }
    std::string_view authority = front.substr(0, std::min(front.find_first_of("?#"), front.size()));
    if (authority.starts_with('[')) {
        const std::size_t end = authority.find(']');
        const std::string_view rest =
            end == std::string_view::npos ? "-" : authority.substr(end + 1);
        if (!rest.empty() && !(rest.starts_with(':') && isPort(rest.substr(1)))) {
            return std::nullopt;
        }
        return plainAddress(AF_INET6, std::string(authority.substr(1, end - 1)));
    }
    const std::size_t colon = authority.find(':');
    if (colon != std::string_view::npos) {
        if (!isPort(authority.substr(colon + 1))) {
            return std::nullopt;
        }
        authority = authority.substr(0, colon);
    }
    return plainHost(authority);
}

std::optional<std::strong_ordering> compareNumbers(std::string_view a, std::string_view b)
{
    const auto left = readDecimal(a);
    const auto right = readDecimal(b);
    if (!left || !right) {
        return std::nullopt;
    }
    if (left->negative != right->negative) {
        return left->negative ? std::strong_ordering::less : std::strong_ordering::greater;
    }
    return left->negative ? compareSizes(*right, *left) : compareSizes(*left, *right);
}

std::optional<std::string> plainUri(std::string_view uri)
{
    const std::size_t scheme = schemeLength(uri);
    if (scheme == 0 || !std::ranges::all_of(uri, isPlainCharacter)) {
        return std::nullopt;
    }
    std::string plain = asciiLower(uri.substr(0, scheme));
    std::string_view rest = uri.substr(scheme);
    if (rest.starts_with("//")) {
        const std::size_t end = std::min(rest.find_first_of("/?#", 2), rest.size());
        std::string authority = asciiLower(rest.substr(2, end - 2));
        if (plain == "file:" && authority == "localhost") {
            authority.clear();
        }
        plain.append("//").append(authority);
        rest.remove_prefix(end);
    } else if (plain == "file:" && rest.starts_with('/')) {
        plain.append("//");
    }
    // Servers of files take '?' and '#' for parts of a name.
    const std::size_t end =
        plain.starts_with("file:") ? rest.size() : std::min(rest.find_first_of("?#"), rest.size());
    if (hasAmbiguousPath(rest.substr(0, end))) {
        return std::nullopt;
    }
    return plain.append(rest);
}

bool uriBeginsWith(std::string_view uri, std::string_view prefix)
{
    constexpr std::string_view kEnds = "/:?#=";
    if (!uri.starts_with(prefix)) {
        return false;
    }
    return uri.size() == prefix.size() || kEnds.find(prefix.back()) != std::string_view::npos ||
           kEnds.find(uri[prefix.size()]) != std::string_view::npos;
}

} // namespace portcullis::api
