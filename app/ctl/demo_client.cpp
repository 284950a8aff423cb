#include "app/ctl/demo_client.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <optional>
#include <utility>

namespace portcullis::ctl {

using http::Task;

namespace {

constexpr const char* kSessionRevision = "2025-11-25";
constexpr const char* kStatelessRevision = "2026-07-28";
// One id for every request: answers to different requests can be compared byte by byte.
constexpr std::string_view kId = "\"demo\"";

std::string envelope(std::string_view method, std::string_view params)
{
    JsonWriter out;
    out.beginObject().member("jsonrpc", "2.0").rawMember("id", kId).member("method", method);
    return out.rawMember("params", params).endObject().take();
}

std::string callParams(std::string_view tool, std::string_view arguments, bool progress)
{
    JsonWriter out;
    out.beginObject().member("name", tool).rawMember("arguments", arguments);
    if (progress) {
        out.rawMember("_meta", R"({"progressToken":"demo-progress"})");
    }
    return out.endObject().take();
}

Task<Result<DemoAnswer>> readStream(http::Answer& answer, DemoAnswer out)
{
    while (true) {
        auto event = co_await answer.nextEvent();
        if (!event) {
            co_return fail(std::move(event.error()));
        }
        if (!*event) {
            co_return out;
        }
        const auto document = JsonDocument::parse((*event)->data);
        if (!document) {
            continue; // an event that only opens the stream
        }
        if (document->root()["method"].exists()) {
            out.notifications.push_back((*event)->data);
        } else {
            out.message = (*event)->data;
        }
    }
}

} // namespace

DemoClient::DemoClient(http::Url url, std::string key)
    : m_io(1)
    , m_url(std::move(url))
    , m_key(std::move(key))
{}

Result<std::unique_ptr<DemoClient>> DemoClient::create(const std::string& endpoint, std::string key)
{
    auto url = http::parseUrl(endpoint);
    if (!url) {
        return fail(std::move(url.error()));
    }
    std::unique_ptr<DemoClient> client(new DemoClient(std::move(*url), std::move(key)));
    http::ClientOptions options;
    options.firstByteTimeout = std::chrono::seconds(10);
    options.idleTimeout = std::chrono::seconds(10);
    auto connection = http::Client::create(client->m_io, client->m_url, std::move(options));
    if (!connection) {
        return fail(std::move(connection.error()));
    }
    client->m_client = std::move(*connection);
    return client;
}

Task<Result<DemoAnswer>> DemoClient::exchange(http::Client::Outgoing outgoing)
{
    auto answer = co_await m_client->send(std::move(outgoing));
    if (!answer) {
        co_return fail(std::move(answer.error()));
    }
    DemoAnswer out;
    out.status = (*answer)->status();
    out.session = (*answer)->headers().get("Mcp-Session-Id").value_or("");
    if ((*answer)->isEventStream()) {
        co_return co_await readStream(**answer, std::move(out));
    }
    auto body = co_await (*answer)->body();
    if (!body) {
        co_return fail(std::move(body.error()));
    }
    out.message = std::move(*body);
    co_return out;
}

Result<DemoAnswer> DemoClient::post(std::string body, http::Headers headers)
{
    http::Client::Outgoing outgoing;
    outgoing.target = m_url.target;
    outgoing.body = std::move(body);
    outgoing.headers = std::move(headers);
    outgoing.headers.set("Content-Type", "application/json");
    outgoing.headers.set("Accept", "application/json, text/event-stream");
    if (!m_key.empty()) {
        outgoing.headers.set("Authorization", "Bearer " + m_key);
    }
    std::optional<Result<DemoAnswer>> result;
    auto run = [](DemoClient& self,
                  http::Client::Outgoing request,
                  std::optional<Result<DemoAnswer>>& out) -> Task<> {
        out.emplace(co_await self.exchange(std::move(request)));
    };
    http::asio::co_spawn(m_io, run(*this, std::move(outgoing), result), http::asio::detached);
    m_io.restart();
    while (!result && m_io.run_one() > 0) {
    }
    return result ? std::move(*result)
                  : fail(ErrorCode::Internal, "The request ended without an answer.");
}

Result<DemoAnswer> DemoClient::initialize()
{
    m_session.clear();
    JsonWriter params;
    params.beginObject().member("protocolVersion", kSessionRevision);
    params.rawMember("capabilities", "{}");
    params.rawMember("clientInfo", R"({"name":"portcullis-demo-client","version":"1"})");
    auto answer = post(envelope("initialize", params.endObject().take()), {});
    if (!answer || answer->status != 200) {
        return answer;
    }
    m_session = answer->session;
    http::Headers headers;
    headers.set("Mcp-Session-Id", m_session);
    headers.set("MCP-Protocol-Version", kSessionRevision);
    const auto noted = post(R"({"jsonrpc":"2.0","method":"notifications/initialized"})", headers);
    return noted ? std::move(answer) : fail(noted.error());
}

Result<DemoAnswer> DemoClient::request(std::string_view method, std::string_view params)
{
    http::Headers headers;
    if (!m_session.empty()) {
        headers.set("Mcp-Session-Id", m_session);
        headers.set("MCP-Protocol-Version", kSessionRevision);
    }
    return post(envelope(method, params), std::move(headers));
}

Result<DemoAnswer> DemoClient::call(std::string_view tool, std::string_view arguments)
{
    return request("tools/call", callParams(tool, arguments, false));
}

Result<DemoAnswer> DemoClient::callWithProgress(std::string_view tool, std::string_view arguments)
{
    return request("tools/call", callParams(tool, arguments, true));
}

Result<DemoAnswer>
DemoClient::stateless(const std::string& method, std::string_view members, const std::string& name)
{
    const std::string meta =
        R"("_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28",)"
        R"("io.modelcontextprotocol/clientInfo":{"name":"portcullis-demo-client","version":"1"},)"
        R"("io.modelcontextprotocol/clientCapabilities":{}})";
    std::string params = "{" + meta;
    if (!members.empty()) {
        params.append(",").append(members);
    }
    http::Headers headers;
    headers.set("MCP-Protocol-Version", kStatelessRevision);
    headers.set("Mcp-Method", method);
    if (!name.empty()) {
        headers.set("Mcp-Name", name);
    }
    return post(envelope(method, params + "}"), std::move(headers));
}

} // namespace portcullis::ctl
