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
    }
    json merged = api::toJson(base);
    for (const auto& [name, value] : file->items()) {
        merged[name] = value;
    }
    merged["revision"] = stored.revision;
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
    if (before.settings != after.settings) {
        lines.emplace_back("~ settings");
    }
    return lines;
}

} // namespace portcullis::ctl
