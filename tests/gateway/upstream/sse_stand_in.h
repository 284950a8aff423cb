#pragma once

#include "gateway/base/json.h"
#include "gateway/http/server.h"
#include "tests/gateway/upstream/harness.h"

#include <map>
#include <string>
#include <vector>

namespace portcullis::upstream::test {

// An MCP server over HTTP+SSE of 2024-11-05 inside the test, which sees every request that arrives.
class SseStandIn
{
public:
    struct Seen
    {
        std::string http;   // GET, POST
        std::string method; // of JSON-RPC
        std::string target;
        http::Headers headers;
        std::string body;
    };

    explicit SseStandIn(Loop& loop);

    [[nodiscard]] std::string url(const std::string& path = "/sse") const;
    // The last request with that JSON-RPC method, or HTTP method.
    [[nodiscard]] const Seen& last(const std::string& method) const;
    [[nodiscard]] std::size_t count(const std::string& method) const;
    // On the open stream: a message event; any bytes.
    void say(const std::string& message);
    void send(const std::string& bytes);
    // Ends the open stream.
    void cut();

    // What the endpoint event says, with the number of the stream behind it; empty for no event.
    std::string endpoint = "messages?session=";
    std::map<std::string, unsigned> statuses; // of POSTs by JSON-RPC method, instead of 202
    std::map<std::string, int> statusTimes;   // how often; for ever without an entry
    unsigned getStatus = 200;
    bool holdPosts = false; // leaves them unanswered
    std::string postBody;   // of the POSTs' answers, which mean nothing
    std::vector<Seen> seen;
    int streams = 0; // opened so far

private:
    Task<> handle(http::Exchange& exchange);
    Task<> stream(http::Exchange& exchange);
    Task<> post(http::Exchange& exchange, const std::string& method);
    [[nodiscard]] unsigned statusOf(const http::Exchange& exchange, const std::string& method);
    void answer(JsonValue root);

    std::unique_ptr<http::Server> m_server;
    http::Exchange* m_open = nullptr;
    std::shared_ptr<http::Promise<bool>> m_over;
};

} // namespace portcullis::upstream::test
