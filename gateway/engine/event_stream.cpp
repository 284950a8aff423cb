#include "gateway/engine/event_stream.h"

#include <charconv>
#include <utility>

namespace portcullis::engine {

EventStream::EventStream(std::uint32_t number, Kind kind, std::shared_ptr<ReplayBuffer> replay)
    : m_number(number)
    , m_kind(kind)
    , m_replay(std::move(replay))
{}

void EventStream::send(const std::string& message)
{
    http::SseEvent event;
    event.data = message;
    if (m_replay) {
        event.id = std::to_string(m_number) + "-" + std::to_string(++m_sequence);
    }
    std::string bytes = http::formatSse(event);
    if (m_exchange != nullptr) {
        m_exchange->sendEvent(bytes);
    }
    if (m_replay) {
        m_replay->keep(m_number, m_sequence, std::move(bytes), attached());
    }
}

void EventStream::prime()
{
    if (m_exchange == nullptr) {
        return;
    }
    if (!m_replay) {
        m_exchange->sendEvent(std::string(http::kSseComment));
        return;
    }
    http::SseEvent event;
    event.id = std::to_string(m_number) + "-" + std::to_string(m_sequence);
    m_exchange->sendEvent(http::formatSse(event));
}

void EventStream::finish(MonotonicTime now)
{
    m_finishedAt = now;
    if (m_onFinished) {
        const auto callback = std::exchange(m_onFinished, {});
        callback();
    }
}

void EventStream::onFinished(std::function<void()> callback)
{
    if (finished()) {
        callback();
        return;
    }
    m_onFinished = std::move(callback);
}

void EventStream::attach(http::Exchange& exchange, std::uint64_t after)
{
    m_exchange = &exchange;
    if (m_call) {
        m_call->comeBack();
    }
    if (m_replay) {
        m_replay->replay(
            m_number, after, [&exchange](const std::string& bytes) { exchange.sendEvent(bytes); });
    }
}

void EventStream::detach(const http::Exchange& exchange, MonotonicTime now)
{
    if (m_exchange != &exchange) {
        return;
    }
    m_exchange = nullptr;
    if (m_call) {
        m_call->leave(now);
    }
}

std::optional<EventId> parseEventId(std::string_view text)
{
    EventId id;
    const std::size_t dash = text.find('-');
    if (dash == std::string_view::npos) {
        return std::nullopt;
    }
    const std::string_view stream = text.substr(0, dash);
    const std::string_view sequence = text.substr(dash + 1);
    const auto first = std::from_chars(stream.data(), stream.data() + stream.size(), id.stream);
    const auto second =
        std::from_chars(sequence.data(), sequence.data() + sequence.size(), id.sequence);
    if (first.ec != std::errc() || first.ptr != stream.data() + stream.size() ||
        second.ec != std::errc() || second.ptr != sequence.data() + sequence.size()) {
        return std::nullopt;
    }
    return id;
}

} // namespace portcullis::engine
