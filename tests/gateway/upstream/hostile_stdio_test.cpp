#include "gateway/base/encoding.h"
#include "tests/gateway/upstream/harness.h"

#include <gmock/gmock.h>

#include <filesystem>

namespace portcullis::upstream::test {

using testing::HasSubstr;
using testing::StartsWith;

TEST(HostileStdio, FailsCallsAtOnceWhenTheServerExitsAndStartsItAgain)
{
    Loop loop;
    Upstream upstream(loop);
    ASSERT_TRUE(upstream.start());
    const auto hanging = upstream.begin("hang");
    const auto exiting = upstream.begin("exit");
    for (const auto& pending : {hanging, exiting}) {
        const auto reply = loop.await(pending->wait());
        ASSERT_FALSE(reply);
        EXPECT_EQ(reply.error().code, ErrorCode::Unavailable);
        EXPECT_EQ(reply.error().message,
                  "Server 'fx': The server is not running: it exited with status 3.");
    }
    EXPECT_TRUE(upstream.reaches(api::ServerState::Ready));
    EXPECT_EQ(upstream.server().status().restarts, 1U);
    EXPECT_EQ(upstream.text("echo"), "{}");
    EXPECT_EQ(upstream.toolsChanges, 1) << "the list is the same";
}

TEST(HostileStdio, GivesUpAfterFastFailuresUntilRestarted)
{
    Loop loop;
    Upstream upstream(loop, {"start=exit"});
    EXPECT_FALSE(upstream.start());
    EXPECT_THAT(upstream.text("echo"), HasSubstr("unavailable since"));
    EXPECT_TRUE(upstream.reaches(api::ServerState::Failed));
    EXPECT_EQ(std::count(upstream.states.begin(), upstream.states.end(), api::ServerState::Backoff),
              4);
    ASSERT_TRUE(upstream.server().status().lastError);
    EXPECT_THAT(upstream.server().status().lastError->message, HasSubstr("exited with status 3"));
    upstream.states.clear();
    upstream.server().restart();
    ASSERT_TRUE(loop.until([&] { return !upstream.states.empty(); }));
    EXPECT_EQ(upstream.states.front(), api::ServerState::Starting);
    EXPECT_TRUE(upstream.reaches(api::ServerState::Failed));
}

TEST(HostileStdio, FlagsAServerThatKeepsAnsweringNobody)
{
    Loop loop;
    Upstream upstream(loop);
    ASSERT_TRUE(upstream.start());
    EXPECT_EQ(upstream.text("unasked", R"({"count":100})"), "at last");
    EXPECT_FALSE(upstream.server().status().lastError);
    upstream.states.clear();
    EXPECT_EQ(upstream.text("unasked", R"({"count":50})"), "at last");
    const auto flag = upstream.server().status().lastError;
    ASSERT_TRUE(flag);
    EXPECT_THAT(flag->message, HasSubstr("answers and requests that nobody asked for"));
    EXPECT_THAT(upstream.server().diagnostics(), HasSubstr("an answer to no request"));
    EXPECT_EQ(upstream.states, std::vector{api::ServerState::Ready}) << "told once, and it goes on";
    upstream.server().restart();
    EXPECT_EQ(upstream.text("echo"), "{}");
    EXPECT_FALSE(upstream.server().status().lastError);
}

TEST(HostileStdio, SaysThatAProgramDoesNotExist)
{
    Loop loop;
    Upstream upstream(loop);
    upstream.settings.config.command = {"no-such-program-here"};
    const auto started = upstream.start();
    ASSERT_FALSE(started);
    EXPECT_THAT(started.error().message,
                HasSubstr("could not be started: No such file or directory"));
    EXPECT_EQ(upstream.server().status().state, api::ServerState::Failed);
}

TEST(HostileStdio, SaysThatAFolderDoesNotExist)
{
    Loop loop;
    Upstream upstream(loop);
    upstream.settings.config.workingDirectory = "/no/such/folder";
    const auto started = upstream.start();
    ASSERT_FALSE(started);
    EXPECT_THAT(started.error().message, HasSubstr("/no/such/folder"));
}

TEST(HostileStdio, GivesUpAHandshakeThatHangs)
{
    Loop loop;
    Upstream upstream(loop, {"initialize=hang"});
    upstream.settings.handshakeTimeout = std::chrono::milliseconds(50);
    const auto started = upstream.start();
    ASSERT_FALSE(started);
    EXPECT_EQ(started.error().code, ErrorCode::DeadlineExceeded);
}

TEST(HostileStdio, LetsACallWaitForTheStartOnlySoLong)
{
    Loop loop;
    Upstream upstream(loop, {"start=hang"});
    upstream.settings.startWait = std::chrono::milliseconds(50);
    EXPECT_THAT(upstream.text("echo"), HasSubstr("still starting"));
}

TEST(HostileStdio, SkipsLinesThatAreNoMessages)
{
    Loop loop;
    Upstream upstream(loop);
    EXPECT_EQ(upstream.text("garbage"), "after garbage");
    EXPECT_THAT(upstream.server().diagnostics(),
                HasSubstr("not a message: Server is listening on stdio"));
    EXPECT_EQ(upstream.server().status().restarts, 0U);
}

TEST(HostileStdio, StopsAServerThatPrintsItsLogToStandardOutput)
{
    Loop loop;
    Upstream upstream(loop);
    EXPECT_THAT(upstream.text("junk"), HasSubstr("make it log to standard error"));
}

TEST(HostileStdio, ShowsOnlyUtf8OfAServerThatWritesSomethingElse)
{
    Loop loop;
    Upstream upstream(loop);
    const auto reply = upstream.call("latin1");
    ASSERT_FALSE(reply);
    EXPECT_TRUE(isValidUtf8(reply.error().cause)) << reply.error().cause;
    EXPECT_THAT(reply.error().cause, HasSubstr("Gr\xEF\xBF\xBD\xEF\xBF\xBD"));
    EXPECT_TRUE(loop.until([&] { return upstream.server().status().lastError.has_value(); }));
    EXPECT_TRUE(isValidUtf8(upstream.server().status().lastError->cause));
    EXPECT_TRUE(isValidUtf8(upstream.server().diagnostics()));
    EXPECT_THAT(upstream.server().diagnostics(), HasSubstr("L\xEF\xBF\xBDsung"));
}

TEST(HostileStdio, FailsOnlyTheCallWhoseAnswerIsTooLong)
{
    Loop loop;
    Upstream upstream(loop);
    ASSERT_TRUE(upstream.start());
    const auto other = upstream.begin("hang");
    EXPECT_THAT(upstream.text("long"), StartsWith("resource_exhausted"));
    EXPECT_THAT(upstream.text("long-last"), StartsWith("resource_exhausted"));
    EXPECT_EQ(upstream.text("echo"), "{}");
    EXPECT_EQ(upstream.server().status().inFlight, 1U);
    EXPECT_EQ(upstream.server().status().restarts, 0U);
    other->cancel("done");
}

TEST(HostileStdio, CountsACallThatCouldNotBeSentAndWasCancelledOnce)
{
    Loop loop;
    Upstream upstream(loop);
    upstream.settings.config.maxInFlight = 100;
    EXPECT_EQ(upstream.text("deaf"), "what?");
    const std::string arguments = R"({"text":")" + std::string(8U << 20U, 'x') + R"("})";
    std::vector<std::shared_ptr<PendingCall>> calls;
    for (int i = 0; i < 12; ++i) { // more than its queue takes
        calls.push_back(upstream.begin("echo", arguments));
    }
    EXPECT_EQ(upstream.server().status().inFlight, 12U);
    for (const auto& call : calls) {
        call->cancel("enough");
    }
    EXPECT_EQ(upstream.server().status().inFlight, 0U);
    const auto reply = loop.await(calls.back()->wait());
    EXPECT_EQ(reply.error().code, ErrorCode::Cancelled);
    loop.io.poll();
    EXPECT_EQ(upstream.server().status().inFlight, 0U);
}

TEST(HostileStdio, AnswersMalformedResultsWithAnError)
{
    Loop loop;
    Upstream upstream(loop);
    EXPECT_THAT(upstream.text("malformed"), StartsWith("protocol_error"));
    EXPECT_EQ(upstream.text("echo"), "{}");
}

TEST(HostileStdio, CoalescesAStormOfChanges)
{
    Loop loop;
    Upstream upstream(loop);
    EXPECT_EQ(upstream.text("storm"), "stormy");
    EXPECT_TRUE(loop.until([&] { return upstream.text("lists") == "2"; }));
    EXPECT_EQ(upstream.toolsChanges, 1);
}

TEST(HostileStdio, StopsListingWhenCursorsDoNotEnd)
{
    Loop loop;
    Upstream upstream(loop, {"cursor=endless"});
    ASSERT_TRUE(upstream.start());
    EXPECT_EQ(upstream.server().tools().size(), 100U);
    ASSERT_EQ(upstream.server().notes().size(), 1U);
    EXPECT_THAT(upstream.server().notes()[0], HasSubstr("does not end"));
}

TEST(HostileStdio, StopsListingWhenACursorRepeats)
{
    Loop loop;
    Upstream upstream(loop, {"cursor=repeat"});
    ASSERT_TRUE(upstream.start());
    EXPECT_EQ(upstream.text("lists"), "2");
}

TEST(HostileStdio, KeepsTheFirstOfTwoToolsOfOneName)
{
    Loop loop;
    Upstream upstream(loop, {"duplicates=1"});
    ASSERT_TRUE(upstream.start());
    EXPECT_EQ(upstream.server().tools().size(), 21U);
    ASSERT_EQ(upstream.server().notes().size(), 1U);
    EXPECT_THAT(upstream.server().notes()[0], HasSubstr("another one of that name"));
    EXPECT_THAT(upstream.server().diagnostics(), HasSubstr("another one of that name"));
}

TEST(HostileStdio, KeepsTheFirstTwoThousandTools)
{
    Loop loop;
    Upstream upstream(loop, {"tools=2500", "pages=500"});
    ASSERT_TRUE(upstream.start());
    EXPECT_EQ(upstream.server().tools().size(), 2000U);
    EXPECT_FALSE(upstream.server().notes().empty());
}

TEST(HostileStdio, BoundsWhatItKeepsOfStandardError)
{
    Loop loop;
    Upstream upstream(loop, {"stderr=3000000"});
    EXPECT_EQ(upstream.text("stderr"), "noisy");
    EXPECT_TRUE(loop.until([&] { return upstream.server().diagnostics().ends_with("eee\n"); }));
    EXPECT_LE(upstream.server().diagnostics().size(), 256U * 1024);
    const auto log = upstream.folder.path() / "logs" / "fx.log";
    EXPECT_LE(std::filesystem::file_size(log), 1024U * 1024);
    EXPECT_EQ(std::filesystem::status(log).permissions(),
              std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

TEST(HostileStdio, EscapesControlCharactersAndMasksSecrets)
{
    Loop loop;
    Upstream upstream(loop, {"stderr=64"});
    upstream.secrets.values["word"] = "standard error";
    upstream.settings.config.environment = {{"WORD", api::SecretRef{"word"}}};
    ASSERT_TRUE(upstream.start());
    EXPECT_TRUE(loop.until([&] { return !upstream.server().diagnostics().empty(); }));
    EXPECT_THAT(upstream.server().diagnostics(),
                StartsWith(R"(noise on the *** of a server, \x1b[31mred)"));
}

TEST(HostileStdio, NoticesAClosedOutputAndADescendantThatHoldsIt)
{
    Loop loop;
    Upstream upstream(loop);
    EXPECT_THAT(upstream.text("close-output"), StartsWith("unavailable"));
    EXPECT_TRUE(upstream.reaches(api::ServerState::Ready));
    EXPECT_THAT(upstream.text("daemon"), HasSubstr("exited with status 0"));
    EXPECT_TRUE(upstream.reaches(api::ServerState::Ready));
}

TEST(HostileStdio, LetsCallsWaitForAPlaceAndRefusesTheRest)
{
    Loop loop;
    Upstream upstream(loop);
    upstream.settings.config.maxInFlight = 2;
    ASSERT_TRUE(upstream.start());
    std::vector<std::shared_ptr<PendingCall>> calls;
    for (int i = 0; i < 2; ++i) {
        calls.push_back(upstream.begin("hang"));
    }
    for (int i = 0; i < 4; ++i) {
        calls.push_back(upstream.begin("echo"));
    }
    EXPECT_EQ(upstream.server().status().inFlight, 2U);
    EXPECT_THAT(upstream.text("echo"), StartsWith("busy"));
    calls[0]->cancel("make room");
    for (std::size_t i = 2; i < calls.size(); ++i) {
        EXPECT_TRUE(loop.await(calls[i]->wait()));
    }
    calls[1]->cancel("done");
}

TEST(HostileStdio, DoesNotLetOneServerWaitForAnother)
{
    Loop loop;
    Upstream stuck(loop, {"initialize=hang"});
    Upstream busy(loop);
    stuck.server().start();
    ASSERT_TRUE(busy.start());
    std::vector<std::shared_ptr<PendingCall>> hanging;
    for (int i = 0; i < 20; ++i) {
        hanging.push_back(busy.begin("hang"));
        hanging.push_back(stuck.begin("echo"));
    }
    Upstream healthy(loop);
    EXPECT_EQ(healthy.text("echo"), "{}");
}

TEST(HostileStdio, BoundsWhatAServerDoesNotRead)
{
    Loop loop;
    Upstream upstream(loop);
    upstream.settings.config.maxInFlight = 100;
    EXPECT_EQ(upstream.text("deaf"), "what?");
    const std::string big = "{\"a\":\"" + std::string(4U << 20U, 'x') + "\"}";
    std::vector<std::shared_ptr<PendingCall>> calls;
    for (int i = 0; i < 17; ++i) {
        calls.push_back(upstream.begin("echo", big));
    }
    const auto refused = loop.await(calls.back()->wait());
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error().message, HasSubstr("does not read"));
    EXPECT_EQ(upstream.server().status().state, api::ServerState::Ready);
}

TEST(HostileStdio, RestartsARunningServerOnRequest)
{
    Loop loop;
    Upstream upstream(loop);
    ASSERT_TRUE(upstream.start());
    const auto pending = upstream.begin("hang");
    upstream.server().restart();
    EXPECT_FALSE(loop.await(pending->wait()));
    EXPECT_TRUE(upstream.reaches(api::ServerState::Ready));
    EXPECT_EQ(upstream.text("lists"), "1");
}

} // namespace portcullis::upstream::test
