#include "tests/gateway/upstream/http_stand_in.h"

#include <gmock/gmock.h>

namespace portcullis::upstream::test {

using testing::HasSubstr;
using testing::StartsWith;

namespace {

// A stand-in and the gateway's side of it.
struct Pair
{
    explicit Pair(Loop& loop)
        : there(loop)
        , here(loop)
    {
        here.settings.config.transport = api::Transport::Http;
        here.settings.config.url = there.url();
        here.settings.config.protocol = api::ProtocolChoice::Auto;
    }

    HttpStandIn there;
    Upstream here;
};

std::string field(const HttpStandIn::Seen& seen, std::string_view name)
{
    return std::string(seen.headers.get(name).value_or("none"));
}

} // namespace

TEST(HttpSession, ShakesHandsWithHeadersAndEndsTheSession)
{
    Loop loop;
    Pair pair(loop);
    ASSERT_TRUE(pair.here.start());
    EXPECT_EQ(pair.here.server().status().revision, "2025-11-25");
    EXPECT_EQ(pair.here.text("echo", R"({"a":1.0})"), R"({"a":1.0})");
    ASSERT_EQ(pair.here.verdicts.size(), 1U);
    EXPECT_EQ(field(pair.there.last("initialize"), "Mcp-Session-Id"), "none");
    EXPECT_EQ(field(pair.there.last("initialize"), "MCP-Protocol-Version"), "none");
    EXPECT_EQ(pair.there.seen.at(2).method, "notifications/initialized") << "before anything else";
    const auto& call = pair.there.last("tools/call");
    EXPECT_EQ(field(call, "Mcp-Session-Id"), "session-1");
    EXPECT_EQ(field(call, "MCP-Protocol-Version"), "2025-11-25");
    EXPECT_EQ(field(call, "Accept"), "application/json, text/event-stream");
    EXPECT_EQ(field(call, "Content-Type"), "application/json");
    EXPECT_EQ(field(call, "Mcp-Method"), "none");
    loop.await(pair.here.server().stop());
    EXPECT_EQ(field(pair.there.last("DELETE"), "Mcp-Session-Id"), "session-1");
}

TEST(HttpSession, SendsNoVersionFieldToServersThatDidNotHaveIt)
{
    Loop loop;
    Pair pair(loop);
    pair.there.revision = "2025-03-26";
    EXPECT_EQ(pair.here.text("echo"), "{}");
    EXPECT_EQ(field(pair.there.last("tools/call"), "MCP-Protocol-Version"), "none");
}

TEST(HttpSession, TakesAnswersFromStreamsAndAnswersPing)
{
    Loop loop;
    Pair pair(loop);
    pair.there.events = true;
    EXPECT_EQ(pair.here.text("echo"), "{}");
    EXPECT_TRUE(loop.until([&] {
        return pair.there.last("POST").body == R"({"jsonrpc":"2.0","id":99,"result":{}})";
    }));
}

TEST(HttpSession, OpensANewSessionOnceAndRepeatsTheCall)
{
    Loop loop;
    Pair pair(loop);
    ASSERT_TRUE(pair.here.start());
    pair.there.session = "session-2";
    EXPECT_EQ(pair.here.text("echo"), "{}");
    EXPECT_EQ(pair.there.count("initialize"), 2U);
    EXPECT_EQ(pair.there.count("tools/call"), 2U);
    EXPECT_EQ(field(pair.there.last("tools/call"), "Mcp-Session-Id"), "session-2");
    EXPECT_FALSE(pair.here.server().status().lastError);
}

TEST(HttpSession, OpensOneNewSessionForAllCallsThatNeedIt)
{
    Loop loop;
    Pair pair(loop);
    ASSERT_TRUE(pair.here.start());
    pair.there.session = "session-2";
    std::vector<std::shared_ptr<PendingCall>> calls;
    for (int i = 0; i < 5; ++i) {
        calls.push_back(pair.here.begin("echo"));
    }
    for (const auto& call : calls) {
        EXPECT_TRUE(loop.await(call->wait()));
    }
    EXPECT_EQ(pair.there.count("initialize"), 2U);
    EXPECT_EQ(pair.there.count("tools/call"), 10U);
}

TEST(HttpSession, LetsRunningCallsFinishOnTheOldSession)
{
    Loop loop;
    Pair pair(loop);
    ASSERT_TRUE(pair.here.start());
    const auto running = pair.here.begin("hang");
    ASSERT_TRUE(loop.until([&] { return pair.there.hanging == 1; }));
    pair.there.session = "session-2";
    EXPECT_EQ(pair.here.text("echo"), "{}");
    EXPECT_EQ(pair.there.hanging, 1);
    loop.await(pair.here.server().stop());
    EXPECT_FALSE(loop.await(running->wait()));
}

TEST(HttpSession, ListsAgainWhenTheGetStreamSaysSo)
{
    Loop loop;
    Pair pair(loop);
    pair.there.getStream = true;
    ASSERT_TRUE(pair.here.start());
    ASSERT_TRUE(loop.until([&] { return pair.there.streams == 1; }));
    EXPECT_EQ(field(pair.there.last("GET"), "Mcp-Session-Id"), "session-1");
    pair.there.toolSchema = R"({"type":"object","title":"new"})";
    pair.there.announce("notifications/tools/list_changed");
    EXPECT_TRUE(loop.until([&] { return pair.here.toolsChanges == 2; }));
    pair.there.getStream = false;
}

TEST(HttpSession, DoesWithoutAGetStream)
{
    Loop loop;
    Pair pair(loop);
    ASSERT_TRUE(pair.here.start());
    ASSERT_TRUE(loop.until([&] { return pair.there.count("GET") == 1; }));
    EXPECT_EQ(pair.here.text("echo"), "{}");
    EXPECT_EQ(pair.there.count("GET"), 1U);
}

TEST(HttpSession, ResumesAStreamThatEndedBeforeTheAnswer)
{
    Loop loop;
    Pair pair(loop);
    pair.there.resumable = true;
    EXPECT_EQ(pair.here.text("echo"), "{}");
    EXPECT_EQ(field(pair.there.last("GET"), "Last-Event-ID"), "event-1");
    EXPECT_EQ(pair.there.count("tools/call"), 1U);
}

TEST(HttpSession, CancelsByNotification)
{
    Loop loop;
    Pair pair(loop);
    ASSERT_TRUE(pair.here.start());
    const auto pending = pair.here.begin("hang");
    ASSERT_TRUE(loop.until([&] { return pair.there.hanging == 1; }));
    pending->cancel("enough");
    EXPECT_TRUE(loop.until([&] { return pair.there.count("notifications/cancelled") == 1; }));
}

// D-20: two clients in flight on one connection, each on a stream of its own
TEST(HttpSession, AsksTheCallOnWhoseStreamAQuestionComes)
{
    Loop loop;
    Pair pair(loop);
    pair.there.asks = true;
    ASSERT_TRUE(pair.here.start());
    std::map<std::string, std::shared_ptr<Question>> asked;
    std::map<std::string, std::shared_ptr<PendingCall>> calls;
    for (const std::string client : {"alice", "bob"}) {
        CallEvents events;
        events.client = client;
        events.asked = [&asked, client](std::shared_ptr<Question> question) {
            EXPECT_FALSE(asked.contains(client));
            asked[client] = std::move(question);
        };
        calls[client] = pair.here.server().call(toolCall("echo"), std::move(events));
    }
    ASSERT_TRUE(loop.until([&asked] { return asked.size() == 2; }));
    asked["bob"]->answer(R"({"roots":"of bob"})");
    asked["alice"]->answer(R"({"roots":"of alice"})");
    for (const auto& [client, call] : calls) {
        const auto reply = loop.await(call->wait());
        ASSERT_TRUE(reply);
        EXPECT_THAT(firstText(*reply), HasSubstr("of " + client));
    }
}

// D-83, D-81
TEST(HttpStateless, ListsWithAllThatCallsCanBeBridgedTo)
{
    Loop loop;
    Pair pair(loop);
    pair.there.stateless = true;
    pair.there.results["server/discover"] =
        R"({"resultType":"complete","supportedVersions":["2026-07-28"],"capabilities":)"
        R"({"tools":{},"prompts":{},"resources":{}},"ttlMs":0,"cacheScope":"private"})";
    const std::string hints = R"([],"resultType":"complete","ttlMs":0,"cacheScope":"private"})";
    pair.there.results["prompts/list"] = R"({"prompts":)" + hints;
    pair.there.results["resources/list"] = R"({"resources":)" + hints;
    pair.there.results["resources/templates/list"] = R"({"resourceTemplates":)" + hints;
    pair.here.settings.features = {.elicitationForm = true,
                                   .elicitationUrl = true,
                                   .sampling = true,
                                   .roots = true,
                                   .apps = true};
    ASSERT_TRUE(pair.here.start());
    ASSERT_TRUE(loop.until([&] { return pair.there.count("resources/templates/list") == 1; }));
    for (const char* method : {"server/discover",
                               "tools/list",
                               "prompts/list",
                               "resources/list",
                               "resources/templates/list"}) {
        const auto sent = JsonDocument::parse(pair.there.last(method).body);
        ASSERT_TRUE(sent) << method;
        const JsonValue declared =
            sent->root()["params"]["_meta"]["io.modelcontextprotocol/clientCapabilities"];
        EXPECT_TRUE(declared["elicitation"]["form"].exists()) << method;
        EXPECT_TRUE(declared["elicitation"]["url"].exists()) << method;
        EXPECT_TRUE(declared["sampling"].exists()) << method;
        EXPECT_TRUE(declared["roots"].exists()) << method;
        EXPECT_TRUE(declared["extensions"]["io.modelcontextprotocol/ui"].exists()) << method;
        EXPECT_TRUE(declared["extensions"]["io.modelcontextprotocol/tasks"].exists()) << method;
    }
    static_cast<void>(pair.here.call("echo"));
    EXPECT_THAT(pair.there.last("tools/call").body,
                HasSubstr(R"("io.modelcontextprotocol/clientCapabilities":{})"));
}

TEST(HttpStateless, SendsTheHeadersOfItsEra)
{
    Loop loop;
    Pair pair(loop);
    pair.there.stateless = true;
    pair.there.toolSchema =
        R"({"type":"object","properties":{"city":{"type":"string","x-mcp-header":"City"}}})";
    ASSERT_TRUE(pair.here.start());
    EXPECT_EQ(pair.here.server().status().revision, "2026-07-28");
    EXPECT_EQ(pair.here.text("echo", R"({"city":"Köln"})"), R"({"city":"Köln"})");
    const auto& call = pair.there.last("tools/call");
    EXPECT_EQ(field(call, "MCP-Protocol-Version"), "2026-07-28");
    EXPECT_EQ(field(call, "Mcp-Method"), "tools/call");
    EXPECT_EQ(field(call, "Mcp-Name"), "echo");
    EXPECT_EQ(field(call, "Mcp-Param-City"), "=?base64?S8O2bG4=?=");
    EXPECT_EQ(field(call, "Mcp-Session-Id"), "none");
    EXPECT_EQ(pair.there.count("initialize"), 0U);
}

TEST(HttpStateless, CancelsByClosingTheConnection)
{
    Loop loop;
    Pair pair(loop);
    pair.there.stateless = true;
    ASSERT_TRUE(pair.here.start());
    const auto pending = pair.here.begin("hang");
    ASSERT_TRUE(loop.until([&] { return pair.there.hanging == 1; }));
    pending->cancel("enough");
    EXPECT_TRUE(loop.until([&] { return pair.there.hanging == 0; }));
    EXPECT_EQ(pair.there.count("notifications/cancelled"), 0U);
}

TEST(HttpStateless, ListsAgainAndRepeatsOnceWhenHeadersAreRefused)
{
    Loop loop;
    Pair pair(loop);
    pair.there.stateless = true;
    ASSERT_TRUE(pair.here.start());
    pair.there.toolSchema =
        R"({"type":"object","properties":{"city":{"type":"string","x-mcp-header":"City"}}})";
    const std::string error =
        R"({"jsonrpc":"2.0","id":3,"error":{"code":-32020,"message":"header missing"}})";
    pair.there.fixed["tools/call"] = {http::jsonResponse(400, error), 1};
    std::vector<bool> asked;
    CallRequest request = toolCall("echo", R"({"city":"Oslo"})");
    request.stillAllowed = [&asked](bool relisted) {
        asked.push_back(relisted);
        return true;
    };
    const auto pending = pair.here.server().call(std::move(request), {});
    const auto reply = loop.await(pending->wait());
    ASSERT_TRUE(reply);
    EXPECT_EQ(firstText(*reply), R"({"city":"Oslo"})");
    EXPECT_EQ(pair.there.count("tools/list"), 2U);
    EXPECT_EQ(field(pair.there.last("tools/call"), "Mcp-Param-City"), "Oslo");
    EXPECT_EQ(asked, (std::vector<bool>{false, true}));
}

TEST(HttpStateless, ProbesAgainWhenTheVersionIsRefused)
{
    Loop loop;
    Pair pair(loop);
    pair.there.stateless = true;
    ASSERT_TRUE(pair.here.start());
    pair.there.stateless = false;
    const std::string error =
        R"({"jsonrpc":"2.0","error":{"code":-32022,"message":"no","data":{"supported":[]}}})";
    pair.there.fixed["tools/call"] = {http::jsonResponse(400, error), 1};
    EXPECT_EQ(pair.here.text("echo"), "{}");
    EXPECT_EQ(pair.here.server().status().revision, "2025-11-25");
    EXPECT_EQ(pair.here.verdicts.size(), 2U);
}

TEST(HttpUpstream, SendsConfiguredHeadersWithSecretsAndShowsThemNowhere)
{
    Loop loop;
    Pair pair(loop);
    pair.here.secrets.values["token"] = "Bearer very-secret";
    pair.here.settings.config.headers = {{"Authorization", api::SecretRef{"token"}},
                                         {"X-Team", std::string("a")}};
    EXPECT_EQ(pair.here.text("echo"), "{}");
    EXPECT_EQ(field(pair.there.last("tools/call"), "Authorization"), "Bearer very-secret");
    EXPECT_EQ(field(pair.there.last("tools/call"), "X-Team"), "a");
    EXPECT_THAT(pair.here.server().diagnostics(), testing::Not(HasSubstr("very-secret")));
}

TEST(HttpUpstream, AsksForAValidTokenAndDoesNotTryAgain)
{
    Loop loop;
    Pair pair(loop);
    pair.there.fixed[""] = {http::emptyResponse(401), 100};
    const auto started = pair.here.start();
    ASSERT_FALSE(started);
    EXPECT_EQ(started.error().code, ErrorCode::Unauthenticated);
    EXPECT_EQ(pair.here.server().status().state, api::ServerState::Failed);
    EXPECT_EQ(pair.there.seen.size(), 1U) << "a refusal says nothing about the era";
}

TEST(HttpUpstream, FollowsRedirectsWithinTheOriginOnly)
{
    Loop loop;
    Pair pair(loop);
    http::Response inside = http::emptyResponse(308);
    inside.headers.add("Location", "/elsewhere");
    pair.there.fixed["tools/call"] = {inside, 1};
    EXPECT_EQ(pair.here.text("echo"), "{}");
    EXPECT_EQ(pair.there.last("tools/call").target, "/elsewhere");

    Pair other(loop);
    http::Response outside = http::emptyResponse(307);
    outside.headers.add("Location", "http://127.0.0.1:1/mcp");
    other.there.fixed[""] = {outside, 100};
    const auto started = other.here.start();
    ASSERT_FALSE(started);
    EXPECT_THAT(started.error().message, HasSubstr("redirects"));
}

TEST(HttpUpstream, SaysThatNothingThereSpeaksTheProtocol)
{
    Loop loop;
    Pair pair(loop);
    pair.there.fixed[""] = {http::textResponse(404, "not here"), 100};
    pair.here.settings.failuresBeforeGivingUp = 1;
    const auto started = pair.here.start();
    ASSERT_FALSE(started);
    EXPECT_THAT(started.error().message, HasSubstr("Nothing at this URL speaks MCP"));
    EXPECT_EQ(pair.there.count("initialize"), 1U);
}

TEST(HttpUpstream, RefusesPlainHttpBeyondLoopback)
{
    Loop loop;
    Upstream upstream(loop);
    upstream.settings.config.transport = api::Transport::Http;
    upstream.settings.config.url = "http://192.0.2.1/mcp";
    const auto started = upstream.start();
    ASSERT_FALSE(started);
    EXPECT_THAT(started.error().message, HasSubstr("not encrypted"));
}

TEST(HttpUpstream, KeepsTheErrorsOfCallsApart)
{
    Loop loop;
    Pair pair(loop);
    ASSERT_TRUE(pair.here.start());
    pair.there.fixed["tools/call"] = {http::textResponse(500, "oops"), 1};
    EXPECT_THAT(pair.here.text("echo"),
                StartsWith("unavailable: Server 'fx': The server failed with status 500"));
    pair.there.fixed["tools/call"] = {http::textResponse(200, "<html>"), 1};
    EXPECT_THAT(pair.here.text("echo"), StartsWith("protocol_error"));
    EXPECT_EQ(pair.here.text("echo"), "{}");
    EXPECT_EQ(pair.here.server().status().state, api::ServerState::Ready);
}

// C-83
TEST(HttpUpstream, DoesNotRepeatACallThatAnOverloadedServerRefuses)
{
    Loop loop;
    Pair pair(loop);
    ASSERT_TRUE(pair.here.start());
    for (const unsigned status : {429U, 503U}) {
        http::Response overloaded = http::emptyResponse(status);
        overloaded.headers.add("Retry-After", "0");
        pair.there.fixed["tools/call"] = {overloaded, 1};
        const std::size_t before = pair.there.count("tools/call");
        EXPECT_THAT(pair.here.text("echo"), HasSubstr("overloaded"));
        EXPECT_EQ(pair.there.count("tools/call") - before, 1U);
    }
    EXPECT_EQ(pair.here.text("echo"), "{}");
}

// C-83
TEST(HttpUpstream, StaysAwayFromAServerForAsLongAsItSays)
{
    Loop loop;
    Pair pair(loop);
    pair.here.settings.firstBackoff = std::chrono::milliseconds(1);
    http::Response overloaded = http::emptyResponse(503);
    overloaded.headers.add("Retry-After", "1");
    pair.there.fixed["server/discover"] = {overloaded, 1};
    const auto begun = std::chrono::steady_clock::now();
    EXPECT_FALSE(pair.here.start());
    EXPECT_TRUE(pair.here.reaches(api::ServerState::Ready));
    EXPECT_GE(std::chrono::steady_clock::now() - begun, std::chrono::seconds(1));
    EXPECT_EQ(pair.here.text("echo"), "{}");
}

TEST(HttpUpstream, OpensTheBreakerAfterFiveBrokenConnections)
{
    Loop loop;
    Pair pair(loop);
    auto gone = std::make_unique<HttpStandIn>(loop);
    pair.here.settings.config.url = gone->url();
    ASSERT_TRUE(pair.here.start());
    gone.reset();
    for (int i = 0; i < 5; ++i) {
        EXPECT_THAT(pair.here.text("echo"), StartsWith("unavailable"));
    }
    EXPECT_TRUE(pair.here.reaches(api::ServerState::Backoff));
    EXPECT_THAT(pair.here.text("echo"), HasSubstr("unavailable since"));
}

TEST(HttpUpstream, BacksOffFromAServerThatIsNotThere)
{
    Loop loop;
    Pair pair(loop);
    auto gone = std::make_unique<HttpStandIn>(loop);
    pair.here.settings.config.url = gone->url();
    gone.reset();
    EXPECT_FALSE(pair.here.start());
    EXPECT_TRUE(pair.here.reaches(api::ServerState::Failed));
    EXPECT_THAT(pair.here.server().status().lastError->message, HasSubstr("Cannot connect"));
}

} // namespace portcullis::upstream::test
