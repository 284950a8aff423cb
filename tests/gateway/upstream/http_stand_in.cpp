#include "tests/gateway/upstream/http_stand_in.h"

#include "gateway/http/sse.h"

#include <algorithm>

namespace portcullis::upstream::test {

HttpStandIn::HttpStandIn(Loop& loop)
    : m_loop(loop)
{
    http::Handlers handlers;
    handlers.handle = [this](http::Exchange& exchange) { return handle(exchange); };
    auto server = http::Server::listen(loop.io, {}, std::move(handlers));
    EXPECT_TRUE(server);
    m_server = std::move(*server);
}

std::string HttpStandIn::url(const std::string& path) const
{
    return "http://127.0.0.1:" + std::to_string(m_server->port()) + path;
}

const HttpStandIn::Seen& HttpStandIn::last(const std::string& method) const
{
    static const Seen kNone;
    const auto matches = [&method](const Seen& one) {
        return one.method == method || one.http == method;
    };
    const auto found = std::find_if(seen.rbegin(), seen.rend(), matches);
    EXPECT_NE(found, seen.rend()) << method;
    return found != seen.rend() ? *found : kNone;
}

std::size_t HttpStandIn::count(const std::string& method) const
{
    return static_cast<std::size_t>(
        std::count_if(seen.begin(), seen.end(), [&method](const Seen& one) {
            return one.method == method || one.http == method;
        }));
}

void HttpStandIn::announce(const std::string& notification)
{
    m_announcements.push_back(R"({"jsonrpc":"2.0","method":")" + notification + "\"}");
}

void HttpStandIn::note(const http::Request& request, const std::string& method)
{
    seen.push_back(
        {request.head.method, method, request.head.path, request.head.headers, request.body});
}

Task<bool> HttpStandIn::refuse(http::Exchange& exchange, const std::string& method)
{
    for (const std::string& key : {method, std::string()}) {
        const auto found = fixed.find(key);
        if (found == fixed.end()) {
            continue;
        }
        http::Response response = found->second.response;
        if (--found->second.times == 0) {
            fixed.erase(found);
        }
        co_await exchange.respond(std::move(response));
        co_return true;
    }
    const auto given = exchange.request().head.headers.get("Mcp-Session-Id");
    if (!stateless && method != "initialize" && method != "server/discover" && given != session) {
        http::Response response = http::emptyResponse(404);
        co_await exchange.respond(std::move(response));
        co_return true;
    }
    co_return false;
}

Task<> HttpStandIn::handle(http::Exchange& exchange)
{
    const std::string http = exchange.request().head.method;
    const auto body = JsonDocument::parse(exchange.request().body);
    const std::string method = body ? body->root()["method"].string() : std::string();
    note(exchange.request(), method);
    const bool refused = co_await refuse(exchange, method);
    if (refused) {
        co_return;
    }
    if (http == "GET" && (getStream || resumable)) {
        co_await stream(exchange);
    } else if (http != "POST") {
        http::Response response = http::emptyResponse(http == "DELETE" ? 204 : 405);
        co_await exchange.respond(std::move(response));
    } else if (method.empty() || !body->root()["id"].exists()) {
        m_answers[body->root()["id"].string()] = std::string(body->root()["result"].raw());
        http::Response response = http::emptyResponse(202);
        co_await exchange.respond(std::move(response));
    } else if (body->root()["params"]["name"].stringEquals("hang")) {
        co_await hang(exchange);
    } else if (asks && method == "tools/call") {
        co_await ask(exchange, body->root());
    } else {
        co_await answer(exchange, body->root());
    }
}

std::string HttpStandIn::listResult() const
{
    const std::string type =
        stateless ? R"("resultType":"complete","ttlMs":0,"cacheScope":"private",)" : "";
    return "{" + type + R"("tools":[{"name":"echo","inputSchema":)" + toolSchema + "}]}";
}

