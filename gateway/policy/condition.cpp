#include "gateway/policy/condition.h"

#include "gateway/api/argument_forms.h"
#include "gateway/base/ascii.h"

#include <algorithm>
#include <utility>

namespace portcullis::policy {

namespace {

using api::ConditionKind;

constexpr std::string_view kUri = "uri";

[[nodiscard]] Holding heldIf(bool holds)
{
    return holds ? Holding::Held : Holding::NotHeld;
}

// Letters of a name that readers of JSON without regard to case take for the same.
[[nodiscard]] std::string folded(std::string_view name)
{
    constexpr std::string_view kKelvin = "\u212A";
    constexpr std::string_view kLongS = "\u017F";
    std::string text;
    while (!name.empty()) {
        if (name.starts_with(kKelvin)) {
            text += 'k';
            name.remove_prefix(kKelvin.size());
        } else if (name.starts_with(kLongS)) {
            text += 's';
            name.remove_prefix(kLongS.size());
        } else {
            text += asciiLower(name.front());
            name.remove_prefix(1);
        }
    }
    return text;
}

// Can these two names be one and the same to some reader? Cheap for names of other lengths.
[[nodiscard]] bool foldsTo(std::string_view name, std::string_view wanted)
{
    if (name.size() < wanted.size()) {
        return false;
    }
    const bool ascii =
        std::ranges::all_of(name, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    if (ascii && name.size() != wanted.size()) {
        return false;
    }
    return folded(name) == folded(wanted);
}

[[nodiscard]] std::string_view withoutQuotes(std::string_view raw)
{
    return raw.size() < 2 ? std::string_view() : raw.substr(1, raw.size() - 2);
}

// The member of this name, unless another one differs only in case: servers that read names without
// regard to it would take whichever comes last.
[[nodiscard]] JsonValue memberOf(JsonValue object, std::string_view name)
{
    if (object.size() > kMaxArgumentMembers) {
        return {};
    }
    JsonValue found;
    for (JsonValue member = object.first(); member.exists(); member = member.next()) {
        const std::string_view raw = withoutQuotes(member.rawName());
        const bool escaped = raw.find('\\') != std::string_view::npos;
        const std::string own = escaped ? member.name() : std::string();
        const std::string_view plain = escaped ? std::string_view(own) : raw;
        if (!foldsTo(plain, name)) {
            continue;
        }
        if (plain != name || found.exists()) {
            return {};
        }
        found = member;
    }
    return found;
}

[[nodiscard]] JsonValue elementOf(JsonValue array, std::string_view index)
{
    const bool number = !index.empty() && index.size() <= 4 &&
                        std::ranges::all_of(index, [](char c) { return c >= '0' && c <= '9'; }) &&
                        (index == "0" || index.front() != '0');
    if (!number) {
        return {};
    }
    JsonValue element = array.first();
    for (std::size_t left = std::stoul(std::string(index)); left > 0 && element.exists(); --left) {
        element = element.next();
    }
    return element;
}

[[nodiscard]] JsonValue goDown(JsonValue value, const std::vector<std::string>& path)
{
    for (const std::string& step : path) {
        value = value.isArray() ? elementOf(value, step)
                                : (value.isObject() ? memberOf(value, step) : JsonValue());
    }
    return value;
}

// The text of a string. Halves of surrogate pairs are read differently by different servers.
[[nodiscard]] std::optional<std::string> textOf(JsonValue value)
{
    const std::string_view raw = value.raw();
    if (!value.isString() || raw.size() > kMaxArgumentText) {
        return std::nullopt;
    }
    if (raw.find('\\') == std::string_view::npos) {
        return std::string(withoutQuotes(raw));
    }
    std::string text = value.string();
    const bool halved = text.find("\uFFFD") != std::string::npos &&
                        asciiLower(raw).find("\\ud") != std::string::npos;
    return halved ? std::nullopt : std::optional(std::move(text));
}

[[nodiscard]] bool isHostOf(std::string_view host, std::string_view pattern)
{
    if (!pattern.starts_with("*.")) {
        return host == pattern;
    }
    const std::string_view end = pattern.substr(1);
    return host.size() > end.size() && host.ends_with(end);
}

} // namespace

Condition::Condition(api::Condition condition)
    : m_source(std::move(condition))
{
    if (api::conditionProblem(m_source)) {
        return;
    }
    m_path = api::argumentPath(m_source.argument).value_or(std::vector<std::string>());
    if (m_source.kind == ConditionKind::Equals || m_source.kind == ConditionKind::OneOf) {
        for (const std::string& operand : m_source.operands) {
            const auto document = JsonDocument::parse(operand);
            const JsonValue value = document->root();
            m_scalars.push_back(
                {value.kind(), value.isString() ? value.string() : std::string(value.raw())});
        }
    }
    if (m_source.kind == ConditionKind::Matches) {
        if (auto pattern = Pattern::compile(m_source.operands.front())) {
            m_pattern = std::move(*pattern);
        }
    }
}

Holding Condition::test(const Arguments& arguments) const
{
    if (m_path.empty()) {
        return Holding::Unreadable;
    }
    if (arguments.uri && m_path.size() == 1 && m_path.front() == kUri) {
        if (arguments.uri->size() > kMaxArgumentText) {
            return Holding::Unreadable;
        }
        const std::string quoted = jsonQuote(*arguments.uri);
        const auto document = JsonDocument::parse(quoted);
        return document ? testValue(document->root()) : Holding::Unreadable;
    }
    const JsonValue value = goDown(arguments.object, m_path);
    return value.exists() ? testValue(value) : Holding::Unreadable;
}

Holding Condition::testValue(JsonValue value) const
{
    switch (m_source.kind) {
    case ConditionKind::Equals:
    case ConditionKind::OneOf:
        return testEqual(value);
    case ConditionKind::Between:
        return testNumber(value);
    default:
        break;
    }
    const auto text = textOf(value);
    return text ? testText(*text) : Holding::Unreadable;
}

// A value that differs in type from all that it is compared with has not been understood.
Holding Condition::testEqual(JsonValue value) const
{
    const auto text = textOf(value);
    bool comparable = false;
    for (const Scalar& scalar : m_scalars) {
        const bool truths =
            value.isBool() && (scalar.kind == JsonKind::True || scalar.kind == JsonKind::False);
        if (value.kind() != scalar.kind && !truths) {
            continue;
        }
        if (scalar.kind == JsonKind::String) {
            if (text == scalar.text) {
                return Holding::Held;
            }
            comparable = comparable || text.has_value();
        } else if (scalar.kind == JsonKind::Number) {
            const auto order = api::compareNumbers(value.raw(), scalar.text);
            if (order == std::strong_ordering::equal) {
                return Holding::Held;
            }
            comparable = comparable || order.has_value();
        } else {
            if (value.kind() == scalar.kind) {
                return Holding::Held;
            }
            comparable = true;
        }
    }
    return comparable ? Holding::NotHeld : Holding::Unreadable;
}

Holding Condition::testNumber(JsonValue value) const
{
    if (!value.isNumber()) {
        return Holding::Unreadable;
    }
    for (const std::size_t side : {0U, 1U}) {
        const std::string& bound = m_source.operands[side];
        if (bound.empty()) {
            continue;
        }
        const auto order = api::compareNumbers(value.raw(), bound);
        if (!order) {
            return Holding::Unreadable;
        }
        if (side == 0 ? *order < 0 : *order > 0) {
            return Holding::NotHeld;
        }
    }
    return Holding::Held;
}

Holding Condition::testText(std::string_view text) const
{
    switch (m_source.kind) {
    case ConditionKind::Under: {
        const auto path = api::normalisedPath(text);
        return path ? heldIf(api::isUnder(*path, m_source.operands.front())) : Holding::Unreadable;
    }
    case ConditionKind::Host:
        return testHost(text);
    default:
        return m_pattern ? heldIf(m_pattern->matchesAll(text)) : Holding::Unreadable;
    }
}

Holding Condition::testHost(std::string_view url) const
{
    const auto host = api::hostOfUrl(url);
    if (!host) {
        return Holding::Unreadable;
    }
    return heldIf(std::ranges::any_of(m_source.operands, [&host](const std::string& pattern) {
        return isHostOf(*host, pattern);
    }));
}

} // namespace portcullis::policy
