#pragma once

#include "gateway/protocol/logging.h"
#include "gateway/upstream/gate.h"
#include "gateway/upstream/rpc_connection.h"

#include <chrono>
#include <memory>
#include <optional>

namespace portcullis::upstream {

// Keeps the level of messages that one connection of the session era sends at what is wanted
// (D-45). More talkative at once, because the call that wants it is about to begin; less so after a
// pause, so that calls that follow each other do not have it go up and down.
//
// Owner: ServerCore; a running coroutine keeps it alive. Thread: gateway. Failure: a server that
// refuses keeps its own level and is not asked for the same again.
class LogLevelKeeper : public std::enable_shared_from_this<LogLevelKeeper>
{
public:
    struct Parts
    {
        asio::io_context& io;
        std::shared_ptr<RpcConnection> connection;
        std::chrono::milliseconds pause{1000};
        std::optional<protocol::LogLevel> told; // with the handshake
    };

    explicit LogLevelKeeper(Parts parts);

    // Nothing: nobody wants any messages. A server that was never asked for any stays so.
    void want(std::optional<protocol::LogLevel> level);
    // When the server has answered what it was last told, or has not in time.
    Task<> told();
    void stop();

private:
    void tell(protocol::LogLevel level);

    Parts m_parts;
    std::optional<protocol::LogLevel> m_wanted;
    asio::steady_timer m_pause;
    bool m_lowering = false;
    std::uint32_t m_asked = 0; // requests without an answer
    Gate m_answered;
};

// params of logging/setLevel.
[[nodiscard]] RpcRequest setLevelRequest(protocol::LogLevel level);

} // namespace portcullis::upstream
