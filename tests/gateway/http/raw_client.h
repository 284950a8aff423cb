#pragma once

#include "gateway/http/async.h"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <future>
#include <string>
#include <string_view>
#include <thread>

namespace portcullis::http::test {

// A plain blocking TCP client, to send exactly the bytes a test wants. Reading stops after five
// seconds.
class RawClient
{
public:
    explicit RawClient(std::uint16_t port, int receiveBuffer = 0);

    // The server's side of a connection, see RawServer.
    struct Accepted
    {
        int socket;
    };

    explicit RawClient(Accepted accepted);
    ~RawClient();
    RawClient(RawClient&& other) noexcept;
    RawClient(const RawClient&) = delete;
    RawClient& operator=(const RawClient&) = delete;

    void send(std::string_view bytes);
    void shutdownWrite();
    void close();
    void reset(); // closes with RST

    // Reads until the text has come, everything up to and including it; what came otherwise at the
    // end.
    std::string readUntil(std::string_view text);
    std::string readBytes(std::size_t count);
    std::string readAll(); // until the end of the connection
    // One answer with Content-Length, head and body.
    std::string readAnswer();

    [[nodiscard]] bool wasReset() const { return m_reset; }

private:
    void setPatience();
    bool fill();

    int m_socket = -1;
    bool m_reset = false;
    std::string m_read;
};

// Accepts connections, for answers that no proper server gives.
class RawServer
{
public:
    RawServer();
    ~RawServer();
    RawServer(const RawServer&) = delete;
    RawServer& operator=(const RawServer&) = delete;

    std::uint16_t port() const { return m_port; }

    RawClient accept();
    void stopListening();

private:
    int m_socket = -1;
    std::uint16_t m_port = 0;
};

// An io_context with its thread.
class Loop
{
public:
    Loop();
    ~Loop();
    Loop(const Loop&) = delete;
    Loop& operator=(const Loop&) = delete;

    asio::io_context& io() { return m_io; }

    // Runs on the loop's thread and waits for the result; after stop() in the caller's.
    template <typename Function>
    auto call(Function function)
    {
        if (!m_thread.joinable()) {
            return function();
        }
        std::packaged_task<decltype(function())()> task(std::move(function));
        auto result = task.get_future();
        asio::post(m_io, [&task] { task(); });
        return result.get();
    }

    void stop();

private:
    asio::io_context m_io;
    asio::executor_work_guard<asio::io_context::executor_type> m_work;
    std::jthread m_thread;
};

// Waits until the condition, asked on the loop's thread, is true; false after five seconds.
bool eventually(Loop& loop, const std::function<bool()>& condition);

unsigned statusOf(std::string_view answer);
std::string bodyOf(std::string_view answer);

} // namespace portcullis::http::test
