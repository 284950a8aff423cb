#include "tests/support/test_proxy.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <utility>

namespace portcullis::test {

namespace asio = boost::asio;
using asio::ip::tcp;
using Task = asio::awaitable<void>;

struct TestProxy::State
{
    explicit State(asio::io_context& ownIo)
        : io(ownIo)
        , acceptor(ownIo, tcp::endpoint(asio::ip::address_v4::loopback(), 0))
    {}

    asio::io_context& io;
    tcp::acceptor acceptor;
    std::uint16_t target = 0;
    std::string answer;
    std::vector<std::string> heads;
    std::vector<std::weak_ptr<Link>> links;
};

struct TestProxy::Link
{
    tcp::socket client;
    tcp::socket server;

    void close()
    {
        boost::system::error_code ignored;
        client.close(ignored);
        server.close(ignored);
    }
};

TestProxy::TestProxy(asio::io_context& io, std::uint16_t target)
    : m_state(std::make_shared<State>(io))
{
    m_state->target = target;
    asio::co_spawn(io, serve(m_state), asio::detached);
}

TestProxy::~TestProxy()
{
    boost::system::error_code ignored;
    m_state->acceptor.close(ignored);
    for (const auto& weak : m_state->links) {
        if (const auto link = weak.lock()) {
            link->close();
        }
    }
}

std::uint16_t TestProxy::port() const
{
    return m_state->acceptor.local_endpoint().port();
}

std::string TestProxy::url() const
{
    return "http://127.0.0.1:" + std::to_string(port());
}

const std::vector<std::string>& TestProxy::heads() const
{
    return m_state->heads;
}

void TestProxy::answerWith(std::string bytes)
{
    m_state->answer = std::move(bytes);
}

Task TestProxy::serve(std::shared_ptr<State> state)
{
    boost::system::error_code error;
    while (!error) {
        auto link = std::make_shared<Link>(Link{tcp::socket(state->io), tcp::socket(state->io)});
        co_await state->acceptor.async_accept(link->client,
                                              asio::redirect_error(asio::use_awaitable, error));
        if (!error) {
            state->links.push_back(link);
            asio::co_spawn(state->io, handle(state, link), asio::detached);
        }
    }
}

Task TestProxy::handle(std::shared_ptr<State> state, std::shared_ptr<Link> link)
{
    boost::system::error_code error;
    std::string text;
    auto buffer = asio::dynamic_buffer(text);
    const std::size_t size = co_await asio::async_read_until(
        link->client, buffer, "\r\n\r\n", asio::redirect_error(asio::use_awaitable, error));
    if (error) {
        co_return;
    }
    const std::string head = text.substr(0, size);
    std::string rest = text.substr(size);
    state->heads.push_back(head);
    if (!state->answer.empty()) {
        const std::string answer = state->answer;
        const auto bytes = asio::buffer(answer);
        co_await asio::async_write(
            link->client, bytes, asio::redirect_error(asio::use_awaitable, error));
        co_await pump(link, true); // until the client goes
    } else if (head.starts_with("CONNECT ")) {
        const std::string answer = "HTTP/1.1 200 Connection established\r\n\r\n";
        const auto bytes = asio::buffer(answer);
        co_await asio::async_write(
            link->client, bytes, asio::redirect_error(asio::use_awaitable, error));
        co_await lead(state, link, std::move(rest));
    } else {
        // "POST http://host/path HTTP/1.1": the server wants the path only. One request a
        // connection, since the next one would have to be changed like this, too.
        const std::size_t url = head.find("http://");
        const std::size_t path = head.find('/', url + 7);
        const std::size_t line = head.find("\r\n") + 2;
        std::string changed = head.substr(0, url) + head.substr(path, line - path) +
                              "Connection: close\r\n" + head.substr(line) + rest;
        co_await lead(state, link, std::move(changed));
    }
}

Task TestProxy::lead(std::shared_ptr<State> state, std::shared_ptr<Link> link, std::string toServer)
{
    boost::system::error_code error;
    const tcp::endpoint target(asio::ip::address_v4::loopback(), state->target);
    co_await link->server.async_connect(target, asio::redirect_error(asio::use_awaitable, error));
    const auto bytes = asio::buffer(toServer);
    co_await asio::async_write(
        link->server, bytes, asio::redirect_error(asio::use_awaitable, error));
    asio::co_spawn(state->io, pump(link, true), asio::detached);
    co_await pump(link, false);
    link->close();
}

Task TestProxy::pump(std::shared_ptr<Link> link, bool toServer)
{
    tcp::socket& from = toServer ? link->client : link->server;
    tcp::socket& to = toServer ? link->server : link->client;
    boost::system::error_code error;
    std::string space(16 * 1024, '\0');
    const auto room = asio::buffer(space);
    while (!error) {
        const std::size_t got =
            co_await from.async_read_some(room, asio::redirect_error(asio::use_awaitable, error));
        const auto bytes = asio::buffer(space.data(), got);
        boost::system::error_code ignored;
        co_await asio::async_write(to, bytes, asio::redirect_error(asio::use_awaitable, ignored));
    }
    boost::system::error_code ignored;
    to.shutdown(tcp::socket::shutdown_send, ignored);
}

} // namespace portcullis::test
