#include "app/ctl/http_relay_conversation.h"
#include "gateway/protocol/lifecycle.h"

#include <chrono>
#include <string>
#include <utility>

// How a conversation over HTTP begins, what comes unasked meanwhile, and how it ends.
namespace portcullis::ctl {

using http::Task;

namespace {

constexpr auto kReopen = std::chrono::seconds(1);

// Something that every gateway answers whom it knows, and that needs no session, whatever is set.
http::Client::Outgoing knock(http::Headers headers)
{
    http::Client::Outgoing outgoing;
    outgoing.headers = std::move(headers);
    outgoing.headers.set("Content-Type", "application/json");
    outgoing.headers.set("MCP-Protocol-Version",
                         std::string(protocol::revisionName(protocol::kNewestStateless)));
    outgoing.headers.set("Mcp-Method", "server/discover");
    outgoing.body = R"({"jsonrpc":"2.0","id":0,"method":"server/discover","params":{"_meta":)" +
                    protocol::writeStatelessMeta(protocol::kNewestStateless, "{}") + "}}";
    return outgoing;
}

} // namespace

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
    m_narrow = hello->root()[api::kNarrowMember].string();
    http::Client::Outgoing outgoing = knock(plainHeaders());
    outgoing.target = m_target;
    const auto answer = co_await m_client->send(std::move(outgoing));
    if (!answer) {
        refuse("Portcullis does not answer at the address given with --url (" +
               answer.error().message + "): start it there, or correct the address.");
        co_return false;
    }
    const unsigned status = (*answer)->status();
    static_cast<void>(co_await (*answer)->body());
    if (status == 400 && !m_narrow.empty()) {
        refuse("The gateway cannot read what --narrow limits this client to.");
        co_return false;
    }
    if (status == 429) {
        refuse("Rate limited: too many requests, or too many wrong virtual keys, in this minute.");
        co_return false;
    }
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
        co_await relayEvents(**answer, nullptr);
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
