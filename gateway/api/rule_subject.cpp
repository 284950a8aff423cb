#include "gateway/api/rule_subject.h"

#include "gateway/api/argument_forms.h"

#include <algorithm>

namespace portcullis::api {

namespace {

[[nodiscard]] bool hintHolds(std::string_view hint, const ToolHints& hints)
{
    if (hint == kReadOnlyTools) {
        return hints.readOnly;
    }
    return hints.nonDestructive == (hint == kNonDestructiveTools);
}

// What a template can become begins with its text up to the first variable.
[[nodiscard]] std::string_view fixedPart(std::string_view text)
{
    return text.substr(0, std::min(text.find('{'), text.size()));
}

[[nodiscard]] bool templateMayBegin(std::string_view text, std::string_view prefix)
{
    const std::string_view fixed = fixedPart(text);
    return fixed.starts_with(prefix) || prefix.starts_with(fixed);
}

[[nodiscard]] bool selectsResource(const AllowRule& rule, const Subject& subject)
{
    const bool denies = rule.effect == RuleEffect::Deny;
    const auto prefix = plainUri(rule.tool);
    if (!prefix) {
        return denies;
    }
    if (subject.isTemplate) {
        return denies ? uriBeginsWith(fixedPart(subject.name), *prefix)
                      : templateMayBegin(subject.name, *prefix);
    }
    const auto uri = plainUri(subject.name);
    return uri ? uriBeginsWith(*uri, *prefix) : denies;
}

} // namespace

bool selects(const AllowRule& rule, const Subject& subject)
{
    if (rule.what == Governed::Tool && rule.tool == kEveryTool) {
        return true;
    }
    if (rule.what != subject.what) {
        return false;
    }
    if (rule.tool == kEveryTool) {
        return true;
    }
    if (rule.what == Governed::Resource) {
        return selectsResource(rule, subject);
    }
    return rule.what == Governed::Tool && isHint(rule.tool) ? hintHolds(rule.tool, subject.hints)
                                                            : rule.tool == subject.name;
}

} // namespace portcullis::api
