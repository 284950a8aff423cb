#include "gateway/engine/http_answer.h"

#include "gateway/protocol/call.h"

namespace portcullis::engine {

using http::Task;

namespace {

constexpr auto kPatience = std::chrono::milliseconds(200);

} // namespace

struct HttpAnswer::State : std::enable_shared_from_this<HttpAnswer::State>
{
    explicit State(const Clock& time)
        : clock(time)
    {}

    const Clock& clock;
    http::Exchange* exchange = nullptr; // null once the answer is complete
    std::shared_ptr<Session> session;
    http::asio::any_io_executor executor;
    std::shared_ptr<EventStream> stream;
    std::optional<http::asio::steady_timer> patience;
    std::shared_ptr<CallHandle> handle;
    StreamPlace place;
    std::shared_ptr<void> taken; // the stream's place among the open ones
    bool gone = false;           // the client, before its answer

    // Without a place for a stream the answer waits and is one JSON object.
    void open(bool must = false)
    {
        if (stream || exchange == nullptr || gone || !place) {
            return;
        }
        taken = place();
        if (!taken && !must) {
            return;
        }
        stream = session ? session->openStream(EventStream::Kind::Answer)
                         : std::make_shared<EventStream>(0, EventStream::Kind::Answer, nullptr);
        stream->carries(handle);
        exchange->startStream({});
        stream->attach(*exchange, 0);
        stream->prime();
    }

    // Streams unless the answer comes soon.
    void losePatience()
    {
        patience.emplace(executor, kPatience);
        patience->async_wait([weak = weak_from_this()](const boost::system::error_code& error) {
            const auto state = weak.lock();
            if (!error && state) {
                state->open();
            }
        });
    }

    void send(const std::string& message, bool must)
    {
        open(must);
        if (stream) {
            stream->send(message);
        }
    }

