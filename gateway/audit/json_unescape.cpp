#include "gateway/audit/json_unescape.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <span>

namespace portcullis::audit {

namespace {

constexpr std::size_t kCodeLength = 6; // of \uXXXX

bool isIn(std::uint32_t code, std::uint32_t first, std::uint32_t last)
{
    return first <= code && code <= last;
}

// The number in \uXXXX at the beginning of a text.
std::optional<std::uint32_t> codeAt(std::string_view text)
{
    if (text.size() < kCodeLength || !text.starts_with("\\u")) {
        return std::nullopt;
    }
    std::uint32_t code = 0;
    const char* const end = text.data() + kCodeLength;
    const auto read = std::from_chars(text.data() + 2, end, code, 16);
    return read.ec == std::errc() && read.ptr == end ? std::optional(code) : std::nullopt;
}

class Output
{
public:
    explicit Output(std::span<std::uint8_t> bytes)
        : m_bytes(bytes)
    {}

    void byte(std::uint32_t value) { m_bytes[m_size++] = static_cast<std::uint8_t>(value); }

    void utf8(std::uint32_t code)
    {
        if (code < 0x80) {
            byte(code);
        } else if (code < 0x800) {
            byte(0xC0 | code >> 6U);
            byte(0x80 | (code & 0x3FU));
        } else if (code < 0x10000) {
            byte(0xE0 | code >> 12U);
            byte(0x80 | (code >> 6U & 0x3FU));
            byte(0x80 | (code & 0x3FU));
        } else {
            byte(0xF0 | code >> 18U);
            byte(0x80 | (code >> 12U & 0x3FU));
            byte(0x80 | (code >> 6U & 0x3FU));
            byte(0x80 | (code & 0x3FU));
        }
    }

    [[nodiscard]] std::size_t size() const { return m_size; }

private:
    std::span<std::uint8_t> m_bytes;
    std::size_t m_size = 0;
};

// How much of the text, which begins with a backslash, was one escape; 0 when it is none.
std::size_t unescape(std::string_view text, Output& out)
{
    constexpr std::string_view kShort = "\"\\/bfnrt";
    constexpr std::string_view kMeaning = "\"\\/\b\f\n\r\t";
    if (const auto code = codeAt(text)) {
        const auto low = isIn(*code, 0xD800, 0xDBFF) ? codeAt(text.substr(kCodeLength))
                                                     : std::optional<std::uint32_t>();
        if (low && isIn(*low, 0xDC00, 0xDFFF)) {
            out.utf8(0x10000 + ((*code - 0xD800) << 10U) + (*low - 0xDC00));
            return 2 * kCodeLength;
        }
        out.utf8(*code);
        return kCodeLength;
    }
    const std::size_t place = text.size() < 2 ? kShort.npos : kShort.find(text[1]);
    if (place == kShort.npos) {
        return 0;
    }
    out.byte(static_cast<std::uint8_t>(kMeaning[place]));
    return 2;
}

} // namespace

std::optional<SecretBytes> withoutJsonEscapes(std::string_view text)
{
    if (text.find('\\') == std::string_view::npos) {
        return std::nullopt;
    }
    SecretBytes plain(text.size());
    Output out(plain.writable());
    bool changed = false;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t used = text[at] == '\\' ? unescape(text.substr(at), out) : 0;
        changed = changed || used > 0;
        if (used == 0) {
            out.byte(static_cast<std::uint8_t>(text[at]));
        }
        at += std::max<std::size_t>(used, 1);
    }
    return changed ? std::optional(SecretBytes(plain.bytes().first(out.size()))) : std::nullopt;
}

} // namespace portcullis::audit
