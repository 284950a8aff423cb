#pragma once

#include "app/ctl/http_relay.h"
#include "gateway/base/json.h"
#include "gateway/http/message.h"

#include <memory>
#include <string>

namespace portcullis::ctl {

// One connection of the bridge, carried over HTTP. Its requests run at the same time and share it.
// Owner: shared by its coroutines. Thread: the relay's.
class HttpRelay::Conversation : public std::enable_shared_from_this<Conversation>
{
public:
    Conversation(http::asio::io_context& io,
                 const http::Url& url,
                 std::shared_ptr<http::LineConnection> connection);

    // Until the bridge closes its side or the gateway goes.
    [[nodiscard]] http::Task<> run();

private:
    struct Sent
    {
        std::string id; // lexeme; empty for a notification
        std::string method;
        bool session = false; // carries the session's header
    };

    [[nodiscard]] http::Task<bool> greet();
    [[nodiscard]] http::Task<> carry(std::string line);
    [[nodiscard]] http::Task<> take(const Sent& sent, http::Answer& answer);
    [[nodiscard]] http::Task<> listen();
    [[nodiscard]] http::Task<> relayEvents(http::Answer& answer);
    [[nodiscard]] http::Task<> endSession();
    void started(const Sent& sent, const http::Headers& headers, const std::string& body);
    void deliver(const Sent& sent, unsigned status, std::string body);
    void refuse(const std::string& why); // and ends the connection

    [[nodiscard]] http::Headers headersFor(JsonValue message, Sent& sent) const;
    [[nodiscard]] http::Headers plainHeaders() const;
    void addSession(http::Headers& headers) const;

    http::asio::io_context& m_io;
    std::string m_target;
    std::unique_ptr<http::Client> m_client;
    std::shared_ptr<http::LineConnection> m_connection;
    std::string m_key;
    std::string m_session;
    std::string m_revision;
    bool m_closed = false;
};

} // namespace portcullis::ctl