std::string HttpStandIn::resultFor(const std::string& method, JsonValue params)
{
    if (const auto own = results.find(method); own != results.end()) {
        return own->second;
    }
    if (method == "server/discover") {
        return stateless ? R"({"resultType":"complete","supportedVersions":["2026-07-28"],)"
                           R"("capabilities":{"tools":{}},"ttlMs":0,"cacheScope":"private"})"
                         : "";
    }
    if (method == "initialize") {
        return R"({"protocolVersion":")" + revision +
               R"(","capabilities":{"tools":{"listChanged":true}},"serverInfo":{"name":"http","version":"1"}})";
    }
    if (method == "tools/list") {
        return listResult();
    }
    const std::string type = stateless ? R"("resultType":"complete",)" : "";
    return "{" + type + R"("content":[{"type":"text","text":)" +
           jsonQuote(params["arguments"].raw()) + "}]}";
}

Task<> HttpStandIn::answer(http::Exchange& exchange, JsonValue root)
{
    const std::string method = root["method"].string();
    const std::string result = resultFor(method, root["params"]);
    const std::string head = R"({"jsonrpc":"2.0","id":)" + std::string(root["id"].raw());
    if (result.empty()) {
        http::Response response =
            http::jsonResponse(400, head + R"(,"error":{"code":-32000,"message":"no session"}})");
        co_await exchange.respond(std::move(response));
        co_return;
    }
    const std::string text = head + R"(,"result":)" + result + "}";
    http::Headers extra;
    if (method == "initialize" && !session.empty()) {
        extra.add("Mcp-Session-Id", session);
    }
    if (!events && !(resumable && method == "tools/call")) {
        http::Response response = http::jsonResponse(200, text);
        for (const auto& [name, value] : extra.all()) {
            response.headers.add(name, value);
        }
        co_await exchange.respond(std::move(response));
        co_return;
    }
    exchange.startStream(extra);
    if (resumable && method == "tools/call") {
        m_kept = text;
        exchange.sendEvent(http::formatSse({{}, "", "event-1", 500}));
    } else {
        const std::string question = R"({"jsonrpc":"2.0","id":99,"method":"ping"})";
        exchange.sendEvent(http::formatSse({{}, stateless ? "" : question, {}, {}}));
        exchange.sendEvent(http::formatSse({{}, text, {}, {}}));
    }
    co_await exchange.finishStream();
}

Task<> HttpStandIn::hang(http::Exchange& exchange)
{
    ++hanging;
    while (!exchange.disconnected()) {
        asio::steady_timer timer(m_loop.io, std::chrono::milliseconds(2));
        co_await timer.async_wait(asio::use_awaitable);
    }
    --hanging;
}

Task<> HttpStandIn::ask(http::Exchange& exchange, JsonValue root)
{
    const std::string id(root["id"].raw());
    const std::string question = "q" + id;
    exchange.startStream({});
    exchange.sendEvent(http::formatSse(
        {{}, R"({"jsonrpc":"2.0","id":")" + question + R"(","method":"roots/list"})", {}, {}}));
    while (!m_answers.contains(question) && !exchange.disconnected()) {
        asio::steady_timer timer(m_loop.io, std::chrono::milliseconds(2));
        co_await timer.async_wait(asio::use_awaitable);
    }
    exchange.sendEvent(http::formatSse({{},
                                        R"({"jsonrpc":"2.0","id":)" + id +
                                            R"(,"result":{"content":[{"type":"text","text":)" +
                                            jsonQuote(m_answers[question]) + "}]}}",
                                        {},
                                        {}}));
    co_await exchange.finishStream();
}

Task<> HttpStandIn::stream(http::Exchange& exchange)
{
    exchange.startStream({});
    if (exchange.request().head.headers.get("Last-Event-ID")) {
        exchange.sendEvent(http::formatSse({{}, m_kept, "event-2", {}}));
        co_await exchange.finishStream();
        co_return;
    }
    ++streams;
    while (!exchange.disconnected() && getStream) {
        for (const std::string& text : std::exchange(m_announcements, {})) {
            exchange.sendEvent(http::formatSse({{}, text, {}, {}}));
        }
        asio::steady_timer timer(m_loop.io, std::chrono::milliseconds(2));
        co_await timer.async_wait(asio::use_awaitable);
    }
    --streams;
    co_await exchange.finishStream();
}

} // namespace portcullis::upstream::test
