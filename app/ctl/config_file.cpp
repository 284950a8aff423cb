#include "app/ctl/config_file.h"

#include "gateway/api/config_json.h"
#include "gateway/base/atomic_file.h"
#include "gateway/base/json.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace portcullis::ctl {

using nlohmann::json;

namespace {

constexpr std::size_t kMaxFile = std::size_t{4} * 1024 * 1024;
constexpr std::uint32_t kMaxDepth = 32;

Result<json> parseFile(std::string_view text)
{
    JsonLimits limits;
    limits.bytes = kMaxFile;
    limits.depth = kMaxDepth;
    if (const auto checked = JsonDocument::parse(std::string(text), limits); !checked) {
        return fail(ErrorCode::InvalidArgument, checked.error().message, checked.error().cause);
    }
    json parsed = json::parse(text, nullptr, false);
    if (!parsed.is_object()) {
        return fail(ErrorCode::InvalidArgument, "must be a JSON object such as {\"servers\":[…]}");
    }
    return parsed;
}

void startIn(const std::filesystem::path& folder, std::vector<api::ServerConfig>& servers)
{
    for (api::ServerConfig& server : servers) {
        if (server.transport == api::Transport::Stdio && server.workingDirectory.empty()) {
            server.workingDirectory = folder.string();
        }
    }
}

// What the stored configuration says of servers that are gone, besides its keys' lists.
void forgetServers(api::GatewayConfig& base, const api::GatewayConfig& left)
{
    const auto gone = [&](const ServerId& id) { return api::findServer(left, id) == nullptr; };
    for (api::Case& one : base.cases) {
        if (one.allow) {
            std::erase_if(*one.allow, [&](const api::AllowRule& r) { return gone(r.server); });
        }
    }
    std::erase_if(base.prices, [&](const api::Price& price) { return gone(price.server); });
}

bool isThere(const json& merged, const json& budget)
{
    const std::string list = budget.value("level", std::string()) + "s"; // "team" in "teams"
    const json all = merged.value(list, json::array());
    return std::ranges::any_of(all, [&](const json& one) {
        return one.is_object() && one.value("id", json()) == budget.value("owner", json());
    });
}

// The stored budgets of owners that the file no longer has.
void forgetBudgets(json& merged)
{
    json left = json::array();
    for (const json& budget : merged["budgets"]) {
        if (isThere(merged, budget)) {
            left.push_back(budget);
        }
    }
    merged["budgets"] = std::move(left);
}

template <typename Item>
void compare(const std::vector<Item>& before,
             const std::vector<Item>& after,
             const std::string& kind,
             std::vector<std::string>& out)
{
    for (const Item& item : after) {
        const auto old = std::ranges::find(before, item.id, &Item::id);
        if (old == before.end()) {
            out.push_back("+ " + kind + " " + item.id.str());
        } else if (*old != item) {
            out.push_back("~ " + kind + " " + item.id.str());
        }
    }
    for (const Item& item : before) {
        if (std::ranges::find(after, item.id, &Item::id) == after.end()) {
            out.push_back("- " + kind + " " + item.id.str());
        }
    }
}

} // namespace

Result<api::GatewayConfig> mergeConfig(const api::GatewayConfig& stored,
                                       std::string_view text,
                                       const std::filesystem::path& folder)
{
    auto file = parseFile(text);
    if (!file) {
        return fail(std::move(file.error()));
    }
    // Read alone first, so that errors speak of the file.
    json servers = json::object();
    servers["servers"] = file->value("servers", json::array());
    const auto newServers = api::configFromJson(servers);
    if (!newServers) {
        return fail(newServers.error());
    }
    api::GatewayConfig base = stored;
    if (file->contains("servers")) {
        for (api::KeyConfig& key : base.keys) {
            std::erase_if(key.allow, [&](const api::AllowRule& rule) {
                return api::findServer(*newServers, rule.server) == nullptr;
            });
        }
        forgetServers(base, *newServers);
    }
    json merged = api::toJson(base);
    for (const auto& [name, value] : file->items()) {
        merged[name] = value;
    }
    merged["revision"] = stored.revision;
    if (!file->contains("budgets")) {
        forgetBudgets(merged);
    }
    auto config = api::configFromJson(merged);
    if (config && file->contains("servers")) {
        startIn(folder, config->servers);
    }
    return config;
}

Result<api::GatewayConfig> mergeConfigFile(const api::GatewayConfig& stored,
                                           const std::filesystem::path& file,
                                           const std::filesystem::path& folder)
{
    const auto text = readWholeFile(file, kMaxFile);
    if (!text) {
        return fail(text.error());
    }
    auto merged = mergeConfig(stored, *text, folder);
    if (!merged) {
        return fail(merged.error().code,
                    file.string() + ": " + merged.error().message,
                    merged.error().cause);
    }
    return merged;
}

std::vector<std::string> differences(const api::GatewayConfig& before,
                                     const api::GatewayConfig& after)
{
    std::vector<std::string> lines;
    compare(before.servers, after.servers, "server", lines);
    compare(before.keys, after.keys, "key", lines);
    compare(before.customers, after.customers, "customer", lines);
    compare(before.teams, after.teams, "team", lines);
    compare(before.cases, after.cases, "case", lines);
    compare(before.budgets, after.budgets, "budget", lines);
    if (before.prices != after.prices) {
        lines.emplace_back("~ prices");
    }
    if (before.settings != after.settings) {
        lines.emplace_back("~ settings");
    }
    if (before.roles != after.roles) {
        lines.emplace_back("~ roles");
    }
    return lines;
}

} // namespace portcullis::ctl
