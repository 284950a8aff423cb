#pragma once

#include "gateway/api/config.h"
#include "gateway/base/clock.h"
#include "gateway/base/ids.h"
#include "gateway/engine/conversation.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace portcullis::engine {

// Calls whose stateless clients have been told what their server asks and have yet to come back
// (D-05 to D-09). Each is taken once. Owner: CallPipeline. Thread: gateway.
class ParkedCalls
{
public:
    explicit ParkedCalls(const Clock& clock);

    // The handle to take it back with; nothing when too many wait (D-07).
    [[nodiscard]] std::optional<std::string>
    park(const KeyId& key, std::shared_ptr<Conversation> call, const api::Limits& limits = {});
    // Null for an unknown handle and for another key's alike.
    [[nodiscard]] std::shared_ptr<Conversation> take(const KeyId& key, const std::string& handle);

    // The same, and it stays.
    [[nodiscard]] std::shared_ptr<const Conversation> find(const KeyId& key,
                                                           const std::string& handle) const;

    // Is it a handle that this gave out, and not one of an earlier run of the gateway (D-08)?
    [[nodiscard]] bool isOwn(const std::string& handle) const { return handle.starts_with(m_run); }

    // Gives up those whose time is over or whose key may no longer be used; tells the servers of
    // the others that somebody is thinking.
    void sweep(const std::function<bool(const KeyId&)>& mayBeUsed);
    void abandonAll(const std::string& reason);

    [[nodiscard]] std::size_t size() const { return m_calls.size(); }

private:
    struct Parked
    {
        KeyId key;
        std::shared_ptr<Conversation> call;
        MonotonicTime since;
        std::chrono::seconds life{};
        std::int64_t reported = 0; // seconds of thinking that its server knows of
    };

    const Clock& m_clock;
    std::string m_run; // what its handles begin with
    std::map<std::string, Parked> m_calls;
};

} // namespace portcullis::engine
