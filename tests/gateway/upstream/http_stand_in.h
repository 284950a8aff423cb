#pragma once

#include "gateway/base/json.h"
#include "gateway/http/server.h"
#include "tests/gateway/upstream/harness.h"

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace portcullis::upstream::test {

// An MCP server over Streamable HTTP inside the test, which sees every request that arrives.
class HttpStandIn
{
public:
    struct Seen
    {
        std::string http;   // POST, GET, DELETE
        std::string method; // of JSON-RPC
        std::string target;
        http::Headers headers;
        std::string body;
    };

    explicit HttpStandIn(Loop& loop);

    [[nodiscard]] std::string url(const std::string& path = "/mcp") const;
    // The last request with that JSON-RPC method, or HTTP method.
    [[nodiscard]] const Seen& last(const std::string& method) const;
    [[nodiscard]] std::size_t count(const std::string& method) const;
    // Sends a notification on the open GET stream.
    void announce(const std::string& notification);

    bool stateless = false;
    bool events = false;    // answers requests with a stream of events
    bool getStream = false; // offers a stream for GET
    bool asks = false; // answers calls with what it asked for roots first, on the call's stream
    bool resumable = false; // ends streams before the answer, gives it to a GET with Last-Event-ID
    std::string session = "session-1";
    std::string revision = "2025-11-25";
    std::string toolSchema = R"({"type":"object"})";

    // Fixed answers by JSON-RPC method ("" for all), before anything else; removed at zero.
    struct Fixed
    {
        http::Response response;
        int times = 1;
    };

    // Results by JSON-RPC method, instead of its own.
    std::map<std::string, std::string> results;
    std::map<std::string, Fixed> fixed;
    std::vector<Seen> seen;
    int hanging = 0; // calls of "hang" whose client is still there
    int streams = 0; // open GET streams

private:
    Task<> handle(http::Exchange& exchange);
    Task<> answer(http::Exchange& exchange, JsonValue root);
    Task<> stream(http::Exchange& exchange);
    Task<> hang(http::Exchange& exchange);
    Task<> ask(http::Exchange& exchange, JsonValue root);
    Task<bool> refuse(http::Exchange& exchange, const std::string& method);
    [[nodiscard]] std::string resultFor(const std::string& method, JsonValue params);
    [[nodiscard]] std::string listResult() const;
    void note(const http::Request& request, const std::string& method);

    Loop& m_loop;
    std::unique_ptr<http::Server> m_server;
    std::string m_kept; // the answer a resumed stream gets
    std::vector<std::string> m_announcements;
    std::map<std::string, std::string> m_answers; // to its questions, by their ids
};

} // namespace portcullis::upstream::test
