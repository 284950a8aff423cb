#include "gateway/upstream/sse_channel.h"
#include "tests/gateway/upstream/http_stand_in.h"
#include "tests/gateway/upstream/sse_stand_in.h"

#include <gmock/gmock.h>

namespace portcullis::upstream::test {

using testing::HasSubstr;
using testing::Not;

namespace {

// A stand-in and the gateway's side of it.
struct Pair
{
    explicit Pair(Loop& loop)
        : there(loop)
        , here(loop)
    {
        here.settings.config.transport = api::Transport::Sse;
        here.settings.config.url = there.url();
        here.settings.config.protocol = api::ProtocolChoice::Auto;
    }

    [[nodiscard]] std::string lastError()
    {
        const auto error = here.server().status().lastError;
        return error ? error->message : "none";
    }

    SseStandIn there;
    Upstream here;
};

std::string field(const SseStandIn::Seen& seen, std::string_view name)
{
    return std::string(seen.headers.get(name).value_or("none"));
}

std::string targetOf(const std::string& data)
{
    const auto stream = http::parseUrl("https://tools.example/base/sse?v=1");
    auto target = endpointTarget(*stream, data);
    return target ? *target : errorCodeName(target.error().code);
}

} // namespace

// C-70, C-71
TEST(SseEndpointEvent, MayBeRelativeOrAbsoluteAtTheStreamsOwnOrigin)
{
    EXPECT_EQ(targetOf("/messages?sessionId=1"), "/messages?sessionId=1");
    EXPECT_EQ(targetOf("messages/1"), "/base/messages/1");
    EXPECT_EQ(targetOf("../other/./m?x=../y"), "/other/m?x=../y");
    EXPECT_EQ(targetOf("?session=1"), "/base/sse?session=1");
    EXPECT_EQ(targetOf("https://tools.example/m"), "/m");
    EXPECT_EQ(targetOf("HTTPS://TOOLS.example:443/m"), "/m");
    EXPECT_EQ(targetOf("//tools.example/m"), "/m");
}

TEST(SseEndpointEvent, IsRefusedAtAnotherSchemeHostOrPort)
{
    for (const char* data : {"http://tools.example/m",
                             "https://tools.example:8443/m",
                             "https://evil.example/m",
                             "//evil.example/m",
                             "https://tools.example.evil.example/m"}) {
        EXPECT_EQ(targetOf(data), "permission_denied") << data;
    }
    for (const std::string& data : {std::string(),
                                    std::string("javascript:alert(1)"),
                                    std::string("https://user@tools.example/m"),
                                    std::string("/m#part"),
                                    std::string("/m\r\nX: y"),
                                    std::string("/a b"),
                                    "/" + std::string(9000, 'a')}) {
        EXPECT_EQ(targetOf(data), "protocol_error") << data.substr(0, 40);
    }
}

TEST(SseUpstream, ShakesHandsWithoutAProbeAndCalls)
{
    Loop loop;
    Pair pair(loop);
    pair.here.secrets.values["token"] = "Bearer s3cret";
    pair.here.settings.config.headers = {{"Authorization", api::SecretRef{"token"}}};
    pair.there.postBody = "Accepted";
    ASSERT_TRUE(pair.here.start());
    EXPECT_EQ(pair.here.server().status().revision, "2024-11-05");
    EXPECT_EQ(pair.here.text("echo", R"({"a":1.0})"), R"({"a":1.0})");
    EXPECT_EQ(pair.there.count("server/discover"), 0U);
    EXPECT_EQ(pair.there.seen.at(0).http, "GET");
    EXPECT_EQ(field(pair.there.seen.at(0), "Accept"), "text/event-stream");
    EXPECT_EQ(pair.there.seen.at(1).method, "initialize");
    EXPECT_EQ(pair.there.seen.at(2).method, "notifications/initialized");
    for (const SseStandIn::Seen& seen : pair.there.seen) {
        EXPECT_EQ(field(seen, "Authorization"), "Bearer s3cret");
        EXPECT_EQ(seen.target, seen.http == "GET" ? "/sse" : "/messages?session=1");
    }
    EXPECT_TRUE(pair.here.verdicts.empty()) << "there is no era to find out";
}

TEST(SseUpstream, SendsNothingToAnEndpointElsewhere)
{
    Loop loop;
    HttpStandIn elsewhere(loop);
    Pair pair(loop);
    pair.there.endpoint = elsewhere.url("/m?");
    EXPECT_FALSE(pair.here.start());
    EXPECT_TRUE(pair.here.reaches(api::ServerState::Failed)) << "trying again changes nothing";
    EXPECT_THAT(pair.lastError(), HasSubstr("to another place"));
    EXPECT_TRUE(elsewhere.seen.empty());
    EXPECT_EQ(pair.there.count("POST"), 0U);
}

TEST(SseUpstream, FailsWithoutAnEndpointInTime)
{
    Loop loop;
    Pair pair(loop);
    pair.there.endpoint.clear();
    pair.here.settings.handshakeTimeout = std::chrono::milliseconds(200);
    EXPECT_FALSE(pair.here.start());
    EXPECT_THAT(pair.lastError(), HasSubstr("no endpoint event"));
    EXPECT_EQ(pair.there.count("POST"), 0U);
}

TEST(SseUpstream, SaysWhatToDoWhereNothingSpeaksIt)
{
    Loop loop;
    Pair pair(loop);
    pair.there.getStatus = 405;
    EXPECT_FALSE(pair.here.start());
    EXPECT_THAT(pair.lastError(), HasSubstr("405"));
    EXPECT_THAT(pair.lastError(), HasSubstr("set the transport to http"));
}

TEST(SseUpstream, IgnoresASecondEndpoint)
{
    Loop loop;
    Pair pair(loop);
    ASSERT_TRUE(pair.here.start());
    pair.there.send("event: endpoint\ndata: /elsewhere\n\n");
    EXPECT_EQ(pair.here.text("echo"), "{}");
    EXPECT_EQ(pair.there.last("tools/call").target, "/messages?session=1");
    EXPECT_THAT(pair.here.server().diagnostics(), HasSubstr("second endpoint"));
    EXPECT_THAT(pair.here.server().diagnostics(), Not(HasSubstr("session=")))
        << "the address may stand for the session";
}

TEST(SseUpstream, FailsOneMessageWithTheServersStatus)
{
    Loop loop;
    Pair pair(loop);
    ASSERT_TRUE(pair.here.start());
    pair.there.statuses["tools/call"] = 500;
    pair.there.statusTimes["tools/call"] = 1;
    const auto reply = pair.here.call("echo");
    ASSERT_FALSE(reply);
    EXPECT_THAT(reply.error().message, HasSubstr("status 500"));
    EXPECT_EQ(pair.here.text("echo"), "{}");
    EXPECT_EQ(pair.there.streams, 1) << "the session goes on";
}

TEST(SseUpstream, OpensANewSessionWhenTheServerHasForgottenItsOwn)
{
    Loop loop;
    Pair pair(loop);
    ASSERT_TRUE(pair.here.start());
    pair.there.statuses["tools/call"] = 404;
    pair.there.statusTimes["tools/call"] = 1;
    EXPECT_EQ(pair.here.text("echo"), "{}");
    EXPECT_EQ(pair.there.count("initialize"), 2U);
    EXPECT_EQ(pair.there.count("tools/call"), 2U);
}

// C-72
TEST(SseUpstream, TakesTheEndOfTheStreamForTheEndOfTheSession)
{
    Loop loop;
    Pair pair(loop);
    ASSERT_TRUE(pair.here.start());
    const auto running = pair.here.begin("hang");
    ASSERT_TRUE(loop.until([&] { return pair.there.count("tools/call") == 1; }));
    pair.there.cut();
    const auto reply = loop.await(running->wait());
    ASSERT_FALSE(reply);
    EXPECT_THAT(reply.error().message, HasSubstr("ended its stream"));
    EXPECT_TRUE(loop.until([&] {
        return pair.there.streams == 2 &&
               pair.here.server().status().state == api::ServerState::Ready;
    }));
    EXPECT_THAT(pair.here.states, testing::Contains(api::ServerState::Backoff));
    EXPECT_EQ(pair.there.count("initialize"), 2U);
    EXPECT_EQ(pair.here.text("echo"), "{}");
    EXPECT_EQ(pair.there.last("tools/call").target, "/messages?session=2");
    EXPECT_EQ(pair.there.count("tools/call"), 2U) << "what failed is not sent again";
}

TEST(SseUpstream, EndsTheSessionAtAnEventBeyondTheLimit)
{
    Loop loop;
    Pair pair(loop);
    pair.here.settings.lineBytes = 4096;
    ASSERT_TRUE(pair.here.start());
    const auto running = pair.here.begin("hang");
    ASSERT_TRUE(loop.until([&] { return pair.there.count("tools/call") == 1; }));
    pair.there.send("data: " + std::string(8192, 'x')); // and no end of the line
    const auto reply = loop.await(running->wait());
    ASSERT_FALSE(reply);
    EXPECT_THAT(reply.error().message, HasSubstr("larger than 4096 bytes"));
}

TEST(SseUpstream, SkipsWhatIsNoMessage)
{
    Loop loop;
    Pair pair(loop);
    ASSERT_TRUE(pair.here.start());
    pair.there.send("event: heartbeat\ndata: 1\n\n: comment\n\ndata: not json\n\nretry: 1\n\n");
    EXPECT_EQ(pair.here.text("echo"), "{}");
    EXPECT_EQ(pair.there.streams, 1);
}

TEST(SseUpstream, CarriesProgressQuestionsAndChangesOnTheStream)
{
    Loop loop;
    Pair pair(loop);
    ASSERT_TRUE(pair.here.start());
    std::vector<std::string> progress;
    std::vector<std::string> questions;
    for (const char* tool : {"progress", "ask"}) {
        CallRequest request = toolCall(tool);
        request.wantsProgress = true;
        CallEvents events;
        events.progress = [&](const protocol::Progress& at) {
            progress.push_back(std::string(at.valueText) + "/" + std::string(at.totalText));
        };
        events.asked = [&](const std::shared_ptr<Question>& question) {
            questions.push_back(question->method());
            question->answer(R"({"roots":[]})");
        };
        const auto call = pair.here.server().call(std::move(request), std::move(events));
        EXPECT_TRUE(loop.await(call->wait())) << tool;
    }
    EXPECT_EQ(progress, std::vector<std::string>{"1/2"});
    EXPECT_EQ(questions, std::vector<std::string>{"roots/list"});
    EXPECT_TRUE(loop.until([&] {
        return pair.there.last("POST").body ==
               R"({"jsonrpc":"2.0","id":"q","result":{"roots":[]}})";
    }));
    const std::size_t lists = pair.there.count("tools/list");
    pair.there.say(R"({"jsonrpc":"2.0","method":"notifications/tools/list_changed"})");
    EXPECT_TRUE(loop.until([&] { return pair.there.count("tools/list") > lists; }));
}

TEST(SseUpstream, CancelsByANotification)
{
    Loop loop;
    Pair pair(loop);
    ASSERT_TRUE(pair.here.start());
    const auto running = pair.here.begin("hang");
    ASSERT_TRUE(loop.until([&] { return pair.there.count("tools/call") == 1; }));
    running->cancel("enough");
    EXPECT_TRUE(loop.until([&] { return pair.there.count("notifications/cancelled") == 1; }));
    EXPECT_EQ(pair.here.text("echo"), "{}");
}

TEST(SseUpstream, PingsAQuietServer)
{
    Loop loop;
    Pair pair(loop);
    pair.here.settings.pingAfter = std::chrono::milliseconds(20);
    ASSERT_TRUE(pair.here.start());
    EXPECT_TRUE(loop.until([&] { return pair.there.count("ping") >= 2; }));
    EXPECT_EQ(pair.there.streams, 1);
}

TEST(SseUpstream, IsNotMadeToGrowByAServerThatAsksWithoutEnd)
{
    constexpr std::size_t kAnswersAtOnce = 256;
    Loop loop;
    Pair pair(loop);
    pair.here.settings.config.maxInFlight = 1;
    ASSERT_TRUE(pair.here.start());
    const std::size_t before = pair.there.count("POST");
    pair.there.holdPosts = true;
    for (std::size_t i = 0; i < 2 * kAnswersAtOnce; ++i) {
        pair.there.say(R"({"jsonrpc":"2.0","id":)" + std::to_string(i) + R"(,"method":"ping"})");
    }
    EXPECT_TRUE(loop.until([&] {
        return pair.here.server().diagnostics().find("could not be sent") != std::string::npos &&
               pair.there.count("POST") >= before + kAnswersAtOnce;
    }));
    EXPECT_LE(pair.there.count("POST"), before + kAnswersAtOnce + 1);
}

// C-09
TEST(SseUpstream, IsFoundWhereNothingTakesAPost)
{
    Loop loop;
    Pair pair(loop);
    pair.here.settings.config.transport = api::Transport::Http;
    pair.there.endpoint = "/messages?session=";
    pair.there.statuses["server/discover"] = 404;
    pair.there.statuses["initialize"] = 405;
    pair.there.statusTimes["initialize"] = 1;
    EXPECT_EQ(pair.here.text("echo"), "{}");
    EXPECT_EQ(pair.there.count("server/discover"), 1U);
    EXPECT_EQ(pair.there.count("initialize"), 2U);
    EXPECT_EQ(pair.there.count("GET"), 1U);
    EXPECT_THAT(pair.here.server().diagnostics(), HasSubstr("deprecated"));
}

TEST(SseUpstream, IsNotLookedForWithoutEvidence)
{
    Loop loop;
    Pair pair(loop);
    pair.here.settings.config.transport = api::Transport::Http;
    pair.there.statuses["server/discover"] = 404;
    pair.there.statuses["initialize"] = 401;
    EXPECT_FALSE(pair.here.start());
    EXPECT_EQ(pair.there.count("GET"), 0U);
}

TEST(SseUpstream, IsNotFoundWhereNothingSpeaksMcp)
{
    Loop loop;
    Pair pair(loop);
    pair.here.settings.config.transport = api::Transport::Http;
    pair.there.statuses["server/discover"] = 404;
    pair.there.statuses["initialize"] = 404;
    pair.there.getStatus = 404;
    EXPECT_FALSE(pair.here.start());
    EXPECT_THAT(pair.lastError(), HasSubstr("nor over HTTP+SSE"));
}

} // namespace portcullis::upstream::test
