#pragma once

#include "gateway/upstream/channel.h"
#include "gateway/upstream/gate.h"
#include "gateway/upstream/http_origin.h"
#include "gateway/upstream/server.h"
#include "gateway/upstream/server_log.h"

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

namespace portcullis::upstream {

// HTTP+SSE of 2024-11-05: one stream of events, opened by a GET, brings everything the server says,
// and first of all where messages are POSTed to (C-70). The stream is the session: when it ends,
// the channel is closed, and nothing is resumed (C-72). Always the session era.
class SseChannel final : public Channel, public std::enable_shared_from_this<SseChannel>
{
public:
    // Errors: those of HttpOrigin::open().
    [[nodiscard]] static Result<std::shared_ptr<SseChannel>> open(asio::io_context& io,
                                                                  const ServerOptions& options,
                                                                  CredentialSource& credentials,
                                                                  std::shared_ptr<ServerLog> log);

    struct Limits
    {
        std::chrono::milliseconds endpoint; // from the stream's head to its endpoint event
        std::chrono::milliseconds ping;     // of silence, before the server is asked for a sign
        std::size_t posts;                  // on their way at once
    };

    SseChannel(asio::io_context& io, HttpOrigin origin, Limits limits);

    void attach(std::weak_ptr<ChannelSink> sink) override;
    [[nodiscard]] Result<> send(Outgoing message) override;
    void forget(std::int64_t request) override;

    [[nodiscard]] bool forgettingCancels() const override { return false; }

    [[nodiscard]] bool answersForgotten() const override { return true; }

    void speak(protocol::Revision) override {}

    void listen() override {}

    void close() override;
    Task<bool> gone(std::chrono::milliseconds limit) override;

private:
    // One POST on its way.
    struct Exchange
    {
        Outgoing message;
        std::shared_ptr<http::Abort> abort = std::make_shared<http::Abort>();
    };

    using ExchangePtr = std::shared_ptr<Exchange>;

    static Task<> runStream(std::shared_ptr<SseChannel> self);
    static Task<> runEndpointDeadline(std::shared_ptr<SseChannel> self);
    static Task<> runPost(std::shared_ptr<SseChannel> self, ExchangePtr exchange);
    static Task<> runPings(std::shared_ptr<SseChannel> self);

    Task<> readStream();
    Task<> post(ExchangePtr exchange);
    void take(http::SseEvent event);
    void takeEndpoint(const std::string& data);
    void undelivered(const ExchangePtr& exchange, Failure failure);
    void breakOff(Failure failure);

    asio::io_context& m_io;
    HttpOrigin m_origin;
    Limits m_limits;
    std::weak_ptr<ChannelSink> m_sink;
    std::shared_ptr<http::Abort> m_stream = std::make_shared<http::Abort>();
    std::unordered_map<ExchangePtr, std::int64_t> m_posts; // on their way, and their requests
    std::string m_target; // where messages go; never in a log: it may stand for the session
    Breaker m_breaker;
    bool m_closed = false;
    bool m_heard = false; // something since the last look
    Gate m_ready;         // the endpoint is known, or never will be
    Gate m_opened;        // shut while notifications/initialized is on its way
    Gate m_closing;
};

// Where an endpoint event wants messages to go: the target of the POSTs. Pure. Errors:
// PermissionDenied (another scheme, host or port than the stream's: credentials must not go there,
// C-71), ProtocolError (no address).
[[nodiscard]] Result<std::string> endpointTarget(const http::Url& stream, std::string_view data);

} // namespace portcullis::upstream
