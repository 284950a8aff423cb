#include "gateway/engine/http_answer.h"

#include "gateway/protocol/call.h"

namespace portcullis::engine {

using http::Task;

namespace {

constexpr auto kPatience = std::chrono::milliseconds(200);

} // namespace

struct HttpAnswer::State
{
    http::Exchange* exchange; // null once the answer is complete
    std::shared_ptr<Session> session;
    http::asio::any_io_executor executor;
    std::shared_ptr<EventStream> stream;
    std::optional<http::asio::steady_timer> patience;
    std::shared_ptr<CallHandle> handle;

    void open()
    {
        if (stream || exchange == nullptr) {
            return;
        }
        stream = session ? session->openStream() : std::make_shared<EventStream>(0, false);
        exchange->startStream({});
        stream->attach(*exchange, 0);
        stream->prime();
    }
};

HttpAnswer::HttpAnswer(http::Exchange& exchange,
                       std::shared_ptr<Session> session,
                       http::asio::any_io_executor executor)
    : m_state(std::make_shared<State>(State{
          &exchange, std::move(session), std::move(executor), nullptr, std::nullopt, nullptr}))
{}

HttpAnswer::~HttpAnswer()
{
    if (m_state->stream && m_state->exchange != nullptr) {
        m_state->stream->detach(*m_state->exchange);
    }
    m_state->exchange = nullptr;
    m_state->patience.reset();
}

void HttpAnswer::prepare(Inquiry& inquiry)
{
    m_state->handle = inquiry.handle;
    if (inquiry.message.method != "tools/call") {
        return; // answered from memory
    }
    inquiry.notify = [state = m_state](const std::string& message) {
        state->open();
        if (state->stream) {
            state->stream->send(message);
        }
    };
    if (inquiry.message.meta()["progressToken"].exists()) {
        m_state->open();
        return;
    }
    m_state->patience.emplace(m_state->executor, kPatience);
    m_state->patience->async_wait(
        [weak = std::weak_ptr<State>(m_state)](const boost::system::error_code& error) {
            const auto state = weak.lock();
            if (!error && state) {
                state->open();
            }
        });
}

Task<> HttpAnswer::finish(const std::string& message, MonotonicTime now)
{
    m_state->patience.reset();
    if (!m_state->stream) {
        if (!message.empty()) {
            http::Response response = http::jsonResponse(m_state->handle->answerStatus(), message);
            co_await m_state->exchange->respond(std::move(response));
            co_return;
        }
        m_state
            ->open(); // cancelled: a stream that ends without a message is the only silent answer
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
                       std::optional<std::string_view> lastEventId)
{
    std::shared_ptr<EventStream> stream;
    std::uint64_t after = 0;
    if (lastEventId) {
        if (const auto id = parseEventId(*lastEventId)) {
            stream = session->findStream(id->stream);
            after = id->sequence;
        }
    }
    const bool resumed = stream != nullptr && !stream->attached();
    if (!resumed) {
        stream =
            session
                ->openStream(); // an unknown id gives an empty stream, never somebody else's
        session->setStandalone(stream);
        after = 0;
    }
    http::Headers extra;
    extra.set("Mcp-Session-Id", session->id.str());
    exchange.startStream(extra);
    stream->attach(exchange, after);
    if (!resumed) {
        stream->prime();
    }
    auto over = std::make_shared<http::Promise<bool>>(co_await http::asio::this_coro::executor);
    exchange.onDisconnect([over] { over->set(true); });
    session->onEnd.push_back([over] { over->set(true); });
    stream->onFinished([over] { over->set(true); });
    co_await over->wait();
    if (!exchange.disconnected()) {
        co_await exchange.finishStream();
    }
    stream->detach(exchange);
}

} // namespace portcullis::engine
