#pragma once

#include "gateway/http/server.h"
#include "raw_client.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace portcullis::http::test {

// A server whose handler echoes: "METHOD path?query\nbody". Tests replace the handler.
class ServerTest : public testing::Test
{
protected:
    static Task<> echo(Exchange& exchange)
    {
        const Request& request = exchange.request();
        std::string body = request.head.method + " " + request.head.path;
        if (!request.head.query.empty()) {
            body += "?" + request.head.query;
        }
        Response response = textResponse(200, body + "\n" + request.body);
        co_await exchange.respond(std::move(response));
    }

    void start(std::function<Task<>(Exchange&)> handle = echo)
    {
        Handlers handlers;
        handlers.admit = admit;
        handlers.handle = std::move(handle);
        m_loop.call([&] {
            auto server = Server::listen(m_loop.io(), options, std::move(handlers));
            ASSERT_TRUE(server) << server.error().message;
            m_server = std::move(*server);
        });
        ASSERT_NE(m_server, nullptr);
        port = m_server->port();
    }

    void TearDown() override
    {
        m_loop.call([this] { m_server.reset(); });
        m_loop.stop();
    }

    Loop& loop() { return m_loop; }

    Server& server() { return *m_server; }

    void destroyServer()
    {
        m_loop.call([this] { m_server.reset(); });
    }

    // Sends the bytes on a connection of their own and reads until the server closes it.
    std::string talk(std::string_view bytes)
    {
        RawClient client(port);
        client.send(bytes);
        return client.readAll();
    }

    ServerOptions options;
    std::function<std::optional<Response>(const RequestHead&)> admit;
    std::uint16_t port = 0;

private:
    Loop m_loop;
    std::unique_ptr<Server> m_server;
};

} // namespace portcullis::http::test
