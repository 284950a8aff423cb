#pragma once

#include "gateway/api/event.h"
#include "gateway/api/evidence.h"
#include "gateway/base/result.h"
#include "gateway/http/async.h"
#include "gateway/http/line_socket.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <stop_token>
#include <thread>

namespace portcullis::remote {

// Requests and answers over a gateway's control socket, on a thread of its own.
//
// Owner: RemoteGateway. Threads: every method from any thread; answers and events come on the own
// thread. Errors: Unavailable once the other side has gone.
class RemoteConnection
{
public:
    using Answer = std::function<void(Result<nlohmann::json>)>;

    RemoteConnection();
    ~RemoteConnection();
    RemoteConnection(const RemoteConnection&) = delete;
    RemoteConnection& operator=(const RemoteConnection&) = delete;
    RemoteConnection(RemoteConnection&&) = delete;
    RemoteConnection& operator=(RemoteConnection&&) = delete;

    [[nodiscard]] Result<> connect(const std::filesystem::path& socket);
    void request(const char* command, nlohmann::json params, Answer done);
    // A request that tells how far it is and can be called off.
    void job(const char* command, nlohmann::json params, api::JobWatch watch, Answer done);
    void observe(api::EventSink sink);
    void onGone(std::function<void()> gone);

private:
    using Guard = http::asio::executor_work_guard<http::asio::io_context::executor_type>;

    [[nodiscard]] http::Task<> receive();

    // A request under way.
    struct Open
    {
        Answer done;
        std::function<void(std::uint64_t, std::uint64_t)> progress;
        // Cancels it; after `done`, so that what stops later finds nothing to do.
        std::unique_ptr<std::stop_callback<std::function<void()>>> stop;
    };

    void send(const char* command, nlohmann::json params, api::JobWatch watch, Answer done);
    void take(const std::string& line);
    void takeProgress(const nlohmann::json& line);
    void takeAnswer(nlohmann::json answer);
    void lost();

    http::asio::io_context m_io;
    Guard m_guard;
    // From here on: the own thread's.
    std::shared_ptr<http::LineConnection> m_lines;
    std::map<std::int64_t, Open> m_open;
    std::int64_t m_last = 0;
    api::EventSink m_sink;
    std::function<void()> m_gone;
    bool m_observing = false;
    bool m_lost = false;

    std::jthread m_thread; // last: it uses all the others
};

} // namespace portcullis::remote
