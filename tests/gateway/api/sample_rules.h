#pragma once

#include "gateway/api/allow_rule.h"

#include <random>
#include <string>

namespace portcullis::api::test {

[[nodiscard]] inline Condition sampleCondition(std::mt19937& random)
{
    const char* const samples[] = {"mode = r",
                                   "mode in r,\"a,b\",5,true",
                                   "path under /srv/cases",
                                   "\"a b\" host example.org,*.example.org,::1",
                                   "filter.count between ..1e3",
                                   "/filter/query matches [a-z, ]+"};
    return *parseCondition(samples[random() % std::size(samples)]);
}

// Any valid rule about a server; `text` is a part of the names in it.
[[nodiscard]] inline AllowRule
sampleRule(const ServerId& server, const std::string& text, std::mt19937& random)
{
    const auto flip = [&random] { return random() % 2 == 1; };
    AllowRule rule{server, flip() ? std::string(kEveryTool) : "t" + text};
    if (flip()) {
        rule.what = static_cast<Governed>(random() % 3);
        rule.tool = rule.what == Governed::Resource ? "file:///srv/a" : "@" + text;
        rule.effect = static_cast<RuleEffect>(random() % 2);
    }
    while (flip() && rule.conditions.size() < kMaxConditions) {
        rule.conditions.push_back(sampleCondition(random));
    }
    return rule;
}

} // namespace portcullis::api::test
