#pragma once

#include "gateway/http/client.h"
#include "raw_client.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>
#include <gtest/gtest.h>

#include <future>
#include <memory>
#include <string>
#include <utility>

namespace portcullis::http::test {

// A client, and calls that wait for its coroutines.
class ClientTest : public testing::Test
{
protected:
    using Sent = Result<std::unique_ptr<Answer>>;
    using Body = Result<std::string>;
    using Event = Result<std::optional<SseEvent>>;

    void makeClient(const std::string& origin)
    {
        const auto url = parseUrl(origin);
        ASSERT_TRUE(url) << url.error().message;
        loop.call([&] {
            auto made = Client::create(loop.io(), *url, options);
            ASSERT_TRUE(made) << made.error().message;
            client = std::move(*made);
        });
    }

    void makeClient(std::uint16_t port) { makeClient("http://127.0.0.1:" + std::to_string(port)); }

    void TearDown() override
    {
        loop.call([this] { client.reset(); });
        loop.stop();
    }

    template <typename T>
    std::future<T> begin(Task<T> task)
    {
        return asio::co_spawn(loop.io(), std::move(task), asio::use_future);
    }

    template <typename T>
    T await(Task<T> task)
    {
        return begin(std::move(task)).get();
    }

    static Client::Outgoing post(std::string body, std::string target = "/mcp")
    {
        Client::Outgoing request;
        request.target = std::move(target);
        request.headers.add("Content-Type", "application/json");
        request.body = std::move(body);
        return request;
    }

    std::future<Sent> beginSend(Client::Outgoing request)
    {
        return begin(client->send(std::move(request), &sent));
    }

    // Answers live on the loop's thread.
    void drop(Sent& answer)
    {
        loop.call([&] { answer = fail(ErrorCode::Internal, "dropped"); });
    }

    // Sends and reads the whole body: "200 text" or the error's name.
    static Task<std::string> exchange(Client& client, Client::Outgoing request, bool* sent)
    {
        Sent answer = co_await client.send(std::move(request), sent);
        if (!answer) {
            co_return errorCodeName(answer.error().code);
        }
        Body body = co_await (*answer)->body();
        if (!body) {
            co_return std::to_string((*answer)->status()) + " " + errorCodeName(body.error().code);
        }
        co_return std::to_string((*answer)->status()) + " " + *body;
    }

    std::future<std::string> beginExchange(Client::Outgoing request)
    {
        return begin(exchange(*client, std::move(request), &sent));
    }

    Loop loop;
    ClientOptions options;
    std::unique_ptr<Client> client;
    bool sent = false;
};

} // namespace portcullis::http::test
