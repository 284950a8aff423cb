#include "gateway/audit/canonical.h"

#include <algorithm>
#include <limits>
#include <string>

namespace portcullis::audit {

namespace {

// The reader has seen to it that the text is JSON, in UTF-8 and without repeated names. What is
// left is that every value could not have been written in another way, and that nothing stands
// between the values but one comma, colon or bracket: so where each begins is known.
[[nodiscard]] bool isCanonical(const JsonValue& value);

std::string_view withoutQuotes(std::string_view lexeme)
{
    return lexeme.substr(1, lexeme.size() - 2);
}

bool hasEscapes(std::string_view text)
{
    return text.find('\\') != std::string_view::npos;
}

// \u00 and two digits, for the controls that have no shorter form.
bool isControlEscape(std::string_view escape)
{
    constexpr std::string_view kDigits = "0123456789abcdef";
    const std::size_t high = kDigits.find(escape[4]);
    const std::size_t low = kDigits.find(escape[5]);
    if (!escape.starts_with("\\u00") || high > 1 || low == std::string_view::npos) {
        return false;
    }
    const auto byte = static_cast<char>(high * 16 + low);
    return std::string_view("\b\f\n\r\t").find(byte) == std::string_view::npos;
}

bool hasCanonicalEscapes(std::string_view text)
{
    constexpr std::size_t kUnicodeLength = 6;
    for (std::size_t at = text.find('\\'); at != std::string_view::npos; at = text.find('\\', at)) {
        const char letter = text[at + 1];
        if (letter == 'u' ? !isControlEscape(text.substr(at, kUnicodeLength))
                          : std::string_view("\"\\bfnrt").find(letter) == std::string_view::npos) {
            return false;
        }
        at += letter == 'u' ? kUnicodeLength : 2;
    }
    return true;
}

bool isCanonicalNumber(const JsonValue& value)
{
    const auto number = value.integer();
    return number && *number >= -kMaxInteger && *number <= kMaxInteger && value.raw() != "-0";
}

bool isPrintableAscii(std::string_view text)
{
    return std::ranges::all_of(text, [](char c) { return c >= 0x20 && c < 0x7F; });
}

// `name` is what stands between the quotes of the member's name.
bool isCanonicalName(const JsonValue& member, std::string_view name)
{
    return isPrintableAscii(name) &&
           (!hasEscapes(name) || (hasCanonicalEscapes(name) && isPrintableAscii(member.name())));
}

// Members in rising order of their names. Among ASCII names, byte order is the order of UTF-16
// units that RFC 8785 §3.2.3 asks for.
class Order
{
public:
    bool goesOn(const JsonValue& member, std::string_view name)
    {
        const bool isRising = !m_last || m_lastName < name;
        // An escaped quote or backslash stands for a byte that comes elsewhere in the order.
        const bool isPlain = !m_last || (!hasEscapes(name) && !hasEscapes(m_lastName));
        const bool good = isPlain ? isRising : m_last.name() < member.name();
        m_last = member;
        m_lastName = name;
        return good;
    }

private:
    JsonValue m_last;
    std::string_view m_lastName;
};

bool hasCanonicalChildren(const JsonValue& parent)
{
    const bool isObject = parent.isObject();
    std::size_t at = parent.offset(); // of the bracket or the comma
    Order order;
    for (JsonValue child = parent.first(); child; child = child.next()) {
        ++at;
        if (isObject) {
            const std::string_view quoted = child.rawName();
            const std::string_view name = withoutQuotes(quoted);
            at += quoted.size() + 1;
            if (!isCanonicalName(child, name) || !order.goesOn(child, name)) {
                return false;
            }
        }
        if (child.offset() != at || !isCanonical(child)) {
            return false;
        }
        at += child.raw().size();
    }
    const std::size_t brackets = parent.size() == 0 ? 2 : 1;
    return at + brackets == parent.offset() + parent.raw().size();
}

bool isCanonical(const JsonValue& value)
{
    switch (value.kind()) {
    case JsonKind::Object:
    case JsonKind::Array:
        return hasCanonicalChildren(value);
    case JsonKind::String:
        return hasCanonicalEscapes(withoutQuotes(value.raw()));
    case JsonKind::Number:
        return isCanonicalNumber(value);
    case JsonKind::True:
    case JsonKind::False:
        return true;
    case JsonKind::Null:
        break;
    }
    return false;
}

} // namespace

Result<JsonDocument> parseCanonical(std::string_view line)
{
    // A line may have as many members as there is room for.
    const JsonLimits limits{line.size(), kMaxDepth, std::numeric_limits<std::uint32_t>::max()};
    auto document = JsonDocument::parse(std::string(line), limits);
    const bool isGood = document && document->root().isObject() &&
                        document->root().raw().size() == document->text().size() &&
                        isCanonical(document->root());
    if (!isGood) {
        return fail(ErrorCode::ProtocolError,
                    "the text is not canonical JSON; FORMAT.md describes the form");
    }
    return document;
}

} // namespace portcullis::audit
