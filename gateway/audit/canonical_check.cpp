#include "gateway/audit/canonical.h"
#include "gateway/base/utf8.h"

namespace portcullis::audit {

namespace {

// Reads one canonical text and stops at the first byte that could have been written differently.
class Checker
{
public:
    explicit Checker(std::string_view text)
        : m_text(text)
    {}

    [[nodiscard]] bool object(std::size_t depth);

    [[nodiscard]] bool atEnd() const { return m_at == m_text.size(); }

    [[nodiscard]] std::size_t position() const { return m_at; }

private:
    [[nodiscard]] bool take(char c);
    [[nodiscard]] bool take(std::string_view word);
    [[nodiscard]] bool value(std::size_t depth);
    [[nodiscard]] bool array(std::size_t depth);
    [[nodiscard]] bool integer();
    [[nodiscard]] bool string(std::string& content);
    [[nodiscard]] bool plain(std::string& content);
    [[nodiscard]] bool escape(std::string& content);
    [[nodiscard]] bool controlEscape(std::string& content);

    std::string_view m_text;
    std::size_t m_at = 0;
};

bool Checker::take(char c)
{
    if (atEnd() || m_text[m_at] != c) {
        return false;
    }
    ++m_at;
    return true;
}

bool Checker::take(std::string_view word)
{
    if (!m_text.substr(m_at).starts_with(word)) {
        return false;
    }
    m_at += word.size();
    return true;
}

bool Checker::object(std::size_t depth)
{
    if (depth >= kMaxDepth || !take('{')) {
        return false;
    }
    if (take('}')) {
        return true;
    }
    std::string last;
    bool first = true;
    do {
        std::string name;
        const std::size_t start = m_at;
        if (!string(name)) {
            return false;
        }
        // Rising names also exclude duplicates. Among ASCII names, byte order is the order of
        // UTF-16 units that RFC 8785 §3.2.3 asks for.
        bool ascii = true;
        for (const char c : name) {
            ascii = ascii && c >= 0x20 && c < 0x7F;
        }
        if (!ascii || (!first && name <= last)) {
            m_at = start;
            return false;
        }
        if (!take(':') || !value(depth + 1)) {
            return false;
        }
        last = std::move(name);
        first = false;
    } while (take(','));
    return take('}');
}

bool Checker::array(std::size_t depth)
{
    if (depth >= kMaxDepth || !take('[')) {
        return false;
    }
    if (take(']')) {
        return true;
    }
    do {
        if (!value(depth + 1)) {
            return false;
        }
    } while (take(','));
    return take(']');
}

bool Checker::value(std::size_t depth)
{
    if (atEnd()) {
        return false;
    }
    switch (m_text[m_at]) {
    case '{':
        return object(depth);
    case '[':
        return array(depth);
    case 't':
        return take("true");
    case 'f':
        return take("false");
    case '"': {
        std::string ignored;
        return string(ignored);
    }
    default:
        return integer();
    }
}

bool Checker::integer()
{
    const std::size_t start = m_at;
    const bool negative = take('-');
    const std::size_t digits = m_at;
    std::int64_t value = 0;
    while (!atEnd() && m_text[m_at] >= '0' && m_text[m_at] <= '9' && value <= kMaxInteger) {
        value = value * 10 + (m_text[m_at] - '0');
        ++m_at;
    }
    const bool leadingZero = m_text.substr(digits, 1) == "0" && (m_at - digits > 1 || negative);
    if (m_at == digits || value > kMaxInteger || leadingZero) {
        m_at = start;
        return false;
    }
    return true;
}

// Plain characters are most of all texts, and are taken a run at a time.
bool Checker::plain(std::string& content)
{
    const std::size_t start = m_at;
    const char* const end = m_text.data() + m_text.size();
    while (!atEnd() && m_text[m_at] != '"' && m_text[m_at] != '\\') {
        const auto byte = static_cast<std::uint8_t>(m_text[m_at]);
        const std::size_t length =
            byte < 0x80 ? 1 : utf8::sequenceLength(m_text.data() + m_at, end);
        if (length == 0 || byte < 0x20) {
            return false;
        }
        m_at += length;
    }
    content.append(m_text, start, m_at - start);
    return true;
}

bool Checker::string(std::string& content)
{
    if (!take('"')) {
        return false;
    }
    while (plain(content)) {
        if (take('"')) {
            return true;
        }
        if (atEnd() || !escape(content)) {
            return false;
        }
    }
    return false;
}

bool Checker::escape(std::string& content)
{
    constexpr std::string_view kLetters = "\"\\bfnrt";
    constexpr std::string_view kMeanings = "\"\\\b\f\n\r\t";
    const std::string_view rest = m_text.substr(m_at);
    if (rest.size() < 2) {
        return false;
    }
    const std::size_t letter = kLetters.find(rest[1]);
    if (letter == std::string_view::npos) {
        return controlEscape(content);
    }
    content.push_back(kMeanings[letter]);
    m_at += 2;
    return true;
}

bool Checker::controlEscape(std::string& content)
{
    constexpr std::string_view kDigits = "0123456789abcdef";
    const std::string_view rest = m_text.substr(m_at);
    if (!rest.starts_with("\\u00") || rest.size() < 6) {
        return false;
    }
    const std::size_t high = kDigits.find(rest[4]);
    const std::size_t low = kDigits.find(rest[5]);
    if (high > 1 || low == std::string_view::npos) {
        return false;
    }
    const auto byte = static_cast<char>(high * 16 + low);
    if (std::string_view("\b\f\n\r\t").find(byte) != std::string_view::npos) {
        return false; // these have a shorter form
    }
    content.push_back(byte);
    m_at += 6;
    return true;
}

} // namespace

Result<> checkCanonical(std::string_view line)
{
    Checker checker(line);
    if (!checker.object(0) || !checker.atEnd()) {
        return fail(ErrorCode::ProtocolError,
                    "the text is not canonical JSON at byte " + std::to_string(checker.position()) +
                        "; FORMAT.md describes the form");
    }
    return {};
}

} // namespace portcullis::audit
