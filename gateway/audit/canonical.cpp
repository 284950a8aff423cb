#include "gateway/audit/canonical.h"

#include "gateway/audit/hashing.h"
#include "gateway/base/encoding.h"
#include "gateway/base/json_plain.h"
#include "gateway/base/utf8.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <charconv>

namespace portcullis::audit {

namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD"; // U+FFFD
constexpr std::string_view kEllipsis = "\xE2\x80\xA6";

// RFC 8785 §3.2.2.2: the short escapes where JSON has them, \u00xx for the other controls, nothing
// else.
void appendEscaped(std::string& out, char c)
{
    constexpr std::string_view kDigits = "0123456789abcdef";
    switch (c) {
    case '"':
        out += "\\\"";
        break;
    case '\\':
        out += "\\\\";
        break;
    case '\b':
        out += "\\b";
        break;
    case '\f':
        out += "\\f";
        break;
    case '\n':
        out += "\\n";
        break;
    case '\r':
        out += "\\r";
        break;
    case '\t':
        out += "\\t";
        break;
    default: {
        const auto byte = static_cast<std::uint8_t>(c);
        out += "\\u00";
        out.push_back(kDigits[byte >> 4U]);
        out.push_back(kDigits[byte & 0x0FU]);
    }
    }
}

// Appends what stands at `at` when it is not plain; returns how many bytes of the text that was.
std::size_t appendSpecial(std::string& out, const char* at, const char* end)
{
    if (static_cast<std::uint8_t>(*at) < 0x80) {
        appendEscaped(out, *at);
        return 1;
    }
    const std::size_t length = utf8::sequenceLength(at, end);
    if (length == 0) {
        out += kReplacement;
        return 1;
    }
    out.append(at, length);
    return length;
}

} // namespace

void CanonicalWriter::clear()
{
    m_out.clear();
    m_depth = 0;
    m_needsComma = false;
}

void CanonicalWriter::separate()
{
    if (m_needsComma) {
        m_out.push_back(',');
    }
    m_needsComma = true;
}

void CanonicalWriter::open(char bracket)
{
    assert(m_depth < kMaxDepth);
    separate();
    m_out.push_back(bracket);
    m_lastName[m_depth++] = {};
    m_needsComma = false;
}

void CanonicalWriter::close(char bracket)
{
    assert(m_depth > 0);
    --m_depth;
    m_out.push_back(bracket);
    m_needsComma = true;
}

CanonicalWriter& CanonicalWriter::beginObject()
{
    open('{');
    return *this;
}

CanonicalWriter& CanonicalWriter::endObject()
{
    close('}');
    return *this;
}

CanonicalWriter& CanonicalWriter::beginArray()
{
    open('[');
    return *this;
}

CanonicalWriter& CanonicalWriter::endArray()
{
    close(']');
    return *this;
}

CanonicalWriter& CanonicalWriter::raw(std::string_view json)
{
    separate();
    m_out += json;
    return *this;
}

CanonicalWriter& CanonicalWriter::key(std::string_view name)
{
    assert(m_depth > 0 && name > m_lastName[m_depth - 1]);
    m_lastName[m_depth - 1] = name;
    string(name);
    m_out.push_back(':');
    m_needsComma = false;
    return *this;
}

CanonicalWriter& CanonicalWriter::string(std::string_view text)
{
    separate();
    m_out.push_back('"');
    const char* at = text.data();
    const char* const end = at + text.size();
    while (at != end) {
        const char* const special = skipPlain(at, end);
        m_out.append(at, special);
        at = special;
        if (at != end) {
            at += appendSpecial(m_out, at, end);
        }
    }
    m_out.push_back('"');
    return *this;
}

CanonicalWriter& CanonicalWriter::integer(std::int64_t value)
{
    separate();
    std::array<char, 24> digits{};
    const auto end = std::to_chars(
        digits.data(), digits.data() + digits.size(), std::clamp(value, -kMaxInteger, kMaxInteger));
    m_out.append(digits.data(), end.ptr);
    return *this;
}

CanonicalWriter& CanonicalWriter::boolean(bool value)
{
    separate();
    m_out += value ? "true" : "false";
    return *this;
}

CanonicalWriter& CanonicalWriter::hex(std::string_view bytes)
{
    separate();
    m_out.push_back('"');
    appendHex(m_out, asBytes(bytes));
    m_out.push_back('"');
    return *this;
}

std::string cleanText(std::string_view text, std::size_t limit)
{
    std::string out;
    const char* at = text.data();
    const char* const end = at + text.size();
    while (at != end && out.size() <= limit) {
        const bool ascii = static_cast<std::uint8_t>(*at) < 0x80;
        const std::size_t length = ascii ? 1 : utf8::sequenceLength(at, end);
        out += length == 0 ? kReplacement : std::string_view(at, length);
        at += std::max<std::size_t>(length, 1);
    }
    if (out.size() <= limit) {
        return out;
    }
    std::size_t keep = limit - std::min(limit, kEllipsis.size());
    while (keep > 0 && (static_cast<std::uint8_t>(out[keep]) & 0xC0U) == 0x80U) {
        --keep; // not inside a character
    }
    out.resize(keep);
    return out.append(kEllipsis);
}

} // namespace portcullis::audit
