#include "gateway/upstream/http_channel.h"

#include "gateway/protocol/mcp_headers.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <algorithm>
#include <utility>

namespace portcullis::upstream {

namespace {

constexpr std::chrono::milliseconds kFarewell{2000};

} // namespace

Result<std::shared_ptr<HttpChannel>> HttpChannel::open(asio::io_context& io,
                                                       const ServerOptions& options,
                                                       CredentialSource& credentials,
                                                       std::shared_ptr<ServerLog> log)
{
    auto origin = HttpOrigin::open(io, options, credentials, std::move(log));
    if (!origin) {
        return fail(std::move(origin.error()));
    }
    return std::make_shared<HttpChannel>(io, std::move(*origin));
}

HttpChannel::HttpChannel(asio::io_context& io, HttpOrigin origin)
    : m_io(io)
    , m_origin(std::move(origin))
    , m_opened(io.get_executor())
    , m_closing(io.get_executor())
    , m_gone(io.get_executor())
{
    m_opened.open();
}

bool HttpChannel::forgettingCancels() const
{
    return protocol::eraOf(m_revision) == protocol::Era::Stateless;
}

bool HttpChannel::awaits(const ExchangePtr& exchange) const
{
    const auto sink = m_sink.lock();
    return !m_closed && !exchange->abort->requested() && sink != nullptr &&
           sink->awaits(exchange->message.id);
}

Result<> HttpChannel::send(Outgoing message)
{
    if (m_closed) {
        return fail(ErrorCode::Unavailable, "The connection to the server is closed.");
    }
    const auto exchange = std::make_shared<Exchange>();
    exchange->message = std::move(message);
    if (exchange->message.id != 0) {
        m_requests.emplace(exchange->message.id, exchange);
    } else if (exchange->message.method == "notifications/initialized") {
        m_opened.shut();
    }
    asio::co_spawn(m_io, runPost(shared_from_this(), exchange), asio::detached);
    return {};
}

void HttpChannel::forget(std::int64_t request)
{
    const auto node = m_requests.extract(request);
    if (!node.empty()) {
        node.mapped()->abort->request();
    }
}

void HttpChannel::listen()
{
    if (m_closed || m_listening != nullptr ||
        protocol::eraOf(m_revision) == protocol::Era::Stateless) {
        return;
    }
    m_listening = std::make_shared<Exchange>();
    asio::co_spawn(m_io, runListen(shared_from_this(), m_listening), asio::detached);
}

void HttpChannel::close()
{
    if (m_closed) {
        return;
    }
    m_closed = true;
    m_closing.open();
    for (const auto& [id, exchange] : std::exchange(m_requests, {})) {
        exchange->abort->request();
    }
    if (const auto listening = std::exchange(m_listening, nullptr)) {
        listening->abort->request();
    }
    const auto weak = weak_from_this();
    const auto self = weak.lock();
    if (self == nullptr || m_session.empty()) {
        m_gone.open();
        return;
    }
    asio::co_spawn(m_io, runDelete(self), asio::detached);
}

Task<bool> HttpChannel::gone(std::chrono::milliseconds limit)
{
    const auto self = shared_from_this();
    co_return co_await self->m_gone.waitFor(std::min(limit, kFarewell));
}

void HttpChannel::addFields(http::Headers& headers, const Outgoing& message) const
{
    m_origin.addCredentials(headers);
    const bool stateless = protocol::eraOf(m_revision) == protocol::Era::Stateless;
    if (!m_session.empty()) {
        headers.set("Mcp-Session-Id", m_session);
    }
    // Revisions before 2025-06-18 did not have this field, and initialize comes before its value.
    if (m_revision >= protocol::Revision::V2025_06_18 && message.method != "initialize") {
        headers.set("MCP-Protocol-Version", std::string(protocol::revisionName(m_revision)));
    }
    if (stateless && !message.method.empty()) {
        headers.set("Mcp-Method", message.method);
    }
    if (stateless && !message.name.empty()) {
        headers.set("Mcp-Name", protocol::encodeHeaderValue(message.name));
    }
    for (const auto& [name, value] : message.parameters) {
        headers.set(name, value);
    }
}

http::Client::Outgoing HttpChannel::makePost(const Exchange& exchange) const
{
    const Outgoing& message = exchange.message;
    http::Client::Outgoing request;
    request.target = m_origin.url.target;
    request.abort = exchange.abort;
    request.repeatable = message.method != "tools/call"; // lists and handshakes (C-83)
    addFields(request.headers, message);
    request.headers.set("Content-Type", "application/json");
    request.headers.set("Accept", "application/json, text/event-stream");
    request.body = message.text;
    return request;
}

http::Client::Outgoing HttpChannel::makeGet(const Exchange& exchange) const
{
    http::Client::Outgoing request;
    request.method = "GET";
    request.abort = exchange.abort;
    request.repeatable = true;
    request.target = m_origin.url.target;
    addFields(request.headers, {});
    request.headers.set("Accept", "text/event-stream");
    if (exchange.lastEvent && http::isFieldValue(*exchange.lastEvent)) {
        request.headers.set("Last-Event-ID", *exchange.lastEvent);
    }
    return request;
}

void HttpChannel::takeSession(const http::Answer& answer)
{
    const auto session = answer.headers().get("Mcp-Session-Id");
    const auto visible = [](char c) { return c >= 0x21 && c <= 0x7E; };
    if (session && session->size() <= 1024 &&
        std::all_of(session->begin(), session->end(), visible)) {
        m_session = *session;
    }
}

void HttpChannel::undelivered(const ExchangePtr& exchange, Failure failure)
{
    const auto sink = m_sink.lock();
    if (m_requests.erase(exchange->message.id) > 0 && sink != nullptr) {
        sink->undelivered(exchange->message.id, std::move(failure));
    }
}

void HttpChannel::transportFailed(const Error& error)
{
    if (!m_breaker.failed() || m_closed) {
        return;
    }
    close();
    if (const auto sink = m_sink.lock()) {
        sink->closed({.error = error, .retryAfter = Breaker::kOpen});
    }
}

Task<> HttpChannel::runDelete(std::shared_ptr<HttpChannel> self)
{
    const Exchange farewell;
    http::Client::Outgoing request = self->makeGet(farewell);
    request.method = "DELETE";
    const auto answer =
        co_await self->m_origin.client->send(std::move(request)); // 405 is fine (C-23)
    self->m_gone.open();
}

} // namespace portcullis::upstream
