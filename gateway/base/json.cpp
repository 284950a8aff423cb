#include "gateway/base/json.h"

#include "gateway/base/json_escapes.h"
#include "gateway/base/json_scanner.h"

#include <charconv>
#include <limits>
#include <new>
#include <system_error>

namespace portcullis {

namespace {

std::string unescaped(std::string_view body)
{
    std::string text;
    text.reserve(body.size());
    appendUnescaped(text, body);
    return text;
}

// A string lexeme without its quotes.
std::string_view bodyOf(std::string_view quoted)
{
    return quoted.substr(1, quoted.size() - 2);
}

} // namespace

Result<JsonDocument> JsonDocument::parse(std::string text, const JsonLimits& limits)
{
    // Positions are 32 bits wide.
    if (text.size() > limits.bytes || text.size() >= std::numeric_limits<std::uint32_t>::max()) {
        return fail(ErrorCode::ResourceExhausted,
                    "The JSON text has " + std::to_string(text.size()) + " bytes; at most " +
                        std::to_string(limits.bytes) + " are accepted.");
    }
    try {
        JsonDocument document;
        document.m_text = std::move(text);
        JsonScanner scanner(document, limits);
        if (!scanner.run()) {
            return fail(scanner.error());
        }
        return document;
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::ResourceExhausted,
                    "There is not enough memory to read the JSON text.");
    }
}

Result<std::shared_ptr<const JsonDocument>> JsonDocument::parseShared(std::string text,
                                                                      const JsonLimits& limits)
{
    auto document = parse(std::move(text), limits);
    if (!document) {
        return fail(std::move(document.error()));
    }
    return std::make_shared<const JsonDocument>(std::move(*document));
}

JsonKind JsonValue::kind() const
{
    return exists() ? m_document->node(m_node).kind : JsonKind::Null;
}

bool JsonValue::isBool() const
{
    return exists() && (kind() == JsonKind::True || kind() == JsonKind::False);
}

std::string_view JsonValue::raw() const
{
    if (!exists()) {
        return {};
    }
    const auto& own = m_document->node(m_node);
    return std::string_view(m_document->m_text).substr(own.begin, own.end - own.begin);
}

std::size_t JsonValue::offset() const
{
    return exists() ? m_document->node(m_node).begin : 0;
}

std::string JsonValue::string() const
{
    if (!isString()) {
        return {};
    }
    const std::string_view body = bodyOf(raw());
    return m_document->node(m_node).escaped ? unescaped(body) : std::string(body);
}

bool JsonValue::stringEquals(std::string_view text) const
{
    if (!isString()) {
        return false;
    }
    const std::string_view body = bodyOf(raw());
    return m_document->node(m_node).escaped ? unescaped(body) == text : body == text;
}

std::optional<std::int64_t> JsonValue::integer() const
{
    if (!isNumber()) {
        return std::nullopt;
    }
    const std::string_view lexeme = raw();
    const char* const end = lexeme.data() + lexeme.size();
    std::int64_t value = 0;
    const auto [stop, error] = std::from_chars(lexeme.data(), end, value);
    if (error != std::errc() || stop != end) {
        return std::nullopt;
    }
    return value;
}

std::optional<double> JsonValue::number() const
{
    if (!isNumber()) {
        return std::nullopt;
    }
    const std::string_view lexeme = raw();
    double value = 0;
    const auto [stop, error] = std::from_chars(lexeme.data(), lexeme.data() + lexeme.size(), value);
    if (error != std::errc()) {
        return std::nullopt;
    }
    return value;
}

std::size_t JsonValue::size() const
{
    return exists() ? m_document->node(m_node).count : 0;
}

JsonValue JsonValue::operator[](std::string_view name) const
{
    if (!isObject()) {
        return {};
    }
    const std::string_view text = m_document->m_text;
    std::uint32_t index = size() == 0 ? 0 : m_node + 1;
    while (index != 0) {
        const auto& member = m_document->node(index);
        const std::string_view body =
            bodyOf(text.substr(member.nameBegin, member.nameEnd - member.nameBegin));
        if (member.nameEscaped ? unescaped(body) == name : body == name) {
            return {m_document, index};
        }
        index = member.next;
    }
    return {};
}

JsonValue JsonValue::first() const
{
    return size() == 0 ? JsonValue() : JsonValue(m_document, m_node + 1);
}

JsonValue JsonValue::next() const
{
    if (!exists() || m_document->node(m_node).next == 0) {
        return {};
    }
    return {m_document, m_document->node(m_node).next};
}

std::string JsonValue::name() const
{
    const std::string_view quoted = rawName();
    if (quoted.empty()) {
        return {};
    }
    return m_document->node(m_node).nameEscaped ? unescaped(bodyOf(quoted))
                                                : std::string(bodyOf(quoted));
}

std::string_view JsonValue::rawName() const
{
    if (!exists()) {
        return {};
    }
    const auto& own = m_document->node(m_node);
    return std::string_view(m_document->m_text).substr(own.nameBegin, own.nameEnd - own.nameBegin);
}

} // namespace portcullis
