#pragma once

#include "gateway/upstream/channel.h"
#include "gateway/upstream/gate.h"
#include "gateway/upstream/http_origin.h"
#include "gateway/upstream/server.h"
#include "gateway/upstream/server_log.h"

#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

namespace portcullis::upstream {

// Streamable HTTP of both eras toward one URL: each message is a POST, each answer a JSON body or a
// stream of events (C.2, C.3, C.6). Redirects lead to the same origin only; credentials go nowhere
// else and into no message.
class HttpChannel final : public Channel, public std::enable_shared_from_this<HttpChannel>
{
public:
    // Errors: those of HttpOrigin::open().
    [[nodiscard]] static Result<std::shared_ptr<HttpChannel>> open(asio::io_context& io,
                                                                   const ServerOptions& options,
                                                                   CredentialSource& credentials,
                                                                   std::shared_ptr<ServerLog> log);

    HttpChannel(asio::io_context& io, HttpOrigin origin);

    void attach(std::weak_ptr<ChannelSink> sink) override { m_sink = std::move(sink); }

    [[nodiscard]] Result<> send(Outgoing message) override;
    void forget(std::int64_t request) override;
    [[nodiscard]] bool forgettingCancels() const override;

    [[nodiscard]] bool answersForgotten() const override { return false; }

    void speak(protocol::Revision revision) override { m_revision = revision; }

    void listen() override;
    void close() override;
    Task<bool> gone(std::chrono::milliseconds limit) override;

private:
    // One POST or GET on its way.
    struct Exchange
    {
        Outgoing message;
        std::shared_ptr<http::Abort> abort = std::make_shared<http::Abort>();
        std::optional<std::string> lastEvent; // id of the last event, to resume after (C-26)
        std::chrono::milliseconds pause{1000};
    };

    using ExchangePtr = std::shared_ptr<Exchange>;

    static Task<> runPost(std::shared_ptr<HttpChannel> self, ExchangePtr exchange);
    static Task<> runListen(std::shared_ptr<HttpChannel> self, ExchangePtr exchange);
    static Task<> runDelete(std::shared_ptr<HttpChannel> self);

    Task<> post(ExchangePtr exchange);
    Task<> listenOnce(ExchangePtr exchange, bool& goOn);
    Task<> takeAnswer(ExchangePtr exchange, std::unique_ptr<http::Answer> answer);
    Task<> takeBody(ExchangePtr exchange, http::Answer& answer);
    Task<> takeStream(ExchangePtr exchange, http::Answer& answer);
    Task<> resume(ExchangePtr exchange);

    [[nodiscard]] http::Client::Outgoing makePost(const Exchange& exchange) const;
    [[nodiscard]] http::Client::Outgoing makeGet(const Exchange& exchange) const;
    void addFields(http::Headers& headers, const Outgoing& message) const;
    void takeSession(const http::Answer& answer);
    void deliver(const ExchangePtr& exchange, std::string text);
    void undelivered(const ExchangePtr& exchange, Failure failure);
    void transportFailed(const Error& error);
    [[nodiscard]] bool awaits(const ExchangePtr& exchange) const;

    asio::io_context& m_io;
    HttpOrigin m_origin;
    std::weak_ptr<ChannelSink> m_sink;
    protocol::Revision m_revision = protocol::kNewestSession;
    std::string m_session;
    std::unordered_map<std::int64_t, ExchangePtr> m_requests;
    ExchangePtr m_listening;
    Breaker m_breaker;
    bool m_closed = false;
    Gate m_opened; // shut while notifications/initialized is on its way
    Gate m_closing;
    Gate m_gone;
};

} // namespace portcullis::upstream
