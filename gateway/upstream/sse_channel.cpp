#include "gateway/upstream/sse_channel.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <algorithm>
#include <utility>

namespace portcullis::upstream {

namespace {

constexpr std::size_t kLongestEndpoint = 8 * 1024;
constexpr std::chrono::milliseconds kEndpointWait{5000}; // C-09
constexpr std::size_t kMostOtherPosts = 256; // besides calls: answers, notifications, lists

Failure lost(std::string message)
{
    return {.error = {ErrorCode::Unavailable, std::move(message), {}}};
}

} // namespace

Result<std::string> endpointTarget(const http::Url& stream, std::string_view data)
{
    auto url = data.empty() || data.size() > kLongestEndpoint
                   ? fail(ErrorCode::ProtocolError, "The endpoint event names no address.")
                   : http::resolveUrl(stream, data);
    if (!url) {
        return fail(ErrorCode::ProtocolError,
                    "The address that the server wants messages sent to cannot be used.",
                    url.error().message);
    }
    if (url->origin() != stream.origin()) {
        return fail(ErrorCode::PermissionDenied,
                    "The server wants messages sent to another place (" + url->origin() +
                        "), where its credentials must not go.");
    }
    return std::move(url->target);
}

Result<std::shared_ptr<SseChannel>> SseChannel::open(asio::io_context& io,
                                                     const ServerOptions& options,
                                                     CredentialSource& credentials,
                                                     std::shared_ptr<ServerLog> log)
{
    auto origin = HttpOrigin::open(io, options, credentials, std::move(log));
    if (!origin) {
        return fail(std::move(origin.error()));
    }
    // Before the handshake's own deadline, which could not say what is missing.
    const Limits limits{std::min(kEndpointWait, options.handshakeTimeout / 2),
                        options.pingAfter,
                        options.config.maxInFlight + kMostOtherPosts};
    return std::make_shared<SseChannel>(io, std::move(*origin), limits);
}

SseChannel::SseChannel(asio::io_context& io, HttpOrigin origin, Limits limits)
    : m_io(io)
    , m_origin(std::move(origin))
    , m_limits(limits)
    , m_ready(io.get_executor())
    , m_opened(io.get_executor())
    , m_closing(io.get_executor())
{
    m_opened.open();
}

void SseChannel::attach(std::weak_ptr<ChannelSink> sink)
{
    m_sink = std::move(sink);
    asio::co_spawn(m_io, runStream(shared_from_this()), asio::detached);
}

Result<> SseChannel::send(Outgoing message)
{
    if (m_closed) {
        return fail(ErrorCode::Unavailable, "The connection to the server is closed.");
    }
    if (m_posts.size() >= m_limits.posts) {
        return fail(ErrorCode::Unavailable, "The server does not take what it is sent.");
    }
    const auto exchange = std::make_shared<Exchange>();
    exchange->message = std::move(message);
    m_posts.emplace(exchange, exchange->message.id);
    if (exchange->message.method == "notifications/initialized") {
        m_opened.shut();
    }
    asio::co_spawn(m_io, runPost(shared_from_this(), exchange), asio::detached);
    return {};
}

void SseChannel::forget(std::int64_t request)
{
    const auto found = std::find_if(m_posts.begin(), m_posts.end(), [request](const auto& post) {
        return post.second == request;
    });
    if (found != m_posts.end()) {
        const ExchangePtr exchange = found->first;
        exchange->abort->request();
    }
}

void SseChannel::close()
{
    if (m_closed) {
        return;
    }
    m_closed = true;
    m_ready.open();
    m_opened.open();
    m_closing.open();
    m_stream->request();
    for (const auto& [exchange, id] : std::exchange(m_posts, {})) {
        exchange->abort->request();
    }
}

// The end of the stream is all the farewell there is.
Task<bool> SseChannel::gone(std::chrono::milliseconds limit)
{
    const auto self = shared_from_this();
    co_return co_await self->m_closing.waitFor(limit);
}

void SseChannel::breakOff(Failure failure)
{
    if (m_closed) {
        return;
    }
    close();
    if (const auto sink = m_sink.lock()) {
        sink->closed(std::move(failure));
    }
}

void SseChannel::undelivered(const ExchangePtr& exchange, Failure failure)
{
    const auto sink = m_sink.lock();
    if (!m_closed && exchange->message.id != 0 && sink != nullptr) {
        sink->undelivered(exchange->message.id, std::move(failure));
    }
}

Task<> SseChannel::runStream(std::shared_ptr<SseChannel> self)
{
    co_await self->readStream();
}

Task<> SseChannel::readStream()
{
    http::Client::Outgoing request;
    request.method = "GET";
    request.target = m_origin.url.target;
    request.repeatable = true;
    request.abort = m_stream;
    m_origin.addCredentials(request.headers);
    request.headers.set("Accept", "text/event-stream");
    auto answer = co_await m_origin.transmit(std::move(request));
    if (!answer) {
        breakOff({.error = std::move(answer.error())});
        co_return;
    }
    const unsigned status = (*answer)->status();
    if (status != 200 || !(*answer)->isEventStream()) {
        Failure failure = failureOfStatus(status, (*answer)->headers());
        if (status == 200 || status == 400 || status == 404 || status == 405) {
            failure.error.message =
                "Nothing at this URL opens a stream of HTTP+SSE (the answer was " +
                std::to_string(status) +
                "). Check the URL; for Streamable HTTP set the transport to http.";
        }
        breakOff(std::move(failure));
        co_return;
    }
    asio::co_spawn(m_io, runEndpointDeadline(shared_from_this()), asio::detached);
    while (!m_closed) {
        auto event = co_await (*answer)->nextEvent();
        if (!event) {
            breakOff({.error = std::move(event.error())});
        } else if (!*event) {
            breakOff(lost("The server has ended its stream, and with it the session."));
        } else {
            take(std::move(**event));
        }
    }
}

void SseChannel::take(http::SseEvent event)
{
    m_heard = true;
    if (event.event == "endpoint") {
        takeEndpoint(event.data);
        return;
    }
    const auto sink = m_sink.lock();
    if (m_closed || sink == nullptr || event.data.empty()) {
        return;
    }
    if (m_target.empty()) {
        m_origin.log->note("an event before the endpoint has been dropped");
    } else if (!sink->received(std::move(event.data), 0)) {
        m_origin.log->note("an event is not a message");
    }
}

void SseChannel::takeEndpoint(const std::string& data)
{
    if (!m_target.empty()) {
        m_origin.log->note("a second endpoint event has been ignored");
        return;
    }
    auto target = endpointTarget(m_origin.url, data);
    if (!target) {
        breakOff({.error = std::move(target.error())});
        return;
    }
    m_target = std::move(*target);
    m_ready.open();
}

Task<> SseChannel::runEndpointDeadline(std::shared_ptr<SseChannel> self)
{
    const bool known = co_await self->m_ready.waitFor(self->m_limits.endpoint);
    if (!known) {
        self->breakOff({.error = {ErrorCode::DeadlineExceeded,
                                  "The server opened a stream, but did not say in time where "
                                  "messages go (no endpoint event).",
                                  {}}});
    }
}

Task<> SseChannel::runPost(std::shared_ptr<SseChannel> self, ExchangePtr exchange)
{
    co_await self->m_ready.wait();
    const bool opens = exchange->message.method == "notifications/initialized";
    if (!opens) {
        co_await self->m_opened.wait(); // initialized comes before anything else (C-20)
    }
    if (!self->m_closed && !exchange->abort->requested()) {
        co_await self->post(exchange);
    }
    self->m_posts.erase(exchange);
    if (opens && !self->m_closed) {
        self->m_opened.open();
        asio::co_spawn(self->m_io, runPings(self), asio::detached);
    }
}

Task<> SseChannel::post(ExchangePtr exchange)
{
    http::Client::Outgoing request;
    request.target = m_target;
    request.abort = exchange->abort;
    request.repeatable = exchange->message.method != "tools/call"; // C-83
    m_origin.addCredentials(request.headers);
    request.headers.set("Content-Type", "application/json");
    request.body = exchange->message.text;
    bool sent = false;
    auto answer = co_await m_origin.transmit(std::move(request), &sent);
    if (exchange->abort->requested()) {
        co_return;
    }
    if (!answer) {
        undelivered(exchange, {.error = answer.error(), .notExecuted = !sent});
        if (m_breaker.failed()) {
            breakOff({.error = std::move(answer.error()), .retryAfter = Breaker::kOpen});
        }
        co_return;
    }
    m_breaker.worked();
    const unsigned status = (*answer)->status();
    if (status < 200 || status >= 300) {
        Failure failure = failureOfStatus(status, (*answer)->headers());
        // So it is with a session that the server has forgotten.
        failure.notExecuted = status == 404;
        failure.sessionLost = status == 404 && exchange->message.method != "initialize";
        undelivered(exchange, std::move(failure));
    } else if (!(*answer)->isEventStream()) {
        // Without meaning, but once it is read the connection may serve again.
        co_await (*answer)->body();
    }
}

// Many servers send no comments, and a dead connection is as quiet as an idle server: an answer to
// a ping tells one from the other before the client takes silence for the end.
Task<> SseChannel::runPings(std::shared_ptr<SseChannel> self)
{
    while (!self->m_closed) {
        self->m_heard = false;
        co_await self->m_closing.waitFor(self->m_limits.ping);
        const auto sink = self->m_sink.lock();
        if (!self->m_closed && !self->m_heard && sink != nullptr) {
            sink->quiet();
        }
    }
}

} // namespace portcullis::upstream
