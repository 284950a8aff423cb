#include "gateway/engine/call_route.h"

#include "gateway/engine/call_records.h"
#include "gateway/protocol/text.h"

#include <utility>
#include <vector>

namespace portcullis::engine {

using http::Task;

namespace {

constexpr auto kSettlePatience = std::chrono::seconds(5); // E-41
constexpr std::size_t kMaxRecordedName = 256;

} // namespace

std::string Route::recordedName() const
{
    return entry != nullptr ? name : protocol::excerpt(name, kMaxRecordedName);
}

std::string Route::recordedMethod() const
{
    return method.empty() ? std::string(protocol::methodOf(kind)) : method;
}

ServerPool::Caller callerOf(const Inquiry& inquiry)
{
    return {inquiry.client.features, inquiry.who.key->id, inquiry.client.session};
}

CallRouter::CallRouter(Parts parts)
    : m_parts(std::move(parts))
{}

Task<Route> CallRouter::resolve(const Inquiry& inquiry, const protocol::ClientCall& call)
{
    Route route;
    route.kind = call.kind;
    StageTimer timer(m_parts.times.decide);
    find(inquiry, call, route);
    timer.stop();
    if (route.server.empty()) {
        std::vector<ServerId> wanted =
            reachableServers(*inquiry.who.access, inquiry.who.key->id, inquiry.profile);
        co_await m_parts.servers.settle(std::move(wanted),
                                        kSettlePatience,
                                        call.kind == protocol::CallKind::Tool
                                            ? ServerPool::Awaited::Tools
                                            : ServerPool::Awaited::Offers);
        find(inquiry, call, route);
    }
    co_return route;
}

void CallRouter::find(const Inquiry& inquiry, const protocol::ClientCall& call, Route& route) const
{
    route.name = call.name;
    route.decision = {policy::Verdict::Deny, api::Reason::UnknownTool, {}};
    if (call.kind == protocol::CallKind::Tool) {
        findTool(inquiry, call.name, route);
        return;
    }
    if (call.kind == protocol::CallKind::Prompt) {
        if (auto prompt = m_parts.offers.findPrompt(inquiry.profile, call.name)) {
            route.server = std::move(prompt->server);
            route.name = std::move(prompt->tool);
        }
    } else if (auto resource = m_parts.offers.resolveResource(inquiry.profile, call.name)) {
        route.server = std::move(resource->server);
        route.name = std::move(resource->uri);
    }
    if (!route.server.empty()) {
        route.decision = inquiry.who.access->rights.decideAll(inquiry.who.key->id, route.server);
    }
}

void CallRouter::findTool(const Inquiry& inquiry, const std::string& name, Route& route) const
{
    route.catalog = m_parts.catalog.current();
    route.entry = route.catalog->find(inquiry.profile, name);
    if (route.entry != nullptr) {
        route.server = route.entry->server;
        route.name = route.entry->tool.name;
        decideTool(inquiry, route);
    } else if (const auto known = m_parts.catalog.disabledTool(inquiry.profile, name)) {
        route.server = known->server;
        route.name = known->tool;
        route.decision.reason = api::Reason::ServerDisabled;
    }
}

void CallRouter::decideTool(const Inquiry& inquiry, Route& route)
{
    route.decision =
        inquiry.who.access->rights.decide(inquiry.who.key->id, route.server, route.name);
    if (route.decision.verdict == policy::Verdict::Allow && !route.entry->exposed()) {
        route.decision = {policy::Verdict::Deny, route.entry->exposure, {}};
    }
}

Route CallRouter::toTool(const Inquiry& inquiry,
                         const ServerId& server,
                         const std::string& tool) const
{
    Route route;
    route.name = tool;
    route.decision = {policy::Verdict::Deny, api::Reason::UnknownTool, {}};
    route.catalog = m_parts.catalog.current();
    const auto* const found = route.catalog->findOriginal(server, tool);
    if (found != nullptr && (inquiry.profile.aggregated() || inquiry.profile.server == server)) {
        route.entry = found->get();
        route.server = server;
        decideTool(inquiry, route);
    }
    return route;
}

std::function<bool(bool)> CallRouter::stillAllowed(const Inquiry& inquiry, const Route& route) const
{
    return [this, then = inquiry.who.access, key = inquiry.who.key->id, route](bool relisted) {
        const bool isTool = route.kind == protocol::CallKind::Tool;
        const AccessPtr now = m_parts.access();
        if (now != then) {
            const policy::Decision decision =
                isTool ? now->rights.decide(key, route.server, route.name)
                       : now->rights.decideAll(key, route.server);
            if (!mayBeUsed(*now->config, key, m_parts.clock.wallNow()) ||
                decision.verdict != policy::Verdict::Allow) {
                return false;
            }
        }
        if (!isTool) {
            return true;
        }
        const CatalogPtr current = m_parts.catalog.current();
        const auto* found = current->findOriginal(route.server, route.name);
        // Other header fields are another definition, which a server may ask for on the way.
        return found != nullptr && (*found)->exposed() &&
               (relisted || (*found)->hash == route.entry->hash);
    };
}

} // namespace portcullis::engine
