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

policy::Decision denied(api::Reason reason)
{
    policy::Decision decision;
    decision.reason = reason;
    return decision;
}

// What a route leads to, as rules see it. Views into the route.
policy::Subject subjectOf(const Route& route)
{
    switch (route.kind) {
    case protocol::CallKind::Prompt:
        return promptSubject(route.name);
    case protocol::CallKind::Resource:
        return resourceSubject(route.name);
    case protocol::CallKind::Tool:
        break;
    }
    return route.entry != nullptr ? route.entry->subject() : policy::Subject{route.name};
}

policy::Arguments argumentsOf(const Route& route, JsonValue arguments)
{
    if (route.kind == protocol::CallKind::Resource) {
        return {{}, route.name};
    }
    return {arguments, {}};
}

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
    route.decision = denied(api::Reason::UnknownTool);
    if (call.kind == protocol::CallKind::Tool) {
        findTool(inquiry, call, route);
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
        route.decision =
            inquiry.who.access->rights.decide(inquiry.who.question(route.server, subjectOf(route)),
                                              argumentsOf(route, call.arguments));
    }
}

void CallRouter::findTool(const Inquiry& inquiry,
                          const protocol::ClientCall& call,
                          Route& route) const
{
    route.catalog = m_parts.catalog.current();
    route.entry = route.catalog->find(inquiry.profile, call.name);
    if (route.entry != nullptr) {
        route.server = route.entry->server;
        route.name = route.entry->tool.name;
        route.decision =
            inquiry.who.access->rights.decide(inquiry.who.question(route.server, subjectOf(route)),
                                              argumentsOf(route, call.arguments));
        withhold(route);
    } else if (const auto known = m_parts.catalog.disabledTool(inquiry.profile, call.name)) {
        route.server = known->server;
        route.name = known->tool;
        route.decision.reason = api::Reason::ServerDisabled;
    }
}

// What exists for nobody is not told about its arguments either.
void CallRouter::withhold(Route& route)
{
    const api::Reason reason = route.decision.reason;
    const bool exists =
        reason == api::Reason::Allowed || reason == api::Reason::ArgumentsNotAllowed;
    if (exists && !route.entry->exposed()) {
        route.decision = denied(route.entry->exposure);
    }
}

Route CallRouter::toTool(const Inquiry& inquiry,
                         const ServerId& server,
                         const std::string& tool) const
{
    Route route;
    route.name = tool;
    route.decision = denied(api::Reason::UnknownTool);
    route.catalog = m_parts.catalog.current();
    const auto* const found = route.catalog->findOriginal(server, tool);
    if (found != nullptr && (inquiry.profile.aggregated() || inquiry.profile.server == server)) {
        route.entry = found->get();
        route.server = server;
        // The call that has become a task has passed with its arguments.
        route.decision =
            inquiry.who.access->rights.show(inquiry.who.question(route.server, subjectOf(route)));
        withhold(route);
    }
    return route;
}

std::function<bool(bool)> CallRouter::stillAllowed(const Inquiry& inquiry,
                                                   const protocol::ClientCall& call,
                                                   const Route& route) const
{
    return [this,
            then = inquiry.who,
            document = inquiry.document, // keeps the arguments alive
            arguments = call.arguments,
            route](bool relisted) {
        const bool isTool = route.kind == protocol::CallKind::Tool;
        const AccessPtr now = m_parts.access();
        if (now != then.access) {
            const KeyId& key = then.key->id;
            const policy::Decision decision =
                now->rights.decide({key, route.server, subjectOf(route), then.narrow.get()},
                                   argumentsOf(route, arguments));
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
