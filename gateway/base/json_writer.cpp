#include "gateway/base/json_writer.h"

#include <array>
#include <charconv>

namespace portcullis {

namespace {

bool needsEscape(char c)
{
    return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\';
}

void appendEscape(std::string& out, char c)
{
    switch (c) {
    case '"':
    case '\\':
        out.push_back('\\');
        out.push_back(c);
        return;
    case '\b':
        out += "\\b";
        return;
    case '\f':
        out += "\\f";
        return;
    case '\n':
        out += "\\n";
        return;
    case '\r':
        out += "\\r";
        return;
    case '\t':
        out += "\\t";
        return;
    default:
        constexpr std::string_view kHexDigits = "0123456789abcdef";
        const auto code = static_cast<unsigned char>(c);
        out += "\\u00";
        out.push_back(kHexDigits[code >> 4U]);
        out.push_back(kHexDigits[code & 0x0FU]);
    }
}

void appendQuoted(std::string& out, std::string_view text)
{
    out.push_back('"');
    std::size_t plainFrom = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (needsEscape(text[i])) {
            out.append(text.substr(plainFrom, i - plainFrom));
            appendEscape(out, text[i]);
            plainFrom = i + 1;
        }
    }
    out.append(text.substr(plainFrom));
    out.push_back('"');
}

} // namespace

JsonWriter& JsonWriter::beginObject()
{
    separate();
    m_out.push_back('{');
    m_needsComma = false;
    return *this;
}

JsonWriter& JsonWriter::endObject()
{
    m_out.push_back('}');
    m_needsComma = true;
    return *this;
}

JsonWriter& JsonWriter::beginArray()
{
    separate();
    m_out.push_back('[');
    m_needsComma = false;
    return *this;
}

JsonWriter& JsonWriter::endArray()
{
    m_out.push_back(']');
    m_needsComma = true;
    return *this;
}

JsonWriter& JsonWriter::key(std::string_view name)
{
    separate();
    appendQuoted(m_out, name);
    m_out.push_back(':');
    m_needsComma = false;
    return *this;
}

JsonWriter& JsonWriter::rawKey(std::string_view quotedName)
{
    separate();
    m_out.append(quotedName);
    m_out.push_back(':');
    m_needsComma = false;
    return *this;
}

JsonWriter& JsonWriter::string(std::string_view text)
{
    separate();
    appendQuoted(m_out, text);
    return *this;
}

JsonWriter& JsonWriter::integer(std::int64_t value)
{
    std::array<char, 24> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    return raw({digits.data(), static_cast<std::size_t>(end - digits.data())});
}

JsonWriter& JsonWriter::boolean(bool value)
{
    return raw(value ? "true" : "false");
}

JsonWriter& JsonWriter::null()
{
    return raw("null");
}

JsonWriter& JsonWriter::raw(std::string_view json)
{
    separate();
    m_out.append(json);
    return *this;
}

// Puts the comma before what comes next, and expects one before what comes after that.
void JsonWriter::separate()
{
    if (m_needsComma) {
        m_out.push_back(',');
    }
    m_needsComma = true;
}

std::string jsonQuote(std::string_view text)
{
    std::string quoted;
    quoted.reserve(text.size() + 2);
    appendQuoted(quoted, text);
    return quoted;
}

} // namespace portcullis
