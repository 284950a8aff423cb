#include "gateway/upstream/call_queue.h"

#include <utility>

// One call of a queue: what its owner holds.
namespace portcullis::upstream {

Call::Call(asio::io_context& io,
           std::weak_ptr<CallQueue> queue,
           CallRequest request,
           CallEvents events)
    : m_queue(std::move(queue))
    , m_request(std::move(request))
    , m_events(std::move(events))
    , m_client(m_events.client)
    , m_begun(std::chrono::steady_clock::now())
    , m_done(io.get_executor())
{}

Task<Result<CallReply>> Call::wait()
{
    const auto self = shared_from_this();
    co_return co_await self->m_done.wait();
}

void Call::cancel(std::string_view reason)
{
    if (m_done.isSet()) {
        return;
    }
    const auto self = shared_from_this();
    if (const auto queue = m_queue.lock()) {
        queue->cancel(self, reason);
    }
    finish(fail(ErrorCode::Cancelled, "The call was cancelled."));
}

void Call::finish(Result<CallReply> result)
{
    m_events = {};
    m_connection.reset();
    m_patience.reset();
    m_done.set(std::move(result));
}

CallEvents Call::relay()
{
    const std::weak_ptr<Call> weak = weak_from_this();
    CallEvents events;
    events.client = m_events.client;
    if (m_request.wantsProgress) {
        events.progress = [weak](const protocol::Progress& progress) {
            const auto running = weak.lock();
            if (const auto tell = running ? running->m_events.progress : nullptr) {
                tell(progress);
            }
        };
    }
    if (m_events.log) {
        events.log = [weak](const protocol::Message& message) {
            const auto running = weak.lock();
            if (const auto tell = running ? running->m_events.log : nullptr) {
                tell(message);
            }
        };
    }
    if (m_events.asked) {
        events.asked = [weak](std::shared_ptr<Question> question) {
            const auto running = weak.lock();
            if (const auto tell = running ? running->m_events.asked : nullptr) {
                tell(std::move(question)); // unanswered it refuses itself
            }
        };
    }
    return events;
}

} // namespace portcullis::upstream
