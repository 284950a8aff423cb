#pragma once

#include "gateway/api/event.h"

#include <cstdint>
#include <map>

namespace portcullis::engine {

// Hands events to everybody who watches: the window, and command lines through the control socket.
// Owner: engine. Thread: gateway. Errors: none; a watcher must not throw.
class EventHub
{
public:
    using Watcher = std::uint64_t;

    [[nodiscard]] Watcher add(api::EventSink sink);
    void remove(Watcher watcher);

    [[nodiscard]] bool watched() const { return !m_sinks.empty(); }

    template <typename What>
    void emit(What what)
    {
        if (watched()) {
            send(api::Event{++m_sequence, std::move(what)});
        }
    }

private:
    void send(const api::Event& event);

    std::map<Watcher, api::EventSink> m_sinks;
    Watcher m_last = 0;
    std::uint64_t m_sequence = 0;
};

} // namespace portcullis::engine
