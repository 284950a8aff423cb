#include "gateway/api/allow_rule.h"

#include "gateway/api/config_names.h"
#include "gateway/api/config_rules.h"
#include "gateway/api/json_text.h"

#include <algorithm>

namespace portcullis::api {

namespace {

constexpr std::size_t kMaxNarrowBytes = std::size_t{16} * 1024;

constexpr Name<Governed> kGoverned[] = {
    {Governed::Tool, "tool:"},
    {Governed::Prompt, "prompt:"},
    {Governed::Resource, "resource:"},
};

constexpr Name<RuleEffect> kEffects[] = {
    {RuleEffect::Allow, "allow"},
    {RuleEffect::Deny, "deny"},
};

// Would the name of a tool be read as something else?
[[nodiscard]] bool needsPrefix(std::string_view tool)
{
    if (tool.starts_with('@')) {
        return !isHint(tool);
    }
    return std::ranges::any_of(
        kGoverned, [tool](const Name<Governed>& one) { return tool.starts_with(one.text); });
}

[[nodiscard]] std::unexpected<Error> notARule(const std::string& what)
{
    return fail(ErrorCode::InvalidArgument, "The allow rule " + what + ".");
}

[[nodiscard]] Result<Condition> conditionFromJson(const Json& json, const std::string& path)
{
    if (!json.is_string()) {
        return failAt(path, "must be a string such as \"path under /srv/cases\"");
    }
    auto condition = parseCondition(json.get_ref<const std::string&>());
    if (!condition) {
        return fail(ErrorCode::InvalidArgument,
                    path.empty() ? condition.error().message
                                 : path + ": " + condition.error().message);
    }
    return condition;
}

constexpr const char* kNarrowForm = "list of a request must have 1 to 64 rules in at most 16 KiB";

[[nodiscard]] std::string_view withoutBlanks(std::string_view text)
{
    constexpr std::string_view kBlanks = " \t";
    text.remove_prefix(std::min(text.find_first_not_of(kBlanks), text.size()));
    return text.substr(0, text.find_last_not_of(kBlanks) + 1);
}

[[nodiscard]] Result<std::vector<AllowRule>> rulesFromJson(std::string_view text)
{
    const auto json = parseJsonText(text, {kMaxNarrowBytes});
    if (!json) {
        return fail(json.error());
    }
    std::vector<AllowRule> rules;
    for (const Json& one : *json) {
        auto rule = ruleFromJson(one, {});
        if (!rule) {
            return fail(std::move(rule.error()));
        }
        rules.push_back(std::move(*rule));
    }
    return rules;
}

[[nodiscard]] Result<std::vector<AllowRule>> rulesFromNames(std::string_view text)
{
    std::vector<AllowRule> rules;
    while (rules.size() <= kMaxNarrowRules) {
        const std::size_t comma = text.find(',');
        auto rule = parseRule(withoutBlanks(text.substr(0, comma)));
        if (!rule) {
            return fail(std::move(rule.error()));
        }
        rules.push_back(std::move(*rule));
        if (comma == std::string_view::npos) {
            break;
        }
        text.remove_prefix(comma + 1);
    }
    return rules;
}

} // namespace

bool isHint(std::string_view name)
{
    return name == kReadOnlyTools || name == kNonDestructiveTools || name == kDestructiveTools;
}

std::string formatSelector(const AllowRule& rule)
{
    std::string text;
    text.reserve(rule.server.str().size() + 1 + rule.tool.size());
    text += rule.server.str();
    text += ':';
    if (rule.what != Governed::Tool || needsPrefix(rule.tool)) {
        text += nameIn(kGoverned, rule.what);
    }
    text += rule.tool;
    return text;
}

std::string formatRule(const AllowRule& rule)
{
    std::string text = rule.effect == RuleEffect::Deny ? "deny " : "";
    text += formatSelector(rule);
    const char* word = " when ";
    for (const Condition& condition : rule.conditions) {
        text += word + formatCondition(condition);
        word = " and ";
    }
    return text;
}

Result<AllowRule> parseRule(std::string_view text)
{
    // A server's id holds no colon, a tool's name may.
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos) {
        return fail(
            ErrorCode::InvalidArgument,
            "An allow rule is \"server:tool\", or \"server:*\" for every tool of a server.");
    }
    AllowRule rule{ServerId(std::string(text.substr(0, colon))), {}, {}, {}, {}};
    std::string_view name = text.substr(colon + 1);
    bool prefixed = false;
    for (const Name<Governed>& one : kGoverned) {
        if (!prefixed && name.starts_with(one.text)) {
            rule.what = one.value;
            name.remove_prefix(std::string_view(one.text).size());
            prefixed = true;
        }
    }
    if (name.starts_with('@') && !prefixed && !isHint(name)) {
        return notARule(
            "must name one of @readonly, @nondestructive and @destructive; a tool whose "
            "name begins with '@' is \"server:tool:@name\"");
    }
    if (prefixed && rule.what == Governed::Tool && (isHint(name) || name == kEveryTool)) {
        return notARule("must name one tool behind \"tool:\"");
    }
    rule.tool = std::string(name);
    if (const auto problem = checkRule(rule)) {
        return notARule(problem->what);
    }
    return rule;
}

Json toJson(const AllowRule& rule)
{
    if (rule.effect == RuleEffect::Allow && rule.conditions.empty()) {
        return formatSelector(rule);
    }
    Json json = Json::object();
    json["rule"] = formatSelector(rule);
    json["effect"] = nameIn(kEffects, rule.effect);
    json["when"] = Json::array();
    for (const Condition& condition : rule.conditions) {
        json["when"].push_back(formatCondition(condition));
    }
    return json;
}

Result<AllowRule> ruleFromJson(const Json& json, const std::string& path)
{
    if (!json.is_string() && !json.is_object()) {
        return failAt(path,
                      "must be a string, \"server:tool\" or \"server:*\", or an object with "
                      "\"rule\", \"effect\" and \"when\"");
    }
    std::string selector = json.is_string() ? json.get<std::string>() : std::string();
    RuleEffect effect = RuleEffect::Allow;
    std::vector<Condition> conditions;
    if (json.is_object()) {
        ObjectReader reader(json, path, UnknownMembers::Refuse);
        reader.required().text("rule", selector);
        reader.choice("effect", kEffects, effect);
        reader.list("when", conditions, conditionFromJson);
        if (auto done = reader.finish(); !done) {
            return fail(std::move(done.error()));
        }
    }
    auto rule = parseRule(selector);
    if (!rule) {
        return fail(ErrorCode::InvalidArgument,
                    path.empty() ? rule.error().message : path + ": " + rule.error().message);
    }
    rule->effect = effect;
    rule->conditions = std::move(conditions);
    return rule;
}

Result<std::vector<AllowRule>> parseNarrowRules(std::string_view text)
{
    const std::string_view list = withoutBlanks(text);
    if (list.empty() || list.size() > kMaxNarrowBytes) {
        return notARule(kNarrowForm);
    }
    auto rules = list.starts_with('[') ? rulesFromJson(list) : rulesFromNames(list);
    if (!rules) {
        return rules;
    }
    if (rules->empty() || rules->size() > kMaxNarrowRules) {
        return notARule(kNarrowForm);
    }
    for (const AllowRule& rule : *rules) {
        if (const auto problem = checkRule(rule)) {
            return notARule(problem->what);
        }
    }
    return rules;
}

} // namespace portcullis::api
