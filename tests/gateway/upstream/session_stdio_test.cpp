#include "tests/gateway/upstream/harness.h"

#include <gmock/gmock.h>

#include <cstdlib>
#include <filesystem>

namespace portcullis::upstream::test {

using testing::HasSubstr;
using testing::StartsWith;

TEST(SessionStdio, ShakesHandsListsAndCalls)
{
    Loop loop;
    Upstream upstream(loop);
    ASSERT_TRUE(upstream.start());
    const api::ServerStatus status = upstream.server().status();
    EXPECT_EQ(status.state, api::ServerState::Ready);
    EXPECT_EQ(status.revision, "2025-11-25");
    EXPECT_EQ(status.serverName, "test");
    EXPECT_EQ(status.tools, upstream.server().tools().size());
    EXPECT_EQ(upstream.toolsChanges, 1);
    EXPECT_EQ(upstream.text("echo", R"({"n":1e400})"), R"({"n":1e400})");
    loop.await(upstream.server().stop());
    EXPECT_EQ(upstream.server().status().state, api::ServerState::Idle);
}

TEST(SessionStdio, StartsWithTheFirstCall)
{
    Loop loop;
    Upstream upstream(loop);
    const auto reply = upstream.call("echo");
    ASSERT_TRUE(reply);
    EXPECT_EQ(firstText(*reply), "{}");
    EXPECT_EQ(reply->revision, protocol::Revision::V2025_11_25);
    EXPECT_GT(reply->upstreamMicros, 0);
    EXPECT_GT(reply->waitedMicros, 0);
}

TEST(SessionStdio, DoesNotStartAgainByACallAfterStop)
{
    Loop loop;
    Upstream upstream(loop);
    ASSERT_TRUE(upstream.start());
    loop.await(upstream.server().stop());
    EXPECT_THAT(upstream.text("echo"), StartsWith("unavailable"));
    ASSERT_TRUE(upstream.start());
    EXPECT_EQ(upstream.text("echo"), "{}");
}

TEST(SessionStdio, ForwardsMetaAndRpcErrors)
{
    Loop loop;
    Upstream upstream(loop);
    CallRequest request = toolCall("echo");
    request.meta = R"("example/a":[1])";
    const auto pending = upstream.server().call(std::move(request), {});
    const auto reply = loop.await(pending->wait());
    ASSERT_TRUE(reply);
    EXPECT_EQ(firstText(*reply), R"({} {"example/a":[1]})");
    const auto refused = upstream.call("rpcerror");
    ASSERT_TRUE(refused && refused->error);
    EXPECT_EQ(refused->error->code, -32000);
    EXPECT_EQ(refused->error->data, R"({"reason":"because"})");
}

TEST(SessionStdio, AsksWhetherACallMayStillGoOutOnceTheToolsAreListed)
{
    Loop loop;
    Upstream upstream(loop);
    std::vector<std::size_t> known;         // when it was asked
    CallRequest request = toolCall("exit"); // the server would not survive it
    request.stillAllowed = [&](bool) {
        known.push_back(upstream.server().tools().size());
        return false;
    };
    const auto pending = upstream.server().call(std::move(request), {});
    EXPECT_TRUE(known.empty());
    const auto reply = loop.await(pending->wait());
    ASSERT_FALSE(reply);
    EXPECT_EQ(reply.error().code, ErrorCode::NotFound);
    EXPECT_EQ(known, std::vector<std::size_t>{upstream.server().tools().size()});
    EXPECT_GT(known.front(), 0U);
    EXPECT_EQ(upstream.server().status().inFlight, 0U);
    EXPECT_EQ(upstream.text("echo"), "{}");
    EXPECT_EQ(upstream.server().status().restarts, 0U);
}

TEST(SessionStdio, DeliversProgressUnderItsOwnTokenAndNothingAfterTheAnswer)
{
    Loop loop;
    Upstream upstream(loop);
    std::vector<std::string> seen;
    CallRequest request = toolCall("progress");
    request.wantsProgress = true;
    const auto tell = [&seen](const protocol::Progress& progress) {
        seen.push_back(std::string(progress.valueText) + "/" + std::string(progress.totalText));
    };
    const auto pending = upstream.server().call(
        std::move(request), {.sent = {}, .progress = tell, .log = {}, .asked = {}, .client = {}});
    const auto reply = loop.await(pending->wait());
    ASSERT_TRUE(reply);
    EXPECT_EQ(firstText(*reply), "done");
    EXPECT_EQ(upstream.text("echo"), "{}"); // by now the late one has been read
    EXPECT_EQ(seen, (std::vector<std::string>{"1/3", "2/3", "3/3"}));
    EXPECT_EQ(upstream.text("progress"), "no token");
}

TEST(SessionStdio, CancelsInTheServersOwnIdsAndDropsTheLateAnswer)
{
    Loop loop;
    Upstream upstream(loop);
    ASSERT_TRUE(upstream.start());
    const auto pending = upstream.begin("late");
    EXPECT_EQ(upstream.server().status().inFlight, 1U);
    pending->cancel("the user said so");
    pending->cancel("twice");
    const auto reply = loop.await(pending->wait());
    ASSERT_FALSE(reply);
    EXPECT_EQ(reply.error().code, ErrorCode::Cancelled);
    EXPECT_EQ(upstream.server().status().inFlight, 0U);
    EXPECT_EQ(upstream.text("echo"), "{}");
    EXPECT_TRUE(
        loop.until([&] { return upstream.server().diagnostics().starts_with("cancelled "); }));
}

TEST(SessionStdio, CancelsWhenTheTimeIsOver)
{
    Loop loop;
    Upstream upstream(loop);
    upstream.settings.config.callTimeout = std::chrono::milliseconds(50);
    ASSERT_TRUE(upstream.start());
    EXPECT_THAT(upstream.text("hang"), StartsWith("deadline_exceeded"));
    EXPECT_TRUE(loop.until([&] { return !upstream.server().diagnostics().empty(); }));
    EXPECT_THAT(upstream.server().diagnostics(), StartsWith("cancelled "));
}

TEST(SessionStdio, BeginsAnewWithAServerThatIgnoresCancellations)
{
    Loop loop;
    Upstream upstream(loop);
    upstream.settings.config.maxInFlight = 200;
    ASSERT_TRUE(upstream.start());
    std::vector<std::shared_ptr<PendingCall>> calls;
    for (int i = 0; i < 101; ++i) {
        calls.push_back(upstream.begin("hang"));
    }
    for (const auto& call : calls) {
        call->cancel("enough");
    }
    EXPECT_EQ(upstream.text("lists"), "1");
    EXPECT_EQ(upstream.server().status().restarts, 1U);
}

TEST(SessionStdio, AnswersPingAndRefusesEveryOtherQuestion)
{
    Loop loop;
    Upstream upstream(loop);
    EXPECT_EQ(upstream.text("ask"), "{}-32601");
}

// D-22: whose it is cannot be told; the other call goes on
TEST(SessionStdio, RefusesAQuestionThatCouldBeOfEitherOfTwoCalls)
{
    Loop loop;
    Upstream upstream(loop);
    int asked = 0;
    const auto call = [&](const char* tool, const char* client) {
        CallEvents events;
        events.client = client;
        events.asked = [&asked](const std::shared_ptr<Question>&) { ++asked; };
        return upstream.server().call(toolCall(tool), std::move(events));
    };
    const auto other = call("hang", "bob");
    const auto reply = loop.await(call("ask", "alice")->wait());
    ASSERT_TRUE(reply);
    EXPECT_EQ(firstText(*reply), "{}-32602");
    EXPECT_EQ(asked, 0);
    EXPECT_EQ(upstream.server().status().inFlight, 1U);
    other->cancel("enough");
}

// D-04: a completion asks nobody, neither alone nor in the place of a call beside it
TEST(SessionStdio, LetsNothingButCallsAskTheirClient)
{
    Loop loop;
    Upstream upstream(loop, {"offers=1"});
    const auto complete = [&](std::function<void(std::shared_ptr<Question>)> asked) {
        CallRequest request;
        request.method = "completion/complete";
        request.members =
            R"("ref":{"type":"ref/prompt","name":"p"},"argument":{"name":"a","value":"ask"})";
        CallEvents events;
        events.asked = std::move(asked);
        return upstream.server().call(std::move(request), std::move(events));
    };
    const auto never = [](const std::shared_ptr<Question>&) { ADD_FAILURE() << "asked"; };
    const auto alone = loop.await(complete(never)->wait());
    ASSERT_TRUE(alone);
    EXPECT_EQ(firstText(*alone), "-32602");
    CallEvents events;
    int asked = 0;
    events.asked = [&asked](const std::shared_ptr<Question>& question) {
        ++asked;
        question->answer(R"({"roots":[]})");
    };
    const auto call = upstream.server().call(toolCall("hang"), std::move(events));
    const auto beside = loop.await(complete(never)->wait());
    ASSERT_TRUE(beside);
    EXPECT_EQ(firstText(*beside), R"({"roots":[]})");
    EXPECT_EQ(asked, 1);
    call->cancel("enough");
}

TEST(SessionStdio, ListsAgainWhenToolsChange)
{
    Loop loop;
    Upstream upstream(loop);
    ASSERT_TRUE(upstream.start());
    const std::size_t before = upstream.server().tools().size();
    EXPECT_EQ(upstream.text("add-tool"), "added");
    EXPECT_TRUE(loop.until([&] { return upstream.toolsChanges == 2; }));
    EXPECT_EQ(upstream.server().tools().size(), before + 1);
}

TEST(SessionStdio, ListsAllPages)
{
    Loop loop;
    Upstream upstream(loop, {"tools=30", "pages=7"});
    ASSERT_TRUE(upstream.start());
    EXPECT_EQ(upstream.server().tools().size(), 51U);
    EXPECT_EQ(upstream.server().tools().back().name, "tool29");
}

TEST(SessionStdio, ToleratesCrLfAndAByteOrderMark)
{
    Loop loop;
    Upstream upstream(loop, {"newline=crlf", "bom=1"});
    EXPECT_EQ(upstream.text("echo"), "{}");
}

TEST(SessionStdio, ListsToolsOfAServerThatForgotToDeclareThem)
{
    Loop loop;
    Upstream upstream(loop, {"undeclared=1"});
    ASSERT_TRUE(upstream.start());
    EXPECT_FALSE(upstream.server().tools().empty());
}

TEST(SessionStdio, GivesTheChildItsEnvironmentAndNothingElse)
{
    ::setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere", 1);
    ::setenv("PORTCULLIS_TEST_PRIVATE", "private", 1);
    Loop loop;
    Upstream upstream(loop);
    upstream.secrets.values["token"] = "s3cr3t-value";
    upstream.settings.config.environment = {{"OWN", std::string("own")},
                                            {"TOKEN", api::SecretRef{"token"}}};
    EXPECT_EQ(upstream.text("env", R"({"name":"OWN"})"), "own");
    EXPECT_EQ(upstream.text("env", R"({"name":"TOKEN"})"), "s3cr3t-value");
    EXPECT_EQ(upstream.text("env", R"({"name":"PATH"})"), std::getenv("PATH"));
    EXPECT_EQ(upstream.text("env", R"({"name":"DBUS_SESSION_BUS_ADDRESS"})"), "unset");
    EXPECT_EQ(upstream.text("env", R"({"name":"PORTCULLIS_TEST_PRIVATE"})"), "unset");
}

TEST(SessionStdio, StartsInTheHomeFolderAndNeverInItsOwn)
{
    const portcullis::test::TempFolder home;
    const std::string before = std::getenv("HOME");
    ::setenv("HOME", home.path().c_str(), 1);
    Loop loop;
    Upstream upstream(loop);
    upstream.settings.config.command = {
        "sh", "-c", "pwd > here; exec \"$0\"", PORTCULLIS_TEST_SERVER};
    const auto started = upstream.start();
    ::setenv("HOME", before.c_str(), 1);
    ASSERT_TRUE(started) << started.error().message;
    EXPECT_TRUE(std::filesystem::exists(home.path() / "here"));
    EXPECT_FALSE(std::filesystem::exists(upstream.folder.path() / "here"));
}

TEST(SessionStdio, SaysWhichSecretIsMissing)
{
    Loop loop;
    Upstream upstream(loop);
    upstream.settings.config.environment = {{"TOKEN", api::SecretRef{"token"}}};
    const auto started = upstream.start();
    ASSERT_FALSE(started);
    EXPECT_THAT(started.error().message, HasSubstr("token"));
    EXPECT_EQ(upstream.server().status().state, api::ServerState::Failed);
    upstream.secrets.values["token"] = "there now";
    upstream.server().restart();
    EXPECT_TRUE(upstream.reaches(api::ServerState::Ready));
}

TEST(SessionStdio, LeavesADisabledServerAlone)
{
    Loop loop;
    Upstream upstream(loop);
    upstream.settings.config.enabled = false;
    EXPECT_FALSE(upstream.start());
    EXPECT_EQ(upstream.server().status().state, api::ServerState::Disabled);
    EXPECT_THAT(upstream.text("echo"), HasSubstr("switched off"));
}

} // namespace portcullis::upstream::test
