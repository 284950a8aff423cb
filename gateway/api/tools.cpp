#include "gateway/api/tools.h"

#include <algorithm>
#include <set>

namespace portcullis::api {

namespace {

constexpr std::uint32_t kClientLimits[] = {128, 100, 80, 40};

} // namespace

std::size_t countShownTools(const KeyConfig& key, const ToolsOfServers& tools)
{
    std::set<std::pair<ServerId, std::string>> named;
    std::set<ServerId> whole;
    for (const AllowRule& rule : key.allow) {
        if (rule.tool == kEveryTool) {
            whole.insert(rule.server);
        } else {
            named.emplace(rule.server, rule.tool);
        }
    }
    std::size_t count = 0;
    for (const auto& [server, offered] : tools) {
        const bool all = whole.contains(server);
        count += static_cast<std::size_t>(std::ranges::count_if(offered, [&](const ToolInfo& tool) {
            return !tool.held && !tool.hidden && (all || named.contains({server, tool.name}));
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
