#include "gateway/upstream/rpc_connection.h"

#include <boost/asio/post.hpp>

#include <algorithm>
#include <utility>

namespace portcullis::upstream {

namespace {

// Late answers that are still possible are remembered up to this many.
constexpr std::size_t kMostAbandoned = 1000;

} // namespace

std::shared_ptr<RpcConnection> RpcConnection::create(asio::io_context& io, Parts parts)
{
    auto connection = std::make_shared<RpcConnection>(io, std::move(parts));
    connection->m_channel->attach(connection);
    return connection;
}

RpcConnection::RpcConnection(asio::io_context& io, Parts parts)
    : m_io(io)
    , m_channel(std::move(parts.channel))
    , m_log(std::move(parts.log))
    , m_limits(parts.limits)
    , m_timer(io)
{}

RpcConnection::~RpcConnection()
{
    m_channel->close();
}

void RpcConnection::request(RpcRequest request, Done done)
{
    Outgoing message;
    message.id = request.id;
    message.text =
        protocol::writeRequest(std::to_string(request.id), request.method, request.params);
    message.method = std::move(request.method);
    message.name = std::move(request.name);
    message.parameters = std::move(request.parameters);
    std::optional<Failure> failure = m_closed;
    if (!failure) {
        if (auto sent = m_channel->send(std::move(message)); !sent) {
            failure = Failure{.error = std::move(sent.error()), .notExecuted = true};
        }
    }
    if (failure) {
        failure->notExecuted = true;
        asio::post(m_io, [done = std::move(done), failure = std::move(*failure)] {
            done(std::unexpected(failure));
        });
        return;
    }
    const TimePoint now = asio::steady_timer::clock_type::now();
    Waiting waiting{std::move(done),
                    std::move(request.events),
                    request.isCall,
                    std::move(request.task),
                    request.timeout,
                    {},
                    {},
                    true};
    waiting.deadline = now + request.timeout;
    waiting.latest = std::max<TimePoint>(now + request.longest, waiting.deadline);
    waiting.cancellable = request.cancellable;
    armTimer(waiting.deadline);
    m_waiting.emplace(request.id, std::move(waiting));
}

Task<RpcOutcome> RpcConnection::ask(RpcRequest request)
{
    const auto promise = std::make_shared<http::Promise<RpcOutcome>>(m_io.get_executor());
    if (request.id == 0) {
        request.id = newId();
    }
    this->request(std::move(request),
                  [promise](RpcOutcome outcome) { promise->set(std::move(outcome)); });
    co_return co_await promise->wait();
}

void RpcConnection::notify(const std::string& method, const std::string& message)
{
    Outgoing outgoing;
    outgoing.text = message;
    outgoing.method = method;
    if (!m_closed && !m_channel->send(std::move(outgoing))) {
        m_log->note("a notification could not be sent: " + method);
    }
}

void RpcConnection::cancel(std::int64_t id, std::string_view reason)
{
    const auto node = m_waiting.extract(id);
    if (!node.empty() && node.mapped().cancellable) {
        tellCancelled(id, node.mapped(), reason);
    }
}

void RpcConnection::tellCancelled(std::int64_t id, const Waiting& waiting, std::string_view reason)
{
    if (m_abandoned.size() < kMostAbandoned && m_channel->answersForgotten()) {
        m_abandoned.insert(id);
    }
    if (waiting.isCall) {
        const auto until = TimePoint::clock::now() + OngoingWork::kRunsOn;
        m_ongoing->abandonCall(id, waiting.events.client, until);
    }
    if (!m_channel->forgettingCancels()) {
        notify("notifications/cancelled",
               protocol::writeCancelled(std::to_string(id), reason, m_revision));
    }
    m_channel->forget(id);
}

void RpcConnection::speak(protocol::Revision revision)
{
    m_revision = revision;
    m_channel->speak(revision);
}

void RpcConnection::close(const Error& reason)
{
    m_events = {};
    m_channel->close();
    failAll({.error = reason});
}

Task<bool> RpcConnection::gone(std::chrono::milliseconds limit)
{
    const auto channel = m_channel;
    co_return co_await channel->gone(limit);
}

void RpcConnection::undelivered(std::int64_t request, Failure failure)
{
    const auto node = m_waiting.extract(request);
    if (!node.empty()) {
        node.mapped().done(std::unexpected(std::move(failure)));
    }
}

// Whatever the answer is, that there is one is enough.
void RpcConnection::quiet()
{
    RpcRequest ping;
    ping.id = newId();
    ping.method = "ping";
    ping.params = "{}";
    ping.cancellable = false;
    request(std::move(ping), [](const RpcOutcome&) {});
}

void RpcConnection::closed(Failure failure)
{
    const auto self = shared_from_this(); // the events may drop the last other holder
    m_closed = failure;
    // First of all nothing new may come this way; then what is on the way fails.
    if (const auto events = std::exchange(m_events, {}); events.closed) {
        events.closed(failure);
    }
    failAll(failure);
}

void RpcConnection::failAll(const Failure& failure)
{
    if (!m_closed) {
        m_closed = failure;
    }
    m_timer.cancel();
    const auto self = shared_from_this();
    for (const auto& [id, open] : std::exchange(m_questions, {})) {
        if (const auto question = open.question.lock()) {
            question->withdraw();
        }
    }
    for (auto& [id, waiting] : std::exchange(m_waiting, {})) {
        waiting.done(std::unexpected(failure));
    }
}

void RpcConnection::armTimer(TimePoint deadline)
{
    if (deadline >= m_timerAt) {
        return;
    }
    m_timerAt = deadline;
    m_timer.expires_at(deadline);
    m_timer.async_wait([weak = weak_from_this()](const boost::system::error_code& error) {
        if (const auto self = weak.lock(); self != nullptr && !error) {
            self->checkDeadlines();
        }
    });
}

void RpcConnection::checkDeadlines()
{
    const TimePoint now = asio::steady_timer::clock_type::now();
    m_timerAt = TimePoint::max();
    TimePoint next = TimePoint::max();
    std::vector<std::int64_t> over;
    for (const auto& [id, waiting] : m_waiting) {
        if (waiting.deadline <= now) {
            over.push_back(id);
        } else {
            next = std::min(next, waiting.deadline);
        }
    }
    armTimer(next);
    for (const std::int64_t id : over) {
        const auto node = m_waiting.extract(id);
        if (node.empty()) {
            continue;
        }
        if (node.mapped().cancellable) {
            tellCancelled(id, node.mapped(), "The time for this request is over.");
        }
        node.mapped().done(std::unexpected(Failure{
            .error = {ErrorCode::DeadlineExceeded, "The server did not answer in time.", {}}}));
    }
}

} // namespace portcullis::upstream
