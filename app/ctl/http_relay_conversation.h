#pragma once

#include "app/ctl/http_relay.h"
#include "app/ctl/relay_tools.h"
#include "gateway/api/allow_rule.h"
#include "gateway/base/json.h"
#include "gateway/http/message.h"

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

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
        std::string id;                 // lexeme; empty for a notification and for a batch
        std::vector<std::string> batch; // of a batch: the ids of its requests
        std::string method;
        std::string revision; // that a message of the stateless era claims; empty in the other one
        bool session = false; // carries the session's header
        std::shared_ptr<http::Abort> abort; // of a request of the stateless era
    };

    [[nodiscard]] http::Task<bool> greet();
    [[nodiscard]] http::Task<> carry(std::string line);
    [[nodiscard]] http::Task<> exchange(JsonValue message, Sent& sent, bool again);
    [[nodiscard]] http::Task<>
    take(JsonValue message, Sent& sent, http::Answer& answer, bool again);
    [[nodiscard]] http::Task<> learnTools(std::string revision);
    [[nodiscard]] http::Task<Result<std::string>> ask(std::string body, http::Headers headers);
    [[nodiscard]] bool cancels(JsonValue message);
    [[nodiscard]] http::Task<> listen();
    [[nodiscard]] http::Task<> relayEvents(http::Answer& answer,
                                           std::shared_ptr<http::Abort> abort);
    [[nodiscard]] http::Task<> endSession();
    void started(const Sent& sent, const http::Headers& headers, JsonValue answer);
    void deliver(const Sent& sent, unsigned status, JsonValue root);
    void giveUp(const Sent& sent, std::string_view why);
    void refuse(const std::string& why); // and ends the connection

    [[nodiscard]] http::Headers headersFor(JsonValue message, Sent& sent) const;
    [[nodiscard]] http::Headers plainHeaders() const;
    void addSession(http::Headers& headers) const;

    http::asio::io_context& m_io;
    std::string m_target;
    std::unique_ptr<http::Client> m_client;
    std::shared_ptr<http::LineConnection> m_connection;
    std::string m_key;
    std::string m_narrow; // what the client is limited to; or empty
    std::string m_session;
    std::string m_revision;
    RelayTools m_tools;
    std::map<std::string, std::shared_ptr<http::Abort>> m_stateless; // running, by id
    bool m_closed = false;
};

} // namespace portcullis::ctl
