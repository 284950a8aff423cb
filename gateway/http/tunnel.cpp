#include "gateway/http/tunnel.h"

#include "gateway/http/head_writer.h"
#include "gateway/http/parser.h"

#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/error.hpp>

namespace portcullis::http {

namespace {

constexpr std::uint32_t kHeadBytes = 16 * 1024;
constexpr std::size_t kReadBytes = 2 * 1024;

std::string connectHead(const Proxy& proxy, const Url& origin)
{
    Headers headers;
    if (!proxy.authorization.empty()) {
        headers.set("Proxy-Authorization", proxy.authorization);
    }
    return requestHead("CONNECT", origin.authority(), origin.authority(), headers, std::nullopt);
}

std::unexpected<Error> garbage(const Proxy& proxy)
{
    return fail(ErrorCode::ProtocolError,
                "The proxy " + proxy.name() +
                    " does not answer in HTTP/1.1. Check that this is the address of a proxy.");
}

// The head of a proxy's answer.
class ConnectAnswer
{
public:
    ConnectAnswer()
        : m_parser(m_headers, [](std::string_view) {}, kHeadBytes)
    {
        m_parser.skip(true);
    }

    [[nodiscard]] bool complete() const { return m_parser.is_header_done(); }

    [[nodiscard]] unsigned status() const { return m_parser.code(); }

    // Is something behind the head? A tunnel is silent until the client has spoken.
    [[nodiscard]] bool hasMore() const { return !m_in.empty(); }

    // False when it is none.
    bool take(std::string_view bytes)
    {
        m_in += bytes;
        m_bytes += bytes.size();
        ResponseParser::ErrorCode error;
        const std::size_t used = m_parser.put(asio::buffer(m_in), error);
        m_in.erase(0, used);
        return (!error || error == boost::beast::http::error::need_more) &&
               (complete() || m_bytes < kHeadBytes);
    }

private:
    Headers m_headers;
    ResponseParser m_parser;
    std::string m_in;
    std::size_t m_bytes = 0;
};

} // namespace

Task<Result<>> openTunnel(asio::ip::tcp::socket& socket,
                          const Proxy& proxy,
                          const Url& origin,
                          boost::system::error_code& broken)
{
    const std::string head = connectHead(proxy, origin);
    const auto bytes = asio::buffer(head);
    co_await asio::async_write(socket, bytes, asio::redirect_error(asio::use_awaitable, broken));
    ConnectAnswer answer;
    std::string space(kReadBytes, '\0');
    const auto room = asio::buffer(space);
    while (!broken && !answer.complete()) {
        const std::size_t got = co_await socket.async_read_some(
            room, asio::redirect_error(asio::use_awaitable, broken));
        if (!broken && !answer.take(std::string_view(space).substr(0, got))) {
            co_return garbage(proxy);
        }
    }
    if (broken) {
        co_return Result<>();
    }
    // Whatever Content-Length says, the answer ends with its head when it is a success.
    const unsigned status = answer.status();
    if (status < 200 || status >= 300) {
        co_return fail(proxyRefusal(proxy, origin, status));
    }
    if (answer.hasMore()) {
        co_return garbage(proxy);
    }
    co_return Result<>();
}

} // namespace portcullis::http
