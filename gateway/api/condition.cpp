#include "gateway/api/condition.h"

#include "gateway/api/argument_forms.h"
#include "gateway/api/config_rules.h"
#include "gateway/api/names.h"
#include "gateway/base/json.h"
#include "gateway/base/pattern.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace portcullis::api {

namespace {

constexpr std::size_t kMaxArgumentBytes = 256;
constexpr std::string_view kBlanks = " \t";

constexpr Name<ConditionKind> kWords[] = {
    {ConditionKind::Equals, "="},
    {ConditionKind::OneOf, "in"},
    {ConditionKind::Under, "under"},
    {ConditionKind::Host, "host"},
    {ConditionKind::Between, "between"},
    {ConditionKind::Matches, "matches"},
};

[[nodiscard]] std::string_view trimmed(std::string_view text)
{
    const std::size_t first = text.find_first_not_of(kBlanks);
    if (first == std::string_view::npos) {
        return {};
    }
    return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

[[nodiscard]] std::unexpected<Error> bad(std::string what)
{
    return fail(ErrorCode::InvalidArgument, "The condition " + std::move(what) + ".");
}

// The end of a JSON string at the beginning of a text, behind its closing quote; npos without one.
[[nodiscard]] std::size_t quotedLength(std::string_view text)
{
    for (std::size_t i = 1; i < text.size(); ++i) {
        if (text[i] == '\\') {
            ++i;
        } else if (text[i] == '"') {
            return i + 1;
        }
    }
    return std::string_view::npos;
}

[[nodiscard]] std::optional<std::string> unquoted(std::string_view text)
{
    const auto document = JsonDocument::parse(std::string(text));
    return document && document->root().isString() ? std::optional(document->root().string())
                                                   : std::nullopt;
}

// A string, number, true, false or null as JSON.
[[nodiscard]] bool isScalar(std::string_view text)
{
    const auto document = JsonDocument::parse(std::string(text));
    return document && !document->root().isArray() && !document->root().isObject();
}

[[nodiscard]] bool isNumber(std::string_view text)
{
    const auto document = JsonDocument::parse(std::string(text));
    return document && document->root().isNumber() && compareNumbers(text, text).has_value();
}

// What a person writes for a value: JSON where it is some, else a text as it stands.
[[nodiscard]] std::string scalarOf(std::string_view text)
{
    if (text.starts_with('"')) {
        const auto inner = unquoted(text);
        return inner ? jsonQuote(*inner) : std::string(text); // refused below
    }
    return isScalar(text) ? std::string(text) : jsonQuote(text);
}

[[nodiscard]] std::string wordOf(const std::string& scalar)
{
    const auto inner = unquoted(scalar);
    if (!inner) {
        return scalar;
    }
    const bool plain = !inner->empty() && trimmed(*inner) == *inner && !isScalar(*inner) &&
                       inner->find_first_of(",\"") == std::string::npos;
    return plain ? *inner : scalar;
}

// Splits at commas outside of quotes. Nothing when a quote is not closed.
[[nodiscard]] std::optional<std::vector<std::string_view>> splitList(std::string_view text)
{
    std::vector<std::string_view> parts;
    while (true) {
        text = trimmed(text);
        std::size_t end = 0;
        if (text.starts_with('"')) {
            end = quotedLength(text);
            if (end == std::string_view::npos) {
                return std::nullopt;
            }
        }
        end = std::min(text.find(',', end), text.size());
        parts.push_back(trimmed(text.substr(0, end)));
        if (end == text.size()) {
            return parts;
        }
        text.remove_prefix(end + 1);
    }
}

[[nodiscard]] std::string joined(const std::vector<std::string>& parts)
{
    std::string text;
    for (const std::string& part : parts) {
        text += (text.empty() ? "" : ",") + part;
    }
    return text;
}

[[nodiscard]] bool isHostPattern(std::string_view host)
{
    const bool below = host.starts_with("*.");
    const std::string_view name = below ? host.substr(2) : host;
    const auto plain = plainHost(name);
    const bool address = name.find(':') != std::string_view::npos ||
                         (plain && name.find_first_not_of("0123456789.") == std::string_view::npos);
    return plain && *plain == name && !(below && address);
}

[[nodiscard]] std::string hostOperand(std::string_view text)
{
    const bool below = text.starts_with("*.");
    const auto plain = plainHost(text.substr(below ? 2 : 0));
    return plain ? (below ? "*." : "") + *plain : std::string(text);
}

[[nodiscard]] std::optional<std::string> rangeProblem(const std::vector<std::string>& operands)
{
    constexpr const char* kForm = "must be a range such as 1..10, 1.. or ..10";
    if (operands.size() != 2 || (operands[0].empty() && operands[1].empty())) {
        return kForm;
    }
    for (const std::string& bound : operands) {
        if (!bound.empty() && !isNumber(bound)) {
            return kForm;
        }
    }
    if (!operands[0].empty() && !operands[1].empty() &&
        *compareNumbers(operands[0], operands[1]) > 0) {
        return "must be a range whose first number is not above its second";
    }
    return std::nullopt;
}

[[nodiscard]] std::optional<std::string> operandProblem(ConditionKind kind,
                                                        const std::string& operand)
{
    switch (kind) {
    case ConditionKind::Equals:
    case ConditionKind::OneOf:
        return isScalar(operand)
                   ? std::nullopt
                   : std::optional<std::string>("must compare with texts, numbers, true, false or "
                                                "null; a text that begins with a quote is JSON");
    case ConditionKind::Under:
        return normalisedPath(operand) == operand
                   ? std::nullopt
                   : std::optional<std::string>(
                         "must name an absolute folder without \"..\", such as /srv/cases");
    case ConditionKind::Host:
        return isHostPattern(operand)
                   ? std::nullopt
                   : std::optional<std::string>("must name hosts such as example.org, "
                                                "*.example.org or 192.0.2.1, international names "
                                                "as xn--…");
    case ConditionKind::Matches:
        if (const auto compiled = Pattern::compile(operand); !compiled) {
            return "cannot be used: " + compiled.error().message;
        }
        return std::nullopt;
    case ConditionKind::Between:
        break;
    }
    return std::nullopt;
}

[[nodiscard]] std::vector<std::string> readOperands(ConditionKind kind, std::string_view values)
{
    if (kind == ConditionKind::Equals) {
        return {scalarOf(values)};
    }
    if (kind == ConditionKind::Under) {
        const auto path = values.starts_with('/') ? normalisedPath(values) : std::nullopt;
        const bool climbs = ("/" + std::string(values) + "/").find("/../") != std::string::npos;
        return {path && !climbs ? *path : std::string(values)};
    }
    if (kind == ConditionKind::Matches) {
        return {std::string(values)};
    }
    if (kind == ConditionKind::Between) {
        const std::size_t dots = values.find("..");
        if (dots == std::string_view::npos) {
            return {};
        }
        return {std::string(trimmed(values.substr(0, dots))),
                std::string(trimmed(values.substr(dots + 2)))};
    }
    const auto parts = splitList(values);
    std::vector<std::string> operands;
    for (const std::string_view part : parts ? *parts : std::vector<std::string_view>{values}) {
        operands.push_back(kind == ConditionKind::Host ? hostOperand(part) : scalarOf(part));
    }
    return operands;
}

[[nodiscard]] bool readsAsName(const std::string& argument)
{
    return argument.find_first_of(" \t=\"") == std::string::npos;
}

[[nodiscard]] std::vector<std::string> splitAt(std::string_view text, char mark)
{
    std::vector<std::string> parts;
    while (true) {
        const std::size_t end = std::min(text.find(mark), text.size());
        parts.emplace_back(text.substr(0, end));
        if (end == text.size()) {
            return parts;
        }
        text.remove_prefix(end + 1);
    }
}

// Resolves "~0" and "~1" (RFC 6901). False for any other "~".
[[nodiscard]] bool resolveToken(std::string& token)
{
    for (std::size_t at = token.find('~'); at != std::string::npos; at = token.find('~', at + 1)) {
        if (at + 1 == token.size() || (token[at + 1] != '0' && token[at + 1] != '1')) {
            return false;
        }
        token.replace(at, 2, token[at + 1] == '0' ? "~" : "/");
    }
    return true;
}

} // namespace

const char* conditionWord(ConditionKind kind)
{
    return nameIn(kWords, kind);
}

std::optional<std::vector<std::string>> argumentPath(std::string_view argument)
{
    if (argument.empty() || argument.size() > kMaxArgumentBytes || !isPrintable(argument)) {
        return std::nullopt;
    }
    const bool pointer = argument.front() == '/';
    std::vector<std::string> tokens =
        pointer ? splitAt(argument.substr(1), '/') : splitAt(argument, '.');
    if (tokens.size() > kMaxArgumentDepth) {
        return std::nullopt;
    }
    for (std::string& token : tokens) {
        if (pointer ? !resolveToken(token) : token.empty()) {
            return std::nullopt;
        }
    }
    return tokens;
}

std::optional<std::string> conditionProblem(const Condition& condition)
{
    if (!argumentPath(condition.argument)) {
        return "must name an argument: a member (path), a member's member (filter.path) or a JSON "
               "Pointer (/filter/path), of at most 256 bytes and 8 steps";
    }
    const std::vector<std::string>& operands = condition.operands;
    const bool several =
        condition.kind == ConditionKind::OneOf || condition.kind == ConditionKind::Host;
    if (condition.kind == ConditionKind::Between) {
        return rangeProblem(operands);
    }
    if (operands.empty() || operands.size() > (several ? kMaxOperands : 1)) {
        return several ? "must name 1 to 64 values" : "must name one value";
    }
    for (const std::string& operand : operands) {
        if (operand.empty() || operand.size() > kMaxOperandBytes || !isPrintable(operand)) {
            return "must have values of 1 to 1024 printable bytes";
        }
        if (auto problem = operandProblem(condition.kind, operand)) {
            return problem;
        }
    }
    return std::nullopt;
}

Result<Condition>
makeCondition(std::string_view argument, ConditionKind kind, std::string_view values)
{
    Condition condition{std::string(argument), kind, readOperands(kind, trimmed(values))};
    if (auto problem = conditionProblem(condition)) {
        return bad("on \"" + condition.argument + "\" " + *problem);
    }
    return condition;
}

Result<Condition> parseCondition(std::string_view text)
{
    constexpr const char* kForm =
        "must be an argument, one of = in under host between matches, and a value, such as \"path "
        "under /srv/cases\"";
    text = trimmed(text);
    std::string argument;
    if (text.starts_with('"')) {
        const std::size_t end = quotedLength(text);
        const auto name =
            end == std::string_view::npos ? std::nullopt : unquoted(text.substr(0, end));
        if (!name) {
            return bad(kForm);
        }
        argument = *name;
        text.remove_prefix(end);
    } else {
        const std::size_t end = std::min(text.find_first_of(" \t="), text.size());
        argument = std::string(text.substr(0, end));
        text.remove_prefix(end);
    }
    text = trimmed(text);
    const std::size_t end =
        text.starts_with('=') ? 1 : std::min(text.find_first_of(kBlanks), text.size());
    const auto kind = valueIn(kWords, text.substr(0, end));
    if (argument.empty() || !kind) {
        return bad(kForm);
    }
    return makeCondition(argument, *kind, text.substr(end));
}

std::string formatValues(const Condition& condition)
{
    switch (condition.kind) {
    case ConditionKind::Equals:
    case ConditionKind::OneOf: {
        std::vector<std::string> words;
        words.reserve(condition.operands.size());
        for (const std::string& operand : condition.operands) {
            words.push_back(wordOf(operand));
        }
        return joined(words);
    }
    case ConditionKind::Between:
        return condition.operands.size() == 2 ? condition.operands[0] + ".." + condition.operands[1]
                                              : std::string();
    case ConditionKind::Under: {
        // Blanks at its end belong to a folder's name, and would not be read as such.
        const std::string folder = joined(condition.operands);
        return trimmed(folder) == folder ? folder : folder + "/";
    }
    default:
        return joined(condition.operands);
    }
}

std::string formatCondition(const Condition& condition)
{
    const std::string argument =
        readsAsName(condition.argument) ? condition.argument : jsonQuote(condition.argument);
    return argument + " " + conditionWord(condition.kind) + " " + formatValues(condition);
}

} // namespace portcullis::api
