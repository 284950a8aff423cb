#include "app/ctl/bench/list_cost.h"

#include "app/ctl/bench/call_text.h"
#include "app/ctl/bench/gateway_process.h"
#include "app/ctl/bench/http_reader.h"
#include "app/ctl/bench/mcp_upstream.h"
#include "app/ctl/bench/sockets.h"
#include "gateway/base/json.h"

#include <sys/socket.h>

namespace portcullis::ctl::bench {

namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr unsigned kServers = 40;
constexpr unsigned kToolsOfServer = 50;
constexpr unsigned kFew = 10;
constexpr auto kStartPatience = std::chrono::seconds(60);

ServerId serverId(unsigned index)
{
    return index == 0 ? ServerId("up") : ServerId("up" + std::to_string(index));
}

std::vector<api::ServerConfig> servers()
{
    std::vector<api::ServerConfig> all;
    for (unsigned index = 0; index < kServers; ++index) {
        api::ServerConfig& server = all.emplace_back(stdioServer());
        server.id = serverId(index);
        server.command.insert(server.command.end(), {"--tools", std::to_string(kToolsOfServer)});
    }
    api::ServerConfig& dead = all.emplace_back(stdioServer());
    dead.id = ServerId("dead");
    dead.command = {"/bin/false"};
    return all;
}

std::vector<api::AllowRule> rulesForAll()
{
    std::vector<api::AllowRule> rules{{ServerId("dead"), api::kEveryTool}};
    for (unsigned index = 0; index < kServers; ++index) {
        rules.push_back({serverId(index), api::kEveryTool});
    }
    return rules;
}

// Of ten servers one tool each, and of the dead one all.
std::vector<api::AllowRule> rulesForFew()
{
    std::vector<api::AllowRule> rules{{ServerId("dead"), api::kEveryTool}};
    for (unsigned index = 0; index < kFew; ++index) {
        rules.push_back({serverId(index * (kServers / kFew)), kBlobTool});
    }
    return rules;
}

// A client that lists and does nothing else.
class ListClient
{
public:
    ListClient(Url url, std::string key)
        : m_url(std::move(url))
        , m_key(std::move(key))
        , m_buffer(256UL * 1024, '\0')
    {}

    // How many tools there are, over all pages.
    [[nodiscard]] Result<std::size_t> list();

private:
    [[nodiscard]] Result<std::string> ask(const std::string& cursor);

    Url m_url;
    std::string m_key;
    std::string m_buffer;
    FileDescriptor m_socket;
    HttpReader m_reader;
};

Result<std::string> ListClient::ask(const std::string& cursor)
{
    if (m_socket.get() < 0) {
        auto socket = connectToLoopback(m_url.port);
        if (!socket) {
            return fail(socket.error());
        }
        m_socket = std::move(*socket);
    }
    JsonWriter body;
    body.beginObject().member("jsonrpc", "2.0").member("id", 1).member("method", "tools/list");
    if (!cursor.empty()) {
        body.key("params").beginObject().member("cursor", cursor).endObject();
    }
    const std::string text = body.endObject().take();
    const std::string request =
        "POST " + m_url.path + " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(m_url.port) +
        "\r\nContent-Type: application/json\r\nAccept: application/json, text/event-stream\r\n"
        "MCP-Protocol-Version: " +
        std::string(kSessionRevision) + "\r\nAuthorization: Bearer " + m_key +
        "\r\nContent-Length: " + std::to_string(text.size()) + "\r\n\r\n" + text;
    bool alive = writeAll(m_socket.get(), request);
    while (alive && !m_reader.hasMessage()) {
        const ssize_t got = ::recv(m_socket.get(), m_buffer.data(), m_buffer.size(), 0);
        alive = got > 0;
        m_reader.append(
            std::string_view(m_buffer).substr(0, static_cast<std::size_t>(alive ? got : 0)));
    }
    if (!alive || m_reader.status() != 200) {
        return fail(ErrorCode::Unavailable, "The gateway to measure did not list its tools.");
    }
    std::string answer(m_reader.body());
    m_reader.discard();
    return answer;
}

// Looks for the few words that it needs instead of reading the JSON: the client is not what is
// measured.
Result<std::size_t> ListClient::list()
{
    constexpr std::string_view kTool = R"("inputSchema":)";
    constexpr std::string_view kNext = R"("nextCursor":")";
    std::size_t tools = 0;
    std::string cursor;
    do {
        const auto page = ask(cursor);
        if (!page) {
            return fail(page.error());
        }
        for (std::size_t at = page->find(kTool); at != std::string::npos;
             at = page->find(kTool, at + kTool.size())) {
            ++tools;
        }
        const std::size_t next = page->rfind(kNext);
        const std::size_t from = next + kNext.size();
        cursor = next == std::string::npos ? std::string()
                                           : page->substr(from, page->find('"', from) - from);
    } while (!cursor.empty());
    return tools;
}

// The servers start one after the other: asks until all that can be listed are.
Result<> awaitTools(ListClient& client, std::size_t wanted)
{
    const auto deadline = SteadyClock::now() + kStartPatience;
    while (SteadyClock::now() < deadline) {
        const auto tools = client.list();
        if (!tools) {
            return fail(tools.error());
        }
        if (*tools == wanted) {
            return {};
        }
    }
    return fail(ErrorCode::DeadlineExceeded, "The servers to list did not all start in a minute.");
}

Result<MicroResult>
measure(ListClient& client, std::string name, std::size_t wanted, double seconds)
{
    if (auto complete = awaitTools(client, wanted); !complete) {
        return fail(complete.error());
    }
    Latencies latencies;
    const auto end = SteadyClock::now() + std::chrono::duration<double>(seconds);
    do {
        const auto begin = SteadyClock::now();
        const auto tools = client.list();
        latencies.add(SteadyClock::now() - begin);
        if (!tools || *tools != wanted) {
            return fail(ErrorCode::Internal, "A list of tools was not complete.");
        }
    } while (SteadyClock::now() < end);
    return MicroResult{std::move(name), latencies.percentiles()};
}

} // namespace

Result<std::vector<MicroResult>> measureLists(const std::filesystem::path& folder, double seconds)
{
    const auto gateway = GatewayProcess::start(folder, servers(), api::Durability::Standard);
    if (!gateway) {
        return fail(gateway.error());
    }
    const auto url = parseLoopbackUrl((*gateway)->url());
    const auto few = (*gateway)->createKey(rulesForFew());
    const auto all = (*gateway)->createKey(rulesForAll());
    if (!url || !few || !all) {
        return fail(!url ? url.error() : !few ? few.error() : all.error());
    }
    ListClient seesAll(*url, *all);
    ListClient seesFew(*url, *few);
    std::vector<MicroResult> results;
    constexpr std::size_t kAll = std::size_t{kServers} * kToolsOfServer;
    auto large = measure(seesAll, "all 2,000 tools, two pages", kAll, seconds);
    auto small = large ? measure(seesFew, "10 of 2,000 tools", kFew, seconds)
                       : Result<MicroResult>(fail(large.error()));
    if (!small) {
        return fail(small.error());
    }
    results.push_back(std::move(*small));
    results.push_back(std::move(*large));
    return results;
}

} // namespace portcullis::ctl::bench
