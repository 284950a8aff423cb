#include "gateway/base/json_escapes.h"

#include <cstdint>

namespace portcullis {

namespace {

constexpr std::uint32_t kReplacement = 0xFFFD;

std::uint32_t hexValue(char digit)
{
    if (digit <= '9') {
        return static_cast<std::uint32_t>(digit - '0');
    }
    return static_cast<std::uint32_t>((digit | 0x20) - 'a' + 10);
}

// The four digits of a \uXXXX whose backslash stands at `at`.
std::uint32_t codeUnit(std::string_view body, std::size_t at)
{
    std::uint32_t unit = 0;
    for (std::size_t i = at + 2; i < at + 6; ++i) {
        unit = unit * 16 + hexValue(body[i]);
    }
    return unit;
}

bool isHighSurrogate(std::uint32_t unit)
{
    return unit >= 0xD800 && unit < 0xDC00;
}

bool isLowSurrogate(std::uint32_t unit)
{
    return unit >= 0xDC00 && unit < 0xE000;
}

void appendUtf8(std::string& out, std::uint32_t code)
{
    const auto put = [&out](std::uint32_t byte) { out.push_back(static_cast<char>(byte)); };
    if (code < 0x80) {
        put(code);
        return;
    }
    if (code < 0x800) {
        put(0xC0U | (code >> 6U));
    } else {
        if (code < 0x10000) {
            put(0xE0U | (code >> 12U));
        } else {
            put(0xF0U | (code >> 18U));
            put(0x80U | ((code >> 12U) & 0x3FU));
        }
        put(0x80U | ((code >> 6U) & 0x3FU));
    }
    put(0x80U | (code & 0x3FU));
}

// Appends what the \u escape at `at` stands for and returns the position after it.
std::size_t appendUnicodeEscape(std::string& out, std::string_view body, std::size_t at)
{
    constexpr std::size_t kLength = 6;
    const std::uint32_t unit = codeUnit(body, at);
    std::size_t next = at + kLength;
    std::uint32_t code = unit;
    if (isHighSurrogate(unit)) {
        code = kReplacement;
        if (body.substr(next).starts_with("\\u")) {
            const std::uint32_t low = codeUnit(body, next);
            if (isLowSurrogate(low)) {
                code = 0x10000U + ((unit - 0xD800U) << 10U) + (low - 0xDC00U);
                next += kLength;
            }
        }
    } else if (isLowSurrogate(unit)) {
        code = kReplacement;
    }
    appendUtf8(out, code);
    return next;
}

char simpleEscape(char letter)
{
    switch (letter) {
    case 'b':
        return '\b';
    case 'f':
        return '\f';
    case 'n':
        return '\n';
    case 'r':
        return '\r';
    case 't':
        return '\t';
    default:
        return letter; // quote, backslash, slash
    }
}

} // namespace

void appendUnescaped(std::string& out, std::string_view body)
{
    std::size_t at = 0;
    while (at < body.size()) {
        const std::size_t backslash = body.find('\\', at);
        if (backslash == std::string_view::npos) {
            out.append(body.substr(at));
            return;
        }
        out.append(body.substr(at, backslash - at));
        if (body[backslash + 1] == 'u') {
            at = appendUnicodeEscape(out, body, backslash);
        } else {
            out.push_back(simpleEscape(body[backslash + 1]));
            at = backslash + 2;
        }
    }
}

} // namespace portcullis
