#include "gateway/budget/tokens.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace portcullis::budget {

namespace {

// Thousandths of a token; fitted to the samples.
constexpr std::int64_t kWord = 806;
constexpr std::int64_t kLongLetter = 283;  // each byte of a word after the sixth
constexpr std::int64_t kAccent = 524;      // each letter of Latin or Greek beyond ASCII
constexpr std::int64_t kCapital = 189;     // each capital of a word after the first
constexpr std::int64_t kJoined = 599;      // a word right after a letter or a digit
constexpr std::int64_t kDigits = 951;      // each group of three
constexpr std::int64_t kMark = 727;        // one punctuation mark before a letter
constexpr std::int64_t kMarks = 899;       // two of a longer run
constexpr std::int64_t kSpace = 816;       // lines, indentation, a space before a digit
constexpr std::int64_t kWideLetter = 771;  // of three bytes or more: Chinese, Japanese, symbols
constexpr std::int64_t kOtherLetter = 296; // of two bytes: Cyrillic, Arabic, Hebrew
constexpr std::int64_t kShortWord = 6;

constexpr std::size_t kPieces = 16;
constexpr std::size_t kPiece = std::size_t{16} * 1024;

enum class Kind : std::uint8_t
{
    Mark,
    Lower,
    Upper,
    Digit,
    Space,
    Line,
    Accent,       // begins a letter of Latin or Greek
    Continuation, // of some letter
    Other,        // begins another letter of two bytes
    Wide          // begins one of three or four
};

constexpr Kind kindOf(unsigned char c)
{
    if (c >= 'a' && c <= 'z') {
        return Kind::Lower;
    }
    if (c >= 'A' && c <= 'Z') {
        return Kind::Upper;
    }
    if (c >= '0' && c <= '9') {
        return Kind::Digit;
    }
    if (c == ' ' || c == '\t') {
        return Kind::Space;
    }
    if (c == '\n' || c == '\r') {
        return Kind::Line;
    }
    if (c < 0x80) {
        return Kind::Mark;
    }
    if (c < 0xC0) {
        return Kind::Continuation;
    }
    if (c >= 0xE0) {
        return Kind::Wide;
    }
    return c >= 0xC3 && c < 0xD0 ? Kind::Accent : Kind::Other;
}

constexpr std::array<Kind, 256> kKinds = [] {
    std::array<Kind, 256> kinds{};
    for (std::size_t c = 0; c < kinds.size(); ++c) {
        kinds[c] = kindOf(static_cast<unsigned char>(c));
    }
    return kinds;
}();

// One walk over a text. Owner: estimateTokens, on its stack.
class Walk
{
public:
    explicit Walk(std::string_view text)
        : m_text(text)
    {}

    std::int64_t thousandths()
    {
        while (m_at < m_text.size()) {
            m_sum += step();
        }
        return m_sum;
    }

private:
    [[nodiscard]] Kind kind() const { return kKinds[static_cast<unsigned char>(m_text[m_at])]; }

    [[nodiscard]] bool is(Kind wanted) const { return m_at < m_text.size() && kind() == wanted; }

    std::int64_t run(Kind wanted)
    {
        const std::size_t begin = m_at;
        while (is(wanted)) {
            ++m_at;
        }
        return std::int64_t(m_at - begin);
    }

    std::int64_t step()
    {
        switch (kind()) {
        case Kind::Lower:
        case Kind::Upper:
        case Kind::Accent:
            return word();
        case Kind::Digit:
            return (run(Kind::Digit) + 2) / 3 * kDigits;
        case Kind::Mark:
            return marks();
        case Kind::Space:
            return run(Kind::Space) > 1 || is(Kind::Digit) ? kSpace : 0;
        case Kind::Line:
            run(Kind::Line);
            return kSpace;
        case Kind::Wide:
            return letter(kWideLetter);
        case Kind::Other:
        case Kind::Continuation: // of no letter: these bytes are not UTF-8
            break;
        }
        return letter(kOtherLetter);
    }

    std::int64_t word()
    {
        const std::size_t begin = m_at;
        const Kind before =
            begin == 0 ? Kind::Mark : kKinds[static_cast<unsigned char>(m_text[begin - 1])];
        const std::int64_t capitals = run(Kind::Upper);
        std::int64_t accents = 0;
        while (is(Kind::Lower) || is(Kind::Accent) || is(Kind::Continuation)) {
            accents += is(Kind::Accent) ? 1 : 0;
            ++m_at;
        }
        const bool joined = before == Kind::Lower || before == Kind::Upper || before == Kind::Digit;
        const std::int64_t rest = std::int64_t(m_at - begin) - kShortWord;
        return kWord + (joined ? kJoined : 0) + std::max<std::int64_t>(rest, 0) * kLongLetter +
               accents * kAccent + std::max<std::int64_t>(capitals - 1, 0) * kCapital;
    }

    std::int64_t marks()
    {
        const std::int64_t length = run(Kind::Mark);
        const bool beforeWord = is(Kind::Lower) || is(Kind::Upper);
        return length == 1 && beforeWord ? kMark : (length + 1) / 2 * kMarks;
    }

    std::int64_t letter(std::int64_t cost)
    {
        ++m_at;
        run(Kind::Continuation);
        return cost;
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    std::int64_t m_sum = 0;
};

} // namespace

std::int64_t estimateTokens(std::string_view text)
{
    if (text.empty()) {
        return 0;
    }
    std::int64_t thousandths = 0;
    if (text.size() <= kPieces * kPiece) {
        thousandths = Walk(text).thousandths();
    } else {
        const std::size_t apart = (text.size() - kPiece) / (kPieces - 1);
        for (std::size_t piece = 0; piece < kPieces; ++piece) {
            thousandths += Walk(text.substr(piece * apart, kPiece)).thousandths();
        }
        thousandths =
            std::int64_t(double(thousandths) * double(text.size()) / double(kPieces * kPiece));
    }
    return std::max<std::int64_t>(1, (thousandths + 500) / 1000);
}

} // namespace portcullis::budget
