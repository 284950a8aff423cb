#include "gateway/engine/sse_endpoint.h"

#include "gateway/engine/http_gate.h"
#include "gateway/engine/http_responses.h"
#include "gateway/engine/sse_endpoint_client.h"
#include "gateway/http/sse.h"

#include <utility>

// Streams of HTTP+SSE: who may open one, how it begins and ends.
namespace portcullis::engine {

using http::Task;

namespace {

// The exchange goes with its handler, whoever else still holds the client.
class Attached
{
public:
    Attached(http::Exchange*& place, http::Exchange& exchange)
        : m_place(place)
    {
        m_place = &exchange;
    }

    ~Attached() { m_place = nullptr; }

    Attached(const Attached&) = delete;
    Attached& operator=(const Attached&) = delete;
    Attached(Attached&&) = delete;
    Attached& operator=(Attached&&) = delete;

private:
    http::Exchange*& m_place;
};

} // namespace

SseEndpoint::SseEndpoint(Parts parts)
    : m_parts(std::move(parts))
    , m_admission({api::KeyTransport::Sse,
                   m_parts.refusals,
                   m_parts.meter,
                   m_parts.sessions.streams(),
                   m_parts.clock,
                   m_parts.access})
{}

bool SseEndpoint::serves(const std::string& path) const
{
    const AccessPtr access = m_parts.access();
    return access && access->config->settings.offerSse && profileOf(path, kSseRoot);
}

// Where a session's id is all of a query, there is no room for a key.
Destination SseEndpoint::destinationOf(const http::RequestHead& head)
{
    const bool isMessage = head.method == "POST" && messageSession(head.query);
    return {profileOf(head.path, kSseRoot), !isMessage && hasKeyInQuery(head.query)};
}

std::optional<http::Response> SseEndpoint::admit(const http::RequestHead& head)
{
    Visitor visitor;
    auto refused = m_admission.admit(head, destinationOf(head), visitor);
    return refused ? std::move(refused) : checkSseForm(head);
}

Task<> SseEndpoint::handle(http::Exchange& exchange)
{
    Visitor visitor;
    const http::RequestHead& head = exchange.request().head;
    // Rights may have changed while the body came in.
    if (auto refused = m_admission.identify(head, destinationOf(head), visitor)) {
        http::Response response = std::move(*refused);
        co_await exchange.respond(std::move(response));
    } else if (head.method == "GET") {
        co_await open(exchange, visitor);
    } else {
        http::Response response = receive(exchange.request(), visitor);
        co_await exchange.respond(std::move(response));
    }
}

SseEndpoint::ClientPtr SseEndpoint::makeClient(const Visitor& visitor)
{
    const api::Limits& limits = visitor.who.access->config->settings.limits;
    const std::shared_ptr<Session> session = m_parts.sessions.open(visitor.who.key->id, limits);
    if (!session) {
        return nullptr;
    }
    auto client = std::make_shared<Client>();
    client->session = session;
    session->revision = protocol::Revision::V2024_11_05;
    session->profile = visitor.profile;
    session->lists = m_parts.service.listFingerprints(visitor.who, visitor.profile);
    session->secretEnds = secretEnd(visitor.who);
    session->write = [weak = std::weak_ptr<Client>(client)](const std::string& message) {
        if (const auto live = weak.lock()) {
            live->write(message);
        }
    };
    m_clients.emplace(session->id, client);
    return client;
}

Task<> SseEndpoint::open(http::Exchange& exchange, const Visitor& visitor)
{
    const http::RequestHead& head = exchange.request().head;
    const auto place = m_admission.takeStream(visitor.who.key->id, *visitor.who.access);
    const ClientPtr client = place ? makeClient(visitor) : nullptr;
    if (!client) {
        m_admission.recordRateLimit(head.peer, visitor);
        http::Response full =
            tooMany("Too many streams or sessions are open; close one and try again.\n", "5");
        co_await exchange.respond(std::move(full));
        co_return;
    }
    const SessionId id = client->session->id;
    const auto over =
        std::make_shared<http::Promise<bool>>(co_await http::asio::this_coro::executor);
    exchange.startStream({});
    const Attached attached(client->stream, exchange);
    http::SseEvent first;
    first.event = "endpoint";
    first.data = head.path + "?sessionId=" + id.str();
    exchange.sendEvent(http::formatSse(first));
    exchange.onDisconnect([over] { over->set(true); });
    client->session->onEnd([over] { over->set(true); });
    co_await over->wait();
    client->stream = nullptr;
    m_clients.erase(id);
    m_parts.sessions.end(id, "the client closed its stream");
    if (!exchange.disconnected()) {
        co_await exchange.finishStream();
    }
}

SseEndpoint::ClientPtr SseEndpoint::findClient(const http::RequestHead& head,
                                               const Visitor& visitor)
{
    const auto id = messageSession(head.query);
    const auto session = id ? m_parts.sessions.find(*id, visitor.who.key->id) : nullptr;
    if (!session || session->profile != visitor.profile) {
        return nullptr;
    }
    const auto found = m_clients.find(*id);
    return found == m_clients.end() ? nullptr : found->second.lock();
}

void SseEndpoint::endAll()
{
    const auto clients = m_clients;
    for (const auto& [id, client] : clients) {
        m_parts.sessions.end(id, "HTTP+SSE is not offered any more");
    }
}

} // namespace portcullis::engine
