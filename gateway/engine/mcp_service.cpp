#include "gateway/engine/mcp_service.h"

#include "gateway/engine/call_records.h"
#include "gateway/engine/http_answer.h"
#include "gateway/protocol/completion.h"
#include "gateway/protocol/tasks.h"

#include <algorithm>
#include <charconv>
#include <set>
#include <utility>

namespace portcullis::engine {

using http::Task;
using protocol::OfferKind;

namespace {

constexpr auto kSettlePatience = std::chrono::seconds(5);            // E-41
constexpr auto kCursorLife = std::chrono::minutes(10);               // E-45
constexpr auto kLongestListLife = std::chrono::milliseconds(30'000); // B-40
constexpr auto kCompletionPatience = std::chrono::seconds(3);        // E-31
constexpr const char* kCursorPurpose = "tools/list";
const protocol::RpcError kUnknownCursor{
    protocol::code::kInvalidParams, "Unknown cursor: list again from the beginning.", {}};
const protocol::RpcError kUnknownMethod{protocol::code::kMethodNotFound, "Method not found", {}};

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

McpService::McpService(Parts parts)
    : m_parts(parts)
{}

Task<std::string> McpService::answer(Inquiry inquiry)
{
    const protocol::Message& message = inquiry.message;
    inquiry.clock = &m_parts.clock;
    const bool stateless = protocol::eraOf(inquiry.revision) == protocol::Era::Stateless;
    const bool ofTask = stateless && protocol::taskMethodOf(message.method);
    if (ofTask || protocol::callKindOf(message.method)) {
        inquiry.caller.revision = protocol::revisionName(inquiry.revision);
        inquiry.parent = parentOf(message.meta(), inquiry.header);
        if (ofTask) {
            co_return co_await m_parts.calls.runTask(std::move(inquiry));
        }
        co_return co_await m_parts.calls.run(std::move(inquiry));
    }
    if (inquiry.offered && inquiry.offered->lacks(message.method)) {
        co_return protocol::writeError(message.id, kUnknownMethod);
    }
    if (message.method == "tools/list") {
        co_return co_await listTools(std::move(inquiry));
    }
    for (const OfferKind kind : {OfferKind::Prompt, OfferKind::Resource, OfferKind::Template}) {
        if (message.method == protocol::termsOf(kind).method) {
            co_return co_await listOffers(std::move(inquiry), kind);
        }
    }
    if (message.method == "completion/complete") {
        co_return co_await complete(std::move(inquiry));
    }
    if (message.method == "subscriptions/listen" && stateless) {
        co_return co_await m_parts.listeners.serve(std::move(inquiry));
    }
    const bool subscribes = message.method == "resources/subscribe";
    if ((subscribes || message.method == "resources/unsubscribe") && !stateless) {
        co_return co_await subscribe(std::move(inquiry), subscribes);
    }
    if (auto text = answerOfEra(inquiry)) {
        co_return std::move(*text);
    }
    co_return protocol::writeError(message.id, kUnknownMethod);
}

std::optional<std::string> McpService::answerOfEra(const Inquiry& inquiry)
{
    const protocol::Message& message = inquiry.message;
    if (protocol::eraOf(inquiry.revision) == protocol::Era::Stateless) {
        if (message.method != "server/discover") {
            return std::nullopt;
        }
        return protocol::writeResult(
            message.id,
            protocol::writeDiscoverResult(
                instructions(inquiry.who, inquiry.profile),
                offered(inquiry.who, inquiry.profile, inquiry.client.features)));
    }
    if (message.method == "ping") {
        return protocol::writeResult(message.id, "{}");
    }
    if (message.method == "logging/setLevel") {
        return setLevel(inquiry);
    }
    return std::nullopt;
}

// Changed roots are for servers that were given the old ones.
void McpService::notified(const Principal& who, Session& session, const protocol::Message& message)
{
    applyNotification(session, message);
    if (message.method != "notifications/roots/list_changed") {
        return;
    }
    for (const ServerId& server : reachableServers(*who.access, session.key, session.profile)) {
        if (session.rootsGivenTo.contains(server)) {
            m_parts.servers.tellRootsChanged(server);
        }
    }
}

std::string McpService::setLevel(const Inquiry& inquiry)
{
    const auto level = protocol::readSetLevel(inquiry.message);
    if (!level) {
        return protocol::writeError(inquiry.message.id, level.error());
    }
    if (inquiry.setLogLevel) {
        inquiry.setLogLevel(*level);
        m_parts.logLevels.refresh();
    }
    return protocol::writeResult(inquiry.message.id, "{}");
}

// Without a session there is nobody to tell later.
Task<std::string> McpService::subscribe(Inquiry inquiry, bool wanted)
{
    const std::string id(inquiry.message.id);
    const JsonValue uri = inquiry.message.params["uri"];
    if (!uri.isString() || !inquiry.subscriber) {
        co_return protocol::writeError(id,
                                       {protocol::code::kInvalidParams,
                                        uri.isString() ? "A subscription needs a session"
                                                       : "Invalid params: uri must be a string",
                                        {}});
    }
    const auto target = m_parts.offers.resolveResource(inquiry.profile, uri.string());
    const bool allowed = target && inquiry.who.sees(target->server, resourceSubject(target->uri));
    if (!wanted) {
        if (target) {
            m_parts.subscriptions.remove(inquiry.subscriber(m_parts.subscriptions), *target);
        }
        co_return protocol::writeResult(id, "{}");
    }
    if (allowed) {
        const std::set<std::string> uris{target->uri};
        const auto agreed = co_await m_parts.subscriptions.add(
            inquiry.subscriber(m_parts.subscriptions), target->server, uris);
        if (!agreed.empty()) {
            co_return protocol::writeResult(id, "{}");
        }
    }
    JsonWriter data;
    data.beginObject().rawMember("uri", uri.raw()).endObject();
    co_return protocol::writeError(
        id,
        {allowed ? protocol::code::kInvalidParams : protocol::code::kResourceNotFound,
         allowed ? "This resource cannot be subscribed to" : "Resource not found",
         data.take()});
}

Task<std::string> McpService::listOffers(Inquiry inquiry, OfferKind kind)
{
    const auto cursor = protocol::readCursor(inquiry.message);
    if (!cursor) {
        co_return protocol::writeError(inquiry.message.id, cursor.error());
    }
    const Access& access = *inquiry.who.access;
    const KeyId& key = inquiry.who.key->id;
    const protocol::OfferTerms& terms = protocol::termsOf(kind);
    const std::vector<ServerId> wanted = reachableServers(access, key, inquiry.profile);
    auto awaited = wanted;
    co_await m_parts.servers.settle(
        std::move(awaited), kSettlePatience, ServerPool::Awaited::Offers);

    const auto page = offersPage(inquiry, kind, *cursor);
    if (!page) {
        co_return protocol::writeError(inquiry.message.id, kUnknownCursor);
    }
    if (inquiry.offersShown) {
        inquiry.offersShown(listFingerprints(inquiry.who, inquiry.profile));
    }
    std::optional<std::string> next;
    if (page->next) {
        next = m_parts.sealer.seal(terms.method,
                                   key,
                                   cursorPayload(inquiry, *page->next),
                                   m_parts.clock.wallNow() + kCursorLife);
    }
    std::vector<const std::string*> items;
    items.reserve(page->items.size());
    for (const std::string& item : page->items) {
        items.push_back(&item);
    }
    const std::string result =
        protocol::writeListResult(terms.list,
                                  items,
                                  inquiry.revision,
                                  listLife(wanted, kind).count(),
                                  next ? std::optional<std::string_view>(*next) : std::nullopt);
    co_return protocol::writeResult(inquiry.message.id, result);
}

std::optional<OfferCatalog::Page> McpService::offersPage(const Inquiry& inquiry,
                                                         OfferKind kind,
                                                         const std::optional<std::string>& cursor)
{
    const KeyId& key = inquiry.who.key->id;
    std::optional<OfferCatalog::Place> from;
    if (cursor) {
        const auto token = m_parts.sealer.open(
            protocol::termsOf(kind).method, key, *cursor, m_parts.clock.wallNow());
        from = token ? placeOf(inquiry, token->payload) : std::nullopt;
        if (!from) {
            return std::nullopt;
        }
    }
    return m_parts.offers.list(
        kind, inquiry.who.access->rights, key, inquiry.profile, from, inquiry.who.narrow.get());
}

// A server without completions, and one that takes too long, have nothing to propose (E-30, E-31).
Task<std::string> McpService::complete(Inquiry inquiry)
{
    const auto request = protocol::readCompletion(inquiry.message);
    if (!request) {
        co_return protocol::writeError(inquiry.message.id, request.error());
    }
    const auto target = request->ofPrompt
                            ? m_parts.offers.findPrompt(inquiry.profile, request->name)
                            : m_parts.offers.findTemplate(inquiry.profile, request->name);
    const bool allowed =
        target && inquiry.who.sees(target->server,
                                   request->ofPrompt ? promptSubject(target->tool)
                                                     : templateSubject(target->tool));
    if (!allowed) {
        co_return protocol::writeError(
            inquiry.message.id,
            {protocol::code::kInvalidParams, "Invalid params: ref is unknown", {}});
    }
    upstream::Server* server = m_parts.servers.find(target->server);
    Result<upstream::CallReply> reply = fail(ErrorCode::Unavailable, "not asked");
    const auto hello = server != nullptr ? server->hello() : std::nullopt;
    if (hello && hello->features.completions) {
        server = m_parts.servers.findOwn(target->server, callerOf(inquiry));
    }
    if (hello && hello->features.completions && server != nullptr) {
        upstream::CallRequest call;
        call.method = "completion/complete";
        call.key = inquiry.who.key->id.str();
        call.members = protocol::writeCompletionMembers(*request, target->tool, hello->revision);
        call.timeout = kCompletionPatience;
        const auto pending = server->call(std::move(call), {});
        inquiry.handle->attach(pending);
        reply = co_await pending->wait();
        inquiry.handle->detach();
    }
    if (inquiry.handle->cancelled()) {
        co_return std::string();
    }
    const JsonValue result = reply && !reply->error ? reply->result : JsonValue();
    co_return protocol::writeResult(inquiry.message.id,
                                    protocol::writeCompletionResult(result, inquiry.revision));
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
    co_await m_parts.servers.settle(std::move(awaited), kSettlePatience);

    std::optional<ToolCatalog::Place> from;
    if (*cursor) {
        const auto token =
            m_parts.sealer.open(kCursorPurpose, key, **cursor, m_parts.clock.wallNow());
        from = token ? placeOf(inquiry, token->payload) : std::nullopt;
    }
    const auto page = m_parts.catalog.list(
        access.rights, key, inquiry.profile, inquiry.revision, from, inquiry.who.narrow.get());
    if (!page || (*cursor && !from)) {
        co_return protocol::writeError(inquiry.message.id, kUnknownCursor);
    }
    // Who walks through an older catalog is yet to be told of this one.
    if (inquiry.listShown && page->hold == m_parts.catalog.current()) {
        inquiry.listShown(listFingerprints(inquiry.who, inquiry.profile).tools);
    }
    std::optional<std::string> next;
    if (page->next) {
        next = m_parts.sealer.seal(kCursorPurpose,
                                   key,
                                   cursorPayload(inquiry, *page->next),
                                   m_parts.clock.wallNow() + kCursorLife);
    }
    const std::string result =
        protocol::writeListResult("tools",
                                  page->tools,
                                  inquiry.revision,
                                  listLife(wanted, {}).count(),
                                  next ? std::optional<std::string_view>(*next) : std::nullopt);
    co_return protocol::writeResult(inquiry.message.id, result);
}

// As long as the shortest of the lists it is made of; not at all while one of them is missing or
// may become another, because a client without a session is not told (B-40).
std::chrono::milliseconds McpService::listLife(const std::vector<ServerId>& servers,
                                               std::optional<OfferKind> kind)
{
    std::chrono::milliseconds life = kLongestListLife;
    for (const ServerId& id : servers) {
        upstream::Server* server = m_parts.servers.find(id);
        if (server == nullptr) {
            continue; // switched off: it has no part in the list
        }
        const bool known = kind ? m_parts.offers.knows(id) : m_parts.catalog.knows(id);
        if (!known || server->status().state == api::ServerState::Starting) {
            return std::chrono::milliseconds(0);
        }
        const auto own = kind ? server->offers().lifeOf(*kind) : server->toolsLife();
        life = std::min(life, own.value_or(life));
    }
    return life;
}

ListFingerprints McpService::listFingerprints(const Principal& who, const Profile& profile) const
{
    return fingerprintsOf(
        m_parts.catalog, m_parts.offers, who.access->rights, who.key->id, profile);
}

} // namespace portcullis::engine
