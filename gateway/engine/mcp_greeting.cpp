#include "gateway/engine/call_records.h"
#include "gateway/engine/mcp_service.h"

#include <cstddef>
#include <string>
#include <string_view>

// What clients are told when they come: what is offered, and how it is to be used.
namespace portcullis::engine {

namespace {

constexpr std::size_t kMaxServerInstructions = 2UL * 1024; // E-32
constexpr std::size_t kMaxInstructions = 16UL * 1024;
constexpr std::string_view kShortened = "\n[shortened by Portcullis]";
constexpr std::string_view kLeftOut = "\n\n[The instructions of further servers are left out.]";

// The first lines of what is too long, with a mark; of one long line its first characters.
std::string shortened(std::string_view text, std::size_t most)
{
    if (text.size() <= most) {
        return std::string(text);
    }
    std::string_view kept = text.substr(0, most - kShortened.size());
    const std::size_t line = kept.rfind('\n');
    if (line != std::string_view::npos && line >= kept.size() / 2) {
        kept = kept.substr(0, line);
    }
    const auto insideOfCharacter = [text](std::size_t at) {
        return (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U;
    };
    while (!kept.empty() && insideOfCharacter(kept.size())) {
        kept.remove_suffix(1);
    }
    return std::string(kept).append(kShortened);
}

// How names in the servers' own texts, which pass as they are, are to be read (E-10).
std::string introduction(bool serverPrefix)
{
    std::string text = serverPrefix
                           ? "Tools of several servers stand here under the names <server>__<tool>."
                             " Where a server's text says <tool>, call <server>__<tool>."
                           : "Tools of several servers stand here.";
    return text + " Each section below is its server's own words.";
}

} // namespace

protocol::Offered McpService::offered(const Principal& who,
                                      const Profile& profile,
                                      const protocol::ClientFeatures& client)
{
    protocol::Offered offered;
    for (const ServerId& id : reachableServers(*who.access, who.key->id, profile)) {
        upstream::Server* server = m_parts.servers.find(id);
        if (server == nullptr || !server->hello()) {
            continue;
        }
        const protocol::ServerFeatures& features = server->hello()->features;
        offered.apps = offered.apps || (client.apps && features.apps);
        if (profile.aggregated()) {
            continue;
        }
        const auto shows = [&who, &id](api::Governed what) {
            return who.access->rights.mayShow(who.key->id, id, what);
        };
        const bool tools = features.tools || m_parts.catalog.toolCount(id) > 0;
        offered.tools = tools && shows(api::Governed::Tool);
        offered.prompts = features.prompts && shows(api::Governed::Prompt);
        offered.resources = features.resources && shows(api::Governed::Resource);
        offered.subscriptions = features.resourcesSubscribe;
        offered.completions = features.completions && (offered.prompts || offered.resources);
        offered.logging = features.logging;
        offered.tasks = features.tasks || features.callsAsTasks;
    }
    return offered;
}

std::string McpService::instructions(const Principal& who, const Profile& profile)
{
    std::string text;
    if (profile.aggregated()) {
        text = introduction(who.access->config->settings.toolNames.serverPrefix);
    }
    for (const ServerId& id : reachableServers(*who.access, who.key->id, profile)) {
        upstream::Server* server = m_parts.servers.find(id);
        if (server == nullptr || !server->hello() || server->hello()->instructions.empty()) {
            continue;
        }
        const std::string& own = server->hello()->instructions;
        if (!profile.aggregated()) {
            return shortened(own, kMaxInstructions);
        }
        const std::string section =
            "\n\n## " + id.str() + "\n" + shortened(own, kMaxServerInstructions);
        if (text.size() + section.size() + kLeftOut.size() > kMaxInstructions) {
            return text.append(kLeftOut);
        }
        text += section;
    }
    return text;
}

} // namespace portcullis::engine
