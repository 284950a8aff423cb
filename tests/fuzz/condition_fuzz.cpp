#include "gateway/api/allow_rule.h"
#include "gateway/base/json.h"
#include "gateway/policy/condition.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

// The first line is the text of a condition, or the rules of a request; the rest are the arguments
// of a call. What must hold: no crash; what was read reads back equal from its own text; the same
// question has the same answer; arguments that are no object are never understood.

namespace {

using namespace portcullis;

void require(bool holds, const char* what)
{
    if (!holds) {
        std::fprintf(stderr, "condition_fuzz: %s\n", what);
        std::abort();
    }
}

void checkNarrow(const std::string& text)
{
    const auto rules = api::parseNarrowRules(text);
    if (!rules) {
        require(!rules.error().message.empty(), "an error without a sentence");
        return;
    }
    for (const api::AllowRule& rule : *rules) {
        const auto again = api::parseRule(api::formatSelector(rule));
        require(again && again->tool == rule.tool && again->what == rule.what,
                "a selector reads back differently");
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string input(reinterpret_cast<const char*>(data), size);
    const std::size_t end = std::min(input.find('\n'), input.size());
    const std::string text = input.substr(0, end);
    checkNarrow(text);
    const auto condition = api::parseCondition(text);
    if (!condition) {
        require(!condition.error().message.empty(), "an error without a sentence");
        return 0;
    }
    require(!api::conditionProblem(*condition), "what was read is not allowed");
    const auto again = api::parseCondition(api::formatCondition(*condition));
    require(again && *again == *condition, "a condition reads back differently");
    const auto document = JsonDocument::parse(input.substr(std::min(end + 1, input.size())));
    const policy::Condition asked(*condition);
    const policy::Arguments arguments{document ? document->root() : JsonValue(), {}};
    const policy::Holding holding = asked.test(arguments);
    require(asked.test(arguments) == holding, "the same question has another answer");
    require(arguments.object.isObject() || arguments.object.isArray() ||
                holding == policy::Holding::Unreadable,
            "something is understood that is no object");
    static_cast<void>(asked.test({{}, text}));
    return 0;
}
