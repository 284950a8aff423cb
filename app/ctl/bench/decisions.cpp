#include "app/ctl/bench/call_text.h"
#include "app/ctl/bench/mcp_upstream.h"
#include "app/ctl/bench/micro.h"
#include "gateway/engine/access.h"
#include "gateway/engine/tool_catalog.h"
#include "gateway/protocol/call.h"
#include "gateway/protocol/inbound.h"

#include <time.h> // NOLINT(modernize-deprecated-headers): clock_nanosleep is POSIX's

namespace portcullis::ctl::bench {

namespace {

using SteadyClock = std::chrono::steady_clock;
using protocol::Revision;

constexpr unsigned kKeys = 50;
constexpr unsigned kServers = 4;
constexpr unsigned kToolsOfServer = 50;
constexpr std::int64_t kNanosBetween = 200'000; // 5,000 a second
constexpr const char* kServerRequestId = "123456";

ServerId serverId(unsigned index)
{
    return ServerId("server" + std::to_string(index));
}

std::string toolName(unsigned index)
{
    return "read_measurements_" + std::to_string(index);
}

std::string toolsResult()
{
    JsonWriter json;
    json.beginObject().key("tools").beginArray();
    for (unsigned tool = 0; tool < kToolsOfServer; ++tool) {
        json.beginObject().member("name", toolName(tool));
        json.member("description", "Reads measurements of a station");
        json.rawMember("inputSchema",
                       R"({"type":"object","properties":{"station":{"type":"string"}}})");
        json.endObject();
    }
    return json.endArray().endObject().take();
}

struct Request
{
    std::string key; // as presented
    std::string body;
    std::string richBody; // with arguments for conditions of every kind
};

enum class Rules
{
    Plain,
    Conditional // the same, with a condition of every kind on the tools that are called
};

// A request of 1 KB whose arguments conditions can be asked of.
std::string richBody(const std::string& tool)
{
    JsonWriter json;
    json.beginObject().member("jsonrpc", "2.0").member("id", std::int64_t{1'000'000'000});
    json.member("method", "tools/call").key("params").beginObject().member("name", tool);
    json.key("arguments").beginObject();
    json.member("path", "/srv/cases/2026/0417/measurements/station-12.csv");
    json.member("url", "https://archive.example.org:8443/stations/12?from=2026-01-01");
    json.member("mode", "read").member("size", std::int64_t{2048});
    json.member("query", "wind speed and direction").member("text", std::string(600, 'a'));
    return json.endObject().endObject().endObject().take();
}

// Ten rules of each key about its tool, of which the last one holds, and a denial.
api::GatewayConfig withConditions(api::GatewayConfig config)
{
    constexpr unsigned kAlternatives = 10;
    const auto when = [](std::initializer_list<const char*> texts) {
        std::vector<api::Condition> conditions;
        for (const char* text : texts) {
            conditions.push_back(*api::parseCondition(text));
        }
        return conditions;
    };
    for (unsigned index = 0; index < config.keys.size(); ++index) {
        api::KeyConfig& key = config.keys[index];
        const ServerId server = serverId(index % kServers);
        const std::string tool = toolName(index * 7 % kToolsOfServer);
        std::erase(key.allow, api::AllowRule{server, tool});
        for (unsigned other = 1; other < kAlternatives; ++other) {
            const std::string folder = "path under /srv/others/" + std::to_string(other);
            key.allow.push_back({server, tool, {}, {}, when({folder.c_str(), "mode = read"})});
        }
        key.allow.push_back({server,
                             tool,
                             {},
                             {},
                             when({"path under /srv/cases",
                                   "url host example.org,*.example.org",
                                   "mode in read,list",
                                   "size between 1..1000000",
                                   "query matches [a-z ]+"})});
        key.allow.push_back(
            {server, tool, {}, api::RuleEffect::Deny, when({"path under /srv/cases/sealed"})});
    }
    return config;
}

// 50 keys, 200 tools and requests of each key; what the gateway would hold in memory.
// Owner: measureDecisions. Thread: one. Errors: make().
class Desk
{
public:
    [[nodiscard]] static Result<std::unique_ptr<Desk>> make();

    // Both return the length of what they wrote, so that nothing is optimized away.
    [[nodiscard]] std::size_t decide(unsigned turn, Rules rules);
    [[nodiscard]] std::size_t conclude();

private:
    Desk();
    [[nodiscard]] Result<> fillCatalog();
    void addKeys(api::GatewayConfig& config, const SecretBytes& pepper);
    void addRequest(const SecretBytes& key, unsigned index);

    SystemClock m_clock;
    engine::ToolCatalog m_catalog;
    std::unique_ptr<engine::Access> m_plain;
    std::unique_ptr<engine::Access> m_conditional;
    std::vector<Request> m_requests;
    std::string m_reply; // the server's, 2 KB
};

Desk::Desk()
    : m_catalog(
          std::filesystem::path(), m_clock, [](const std::function<void()>&) {}) // keeps nothing
{}

Result<std::unique_ptr<Desk>> Desk::make()
{
    std::unique_ptr<Desk> desk(new Desk);
    auto config = std::make_shared<api::GatewayConfig>();
    for (unsigned server = 0; server < kServers; ++server) {
        api::ServerConfig& added = config->servers.emplace_back();
        added.id = serverId(server);
        added.command = {"/bin/true"};
    }
    SecretBytes pepper = randomSecret(32);
    desk->addKeys(*config, pepper);
    desk->m_plain = std::make_unique<engine::Access>(config, pepper.duplicate());
    desk->m_conditional = std::make_unique<engine::Access>(
        std::make_shared<const api::GatewayConfig>(withConditions(*config)), std::move(pepper));
    desk->m_catalog.configure(*config);
    if (auto filled = desk->fillCatalog(); !filled) {
        return fail(filled.error());
    }
    desk->m_reply = McpUpstream().answer(
        R"({"jsonrpc":"2.0","id":123456,"method":"tools/call","params":{"name":"blob","arguments":{"size":2048}}})");
    if (desk->decide(0, Rules::Plain) == 0 || desk->decide(0, Rules::Conditional) == 0 ||
        desk->conclude() == 0) {
        return fail(ErrorCode::Internal, "A call that should be allowed was not.");
    }
    return desk;
}

Result<> Desk::fillCatalog()
{
    const auto document = JsonDocument::parse(toolsResult());
    if (!document) {
        return fail(document.error());
    }
    const auto page = protocol::readToolsPage(
        document->root(), protocol::UpstreamKind::Stdio, protocol::Era::Session);
    if (!page) {
        return fail(page.error());
    }
    for (unsigned server = 0; server < kServers; ++server) {
        m_catalog.setTools(serverId(server), page->tools);
    }
    return {};
}

void Desk::addKeys(api::GatewayConfig& config, const SecretBytes& pepper)
{
    for (unsigned index = 0; index < kKeys; ++index) {
        const policy::MadeKey made = policy::makeKey(pepper);
        api::KeyConfig& key = config.keys.emplace_back();
        key.id = made.id;
        key.label = "key " + std::to_string(index);
        key.hash = made.hash;
        for (unsigned server = 0; server < kServers; ++server) {
            for (unsigned tool = 0; tool < kToolsOfServer; ++tool) {
                key.allow.push_back({serverId(server), toolName(tool)});
            }
        }
        addRequest(made.secret, index);
    }
}

void Desk::addRequest(const SecretBytes& key, unsigned index)
{
    Target target;
    target.tool = serverId(index % kServers).str() + "__" + toolName(index * 7 % kToolsOfServer);
    m_requests.push_back(
        {std::string(key.revealText()), CallText(target).next(), richBody(target.tool)});
}

std::size_t Desk::decide(unsigned turn, Rules rules)
{
    const bool plain = rules == Rules::Plain;
    const engine::Access& access = plain ? *m_plain : *m_conditional;
    const Request& request = m_requests[turn % m_requests.size()];
    const auto document = JsonDocument::parseShared(plain ? request.body : request.richBody);
    protocol::McpHeaders headers;
    headers.protocolVersion = std::string(kSessionRevision);
    const protocol::Inbound inbound = protocol::classifyPost(**document, headers);
    const auto* session = std::get_if<protocol::SessionMessages>(&inbound);
    const policy::Identification who = access.ring.identify(request.key, m_clock.wallNow());
    if (session == nullptr || who.reason != api::Reason::Allowed) {
        return 0;
    }
    const auto call = protocol::readClientCall(session->messages.front());
    const engine::CatalogPtr catalog = m_catalog.current();
    const engine::CatalogTool* tool = call ? catalog->find({}, call->name) : nullptr;
    if (tool == nullptr) {
        return 0;
    }
    const policy::Decision decision =
        access.rights.decide({who.key->id, tool->server, tool->subject()}, {call->arguments, {}});
    if (decision.verdict != policy::Verdict::Allow) {
        return 0;
    }
    const std::string members = protocol::writeCallMembers({.kind = protocol::CallKind::Tool,
                                                            .name = tool->tool.name,
                                                            .arguments = call->arguments.raw(),
                                                            .inputResponses = {},
                                                            .requestState = {}});
    const std::string forwarded = protocol::forwardedMeta(call->meta);
    const std::string params =
        protocol::writeParams(members,
                              {.forwarded = forwarded, .progressToken = {}, .logLevel = {}},
                              Revision::V2025_11_25);
    return protocol::writeRequest(kServerRequestId, "tools/call", params).size();
}

std::size_t Desk::conclude()
{
    const auto document = JsonDocument::parseShared(m_reply);
    const auto message = protocol::readMessage((*document)->root());
    if (!message || protocol::classifyResult(
                        protocol::CallKind::Tool, message->result, protocol::Era::Session) !=
                        protocol::ResultKind::Complete) {
        return 0;
    }
    const std::string result =
        protocol::writeCallResult(protocol::CallKind::Tool, message->result, Revision::V2025_11_25);
    return protocol::writeResult("1000000001", result).size();
}

void waitUntil(std::int64_t nanos)
{
    const timespec time{.tv_sec = nanos / 1'000'000'000, .tv_nsec = nanos % 1'000'000'000};
    ::clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, nullptr);
}

enum class Pace
{
    BackToBack,
    Every200Micros
};

std::vector<MicroResult> measure(Desk& desk, double seconds, Pace pace)
{
    Latencies deciding;
    Latencies conditional;
    Latencies concluding;
    std::size_t written = 0;
    const auto end = SteadyClock::now() + std::chrono::duration<double>(seconds);
    std::int64_t due = SteadyClock::now().time_since_epoch().count();
    for (unsigned turn = 0; SteadyClock::now() < end; ++turn) {
        if (pace == Pace::Every200Micros) {
            waitUntil(due += kNanosBetween);
        }
        const auto begin = SteadyClock::now();
        written += desk.decide(turn, Rules::Plain);
        const auto decided = SteadyClock::now();
        written += desk.conclude();
        const auto concluded = SteadyClock::now();
        written += desk.decide(turn, Rules::Conditional);
        conditional.add(SteadyClock::now() - concluded);
        deciding.add(decided - begin);
        concluding.add(concluded - decided);
    }
    const std::string how = pace == Pace::BackToBack ? " (back to back)" : " (5,000 a second)";
    std::vector<MicroResult> results;
    if (written > 0) {
        results.push_back({"decide a call of 1 KB" + how, deciding.percentiles()});
        results.push_back({"the same with conditions" + how, conditional.percentiles()});
        results.push_back({"shape a result of 2 KB" + how, concluding.percentiles()});
    }
    return results;
}

} // namespace

Result<std::vector<MicroResult>> measureDecisions(double seconds)
{
    const auto desk = Desk::make();
    if (!desk) {
        return fail(desk.error());
    }
    std::vector<MicroResult> results = measure(**desk, seconds, Pace::BackToBack);
    for (MicroResult& result : measure(**desk, seconds, Pace::Every200Micros)) {
        results.push_back(std::move(result));
    }
    return results;
}

} // namespace portcullis::ctl::bench
