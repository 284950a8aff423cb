#include "gateway/http/connection.h"

#include "gateway/http/head_writer.h"

#include <boost/beast/http/error.hpp>

#include <algorithm>
#include <cstring>

namespace portcullis::http {

namespace {

constexpr std::size_t kUsualBuffer = 8 * 1024;
constexpr std::size_t kBodyBuffer = 64 * 1024;
constexpr std::size_t kMethodAndVersion = 64; // room in the start line beside the target
constexpr std::chrono::milliseconds kLinger{2'000};
constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

std::string addressOf(const asio::ip::tcp::socket& socket)
{
    boost::system::error_code ignored;
    const auto endpoint = socket.remote_endpoint(ignored);
    const std::string host = endpoint.address().to_string();
    const std::string port = std::to_string(endpoint.port());
    return endpoint.address().is_v6() ? "[" + host + "]:" + port : host + ":" + port;
}

std::int64_t steadyMicros()
{
    const auto now = std::chrono::steady_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::microseconds>(now).count();
}

Response faultResponse(unsigned status)
{
    return textResponse(status, std::string(reasonPhrase(status)) + "\n");
}

} // namespace

Connection::Connection(std::shared_ptr<ServerCore> core, asio::ip::tcp::socket socket)
    : m_core(std::move(core))
    , m_wire(std::move(socket), [this] { lost(); })
    , m_in(kUsualBuffer)
{
    m_peer.address = addressOf(m_wire.socket);
    boost::system::error_code ignored;
    m_wire.socket.set_option(asio::ip::tcp::no_delay(true), ignored);
    m_core->connections.insert(this);
    nextPhase(Phase::Idle, m_core->options.headTimeout);
    m_core->sweep->add(*this);
}

Connection::~Connection()
{
    setPhase(Phase::Handling);
    m_core->sweep->remove(*this);
    m_core->connections.erase(this);
    m_core->room.notify();
}

Task<> Connection::serve()
{
    nextPhase(Phase::Idle, m_core->options.headTimeout);
    bool more = co_await serveOne();
    while (more) {
        nextPhase(Phase::Idle, m_core->options.idleTimeout);
        more = co_await serveOne(); // not in the condition: GCC 12 then lays out the frame wrongly
    }
    if (m_wire.socket.is_open()) {
        co_await linger();
    }
    close();
}

void Connection::drain()
{
    if (m_phase == Phase::Idle) {
        close();
    }
}

void Connection::abandon()
{
    if (m_exchange != nullptr) {
        m_exchange->forget();
    }
    close();
}

void Connection::close()
{
    boost::system::error_code ignored;
    m_wire.socket.close(ignored);
    m_wire.queue.closed();
}

void Connection::lost()
{
    close();
    if (m_exchange != nullptr) {
        m_exchange->clientLost();
    }
}

void Connection::setPhase(Phase phase)
{
    if (m_phase == Phase::Idle) {
        --m_core->idle;
    }
    m_phase = phase;
    if (m_phase == Phase::Idle) {
        ++m_core->idle;
    }
}

void Connection::nextPhase(Phase phase, std::chrono::milliseconds timeout)
{
    const auto now = std::chrono::steady_clock::now();
    setPhase(phase);
    m_deadline = now + timeout;
    if (m_phase == Phase::Idle) {
        m_idleSince = now;
    }
}

void Connection::sweep(TimePoint now)
{
    if (m_phase == Phase::Handling) {
        if (m_exchange != nullptr) {
            m_exchange->look(now);
        }
        return;
    }
    if (m_phase == Phase::Idle) {
        m_core->trimIdle(now);
    }
    if (now < m_deadline) {
        return;
    }
    m_deadline = TimePoint::max();
    if (m_phase == Phase::Idle || m_phase == Phase::Lingering) {
        close();
        return;
    }
    m_expired = true;
    boost::system::error_code ignored;
    m_wire.socket.cancel(ignored);
}

// Serves one request. False when no other may follow on this connection.
Task<bool> Connection::serveOne()
{
    beginRequest();
    Fault fault = co_await readHead();
    std::optional<Response> refusal;
    if (!fault && m_core->draining) {
        fault = 503;
    }
    if (!fault && m_core->handlers.admit) {
        refusal = m_core->handlers.admit(m_request.head);
    }
    if (!fault && !refusal && !m_parser->is_done()) {
        fault = co_await readBody();
    }
    if (fault) {
        if (*fault != 0) {
            m_wire.keepAlive = false;
            co_await refuse(faultResponse(*fault));
        }
        co_return false;
    }
    m_wire.keepAlive = m_wire.keepAlive && m_parser->keep_alive();
    if (refusal) {
        m_wire.keepAlive = m_wire.keepAlive && m_parser->is_done();
        co_await refuse(std::move(*refusal));
        m_begin = m_cursor;
        co_return m_wire.keepAlive&& m_wire.socket.is_open();
    }
    m_begin = m_cursor;
    if (!m_identified && m_core->handlers.identify) {
        co_await identifyPeer();
    }
    co_return co_await handle();
}

// Only now: a stranger must not make the system search for it.
Task<> Connection::identifyPeer()
{
    setPhase(Phase::Handling);
    Peer asked = m_peer;
    m_peer = co_await m_core->handlers.identify(std::move(asked));
    m_request.head.peer = m_peer;
    m_identified = true;
}

void Connection::beginRequest()
{
    const bool shrink = m_in.size() > kUsualBuffer && m_end - m_begin <= kUsualBuffer;
    if (m_begin == m_end || shrink) {
        std::memmove(m_in.data(), m_in.data() + m_begin, m_end - m_begin);
        m_end -= m_begin;
        m_begin = 0;
    }
    if (shrink) {
        m_in.resize(kUsualBuffer);
        m_in.shrink_to_fit();
    }
    m_cursor = m_begin;
    const ServerOptions& options = m_core->options;
    const ParserLimits limits{options.headerBytes, options.targetBytes, options.bodyBytes};
    m_parser.emplace(m_request.head, m_request.body, limits);
    m_wire.http10 = false;
    m_wire.keepAlive = !m_core->draining;
}

Task<Connection::Fault> Connection::readHead()
{
    for (;;) {
        if (m_cursor < m_end) {
            if (m_phase == Phase::Idle) {
                nextPhase(Phase::Head, m_core->options.headTimeout);
            }
            if (const Fault fault = parse()) {
                co_return fault;
            }
            if (const Fault fault = checkHead()) {
                co_return fault;
            }
            if (m_parser->is_header_done()) {
                break;
            }
        }
        if (const Fault fault = co_await readMore()) {
            co_return fault;
        }
    }
    m_wire.http10 = m_parser->http10();
    m_request.head.peer = m_peer;
    m_request.arrivedMicros = steadyMicros();
    co_return std::nullopt;
}

Task<Connection::Fault> Connection::readBody()
{
    nextPhase(Phase::Body, m_core->options.bodyTimeout);
    if (m_parser->expectsContinue() && m_cursor == m_end && !m_wire.http10) {
        m_wire.queue.push(std::string(kContinue));
        m_wire.queue.flush(shared_from_this());
    }
    const bool large = m_parser->content_length_remaining().value_or(kBodyBuffer) >= kBodyBuffer;
    m_parser->eager(true);
    for (;;) {
        if (const Fault fault = parse()) {
            co_return fault;
        }
        if (m_parser->is_done()) {
            break;
        }
        if (m_end - m_cursor > m_core->options.headerBytes) {
            co_return 400; // an endless chunk header or trailer
        }
        if (large && m_in.size() < kBodyBuffer) {
            m_in.resize(kBodyBuffer);
        }
        if (const Fault fault = co_await readMore()) {
            co_return fault;
        }
    }
    m_request.arrivedMicros = steadyMicros();
    co_return std::nullopt;
}

// Shows the parser what it has not seen.
Connection::Fault Connection::parse()
{
    const bool inHead = !m_parser->is_header_done();
    while (m_cursor < m_end && !m_parser->is_done()) {
        RequestParser::ErrorCode error;
        m_cursor += m_parser->put(asio::buffer(m_in.data() + m_cursor, m_end - m_cursor), error);
        if (error == boost::beast::http::error::need_more) {
            break;
        }
        if (error) {
            return m_parser->statusFor(error);
        }
        if (inHead && m_parser->is_header_done()) {
            break;
        }
    }
    return std::nullopt;
}

Connection::Fault Connection::checkHead() const
{
    const ServerOptions& options = m_core->options;
    if (m_parser->is_header_done()) {
        const std::string_view raw(m_in.data() + m_begin, m_cursor - m_begin);
        if (raw.size() > options.headerBytes) {
            return 431;
        }
        return hasFoldedLine(raw) ? Fault(400) : std::nullopt;
    }
    const std::size_t have = m_end - m_begin;
    const std::size_t longest = options.targetBytes + kMethodAndVersion;
    if (have > longest && std::memchr(m_in.data() + m_begin, '\n', longest) == nullptr) {
        return 414;
    }
    return have > options.headerBytes ? Fault(431) : std::nullopt;
}

void Connection::makeRoom()
{
    const std::size_t keep = m_parser->is_header_done() ? m_cursor : m_begin;
    if (keep > 0 && (keep == m_end || m_end == m_in.size())) {
        std::memmove(m_in.data(), m_in.data() + keep, m_end - keep);
        m_begin = 0; // before the head is done; afterwards nobody asks
        m_cursor -= keep;
        m_end -= keep;
    }
    if (m_end == m_in.size()) {
        m_in.resize(m_in.size() * 2);
    }
}

Task<Connection::Fault> Connection::readMore()
{
    makeRoom();
    boost::system::error_code error;
    const auto space = asio::buffer(m_in.data() + m_end, m_in.size() - m_end);
    if (!m_expired) {
        m_end += co_await m_wire.socket.async_read_some(
            space, asio::redirect_error(asio::use_awaitable, error));
    }
    if (m_expired) {
        co_return 408;
    }
    if (error) {
        // Bytes of a request without its end are not worth an answer: who sent them is gone.
        co_return 0;
    }
    co_return std::nullopt;
}

Task<bool> Connection::handle()
{
    setPhase(Phase::Handling);
    ServerExchange exchange(shared_from_this(), m_wire, m_request, m_core->options, *m_core->sweep);
    m_exchange = &exchange;
    bool threw = false;
    try {
        co_await m_core->handlers.handle(exchange);
    } catch (...) {
        threw = true;
    }
    if (!exchange.begun() && !exchange.disconnected()) {
        m_wire.keepAlive = m_wire.keepAlive && !threw;
        Response failure = faultResponse(500);
        co_await exchange.respond(std::move(failure));
    }
    m_exchange = nullptr;
    if (!exchange.complete()) {
        close(); // the client must not take a torn answer for a whole one
    }
    co_return m_wire.keepAlive && !m_core->draining && m_wire.socket.is_open();
}

// Answers without a handler.
Task<> Connection::refuse(Response response)
{
    setPhase(Phase::Handling);
    ServerExchange exchange(shared_from_this(), m_wire, m_request, m_core->options, *m_core->sweep);
    m_exchange = &exchange;
    co_await exchange.respond(std::move(response));
    m_exchange = nullptr;
}

// Closes our side and reads on for a moment: closing with unread bytes would reset the connection,
// and the reset may overtake the answer (RFC 9112 §9.6).
Task<> Connection::linger()
{
    nextPhase(Phase::Lingering, kLinger);
    boost::system::error_code error;
    m_wire.socket.shutdown(asio::ip::tcp::socket::shutdown_send, error);
    m_parser.reset();
    while (!error && m_wire.socket.is_open()) {
        const auto space = asio::buffer(m_in);
        co_await m_wire.socket.async_read_some(space,
                                               asio::redirect_error(asio::use_awaitable, error));
    }
}

} // namespace portcullis::http
