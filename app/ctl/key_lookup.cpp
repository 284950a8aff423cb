#include "app/ctl/key_lookup.h"

#include "app/ctl/ask.h"

namespace portcullis::ctl {

Result<api::KeyConfig> lookUpKey(api::GatewayClient& gateway, const std::string& name)
{
    const auto config = askConfig(gateway);
    if (!config) {
        return fail(config.error());
    }
    const api::KeyConfig* key = api::findKeyByName(**config, name);
    if (key == nullptr) {
        return fail(ErrorCode::NotFound,
                    "There is no one key \"" + name +
                        "\": `portcullisctl key list` shows them; name it by its id.");
    }
    return *key;
}

Result<std::vector<api::AllowRule>> parseRules(const std::vector<std::string>& texts)
{
    std::vector<api::AllowRule> rules;
    for (const std::string& text : texts) {
        auto rule = api::parseRule(text);
        if (!rule) {
            return fail(std::move(rule.error()));
        }
        rules.push_back(std::move(*rule));
    }
    return rules;
}

std::string joinRules(const std::vector<api::AllowRule>& rules)
{
    std::string text;
    for (const api::AllowRule& rule : rules) {
        text += (text.empty() ? "" : ", ") + api::formatRule(rule);
    }
    return text;
}

} // namespace portcullis::ctl
