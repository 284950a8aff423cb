#pragma once

#include "gateway/base/clock.h"
#include "gateway/engine/call_handle.h"
#include "gateway/engine/replay_buffer.h"
#include "gateway/http/server.h"
#include "gateway/http/sse.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace portcullis::engine {

// One SSE stream of a session: the answer to a POST, or the standalone stream of a GET. With a
// replay buffer a client whose connection broke can resume it. Event ids are
// "<stream>-<sequence>".
//
// Owner: Session. Thread: gateway. Errors: none.
class EventStream
{
public:
    enum class Kind
    {
        Answer,
        Standalone
    };

    EventStream(std::uint32_t number, Kind kind, std::shared_ptr<ReplayBuffer> replay);

    [[nodiscard]] Kind kind() const { return m_kind; }

    [[nodiscard]] std::uint32_t number() const { return m_number; }

    // The call whose answer this stream carries: it is told whether somebody waits for it.
    void carries(std::shared_ptr<CallHandle> call) { m_call = std::move(call); }

    // Sends a message now if a connection is attached, and keeps it for later.
    void send(const std::string& message);
    // The last message has been sent: the connection may end.
    void finish(MonotonicTime now);

    // A finished standalone stream whose client has come back.
    void reopen() { m_finishedAt.reset(); }

    // Called when the stream is finished; at once when it is already.
    void onFinished(std::function<void()> callback);

    [[nodiscard]] bool finished() const { return m_finishedAt.has_value(); }

    [[nodiscard]] std::optional<MonotonicTime> finishedAt() const { return m_finishedAt; }

    // Binds a started exchange in the place of an earlier one, first replaying everything after
    // sequence `after`. The exchange must be detached before it goes.
    void attach(http::Exchange& exchange, std::uint64_t after);
    void detach(const http::Exchange& exchange, MonotonicTime now);

    [[nodiscard]] bool attached() const { return m_exchange != nullptr; }

    // The first event of a stream, which gives the client an id to resume from; a comment where
    // there is nothing to resume.
    void prime();

private:
    std::uint32_t m_number;
    Kind m_kind;
    std::shared_ptr<ReplayBuffer> m_replay;
    std::shared_ptr<CallHandle> m_call;
    std::uint64_t m_sequence = 0;
    http::Exchange* m_exchange = nullptr;
    std::optional<MonotonicTime> m_finishedAt;
    std::function<void()> m_onFinished;
};

struct EventId
{
    std::uint32_t stream = 0;
    std::uint64_t sequence = 0;
};

// Reads "<stream>-<sequence>".
[[nodiscard]] std::optional<EventId> parseEventId(std::string_view text);

} // namespace portcullis::engine
