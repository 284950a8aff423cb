#include "gateway/engine/event_hub.h"

#include <utility>
#include <vector>

namespace portcullis::engine {

EventHub::Watcher EventHub::add(api::EventSink sink)
{
    m_sinks.emplace(++m_last, std::move(sink));
    return m_last;
}

void EventHub::remove(Watcher watcher)
{
    m_sinks.erase(watcher);
}

void EventHub::send(const api::Event& event)
{
    // A watcher may go away while it is told.
    std::vector<Watcher> watchers;
    watchers.reserve(m_sinks.size());
    for (const auto& [watcher, sink] : m_sinks) {
        watchers.push_back(watcher);
    }
    for (const Watcher watcher : watchers) {
        if (const auto found = m_sinks.find(watcher); found != m_sinks.end()) {
            const api::EventSink sink = found->second;
            sink(event);
        }
    }
}

} // namespace portcullis::engine
