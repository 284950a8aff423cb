#include "app/ctl/http_relay_conversation.h"

#include "gateway/protocol/mcp_headers.h"
#include "gateway/protocol/meta_keys.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <algorithm>
#include <utility>

namespace portcullis::ctl {

using http::Task;

namespace {

constexpr std::int64_t kInternalError = -32603;
constexpr const char* kSessionHeader = "Mcp-Session-Id";
constexpr const char* kVersionHeader = "MCP-Protocol-Version";
constexpr auto kReopen = std::chrono::seconds(1);

std::string errorLine(std::string_view id, std::string_view message)
{
    JsonWriter out;
    out.beginObject().member("jsonrpc", "2.0").rawMember("id", id).key("error").beginObject();
    out.member("code", kInternalError).member("message", message).endObject().endObject();
    return out.take();
}

// White space of JSON may hold line ends; a line may not (A-100).
std::string oneLine(std::string json)
{
    std::ranges::replace(json, '\n', ' ');
    std::ranges::replace(json, '\r', ' ');
    return json;
}

} // namespace

HttpRelay::Conversation::Conversation(http::asio::io_context& io,
                                      const http::Url& url,
                                      std::shared_ptr<http::LineConnection> connection)
    : m_io(io)
    , m_target(url.target)
    , m_connection(std::move(connection))
{
    if (auto client = http::Client::create(io, url)) {
        m_client = std::move(*client);
    }
}

http::Headers HttpRelay::Conversation::plainHeaders() const
{
    http::Headers headers;
    headers.set("Authorization", "Bearer " + m_key);
    headers.set("Accept", "application/json, text/event-stream");
    return headers;
}

void HttpRelay::Conversation::addSession(http::Headers& headers) const
{
    headers.set(kSessionHeader, m_session);
    headers.set(kVersionHeader, m_revision);
}

// What the body says goes into the headers, too: of the session era which session, of the stateless
// one the method and the tool (B-10 to B-14).
http::Headers HttpRelay::Conversation::headersFor(JsonValue message, Sent& sent) const
{
    http::Headers headers = plainHeaders();
    headers.set("Content-Type", "application/json");
    const JsonValue params = message["params"];
    const JsonValue claim = params["_meta"][protocol::kMetaProtocolVersion];
    if (claim.isString()) {
        headers.set(kVersionHeader, claim.string());
        headers.set("Mcp-Method", sent.method);
        if (sent.method == "tools/call") {
            headers.set("Mcp-Name", protocol::encodeHeaderValue(params["name"].string()));
        }
    } else if (!m_session.empty() && sent.method != "initialize") {
        sent.session = true;
        addSession(headers);
    }
    return headers;
}

Task<> HttpRelay::Conversation::run()
{
    if (co_await greet()) {
        while (!m_closed) {
            auto line = co_await m_connection->readLine();
            if (!line || !*line) {
                break;
            }
            auto carrying = [](std::shared_ptr<Conversation> self, std::string text) -> Task<> {
                co_await self->carry(std::move(text));
            };
            http::asio::co_spawn(
                m_io, carrying(shared_from_this(), std::move(**line)), http::asio::detached);
        }
    }
    m_closed = true;
    co_await m_connection->flush();
    m_connection->close();
    co_await endSession();
}

// The key is tried with a harmless request before the bridge is told that all is well.
Task<bool> HttpRelay::Conversation::greet()
{
    const auto line = co_await m_connection->readLine();
    if (!line || !*line || !m_client) {
        co_return false;
    }
    const auto hello = JsonDocument::parse(**line);
    if (!hello) {
        co_return false;
    }
    m_key = hello->root()["key"].string();
    http::Client::Outgoing outgoing;
    outgoing.target = m_target;
    outgoing.headers = plainHeaders();
    outgoing.headers.set("Content-Type", "application/json");
    outgoing.body = R"({"jsonrpc":"2.0","id":0,"method":"ping"})";
    const auto answer = co_await m_client->send(std::move(outgoing));
    if (!answer) {
        co_return false;
    }
    const unsigned status = (*answer)->status();
    static_cast<void>(co_await (*answer)->body());
    if (status == 401 || status == 403 || status == 503) {
        refuse(status == 503 ? "Portcullis is locked: open it at the workstation."
                             : "The virtual key is not valid.");
        co_return false;
    }
    m_connection->writeLine(R"({"portcullis":1,"ok":true})");
    co_return true;
}

void HttpRelay::Conversation::refuse(const std::string& why)
{
    if (std::exchange(m_closed, true)) {
        return;
    }
    JsonWriter out;
    out.beginObject().member("portcullis", std::int64_t{1}).member("error", why).endObject();
    m_connection->writeLine(out.take());
}

Task<> HttpRelay::Conversation::carry(std::string line)
{
    const auto document = JsonDocument::parse(line);
    Sent sent;
    http::Client::Outgoing outgoing;
    outgoing.target = m_target;
    const JsonValue root = document ? document->root() : JsonValue();
    sent.method = root["method"].string();
    sent.id = root["id"].raw();
    outgoing.headers = headersFor(root, sent);
    outgoing.body = std::move(line);
    auto answer = co_await m_client->send(std::move(outgoing));
    if (!answer) {
        m_closed = true;
        m_connection->close(); // the bridge finds out itself what runs and what does not
        co_return;
    }
    co_await take(sent, **answer);
}

Task<> HttpRelay::Conversation::take(const Sent& sent, http::Answer& answer)
{
    if (answer.status() == 401 || (answer.status() == 404 && sent.session)) {
        refuse(answer.status() == 401 ? "The virtual key is not valid."
                                      : "The session has ended."); // begun again by the bridge
        co_await m_connection->flush();
        m_connection->close();
        co_return;
    }
    if (answer.isEventStream()) {
        co_await relayEvents(answer);
        co_return;
    }
    auto body = co_await answer.body();
    if (!body) {
        m_closed = true;
        m_connection->close();
        co_return;
    }
    started(sent, answer.headers(), *body);
    deliver(sent, answer.status(), std::move(*body));
}

void HttpRelay::Conversation::started(const Sent& sent,
                                      const http::Headers& headers,
                                      const std::string& body)
{
    if (sent.method == "initialize") {
        const auto document = JsonDocument::parse(body);
        const auto session = headers.get(kSessionHeader);
        if (document && session) {
            m_session = *session;
            m_revision = document->root()["result"]["protocolVersion"].string();
        }
    } else if (sent.method == "notifications/initialized" && !m_session.empty()) {
        auto listening = [](std::shared_ptr<Conversation> self) -> Task<> {
            co_await self->listen();
        };
        http::asio::co_spawn(m_io, listening(shared_from_this()), http::asio::detached);
    }
}

// A request always gets an answer under its id, whatever the gateway's HTTP side says.
void HttpRelay::Conversation::deliver(const Sent& sent, unsigned status, std::string body)
{
    const auto document = JsonDocument::parse(body);
    const JsonValue root = document ? document->root() : JsonValue();
    if (root.isObject() && (sent.id.empty() || root["id"].raw() == sent.id)) {
        m_connection->writeLine(oneLine(std::move(body)));
        return;
    }
    if (sent.id.empty()) {
        return;
    }
    const std::string said = root["error"]["message"].string();
    m_connection->writeLine(errorLine(
        sent.id,
        said.empty() ? "Portcullis answered with HTTP " + std::to_string(status) + "." : said));
}

Task<> HttpRelay::Conversation::relayEvents(http::Answer& answer)
{
    while (!m_closed) {
        auto event = co_await answer.nextEvent();
        if (!event) {
            m_closed = true;
            m_connection->close();
            co_return;
        }
        if (!*event) {
            co_return;
        }
        if (!(*event)->data.empty()) {
            m_connection->writeLine(oneLine(std::move((*event)->data)));
        }
    }
}

// What the gateway sends without being asked.
Task<> HttpRelay::Conversation::listen()
{
    const std::string session = m_session;
    while (!m_closed && m_session == session) {
        http::Client::Outgoing outgoing;
        outgoing.method = "GET";
        outgoing.target = m_target;
        outgoing.headers = plainHeaders();
        addSession(outgoing.headers);
        auto answer = co_await m_client->send(std::move(outgoing));
        if (!answer || !(*answer)->isEventStream()) {
            co_return; // this gateway offers none
        }
        co_await relayEvents(**answer);
        http::asio::steady_timer pause(m_io, kReopen);
        boost::system::error_code ignored;
        co_await pause.async_wait(http::asio::redirect_error(http::asio::use_awaitable, ignored));
    }
}

Task<> HttpRelay::Conversation::endSession()
{
    if (m_session.empty()) {
        co_return;
    }
    http::Client::Outgoing outgoing;
    outgoing.method = "DELETE";
    outgoing.target = m_target;
    outgoing.headers = plainHeaders();
    addSession(outgoing.headers);
    static_cast<void>(co_await m_client->send(std::move(outgoing)));
}

} // namespace portcullis::ctl
