#include "gateway/api/tools.h"

#include "gateway/api/rule_subject.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <vector>

namespace portcullis::api {

namespace {

constexpr std::uint32_t kClientLimits[] = {128, 100, 80, 40};

// The rules of a list about one server; those for single tools, of which there may be thousands,
// are found by name.
class RulesByName
{
public:
    RulesByName(const std::vector<AllowRule>& rules, const ServerId& server)
    {
        for (const AllowRule& rule : rules) {
            if (rule.server != server) {
                continue;
            }
            m_allows = m_allows || rule.effect == RuleEffect::Allow;
            if (rule.what == Governed::Tool) {
                m_rules[rule.tool].push_back(&rule);
            }
        }
    }

    // Does any rule here allow something?
    [[nodiscard]] bool allows() const { return m_allows; }

    // `unnamed`: what becomes of a tool that no rule is about.
    [[nodiscard]] bool show(const ToolInfo& tool, bool unnamed) const
    {
        const Subject subject{tool.name, Governed::Tool, hintsOf(tool), false};
        bool allowed = unnamed;
        for (const std::string_view name : {std::string_view(tool.name),
                                            std::string_view(kEveryTool),
                                            std::string_view(kReadOnlyTools),
                                            std::string_view(kNonDestructiveTools),
                                            std::string_view(kDestructiveTools)}) {
            const auto found = m_rules.find(name);
            if (found == m_rules.end()) {
                continue;
            }
            for (const AllowRule* rule : found->second) {
                const bool about = selects(*rule, subject);
                if (about && rule->effect == RuleEffect::Deny && rule->conditions.empty()) {
                    return false;
                }
                allowed = allowed || (about && rule->effect == RuleEffect::Allow);
            }
        }
        return allowed;
    }

private:
    std::map<std::string_view, std::vector<const AllowRule*>> m_rules;
    bool m_allows = false;
};

} // namespace

std::size_t
countShownTools(const KeyConfig& key, const GatewayConfig& config, const ToolsOfServers& tools)
{
    const std::vector<AllowRule> none;
    const Case* bound = findCase(config, key.caseId);
    const bool listed = bound != nullptr && bound->allow;
    std::size_t count = 0;
    for (const auto& [id, offered] : tools) {
        const ServerConfig* server = findServer(config, id);
        const RulesByName ofServer(server != nullptr ? server->rules : none, id);
        const RulesByName ofKey(key.allow, id);
        const RulesByName ofCase(listed ? *bound->allow : none, id);
        count += static_cast<std::size_t>(std::ranges::count_if(offered, [&](const ToolInfo& tool) {
            return !tool.held && !tool.hidden && ofServer.show(tool, !ofServer.allows()) &&
                   ofKey.show(tool, false) && ofCase.show(tool, !listed);
        }));
    }
    return count;
}

std::optional<std::uint32_t> exceededToolLimit(std::size_t count)
{
    const auto* const limit =
        std::ranges::find_if(kClientLimits, [&](std::uint32_t one) { return count > one; });
    return limit == std::end(kClientLimits) ? std::nullopt : std::optional(*limit);
}

} // namespace portcullis::api