    // The client has gone before its answer. In the session era that is no cancellation: the answer
    // waits in the session's stream for a client that resumes it.
    void leave()
    {
        gone = true;
        taken.reset();
        const MonotonicTime now = clock.monotonicNow();
        if (stream) {
            stream->detach(*exchange, now);
        } else {
            handle->leave(now);
        }
        if (session) {
            session->lastUsed = now;
        }
    }
};

HttpAnswer::HttpAnswer(http::Exchange& exchange,
                       std::shared_ptr<Session> session,
                       http::asio::any_io_executor executor,
                       const Clock& clock,
                       StreamPlace place)
    : m_state(std::make_shared<State>(clock))
{
    m_state->exchange = &exchange;
    m_state->session = std::move(session);
    m_state->executor = std::move(executor);
    m_state->place = std::move(place);
}

HttpAnswer::~HttpAnswer()
{
    if (m_state->stream && m_state->exchange != nullptr) {
        m_state->stream->detach(*m_state->exchange, m_state->clock.monotonicNow());
    }
    m_state->exchange = nullptr;
    m_state->patience.reset();
}

void HttpAnswer::prepare(Inquiry& inquiry)
{
    m_state->handle = inquiry.handle;
    if (protocol::eraOf(inquiry.revision) == protocol::Era::Session) {
        m_state->exchange->onDisconnect([weak = std::weak_ptr<State>(m_state)] {
            const auto state = weak.lock();
            if (state && state->exchange != nullptr) {
                state->leave();
            }
        });
    }
    const bool listens = inquiry.message.method == "subscriptions/listen";
    if (!protocol::callKindOf(inquiry.message.method) && !listens) {
        return; // answered from memory
    }
    if (m_state->place) {
        inquiry.client.send = [state = m_state](const std::string& message) {
            state->send(message, true);
        };
    }
    if (listens) {
        return; // its first message opens the stream
    }
    inquiry.notify = [state = m_state](const std::string& message) { state->send(message, false); };
    if (protocol::eraOf(inquiry.revision) == protocol::Era::Stateless) {
        // Some errors have a status of their own, which a stream cannot have (B-15, B-21): until
        // the request has gone to its server, nothing is known.
        inquiry.handle->onSent([weak = std::weak_ptr<State>(m_state)] {
            if (const auto state = weak.lock()) {
                state->losePatience();
            }
        });
    } else if (inquiry.message.meta()["progressToken"].exists()) {
        m_state->open();
    } else {
        m_state->losePatience();
    }
}

Task<> HttpAnswer::finish(const std::string& message)
{
    m_state->patience.reset();
    const MonotonicTime now = m_state->clock.monotonicNow();
    if (m_state->session) {
        m_state->session->lastUsed = now;
    }
    if (m_state->gone && !m_state->stream) {
        co_return; // without an event id nobody can ask for it any more
    }
    if (!m_state->stream) {
        if (!message.empty()) {
            http::Response response = http::jsonResponse(m_state->handle->answerStatus(), message);
            if (const auto wait = m_state->handle->retryAfter()) {
                response.headers.set("Retry-After", std::to_string(wait->count()));
            }
            co_await m_state->exchange->respond(std::move(response));
            co_return;
        }
        if (!m_state->place) {
            http::Response silent = http::emptyResponse(202);
            co_await m_state->exchange->respond(std::move(silent));
            co_return;
        }
        // Cancelled: a stream that ends without a message is a silent answer.
        m_state->open(true);
    }
    const std::shared_ptr<EventStream> stream = m_state->stream;
    if (!message.empty()) {
        stream->send(message);
    }
    stream->finish(now);
    co_await m_state->exchange->finishStream();
}

RunningRequest::RunningRequest(std::shared_ptr<Session> session,
                               std::string id,
                               const std::shared_ptr<CallHandle>& handle)
    : m_session(std::move(session))
    , m_id(std::move(id))
{
    if (m_session) {
        m_session->inFlight.emplace(m_id, handle);
    }
}

RunningRequest::~RunningRequest()
{
    if (m_session) {
        m_session->inFlight.erase(m_id);
    }
}

void applyNotification(Session& session, const protocol::Message& message)
{
    if (message.method == "notifications/initialized") {
        session.operating = true;
        session.catchUp();
    }
    if (message.method != "notifications/cancelled") {
        return;
    }
    const auto running = session.inFlight.find(protocol::readCancelled(message));
    if (running != session.inFlight.end()) {
        const std::shared_ptr<CallHandle> handle = running->second;
        handle->cancel("the client cancelled the request");
    }
}

Task<> serveStandalone(http::Exchange& exchange,
                       std::shared_ptr<Session> session,
                       std::optional<std::string_view> lastEventId,
                       const Clock& clock)
{
    std::shared_ptr<EventStream> stream;
    std::uint64_t after = 0;
    if (const auto id = lastEventId ? parseEventId(*lastEventId) : std::nullopt) {
        stream = session->findStream(id->stream);
        after = stream ? id->sequence : 0;
    }
    // An unknown id gives an empty stream, never somebody else's. A connection that is found
    // still attached is one whose end has not been noticed yet.
    const bool resumed = stream != nullptr;
    if (!resumed) {
        stream = session->openStream(EventStream::Kind::Standalone);
    }
    if (stream->kind() == EventStream::Kind::Standalone) {
        session->setStandalone(stream, clock.monotonicNow());
    }
    http::Headers extra;
    extra.set("Mcp-Session-Id", session->id.str());
    exchange.startStream(extra);
    stream->attach(exchange, after);
    if (!resumed) {
        stream->prime();
    }
    session->catchUp();
    auto over = std::make_shared<http::Promise<bool>>(co_await http::asio::this_coro::executor);
    exchange.onDisconnect([over] { over->set(true); });
    const std::uint64_t ending = session->onEnd([over] { over->set(true); });
    stream->onFinished([over] { over->set(true); });
    co_await over->wait();
    session->forgetOnEnd(ending);
    if (!exchange.disconnected()) {
        co_await exchange.finishStream();
    }
    session->leave(*stream, exchange, clock.monotonicNow());
}

} // namespace portcullis::engine
