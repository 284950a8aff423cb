#include "gateway/base/json_scanner.h"

#include "gateway/base/json_plain.h"
#include "gateway/base/utf8.h"

#include <algorithm>
#include <cstring>

namespace portcullis {

namespace {

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isHexDigit(char c)
{
    const char lower = static_cast<char>(c | 0x20);
    return isDigit(c) || (lower >= 'a' && lower <= 'f');
}

} // namespace

JsonScanner::JsonScanner(JsonDocument& document, const JsonLimits& limits)
    : m_nodes(document.m_nodes)
    , m_limits(limits)
    , m_begin(document.m_text.data())
    , m_end(m_begin + document.m_text.size())
    , m_at(m_begin)
{}

bool JsonScanner::run()
{
    // Real messages have a value every dozen bytes or more; beyond a page or so growing costs less
    // than memory that a text of one long string never uses.
    constexpr std::size_t kMostReserved = 4096;
    m_nodes.reserve(std::min(static_cast<std::size_t>(m_end - m_begin) / 12 + 8, kMostReserved));
    skipSpace();
    Step step = value();
    while (step == Step::Value || step == Step::AfterValue) {
        step = step == Step::Value ? value() : afterValue();
    }
    return step == Step::Done;
}

JsonScanner::Step JsonScanner::value()
{
    switch (*m_at) {
    case '"':
        return stringValue();
    case '{':
        return open(JsonKind::Object);
    case '[':
        return open(JsonKind::Array);
    case 't':
        return literal("true", JsonKind::True);
    case 'f':
        return literal("false", JsonKind::False);
    case 'n':
        return literal("null", JsonKind::Null);
    default:
        return number();
    }
}

JsonScanner::Step JsonScanner::afterValue()
{
    skipSpace();
    if (m_open.empty()) {
        return m_at == m_end ? Step::Done : failAt(m_at, "the end of the text");
    }
    const bool inObject = m_nodes[m_open.back().node].kind == JsonKind::Object;
    if (*m_at == ',') {
        ++m_at;
        skipSpace();
        return inObject ? memberName() : Step::Value;
    }
    if (*m_at == (inObject ? '}' : ']')) {
        return close();
    }
    return failAt(m_at, inObject ? "a comma or }" : "a comma or ]");
}

JsonScanner::Step JsonScanner::open(JsonKind kind)
{
    if (m_open.size() >= m_limits.depth) {
        return failLimit("nests arrays and objects deeper than " + std::to_string(m_limits.depth) +
                         " levels");
    }
    const auto node = static_cast<std::uint32_t>(m_nodes.size());
    if (!addNode(kind)) {
        return Step::Failed;
    }
    m_open.push_back({node, 0});
    ++m_at;
    skipSpace();
    if (*m_at == (kind == JsonKind::Object ? '}' : ']')) {
        return close();
    }
    return kind == JsonKind::Object ? memberName() : Step::Value;
}

JsonScanner::Step JsonScanner::close()
{
    ++m_at;
    const std::uint32_t node = m_open.back().node;
    m_open.pop_back();
    endNode(node);
    if (m_nodes[node].kind == JsonKind::Object && m_nodes[node].count > 1 &&
        !hasUniqueNames(node + 1)) {
        return Step::Failed;
    }
    return Step::AfterValue;
}

JsonScanner::Step JsonScanner::memberName()
{
    if (*m_at != '"') {
        return failAt(m_at, "a member name in quotes");
    }
    m_nameBegin = position();
    m_nameEscaped = false;
    if (!stringBody(m_nameEscaped)) {
        return Step::Failed;
    }
    m_nameEnd = position();
    skipSpace();
    if (*m_at != ':') {
        return failAt(m_at, "a colon");
    }
    ++m_at;
    skipSpace();
    return Step::Value;
}

JsonScanner::Step JsonScanner::stringValue()
{
    const auto node = static_cast<std::uint32_t>(m_nodes.size());
    if (!addNode(JsonKind::String)) {
        return Step::Failed;
    }
    bool escaped = false;
    if (!stringBody(escaped)) {
        return Step::Failed;
    }
    m_nodes[node].escaped = escaped;
    endNode(node);
    return Step::AfterValue;
}

// RFC 8259 §6. Checks the lexeme and converts nothing: its size is the reader's business.
JsonScanner::Step JsonScanner::number()
{
    const auto node = static_cast<std::uint32_t>(m_nodes.size());
    if (*m_at != '-' && !isDigit(*m_at)) {
        return failAt(m_at, "a value");
    }
    if (!addNode(JsonKind::Number)) {
        return Step::Failed;
    }
    if (*m_at == '-') {
        ++m_at;
    }
    if (*m_at == '0') {
        ++m_at;
    } else if (!digits()) {
        return Step::Failed;
    }
    if (isDigit(*m_at)) {
        return failAt(m_at, "no digit after a leading zero");
    }
    if (*m_at == '.') {
        ++m_at;
        if (!digits()) {
            return Step::Failed;
        }
    }
    if (*m_at == 'e' || *m_at == 'E') {
        ++m_at;
        if (*m_at == '+' || *m_at == '-') {
            ++m_at;
        }
        if (!digits()) {
            return Step::Failed;
        }
    }
    endNode(node);
    return Step::AfterValue;
}

JsonScanner::Step JsonScanner::literal(std::string_view word, JsonKind kind)
{
    const auto node = static_cast<std::uint32_t>(m_nodes.size());
    if (!std::string_view(m_at, static_cast<std::size_t>(m_end - m_at)).starts_with(word)) {
        return failAt(m_at, "a value");
    }
    if (!addNode(kind)) {
        return Step::Failed;
    }
    m_at += word.size();
    endNode(node);
    return Step::AfterValue;
}

// From the opening quote to behind the closing one.
bool JsonScanner::stringBody(bool& escaped)
{
    ++m_at;
    for (;;) {
        m_at = skipPlain(m_at, m_end);
        const auto byte = static_cast<std::uint8_t>(*m_at);
        if (byte == '"') {
            ++m_at;
            return true;
        }
        if (byte == '\\') {
            escaped = true;
            if (!escape()) {
                return false;
            }
        } else if (byte >= 0x80) {
            do {
                const std::size_t length = utf8::sequenceLength(m_at, m_end);
                if (length == 0) {
                    failAt(m_at, "well-formed UTF-8");
                    return false;
                }
                m_at += length;
            } while (static_cast<std::uint8_t>(*m_at) >= 0x80);
        } else {
            failAt(m_at, m_at == m_end ? "a closing quote" : "control characters to be escaped");
            return false;
        }
    }
}

bool JsonScanner::escape()
{
    const char* const start = m_at;
    const char letter = m_at[1]; // at worst the NUL behind the text
    if (letter == 'u') {
        for (m_at += 2; m_at != start + 6; ++m_at) {
            if (!isHexDigit(*m_at)) {
                failAt(m_at, "four hexadecimal digits after \\u");
                return false;
            }
        }
        return true;
    }
    if (letter == '\0' || std::strchr("\"\\/bfnrt", letter) == nullptr) {
        failAt(start, "one of the escapes \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u");
        return false;
    }
    m_at += 2;
    return true;
}

bool JsonScanner::digits()
{
    if (!isDigit(*m_at)) {
        failAt(m_at, "a digit");
        return false;
    }
    while (isDigit(*m_at)) {
        ++m_at;
    }
    return true;
}

void JsonScanner::skipSpace()
{
    while (*m_at == ' ' || *m_at == '\n' || *m_at == '\r' || *m_at == '\t') {
        ++m_at;
    }
}

// Adds the value that begins here to its parent and takes over the pending member name.
bool JsonScanner::addNode(JsonKind kind)
{
    const auto node = static_cast<std::uint32_t>(m_nodes.size());
    Node& added = m_nodes.emplace_back();
    added.begin = position();
    added.kind = kind;
    if (m_open.empty()) {
        return true;
    }
    Frame& frame = m_open.back();
    Node& parent = m_nodes[frame.node];
    if (parent.count >= m_limits.members) {
        failLimit("has more than " + std::to_string(m_limits.members) +
                  " members in one array or object");
        return false;
    }
    ++parent.count;
    if (parent.kind == JsonKind::Object) {
        added.nameBegin = m_nameBegin;
        added.nameEnd = m_nameEnd;
        added.nameEscaped = m_nameEscaped;
    }
    if (frame.lastChild != 0) {
        m_nodes[frame.lastChild].next = node;
    }
    frame.lastChild = node;
    return true;
}

bool JsonScanner::hasUniqueNames(std::uint32_t firstChild)
{
    std::size_t members = 0;
    std::size_t escapedBytes = 0;
    for (std::uint32_t child = firstChild; child != 0; child = m_nodes[child].next) {
        const Node& node = m_nodes[child];
        ++members;
        escapedBytes += node.nameEscaped ? node.nameEnd - node.nameBegin : 0;
    }
    m_names.start(members, escapedBytes);
    for (std::uint32_t child = firstChild; child != 0; child = m_nodes[child].next) {
        const Node& node = m_nodes[child];
        const std::string_view body(m_begin + node.nameBegin + 1,
                                    node.nameEnd - node.nameBegin - 2);
        m_names.add(body, node.nameEscaped, node.nameBegin);
    }
    const std::uint32_t repeated = m_names.repeatedName();
    if (repeated == JsonNames::kNone) {
        return true;
    }
    failAt(m_begin + repeated, "a name that the object does not have yet");
    return false;
}

JsonScanner::Step JsonScanner::failAt(const char* at, std::string_view expectation)
{
    const bool atEnd = at == m_end;
    m_error.code = ErrorCode::ProtocolError;
    m_error.message = "The text is not valid JSON at byte " + std::to_string(at - m_begin) +
                      (atEnd ? ", its end: expected " : ": expected ");
    m_error.message.append(expectation).append(".");
    return Step::Failed;
}

JsonScanner::Step JsonScanner::failLimit(const std::string& what)
{
    m_error.code = ErrorCode::ResourceExhausted;
    m_error.message = "The JSON text " + what + " (at byte " + std::to_string(position()) + ").";
    return Step::Failed;
}

} // namespace portcullis
