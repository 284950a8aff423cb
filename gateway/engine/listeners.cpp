#include "gateway/engine/listeners.h"

#include "gateway/protocol/tasks.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <algorithm>
#include <chrono>
#include <set>
#include <utility>

namespace portcullis::engine {

using http::Task;

namespace {

constexpr std::chrono::milliseconds kPatience{2000}; // with servers that are to agree (D-52)

using Wishes = std::map<std::string, std::string>; // URIs of a server, and as the client knows them

// What servers have said yet.
struct Agreements
{
    Agreements(const http::asio::any_io_executor& executor, std::size_t asked)
        : open(asked)
        , changed(executor)
    {}

    std::map<ServerId, std::set<std::string>> byServer;
    std::size_t open;
    http::Signal changed;
};

Task<>
gather(Task<std::set<std::string>> agreed, ServerId server, std::shared_ptr<Agreements> agreements)
{
    agreements->byServer[server] = co_await std::move(agreed);
    --agreements->open;
    agreements->changed.notify();
}

const api::Limits& limitsOf(const Inquiry& inquiry)
{
    return inquiry.who.access->config->settings.limits;
}

// B-62. With the extension it is acknowledged without them (B-80).
std::optional<protocol::RpcError> refusalOf(const Inquiry& inquiry)
{
    const bool asked = inquiry.message.params["notifications"]["taskIds"].exists();
    if (!asked || inquiry.client.features.tasks) {
        return std::nullopt;
    }
    inquiry.handle->setAnswerStatus(400); // B-21
    return protocol::tasksNotDeclared();
}

} // namespace

Listeners::Listeners(Parts parts)
    : m_parts(parts)
{}

bool Listeners::mayListen(const Principal& who) const
{
    const auto ofKey = std::ranges::count_if(
        m_listeners, [&who](const auto& entry) { return entry.second.key == who.key->id; });
    return ofKey < who.access->config->settings.limits.listensPerKey;
}

Task<std::string> Listeners::serve(Inquiry inquiry)
{
    const std::string id(inquiry.message.id);
    const auto wanted = protocol::readListen(inquiry.message, limitsOf(inquiry).urisPerListen);
    if (!wanted) {
        co_return protocol::writeError(id, wanted.error());
    }
    if (const auto refusal = refusalOf(inquiry)) {
        co_return protocol::writeError(id, *refusal);
    }
    const KeyId& key = inquiry.who.key->id;
    if (!mayListen(inquiry.who) || !inquiry.client.send) {
        co_return protocol::writeError(
            id,
            {protocol::code::kInternalError, "Too many listeners of this key; end one first.", {}});
    }
    const auto send = inquiry.client.send;
    const Subscriptions::Id subscriber =
        m_parts.subscriptions.open(key, {}, inquiry.profile, [send, id](const std::string& uri) {
            send(protocol::writeUpdated(id, uri));
        });
    Listener& listener = m_listeners[subscriber];
    listener.key = key;
    listener.profile = inquiry.profile;
    listener.id = id;
    listener.known = fingerprintsOf(
        m_parts.catalog, m_parts.offers, inquiry.who.access->rights, key, inquiry.profile);
    const auto over =
        std::make_shared<http::Promise<bool>>(co_await http::asio::this_coro::executor);
    listener.over = over;
    inquiry.handle->onCancel([over] { over->set(false); });
    const auto honoured = co_await honour(inquiry, *wanted, subscriber);
    bool told = false;
    if (!inquiry.handle->cancelled()) {
        send(protocol::writeAcknowledged(id, honoured)); // before anything else of it (B-56)
        listener.filter = honoured;
        listener.send = send;
        told = co_await over->wait();
    }
    m_listeners.erase(subscriber);
    m_parts.subscriptions.close(subscriber);
    co_return told ? protocol::writeListenResult(id) : std::string();
}

// What this client may hear of; why something is left out nobody learns (B-58). A server that
// takes longer than others holds up nobody: it is left out for good (D-52).
Task<protocol::SubscriptionFilter>
Listeners::honour(const Inquiry& inquiry, protocol::SubscriptionFilter wanted, Subscriptions::Id id)
{
    std::map<ServerId, Wishes> wishes;
    for (const std::string& uri : std::exchange(wanted.resources, {})) {
        const auto target = m_parts.offers.resolveResource(inquiry.profile, uri);
        if (target && inquiry.who.sees(target->server, resourceSubject(target->uri))) {
            wishes[target->server].emplace(target->uri, uri);
        }
    }
    const auto executor = co_await http::asio::this_coro::executor;
    const auto agreements = std::make_shared<Agreements>(executor, wishes.size());
    for (const auto& [server, uris] : wishes) {
        std::set<std::string> own;
        for (const auto& [uri, asClient] : uris) {
            own.insert(uri);
        }
        http::asio::co_spawn(
            executor,
            gather(m_parts.subscriptions.add(id, server, std::move(own)), server, agreements),
            http::asio::detached);
    }
    const auto deadline = http::Signal::TimePoint::clock::now() + kPatience;
    while (agreements->open != 0 && http::Signal::TimePoint::clock::now() < deadline) {
        co_await agreements->changed.wait(deadline);
    }
    for (const auto& [server, uris] : wishes) {
        const auto agreed = agreements->byServer.find(server);
        for (const auto& [uri, asClient] : uris) {
            if (agreed == agreements->byServer.end()) {
                m_parts.subscriptions.remove(id, {server, uri});
            } else if (agreed->second.contains(uri)) {
                wanted.resources.insert(asClient);
            }
        }
    }
    co_return wanted;
}

void Listeners::announce(const policy::AllowLists& rights)
{
    for (auto& [id, listener] : m_listeners) {
        if (!listener.send) {
            continue; // not acknowledged yet
        }
        const ListFingerprints now =
            fingerprintsOf(m_parts.catalog, m_parts.offers, rights, listener.key, listener.profile);
        const ListFingerprints known = std::exchange(listener.known, now);
        const auto tell = [&listener](bool wanted, bool changed, const char* method) {
            if (wanted && changed) {
                listener.send(protocol::writeListChanged(listener.id, method));
            }
        };
        const protocol::SubscriptionFilter& filter = listener.filter;
        tell(filter.toolsListChanged, now.tools != known.tools, "notifications/tools/list_changed");
        tell(filter.promptsListChanged,
             now.prompts != known.prompts,
             "notifications/prompts/list_changed");
        tell(filter.resourcesListChanged,
             now.resources != known.resources,
             "notifications/resources/list_changed");
    }
}

void Listeners::sweep(const std::function<bool(const KeyId&)>& mayBeUsed)
{
    for (const auto& [id, listener] : m_listeners) {
        if (!mayBeUsed(listener.key)) {
            listener.over->set(true);
        }
    }
}

void Listeners::endAll()
{
    for (const auto& [id, listener] : m_listeners) {
        listener.over->set(true);
    }
}

} // namespace portcullis::engine
