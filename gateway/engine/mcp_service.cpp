#include "gateway/engine/mcp_service.h"

#include "gateway/engine/call_records.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace portcullis::engine {

using http::Task;

namespace {

constexpr auto kSettlePatience = std::chrono::seconds(5);            // E-41
constexpr auto kCursorLife = std::chrono::minutes(10);               // E-45
constexpr auto kLongestListLife = std::chrono::milliseconds(30'000); // B-40
constexpr const char* kCursorPurpose = "tools/list";
const protocol::RpcError kUnknownCursor{
    protocol::code::kInvalidParams, "Unknown cursor: list again from the beginning.", {}};
constexpr std::size_t kMaxServerInstructions = 2 * 1024; // E-32
constexpr std::size_t kMaxInstructions = 16 * 1024;

// A page of a list is bound to the catalog it was cut from: in another one it would begin
// elsewhere.
std::string cursorPayload(const Inquiry& inquiry, const ToolCatalog::Place& place)
{
    return std::to_string(place.version) + " " + std::to_string(place.index) + " " +
           inquiry.profile.server.str();
}

std::optional<ToolCatalog::Place> placeOf(const Inquiry& inquiry, const std::string& payload)
{
    ToolCatalog::Place place;
    const char* const end = payload.data() + payload.size();
    auto read = std::from_chars(payload.data(), end, place.version);
    if (read.ec != std::errc() || read.ptr == end) {
        return std::nullopt;
    }
    read = std::from_chars(read.ptr + 1, end, place.index);
    if (read.ec != std::errc() || payload != cursorPayload(inquiry, place)) {
        return std::nullopt;
    }
    return place;
}

} // namespace

McpService::McpService(CallPipeline& calls,
                       ToolCatalog& catalog,
                       ServerPool& servers,
                       const TokenSealer& sealer,
                       const Clock& clock)
    : m_calls(calls)
    , m_catalog(catalog)
    , m_servers(servers)
    , m_sealer(sealer)
    , m_clock(clock)
{}

Task<std::string> McpService::answer(Inquiry inquiry)
{
    const protocol::Message& message = inquiry.message;
    if (message.method == "tools/call") {
        inquiry.caller.revision = protocol::revisionName(inquiry.revision);
        inquiry.parent = parentOf(message.meta(), inquiry.header);
        co_return co_await m_calls.run(std::move(inquiry));
    }
    if (message.method == "tools/list") {
        co_return co_await listTools(std::move(inquiry));
    }
    const bool stateless = protocol::eraOf(inquiry.revision) == protocol::Era::Stateless;
    if (message.method == "server/discover" && stateless) {
        co_return protocol::writeResult(
            message.id, protocol::writeDiscoverResult(instructions(inquiry.who, inquiry.profile)));
    }
    if (message.method == "ping" && !stateless) {
        co_return protocol::writeResult(message.id, "{}");
    }
    co_return protocol::writeError(message.id,
                                   {protocol::code::kMethodNotFound, "Method not found", {}});
}

Task<std::string> McpService::listTools(Inquiry inquiry)
{
    const auto cursor = protocol::readCursor(inquiry.message);
    if (!cursor) {
        co_return protocol::writeError(inquiry.message.id, cursor.error());
    }
    const Access& access = *inquiry.who.access;
    const KeyId& key = inquiry.who.key->id;
    const std::vector<ServerId> wanted = reachableServers(access, key, inquiry.profile);
    auto awaited = wanted;
    co_await m_servers.settle(std::move(awaited), kSettlePatience);

    std::optional<ToolCatalog::Place> from;
    if (*cursor) {
        const auto token = m_sealer.open(kCursorPurpose, key, **cursor, m_clock.wallNow());
        from = token ? placeOf(inquiry, token->payload) : std::nullopt;
    }
    const auto page = m_catalog.list(access.rights, key, inquiry.profile, inquiry.revision, from);
    if (!page || (*cursor && !from)) {
        co_return protocol::writeError(inquiry.message.id, kUnknownCursor);
    }
    // Who walks through an older catalog is yet to be told of this one.
    if (inquiry.listShown && page->hold == m_catalog.current()) {
        inquiry.listShown(listFingerprint(inquiry.who, inquiry.profile));
    }
    std::optional<std::string> next;
    if (page->next) {
        next = m_sealer.seal(kCursorPurpose,
                             key,
                             cursorPayload(inquiry, *page->next),
                             m_clock.wallNow() + kCursorLife);
    }
    const std::string result =
        protocol::writeToolsResult(page->tools,
                                   inquiry.revision,
                                   listLife(wanted).count(),
                                   next ? std::optional<std::string_view>(*next) : std::nullopt);
    co_return protocol::writeResult(inquiry.message.id, result);
}

// As long as the shortest of the lists it is made of; not at all while one of them is missing or
// may become another, because a client without a session is not told (B-40).
std::chrono::milliseconds McpService::listLife(const std::vector<ServerId>& servers)
{
    std::chrono::milliseconds life = kLongestListLife;
    for (const ServerId& id : servers) {
        upstream::Server* server = m_servers.find(id);
        if (server == nullptr) {
            continue; // switched off: it has no part in the list
        }
        if (!m_catalog.knows(id) || server->status().state == api::ServerState::Starting) {
            return std::chrono::milliseconds(0);
        }
        life = std::min(life, server->toolsLife().value_or(life));
    }
    return life;
}

std::string McpService::listFingerprint(const Principal& who, const Profile& profile) const
{
    return m_catalog.fingerprint(who.access->rights, who.key->id, profile);
}

std::string McpService::instructions(const Principal& who, const Profile& profile)
{
    std::string text;
    if (profile.aggregated()) {
        text = who.access->config->settings.toolNames.serverPrefix
                   ? "Tools of several servers stand here under the names <server>__<tool>."
                   : "Tools of several servers stand here.";
    }
    for (const ServerId& id : reachableServers(*who.access, who.key->id, profile)) {
        upstream::Server* server = m_servers.find(id);
        if (server == nullptr || !server->hello() || server->hello()->instructions.empty()) {
            continue;
        }
        const std::string& own = server->hello()->instructions;
        if (own.size() > kMaxServerInstructions || text.size() + own.size() > kMaxInstructions) {
            continue;
        }
        if (!profile.aggregated()) {
            return own;
        }
        text += "\n\n## " + id.str() + "\n" + own;
    }
    return text;
}

} // namespace portcullis::engine
