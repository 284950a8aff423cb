#include "tests/gateway/upstream/http_stand_in.h"

#include <gmock/gmock.h>

#include <fstream>
#include <signal.h>

// Servers that run only while they are needed (C-61).
namespace portcullis::upstream::test {

using namespace std::chrono_literals;
using testing::HasSubstr;

namespace {

class IdleStop : public testing::Test
{
protected:
    IdleStop()
        : here(loop)
        , m_starts(here.folder.file("starts"))
    {
        here.settings.config.command.push_back("starts=" + m_starts.native());
        here.settings.idleStop = 20ms;
    }

    // The processes that were started so far.
    std::vector<pid_t> starts()
    {
        std::ifstream file(m_starts);
        std::vector<pid_t> pids;
        for (pid_t pid = 0; file >> pid;) {
            pids.push_back(pid);
        }
        return pids;
    }

    bool startsAndFallsIdle()
    {
        here.server().start();
        return here.reaches(api::ServerState::Idle);
    }

    static bool isAlive(pid_t pid) { return ::kill(pid, 0) == 0; }

    Loop loop;
    Upstream here;

private:
    std::filesystem::path m_starts;
};

} // namespace

TEST_F(IdleStop, LeavesAServerUnstartedUntilItsFirstCall)
{
    here.settings.idleStop = 0ms;
    EXPECT_EQ(here.server().status().state, api::ServerState::Idle);
    EXPECT_EQ(here.text("echo"), "{}");
    EXPECT_EQ(here.server().status().state, api::ServerState::Ready);
    EXPECT_EQ(starts().size(), 1U);
}

TEST_F(IdleStop, EndsTheProcessWhenNobodyCallsAndKeepsItsTools)
{
    ASSERT_TRUE(startsAndFallsIdle());
    EXPECT_TRUE(loop.until([this] { return !isAlive(starts().at(0)); }));
    EXPECT_GT(here.server().tools().size(), 0U);
    EXPECT_EQ(here.server().status().revision, "2025-11-25");
    EXPECT_FALSE(here.server().status().lastError);
}

TEST_F(IdleStop, StartsItAgainForTheNextCall)
{
    for (std::size_t round = 1; round <= 3; ++round) {
        EXPECT_EQ(here.text("echo"), "{}");
        EXPECT_EQ(starts().size(), round);
        ASSERT_TRUE(here.reaches(api::ServerState::Idle));
    }
    EXPECT_EQ(here.server().status().restarts, 0U) << "none of them was an accident";
    EXPECT_EQ(here.toolsChanges, 1);
}

TEST_F(IdleStop, WaitsForCallsThatRun)
{
    here.settings.config.callTimeout = 150ms; // several times the idle time
    const auto hanging = here.begin("hang");
    const auto result = loop.await(hanging->wait());
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, ErrorCode::DeadlineExceeded) << result.error().message;
    EXPECT_TRUE(here.reaches(api::ServerState::Idle));
    EXPECT_EQ(starts().size(), 1U);
}

TEST_F(IdleStop, CountsFromTheEndOfTheLastCall)
{
    here.settings.idleStop = 60ms;
    const auto end = std::chrono::steady_clock::now() + 200ms;
    while (std::chrono::steady_clock::now() < end) {
        ASSERT_EQ(here.text("echo"), "{}");
    }
    EXPECT_EQ(starts().size(), 1U);
    EXPECT_TRUE(here.reaches(api::ServerState::Idle));
}

TEST_F(IdleStop, LetsACallThatComesMeanwhileWaitForTheOldProcessToEnd)
{
    here.settings.config.command.emplace_back("term=ignore"); // it takes 400 ms to be killed
    ASSERT_TRUE(startsAndFallsIdle());
    const auto call = here.begin("echo");
    EXPECT_EQ(here.server().status().state, api::ServerState::Starting);
    EXPECT_TRUE(loop.await(call->wait()));
    ASSERT_EQ(starts().size(), 2U);
    EXPECT_FALSE(isAlive(starts().at(0))) << "two processes of one server at once";
}

TEST_F(IdleStop, LetsACallThatComesMeanwhileBeCancelled)
{
    here.settings.config.command.emplace_back("term=ignore");
    ASSERT_TRUE(startsAndFallsIdle());
    const auto call = here.begin("echo");
    call->cancel("changed my mind");
    EXPECT_EQ(loop.await(call->wait()).error().code, ErrorCode::Cancelled);
    ASSERT_TRUE(here.reaches(api::ServerState::Ready));
    EXPECT_TRUE(here.reaches(api::ServerState::Idle));
    EXPECT_EQ(here.text("echo"), "{}");
}

TEST_F(IdleStop, LetsACallThatComesMeanwhileRunOutOfPatience)
{
    here.settings.config.command.emplace_back("term=ignore");
    here.settings.startWait = 30ms;
    here.settings.grace = 500ms;
    ASSERT_TRUE(startsAndFallsIdle());
    EXPECT_THAT(here.text("echo"), HasSubstr("still starting"));
    EXPECT_TRUE(here.reaches(api::ServerState::Ready));
}

TEST_F(IdleStop, DoesNotOverruleAStopOnPurpose)
{
    ASSERT_TRUE(startsAndFallsIdle());
    loop.await(here.server().stop());
    EXPECT_EQ(here.text("echo"), "unavailable: The server has been stopped.");
    EXPECT_EQ(starts().size(), 1U);
    here.server().start();
    EXPECT_EQ(here.text("echo"), "{}");
}

TEST_F(IdleStop, EndsWhenAPersonStartsOrRestartsTheServer)
{
    ASSERT_TRUE(startsAndFallsIdle());
    here.server().start();
    ASSERT_TRUE(here.reaches(api::ServerState::Ready));
    ASSERT_TRUE(here.reaches(api::ServerState::Idle));
    here.server().restart();
    EXPECT_TRUE(here.reaches(api::ServerState::Ready));
    EXPECT_EQ(starts().size(), 3U);
}

TEST_F(IdleStop, TellsACallWhyTheServerDoesNotComeBack)
{
    ASSERT_TRUE(startsAndFallsIdle());
    here.server().restart();
    ASSERT_TRUE(here.reaches(api::ServerState::Ready));
    EXPECT_THAT(here.text("exit"), HasSubstr("exited with status 3"));
    EXPECT_EQ(here.text("echo").substr(0, 12), "unavailable:");
    EXPECT_TRUE(here.reaches(api::ServerState::Ready)) << "an accident is mended as ever";
}

TEST_F(IdleStop, MayBeFollowedByTheEndOfTheServerObject)
{
    {
        Upstream other(loop);
        other.settings.idleStop = 10ms;
        other.server().start();
        ASSERT_TRUE(other.reaches(api::ServerState::Idle));
    }
    EXPECT_EQ(here.text("echo"), "{}"); // the loop still turns
}

TEST(HttpIdleStop, EndsTheSessionAndOpensANewOne)
{
    Loop loop;
    HttpStandIn there(loop);
    Upstream here(loop);
    here.settings.config.transport = api::Transport::Http;
    here.settings.config.url = there.url();
    here.settings.idleStop = 20ms;
    here.server().start();
    ASSERT_TRUE(here.reaches(api::ServerState::Idle));
    EXPECT_TRUE(loop.until([&] { return there.count("DELETE") == 1; }));
    there.session = "session-2";
    EXPECT_EQ(here.text("echo"), "{}");
    EXPECT_EQ(there.count("initialize"), 2U);
    EXPECT_EQ(here.server().status().restarts, 0U);
}

} // namespace portcullis::upstream::test
