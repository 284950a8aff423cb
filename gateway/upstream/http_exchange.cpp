#include "gateway/upstream/http_channel.h"
#include "gateway/upstream/pace.h"

#include <algorithm>
#include <utility>

// The coroutines of HttpChannel: one message out, its answer in.
namespace portcullis::upstream {

namespace {

constexpr int kResumptions = 20;
constexpr std::chrono::milliseconds kShortestPause{500}; // G-60
constexpr std::chrono::milliseconds kLongestPause{60'000};

} // namespace

Task<> HttpChannel::runPost(std::shared_ptr<HttpChannel> self, ExchangePtr exchange)
{
    const bool opens = exchange->message.method == "notifications/initialized";
    if (!opens) {
        co_await self->m_opened.wait(); // initialized comes before anything else (C-20)
    }
    co_await self->post(exchange);
    self->m_requests.erase(exchange->message.id);
    if (opens) {
        self->m_opened.open();
    }
}

Task<> HttpChannel::post(ExchangePtr exchange)
{
    bool sent = false;
    auto answer = co_await m_origin.transmit(makePost(*exchange), &sent);
    if (exchange->abort->requested()) {
        co_return;
    }
    if (!answer) {
        undelivered(exchange, {.error = answer.error(), .notExecuted = !sent});
        transportFailed(answer.error());
        co_return;
    }
    m_breaker.worked();
    co_await takeAnswer(exchange, std::move(*answer));
}

Task<> HttpChannel::takeAnswer(ExchangePtr exchange, std::unique_ptr<http::Answer> answer)
{
    const unsigned status = answer->status();
    const bool good = status >= 200 && status < 300;
    const std::string& method = exchange->message.method;
    if (good && method == "initialize") {
        takeSession(*answer);
    }
    if (status == 404 && !m_session.empty() && method != "initialize") {
        undelivered(exchange,
                    {.error = {ErrorCode::Unavailable, "The server has ended the session.", {}},
                     .notExecuted = true,
                     .sessionLost = true,
                     .httpStatus = status});
    } else if (good && answer->isEventStream()) {
        co_await takeStream(exchange, *answer);
    } else if (good || status == 400 || status == 404 || status == 405 ||
               (status >= 500 && status != 503 && method != "server/discover")) {
        co_await takeBody(exchange, *answer);
    } else {
        undelivered(exchange, failureOfStatus(status, answer->headers()));
    }
}

Task<> HttpChannel::takeBody(ExchangePtr exchange, http::Answer& answer)
{
    auto body = co_await answer.body();
    if (exchange->message.id == 0) {
        co_return;
    }
    if (!body) {
        undelivered(exchange, {.error = std::move(body.error()), .httpStatus = answer.status()});
        co_return;
    }
    const auto sink = m_sink.lock();
    if (!body->empty() && awaits(exchange) && sink != nullptr) {
        static_cast<void>(sink->received(std::move(*body), exchange->message.id));
    }
    if (awaits(exchange)) {
        Failure failure = failureOfStatus(answer.status(), answer.headers());
        if (answer.status() < 300) {
            failure.error.message = "The server's answer is not a JSON-RPC message.";
        }
        undelivered(exchange, std::move(failure));
    }
}

void HttpChannel::deliver(const ExchangePtr& exchange, std::string text)
{
    const auto sink = m_sink.lock();
    if (sink != nullptr && !text.empty() &&
        !sink->received(std::move(text), exchange->message.id)) {
        m_origin.log->note("an event is not a message");
    }
}

Task<> HttpChannel::takeStream(ExchangePtr exchange, http::Answer& answer)
{
    Pace pace(m_io);
    for (;;) {
        auto event = co_await answer.nextEvent();
        if (exchange->abort->requested()) {
            co_return;
        }
        if (!event && event.error().code == ErrorCode::ResourceExhausted) {
            undelivered(exchange, {.error = std::move(event.error())});
            co_return;
        }
        if (!event || !*event) {
            break;
        }
        http::SseEvent& received = **event;
        if (received.id) {
            exchange->lastEvent = std::move(received.id);
        }
        if (received.retryMillis) {
            const std::chrono::milliseconds pause(*received.retryMillis);
            exchange->pause = std::clamp(pause, kShortestPause, kLongestPause);
        }
        deliver(exchange, std::move(received.data));
        if (exchange->message.id != 0 && !awaits(exchange)) {
            co_return; // the answer is the end of its stream
        }
        co_await pace.take(1);
    }
    if (exchange->message.id != 0 && exchange->message.method != "GET") {
        co_await resume(exchange);
    }
}

// A stream that broke before the answer goes on after its last event, if events had ids (C-26).
Task<> HttpChannel::resume(ExchangePtr exchange)
{
    exchange->message.method = "GET";
    for (int round = 0; round < kResumptions && exchange->lastEvent && awaits(exchange); ++round) {
        co_await m_closing.waitFor(exchange->pause);
        auto answer = co_await m_origin.transmit(makeGet(*exchange));
        if (!awaits(exchange) ||
            (answer && ((*answer)->status() != 200 || !(*answer)->isEventStream()))) {
            break;
        }
        if (answer) {
            co_await takeStream(exchange, **answer);
        }
    }
    if (awaits(exchange)) {
        undelivered(
            exchange,
            {.error = {
                 ErrorCode::Unavailable,
                 "The connection to the server broke before the answer; whether the tool ran is "
                 "unknown.",
                 {}}});
    }
}

Task<> HttpChannel::runListen(std::shared_ptr<HttpChannel> self, ExchangePtr exchange)
{
    co_await self->m_opened.wait();
    bool goOn = true;
    while (goOn && !self->m_closed) {
        co_await self->listenOnce(exchange, goOn);
        if (goOn) {
            co_await self->m_closing.waitFor(exchange->pause);
        }
    }
}

Task<> HttpChannel::listenOnce(ExchangePtr exchange, bool& goOn)
{
    auto answer = co_await m_origin.transmit(makeGet(*exchange));
    if (!answer) {
        exchange->pause = std::min(exchange->pause * 2, kLongestPause);
        co_return;
    }
    const unsigned status = (*answer)->status();
    if (status != 200 || !(*answer)->isEventStream()) {
        goOn = status >= 500; // 405: the server offers no such stream (C-25)
        exchange->pause = kLongestPause;
        co_return;
    }
    exchange->pause = std::chrono::milliseconds(1000);
    co_await takeStream(exchange, **answer);
}

} // namespace portcullis::upstream
