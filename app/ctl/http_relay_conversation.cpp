#include "app/ctl/http_relay_conversation.h"

#include "gateway/protocol/lifecycle.h"
#include "gateway/protocol/mcp_headers.h"
#include "gateway/protocol/meta_keys.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <algorithm>
#include <utility>

namespace portcullis::ctl {

using http::Task;

namespace {

using protocol::code::kInternalError;
using protocol::code::kParseError;
constexpr const char* kSessionHeader = "Mcp-Session-Id";
constexpr const char* kVersionHeader = "MCP-Protocol-Version";
constexpr std::size_t kLargest = std::size_t{64} * 1024 * 1024; // the bridge's own limit
constexpr int kMostPages = 100;

// The gateway judges what a message may be; here it must only be readable.
Result<JsonDocument> read(std::string text)
{
    JsonLimits limits;
    limits.bytes = kLargest;
    limits.depth = 512;
    limits.members = 10'000'000;
    return JsonDocument::parse(std::move(text), limits);
}

std::string errorLine(std::string_view id, int code, std::string_view message)
{
    JsonWriter out;
    out.beginObject().member("jsonrpc", "2.0").rawMember("id", id).key("error").beginObject();
    out.member("code", std::int64_t{code}).member("message", message).endObject().endObject();
    return out.take();
}

// White space of JSON may hold line ends; a line may not.
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
    http::ClientOptions options;
    options.bodyBytes = kLargest;
    options.eventBytes = kLargest;
    if (auto client = http::Client::create(io, url, std::move(options))) {
        m_client = std::move(*client);
    }
}

http::Headers HttpRelay::Conversation::plainHeaders() const
{
    http::Headers headers;
    headers.set("Authorization", "Bearer " + m_key);
    headers.set("Accept", "application/json, text/event-stream");
    if (!m_narrow.empty()) {
        headers.set(api::kNarrowHeader, m_narrow);
    }
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
    if (!sent.revision.empty()) {
        headers.set(kVersionHeader, sent.revision);
        headers.set("Mcp-Method", sent.method);
        if (sent.method == "tools/call") {
            headers.set("Mcp-Name", protocol::encodeHeaderValue(params["name"].string()));
            for (const auto& [name, value] : m_tools.fieldsFor(params)) {
                headers.set(name, value);
            }
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

Task<> HttpRelay::Conversation::carry(std::string line)
{
    const auto document = read(std::move(line));
    if (!document) {
        m_connection->writeLine(errorLine("null", kParseError, "The message is not valid JSON."));
        co_return;
    }
    const JsonValue root = document->root();
    Sent sent;
    sent.method = root["method"].string();
    sent.id = root["id"].raw();
    sent.revision = root["params"]["_meta"][protocol::kMetaProtocolVersion].string();
    for (JsonValue one = root.isArray() ? root.first() : JsonValue(); one.exists();
         one = one.next()) {
        if (one["method"].exists() && one["id"].exists()) {
            sent.batch.emplace_back(one["id"].raw());
        }
    }
    if (cancels(root)) {
        co_return;
    }
    if (!sent.revision.empty() && !sent.id.empty()) {
        sent.abort = std::make_shared<http::Abort>();
        m_stateless[sent.id] = sent.abort;
    }
    co_await exchange(root, sent, false);
    const auto running = m_stateless.find(sent.id);
    if (running != m_stateless.end() && running->second == sent.abort) {
        m_stateless.erase(running);
    }
}

// Without sessions a request is cancelled by closing its stream, not by a message (B-30).
bool HttpRelay::Conversation::cancels(JsonValue message)
{
    if (!message["method"].stringEquals("notifications/cancelled")) {
        return false;
    }
    const auto node = m_stateless.extract(std::string(message["params"]["requestId"].raw()));
    if (node.empty()) {
        return false;
    }
    node.mapped()->request();
    return true;
}

Task<> HttpRelay::Conversation::exchange(JsonValue message, Sent& sent, bool again)
{
    http::Client::Outgoing outgoing;
    outgoing.target = m_target;
    outgoing.headers = headersFor(message, sent);
    outgoing.body = message.raw();
    outgoing.abort = sent.abort;
    auto answer = co_await m_client->send(std::move(outgoing));
    if (sent.abort && sent.abort->requested()) {
        co_return;
    }
    if (!answer) {
        m_closed = true;
        m_connection->close(); // the bridge finds out itself what runs and what does not
        co_return;
    }
    co_await take(message, sent, **answer, again);
}

Task<>
HttpRelay::Conversation::take(JsonValue message, Sent& sent, http::Answer& answer, bool again)
{
    if (answer.status() == 401 || (answer.status() == 404 && sent.session)) {
        refuse(answer.status() == 401 ? "The virtual key is not valid."
                                      : "The session has ended."); // begun again by the bridge
        co_await m_connection->flush();
        m_connection->close();
        co_return;
    }
    if (answer.isEventStream()) {
        co_await relayEvents(answer, sent.abort);
        co_return;
    }
    auto body = co_await answer.body();
    if (sent.abort && sent.abort->requested()) {
        co_return;
    }
    if (!body) {
        m_closed = true;
        m_connection->close();
        co_return;
    }
    const auto said = read(*body);
    if (said && !again && !sent.revision.empty() && sent.method == "tools/call" &&
        wantsOtherFields(answer.status(), said->root())) {
        co_await learnTools(sent.revision);
        co_await exchange(message, sent, true);
        co_return;
    }
    started(sent, answer.headers(), said ? said->root() : JsonValue());
    deliver(sent, answer.status(), said ? said->root() : JsonValue());
}

// All pages of the list, for the fields that its tools want.
Task<> HttpRelay::Conversation::learnTools(std::string revision)
{
    const auto spoken = protocol::parseRevision(revision);
    if (!spoken) {
        co_return;
    }
    const std::string meta = protocol::writeStatelessMeta(*spoken, "{}");
    std::optional<std::string> cursor;
    for (int page = 0; page < kMostPages && (page == 0 || cursor); ++page) {
        Sent sent;
        sent.method = "tools/list";
        sent.revision = revision;
        std::string body = protocol::writeRequest(
            "\"portcullis-bridge-tools\"", sent.method, protocol::writeListParams(cursor, meta));
        http::Headers headers = headersFor(JsonValue(), sent);
        const auto answer = co_await ask(std::move(body), std::move(headers));
        const auto said = answer ? read(*answer) : fail(answer.error());
        if (!said) {
            co_return;
        }
        cursor = m_tools.learn(said->root()["result"]);
    }
}

Task<Result<std::string>> HttpRelay::Conversation::ask(std::string body, http::Headers headers)
{
    http::Client::Outgoing outgoing;
    outgoing.target = m_target;
    outgoing.headers = std::move(headers);
    outgoing.body = std::move(body);
    auto answer = co_await m_client->send(std::move(outgoing));
    if (!answer) {
        co_return fail(std::move(answer.error()));
    }
    co_return co_await (*answer)->body();
}

void HttpRelay::Conversation::started(const Sent& sent,
                                      const http::Headers& headers,
                                      JsonValue answer)
{
    if (sent.method == "initialize") {
        const auto session = headers.get(kSessionHeader);
        if (answer.exists() && session) {
            m_session = *session;
            m_revision = answer["result"]["protocolVersion"].string();
        }
    } else if (sent.method == "notifications/initialized" && !m_session.empty()) {
        auto listening = [](std::shared_ptr<Conversation> self) -> Task<> {
            co_await self->listen();
        };
        http::asio::co_spawn(m_io, listening(shared_from_this()), http::asio::detached);
    }
}

// A request always gets an answer under its id, those of a batch in one array, whatever the
// gateway's HTTP side says.
void HttpRelay::Conversation::deliver(const Sent& sent, unsigned status, JsonValue root)
{
    if (root.isArray() || (root.isObject() && (sent.id.empty() || root["id"].raw() == sent.id))) {
        m_connection->writeLine(oneLine(std::string(root.raw())));
        return;
    }
    const std::string said = root["error"]["message"].string();
    giveUp(sent,
           said.empty() ? "Portcullis answered with HTTP " + std::to_string(status) + "." : said);
}

void HttpRelay::Conversation::giveUp(const Sent& sent, std::string_view why)
{
    if (!sent.id.empty()) {
        m_connection->writeLine(errorLine(sent.id, kInternalError, why));
        return;
    }
    std::string all;
    for (const std::string& id : sent.batch) {
        all += (all.empty() ? "[" : ",") + errorLine(id, kInternalError, why);
    }
    if (!all.empty()) {
        m_connection->writeLine(all + "]");
    }
}

Task<> HttpRelay::Conversation::relayEvents(http::Answer& answer,
                                            std::shared_ptr<http::Abort> abort)
{
    while (!m_closed) {
        auto event = co_await answer.nextEvent();
        if (abort && abort->requested()) {
            co_return;
        }
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

} // namespace portcullis::ctl
