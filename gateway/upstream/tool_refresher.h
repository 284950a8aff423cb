#pragma once

#include "gateway/upstream/tool_list.h"

#include <chrono>
#include <functional>
#include <memory>

namespace portcullis::upstream {

// Lists a server's tools again when it says that they changed, however often it says so: at most
// once in an interval, which doubles up to a minute while the changes do not stop (G-56). Owner:
// ServerCore, one a connection; a running coroutine keeps it alive. Thread: gateway. Failure: a
// list that cannot be had leaves the last one in place.
class ToolRefresher : public std::enable_shared_from_this<ToolRefresher>
{
public:
    struct Parts
    {
        asio::io_context& io;
        std::shared_ptr<RpcConnection> connection;
        protocol::UpstreamKind kind = protocol::UpstreamKind::Stdio;
        std::chrono::milliseconds timeout{30'000};
        std::chrono::milliseconds interval{2000};
        std::function<void(ToolList)> listed;
    };

    explicit ToolRefresher(Parts parts);

    void changed();
    // At once, whatever the interval; false when it failed.
    Task<bool> refresh();
    void stop();

private:
    static Task<> run(std::shared_ptr<ToolRefresher> self);

    Parts m_parts;
    asio::steady_timer m_pause;
    std::chrono::milliseconds m_interval;
    std::chrono::steady_clock::time_point m_last;
    bool m_changed = false;
    bool m_running = false;
    bool m_stopped = false;
};

} // namespace portcullis::upstream
