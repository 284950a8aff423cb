#include "tests/gateway/upstream/sse_stand_in.h"

#include "gateway/http/sse.h"

#include <algorithm>

namespace portcullis::upstream::test {

SseStandIn::SseStandIn(Loop& loop)
{
    http::Handlers handlers;
    handlers.handle = [this](http::Exchange& exchange) { return handle(exchange); };
    auto server = http::Server::listen(loop.io, {}, std::move(handlers));
    EXPECT_TRUE(server);
    m_server = std::move(*server);
}

std::string SseStandIn::url(const std::string& path) const
{
    return "http://127.0.0.1:" + std::to_string(m_server->port()) + path;
}

const SseStandIn::Seen& SseStandIn::last(const std::string& method) const
{
    static const Seen kNone;
    const auto matches = [&method](const Seen& one) {
        return one.method == method || one.http == method;
    };
    const auto found = std::find_if(seen.rbegin(), seen.rend(), matches);
    EXPECT_NE(found, seen.rend()) << method;
    return found != seen.rend() ? *found : kNone;
}

std::size_t SseStandIn::count(const std::string& method) const
{
    return static_cast<std::size_t>(
        std::count_if(seen.begin(), seen.end(), [&method](const Seen& one) {
            return one.method == method || one.http == method;
        }));
}

void SseStandIn::send(const std::string& bytes)
{
    ASSERT_NE(m_open, nullptr) << "no stream is open";
    m_open->sendEvent(bytes);
}

void SseStandIn::say(const std::string& message)
{
    send(http::formatSse({"message", message, {}, {}}));
}

void SseStandIn::cut()
{
    m_over->set(true);
}

Task<> SseStandIn::handle(http::Exchange& exchange)
{
    const http::Request& request = exchange.request();
    const auto body = JsonDocument::parse(request.body);
    const std::string method = body ? body->root()["method"].string() : std::string();
    const std::string query = request.head.query.empty() ? "" : "?" + request.head.query;
    seen.push_back({request.head.method,
                    method,
                    request.head.path + query,
                    request.head.headers,
                    request.body});
    if (request.head.method == "GET") {
        co_await stream(exchange);
    } else {
        co_await post(exchange, method);
    }
}

Task<> SseStandIn::stream(http::Exchange& exchange)
{
    if (getStatus != 200) {
        http::Response response = http::emptyResponse(getStatus);
        co_await exchange.respond(std::move(response));
        co_return;
    }
    exchange.startStream({});
    m_open = &exchange;
    ++streams;
    if (!endpoint.empty()) {
        send(http::formatSse({"endpoint", endpoint + std::to_string(streams), {}, {}}));
    } else {
        send(std::string(http::kSseComment));
    }
    const auto over =
        std::make_shared<http::Promise<bool>>(co_await http::asio::this_coro::executor);
    m_over = over;
    exchange.onDisconnect([over] { over->set(true); });
    co_await over->wait();
    if (m_open == &exchange) {
        m_open = nullptr;
    }
    if (!exchange.disconnected()) {
        co_await exchange.finishStream();
    }
}

unsigned SseStandIn::statusOf(const http::Exchange& exchange, const std::string& method)
{
    const auto fixed = statuses.find(method);
    if (fixed != statuses.end()) {
        const unsigned status = fixed->second;
        const auto times = statusTimes.find(method);
        if (times != statusTimes.end() && --times->second == 0) {
            statuses.erase(fixed);
        }
        return status;
    }
    const bool known =
        m_open != nullptr && exchange.request().head.query == "session=" + std::to_string(streams);
    return known ? 202 : 404;
}

Task<> SseStandIn::post(http::Exchange& exchange, const std::string& method)
{
    if (holdPosts) {
        const auto gone =
            std::make_shared<http::Promise<bool>>(co_await http::asio::this_coro::executor);
        exchange.onDisconnect([gone] { gone->set(true); });
        co_await gone->wait();
        co_return;
    }
    const unsigned status = statusOf(exchange, method);
    const std::string body = exchange.request().body;
    http::Response response = http::textResponse(status, postBody);
    co_await exchange.respond(std::move(response));
    const auto document = JsonDocument::parse(body);
    if (status == 202 && document && document->root()["id"].exists() && !method.empty()) {
        answer(document->root());
    }
}

void SseStandIn::answer(JsonValue root)
{
    const std::string method = root["method"].string();
    const JsonValue params = root["params"];
    std::string result = "{}"; // of a ping
    if (method == "initialize") {
        result = R"({"protocolVersion":"2024-11-05","capabilities":{"tools":{"listChanged":true}},)"
                 R"("serverInfo":{"name":"sse","version":"1"}})";
    } else if (method == "tools/list") {
        result = R"({"tools":[{"name":"echo","inputSchema":{"type":"object"}}]})";
    } else if (method == "tools/call") {
        const std::string tool = params["name"].string();
        if (tool == "hang") {
            return;
        }
        if (tool == "progress") {
            say(R"({"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":)" +
                std::string(params["_meta"]["progressToken"].raw()) +
                R"(,"progress":1,"total":2}})");
        }
        if (tool == "ask") {
            say(R"({"jsonrpc":"2.0","id":"q","method":"roots/list"})");
        }
        result =
            R"({"content":[{"type":"text","text":)" + jsonQuote(params["arguments"].raw()) + "}]}";
    }
    say(R"({"jsonrpc":"2.0","id":)" + std::string(root["id"].raw()) + R"(,"result":)" + result +
        "}");
}

} // namespace portcullis::upstream::test
