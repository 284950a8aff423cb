#include "gateway/api/config_rules.h"
#include "gateway/base/encoding.h"

#include <algorithm>
#include <charconv>

namespace portcullis::api {

namespace {

[[nodiscard]] bool isLower(char c)
{
    return c >= 'a' && c <= 'z';
}

[[nodiscard]] bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

[[nodiscard]] bool isAlphanumeric(char c)
{
    return isLower(c) || isDigit(c) || (c >= 'A' && c <= 'Z');
}

// Reads one code point of valid UTF-8 and moves past it.
[[nodiscard]] char32_t nextCodePoint(std::string_view& utf8)
{
    const auto lead = static_cast<unsigned char>(utf8.front());
    std::size_t size = 1;
    char32_t value = lead;
    if (lead >= 0xF0) {
        size = 4;
        value = lead & 0x07U;
    } else if (lead >= 0xE0) {
        size = 3;
        value = lead & 0x0FU;
    } else if (lead >= 0xC0) {
        size = 2;
        value = lead & 0x1FU;
    }
    for (std::size_t i = 1; i < size; ++i) {
        value = (value << 6U) | (static_cast<unsigned char>(utf8[i]) & 0x3FU);
    }
    utf8.remove_prefix(size);
    return value;
}

// Controls, line and paragraph separators, and the marks that reorder text: with those a label
// could be made to look like another one.
[[nodiscard]] bool misleads(char32_t c)
{
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x200E || c == 0x200F ||
           (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF;
}

// Four decimal numbers of at most 255 without leading zeros, which some resolvers read as octal.
[[nodiscard]] bool isIpv4Loopback(std::string_view host)
{
    if (!host.starts_with("127.")) {
        return false;
    }
    int parts = 0;
    while (!host.empty()) {
        const std::size_t dot = std::min(host.find('.'), host.size());
        const std::string_view part = host.substr(0, dot);
        unsigned value = 0;
        const auto end = part.data() + part.size();
        const auto [stop, error] = std::from_chars(part.data(), end, value);
        if (error != std::errc() || stop != end || value > 255 ||
            (part.size() > 1 && part.front() == '0')) {
            return false;
        }
        ++parts;
        if (dot + 1 == host.size()) {
            return false; // a dot at the end
        }
        host.remove_prefix(std::min(dot + 1, host.size()));
    }
    return parts == 4;
}

} // namespace

bool isServerId(std::string_view text)
{
    return !text.empty() && text.size() <= 12 && isLower(text.front()) &&
           std::ranges::all_of(text, [](char c) { return isLower(c) || isDigit(c) || c == '-'; });
}

bool isToolName(std::string_view text)
{
    constexpr std::size_t kMaxBytes = 256;
    return !text.empty() && text.size() <= kMaxBytes && isPrintable(text);
}

bool isSecretName(std::string_view text)
{
    return !text.empty() && text.size() <= 64 && std::ranges::all_of(text, [](char c) {
        return isAlphanumeric(c) || c == '.' || c == '_' || c == '-';
    });
}

bool isPrintable(std::string_view text)
{
    if (!isValidUtf8(text)) {
        return false;
    }
    while (!text.empty()) {
        if (misleads(nextCodePoint(text))) {
            return false;
        }
    }
    return true;
}

std::size_t countCharacters(std::string_view utf8)
{
    const auto starts = std::ranges::count_if(
        utf8, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
    return static_cast<std::size_t>(starts);
}

bool isLoopbackHost(std::string_view host)
{
    return host == "localhost" || host == "::1" || isIpv4Loopback(host);
}

std::string pointerToken(std::string_view name)
{
    std::string token;
    token.reserve(name.size());
    for (const char c : name) {
        if (c == '~') {
            token += "~0";
        } else if (c == '/') {
            token += "~1";
        } else {
            token += c;
        }
    }
    return token;
}

} // namespace portcullis::api
