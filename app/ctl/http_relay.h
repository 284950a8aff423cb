#pragma once

#include "gateway/base/result.h"
#include "gateway/http/async.h"
#include "gateway/http/client.h"
#include "gateway/http/line_socket.h"

#include <cstddef>
#include <filesystem>
#include <future>
#include <memory>
#include <string>
#include <thread>

namespace portcullis::ctl {

// For a stdio bridge that cannot reach the gateway's socket but its address: listens on a socket of
// its own, speaks the same lines there (engine/line_endpoint.h), and carries them over HTTP.
//
// Owner: the stdio command. Thread: one of its own. Errors: a connection that ends, as the
// gateway's own socket would; the bridge then tries again.
class HttpRelay
{
public:
    // `url` is the gateway's endpoint, http://127.0.0.1:8717/mcp.
    [[nodiscard]] static Result<std::unique_ptr<HttpRelay>> start(const std::string& url);
    ~HttpRelay(); // lets sessions end, for half a second at most
    HttpRelay(const HttpRelay&) = delete;
    HttpRelay& operator=(const HttpRelay&) = delete;
    HttpRelay(HttpRelay&&) = delete;
    HttpRelay& operator=(HttpRelay&&) = delete;

    [[nodiscard]] std::filesystem::path socket() const { return m_folder / "mcp.sock"; }

private:
    class Conversation;

    HttpRelay(http::Url url, std::filesystem::path folder);
    [[nodiscard]] http::Task<> serve(std::shared_ptr<http::LineConnection> connection);

    http::Url m_url;
    std::filesystem::path m_folder;
    http::asio::io_context m_io;
    std::unique_ptr<http::LineServer> m_server;
    std::size_t m_running = 0; // conversations
    bool m_ending = false;
    std::promise<void> m_quiet;
    std::jthread m_thread;
};

} // namespace portcullis::ctl
