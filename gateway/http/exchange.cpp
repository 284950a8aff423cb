#include "gateway/http/exchange.h"

#include "gateway/http/head_writer.h"
#include "gateway/http/sse.h"

#include <poll.h>
#include <utility>

namespace portcullis::http {

namespace {

constexpr std::string_view kInterim = "HTTP/1.1 102 Processing\r\n\r\n";
constexpr std::string_view kLastChunk = "0\r\n\r\n";

bool isWithoutBody(unsigned status)
{
    return status < 200 || status == 204 || status == 304;
}

} // namespace

ServerExchange::ServerExchange(std::shared_ptr<void> owner,
                               Wire& wire,
                               const Request& request,
                               const ServerOptions& options,
                               Sweep& sweep)
    : m_owner(std::move(owner))
    , m_wire(wire)
    , m_request(request)
    , m_options(options)
    , m_sweep(sweep)
    , m_disconnected(!wire.socket.is_open())
{}

Task<bool> ServerExchange::respond(Response response)
{
    if (m_state != State::Open || m_disconnected) {
        co_return false;
    }
    m_state = State::Whole;
    if (listHolds(response.headers.get("Connection").value_or(""), "close")) {
        m_wire.keepAlive = false;
    }
    AnswerFraming framing;
    framing.close = !m_wire.keepAlive;
    framing.http10 = m_wire.http10;
    if (!isWithoutBody(response.status)) {
        framing.length = response.body.size();
    }
    m_wire.queue.push(answerHead(response.status, response.headers, framing));
    if (framing.length && m_request.head.method != "HEAD") {
        m_wire.queue.push(std::move(response.body));
    }
    m_wire.queue.flush(m_owner);
    m_complete = m_wire.queue.unsent() == 0 && !m_wire.queue.failed();
    if (!m_complete) {
        m_complete = co_await m_wire.queue.drained(m_owner);
    }
    co_return m_complete;
}

void ServerExchange::startStream(const Headers& extra)
{
    if (m_state != State::Open || m_disconnected) {
        return;
    }
    m_state = State::Streaming;
    m_sentSomething = true;
    Headers headers;
    headers.add("Content-Type", "text/event-stream");
    headers.add("Cache-Control", "no-cache, no-transform");
    headers.add("X-Accel-Buffering", "no");
    for (const auto& [name, value] : extra.all()) {
        headers.add(name, value);
    }
    if (m_wire.http10) {
        m_wire.keepAlive = false; // such a body ends where the connection ends
    }
    AnswerFraming framing;
    framing.chunked = !m_wire.http10;
    framing.close = !m_wire.keepAlive;
    m_wire.queue.push(answerHead(200, headers, framing));
    m_wire.queue.flushSoon(m_owner);
}

void ServerExchange::sendEvent(std::string bytes)
{
    if (m_state != State::Streaming || m_disconnected || bytes.empty()) {
        return;
    }
    if (m_wire.queue.unsent() + bytes.size() > m_options.streamBuffer) {
        m_wire.queue.flush(m_owner);
    }
    if (m_wire.queue.unsent() + bytes.size() > m_options.streamBuffer) {
        m_wire.lost();
        return;
    }
    m_sentSomething = true;
    pushChunk(std::move(bytes));
    m_wire.queue.flushSoon(m_owner);
}

void ServerExchange::pushChunk(std::string bytes)
{
    if (m_wire.http10) {
        m_wire.queue.push(std::move(bytes));
        return;
    }
    m_wire.queue.push(chunkHead(bytes.size()));
    m_wire.queue.push(std::move(bytes));
    m_wire.queue.push("\r\n");
}

Task<> ServerExchange::finishStream()
{
    if (m_state != State::Streaming || m_disconnected) {
        co_return;
    }
    m_state = State::Finished;
    if (!m_wire.http10) {
        m_wire.queue.push(std::string(kLastChunk));
    }
    m_complete = co_await m_wire.queue.drained(m_owner);
}

void ServerExchange::onDisconnect(std::function<void()> gone)
{
    if (!m_gone) {
        m_gone = std::make_shared<Gone>();
    }
    m_gone->callback = std::move(gone);
    if (m_disconnected) {
        postGone();
    }
}

void ServerExchange::clientLost()
{
    if (!std::exchange(m_disconnected, true) && !m_complete) {
        postGone();
    }
}

void ServerExchange::forget()
{
    m_disconnected = true;
    m_gone.reset();
}

void ServerExchange::postGone()
{
    if (!m_gone) {
        return;
    }
    asio::post(m_wire.socket.get_executor(), [weak = std::weak_ptr<Gone>(m_gone)] {
        const auto gone = weak.lock();
        if (gone && gone->callback) {
            std::exchange(gone->callback, nullptr)();
        }
    });
}

void ServerExchange::look(Swept::TimePoint now)
{
    if (m_disconnected || m_complete) {
        return;
    }
    pollfd watched{m_wire.socket.native_handle(), POLLRDHUP, 0};
    if (::poll(&watched, 1, 0) > 0) {
        if ((watched.revents & (POLLERR | POLLHUP | POLLNVAL)) != 0) {
            m_wire.lost();
            return;
        }
        if ((watched.revents & POLLRDHUP) != 0 && now >= m_nextProbe) {
            m_nextProbe = now + m_options.keepAlive;
            probe();
        }
    }
    if (std::exchange(m_sentSomething, false) || m_wire.queue.unsent() > 0) {
        m_quietSince = now;
    } else if (m_state == State::Streaming && now - m_quietSince >= m_options.keepAlive) {
        sendEvent(std::string(kSseComment));
    }
    lookAtStandstill(now);
}

void ServerExchange::probe()
{
    if (m_state == State::Streaming) {
        sendEvent(std::string(kSseComment));
    } else if (m_state == State::Open && !m_wire.http10) {
        m_wire.queue.push(std::string(kInterim));
    }
    m_wire.queue.flush(m_owner);
    m_sweep.soon();
}

void ServerExchange::lookAtStandstill(Swept::TimePoint now)
{
    const std::size_t sent = m_wire.queue.sent();
    if (!m_wire.queue.draining() || sent != m_sentBefore) {
        m_sentBefore = sent;
        m_standsSince = now;
    } else if (now - m_standsSince >= m_options.bodyTimeout) {
        m_wire.lost();
    }
}

} // namespace portcullis::http
