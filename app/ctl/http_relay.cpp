#include "app/ctl/http_relay.h"

#include "app/ctl/http_relay_conversation.h"

#include <boost/asio/post.hpp>

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <system_error>
#include <utility>

namespace portcullis::ctl {

using http::Task;

namespace {

constexpr auto kLastWords = std::chrono::milliseconds(500);

Result<std::filesystem::path> makeFolder()
{
    std::error_code error;
    const char* runtime = std::getenv("XDG_RUNTIME_DIR");
    const std::filesystem::path base = runtime != nullptr && *runtime == '/'
                                           ? std::filesystem::path(runtime)
                                           : std::filesystem::temp_directory_path(error);
    std::string folder = (base / "portcullis-bridge-XXXXXX").string();
    if (::mkdtemp(folder.data()) == nullptr) { // mode 0700
        return fail(ErrorCode::IoError,
                    "No folder can be made in " + base.string() + ".",
                    std::strerror(errno));
    }
    return folder;
}

} // namespace

HttpRelay::HttpRelay(http::Url url, std::filesystem::path folder)
    : m_url(std::move(url))
    , m_folder(std::move(folder))
    , m_io(1)
{}

Result<std::unique_ptr<HttpRelay>> HttpRelay::start(const std::string& url)
{
    auto parsed = http::parseUrl(url);
    if (!parsed) {
        return fail(std::move(parsed.error()));
    }
    if (!parsed->tls && !parsed->isLoopback()) {
        return fail(ErrorCode::InvalidArgument,
                    "A virtual key is not sent unencrypted to another machine: use an address of "
                    "this one, such as http://127.0.0.1:8717/mcp.");
    }
    auto folder = makeFolder();
    if (!folder) {
        return fail(std::move(folder.error()));
    }
    std::unique_ptr<HttpRelay> relay(new HttpRelay(std::move(*parsed), std::move(*folder)));
    http::LineServerOptions options;
    options.path = relay->socket();
    auto server = http::LineServer::listen(
        relay->m_io, std::move(options), [self = relay.get()](auto connection) {
            return self->serve(std::move(connection));
        });
    if (!server) {
        return fail(std::move(server.error()));
    }
    relay->m_server = std::move(*server);
    relay->m_thread = std::jthread([self = relay.get()] { self->m_io.run(); });
    return relay;
}

HttpRelay::~HttpRelay()
{
    if (m_thread.joinable()) {
        auto quiet = m_quiet.get_future();
        http::asio::post(m_io, [this] {
            m_ending = true;
            if (m_running == 0) {
                m_quiet.set_value();
            }
        });
        quiet.wait_for(kLastWords);
        m_io.stop();
        m_thread.join();
    }
    m_server.reset();
    std::error_code ignored;
    std::filesystem::remove_all(m_folder, ignored);
}

Task<> HttpRelay::serve(std::shared_ptr<http::LineConnection> connection)
{
    ++m_running;
    const auto conversation = std::make_shared<Conversation>(m_io, m_url, std::move(connection));
    co_await conversation->run();
    --m_running;
    if (m_ending && m_running == 0) {
        m_quiet.set_value();
    }
}

} // namespace portcullis::ctl
