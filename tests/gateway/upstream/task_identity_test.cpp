#include "gateway/protocol/client_features.h"
#include "gateway/protocol/tasks.h"
#include "tests/gateway/upstream/harness.h"

#include <boost/asio/co_spawn.hpp>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <string>

// Whose task an id of a server's means, and until when: D-35, D-72, T7.
namespace portcullis::upstream::test {
namespace {

using Ended = std::shared_ptr<std::optional<Result<CallReply>>>;

class TaskIdentityTest : public testing::TestWithParam<const char*>
{
protected:
    explicit TaskIdentityTest(const std::string& era, const std::string& ids = "taskIds=count")
        : upstream(loop, {"tasks=1", "era=" + era, "taskLog=" + log.string(), ids})
    {
        upstream.settings.taskPace = {std::chrono::milliseconds(1), std::chrono::milliseconds(20)};
        if (era == "stateless") {
            upstream.settings.config.protocol = api::ProtocolChoice::Stateless;
        }
    }

    TaskIdentityTest()
        : TaskIdentityTest(GetParam())
    {}

    [[nodiscard]] std::shared_ptr<PendingCall>
    begin(const std::string& client, const std::string& arguments, TaskUse use = TaskUse::Driven)
    {
        CallRequest wanted = toolCall("task", arguments);
        wanted.tasks = use;
        wanted.capabilities = protocol::writeClientFeatures({.tasks = true});
        wanted.timeout = std::chrono::seconds(15);
        CallEvents events;
        events.client = client;
        return upstream.server().call(std::move(wanted), std::move(events));
    }

    [[nodiscard]] Ended spawn(const std::shared_ptr<PendingCall>& pending)
    {
        auto ended = std::make_shared<std::optional<Result<CallReply>>>();
        asio::co_spawn(loop.io,
                       pending->wait(),
                       [ended, pending](const std::exception_ptr& error, Result<CallReply> reply) {
                           EXPECT_FALSE(error);
                           ended->emplace(std::move(reply));
                       });
        return ended;
    }

    [[nodiscard]] bool ends(const Ended& what)
    {
        return loop.until([&what] { return what->has_value(); });
    }

    // A question of a client about a task that it follows itself.
    [[nodiscard]] Result<CallReply> ask(const std::string& id, const std::string& incarnation)
    {
        CallRequest wanted;
        wanted.method = "tasks/get";
        wanted.name = id;
        wanted.members = protocol::writeTaskMembers(id);
        wanted.capabilities = protocol::writeClientFeatures({.tasks = true});
        wanted.incarnation = incarnation;
        const auto pending = upstream.server().call(std::move(wanted), {});
        return loop.await(pending->wait());
    }

    [[nodiscard]] std::ptrdiff_t seen(const std::string& what) const
    {
        std::ifstream file(log);
        std::ptrdiff_t found = 0;
        for (std::string line; std::getline(file, line);) {
            found += line.starts_with(what) ? 1 : 0;
        }
        return found;
    }

    [[nodiscard]] bool startsAnew()
    {
        const std::uint32_t before = upstream.server().status().restarts;
        const auto leaving = upstream.begin("exit");
        return loop.until([this, before] {
            const api::ServerStatus now = upstream.server().status();
            return now.restarts > before && now.state == api::ServerState::Ready;
        });
    }

    Loop loop;
    portcullis::test::TempFolder folder;
    std::filesystem::path log = folder.file("tasks");
    Upstream upstream;
};

// After a restart the same id is somebody else's task: it is neither asked about nor cancelled.
TEST_P(TaskIdentityTest, ATaskOfTheProcessBeforeNeverReachesOneOfTheNext)
{
    ASSERT_TRUE(upstream.start());
    const auto old = begin("a", R"({"end":"never"})");
    const auto oldEnded = spawn(old);
    ASSERT_TRUE(loop.until([this] { return seen("tasks/get task-1") > 0; }));
    ASSERT_TRUE(startsAnew());
    const auto next = begin("b", R"({"work":3})");
    const auto nextEnded = spawn(next);
    old->cancel("changed my mind");
    ASSERT_TRUE(ends(oldEnded));
    EXPECT_FALSE(**oldEnded);
    ASSERT_TRUE(ends(nextEnded));
    ASSERT_TRUE(**nextEnded) << (*nextEnded)->error().message;
    EXPECT_EQ(firstText(***nextEnded), "done ");
    EXPECT_EQ(seen("tasks/cancel"), 0);
}

// Neither when its client cancels it before anybody has asked how it stands.
TEST_P(TaskIdentityTest, ACancellationNeverReachesTheTaskOfAnotherProcess)
{
    upstream.settings.taskPace = {std::chrono::hours(1), std::chrono::hours(1)};
    ASSERT_TRUE(upstream.start());
    const auto old = begin("a", R"({"end":"never"})");
    const auto oldEnded = spawn(old);
    EXPECT_NE(upstream.text("echo"), "");
    ASSERT_TRUE(startsAnew());
    const auto next = begin("b", R"({"end":"never"})");
    const auto nextEnded = spawn(next);
    EXPECT_NE(upstream.text("echo"), "");
    old->cancel("changed my mind");
    EXPECT_NE(upstream.text("echo"), "");
    EXPECT_EQ(seen("tasks/cancel"), 0);
    next->cancel("enough");
    EXPECT_TRUE(loop.until([this] { return seen("tasks/cancel task-1") == 1; }));
    EXPECT_TRUE(ends(oldEnded) && ends(nextEnded));
}

// D-35: the cancellation has a place where no other request has one.
TEST_P(TaskIdentityTest, ACancellationIsNotLostInAFullQueue)
{
    upstream.settings.config.maxInFlight = 1;
    ASSERT_TRUE(upstream.start());
    const auto task = begin("a", R"({"end":"never"})");
    const auto ended = spawn(task);
    ASSERT_TRUE(loop.until([this] { return seen("tasks/get") > 0; }));
    std::vector<std::shared_ptr<PendingCall>> others;
    for (int i = 0; i < 8; ++i) {
        others.push_back(upstream.begin("hang"));
    }
    task->cancel("changed my mind");
    EXPECT_TRUE(loop.until([this] { return seen("tasks/cancel") == 1; }));
    for (const auto& other : others) {
        other->cancel("enough");
    }
    EXPECT_TRUE(ends(ended));
}

INSTANTIATE_TEST_SUITE_P(Eras, TaskIdentityTest, testing::Values("session", "stateless"));

// A server that calls all its tasks the same.
class SameIdTest : public TaskIdentityTest
{
protected:
    explicit SameIdTest(const std::string& era = "session")
        : TaskIdentityTest(era, "taskIds=same")
    {}
};

TEST_F(SameIdTest, TwoTasksOfOneIdAreNobodysAndNeitherIsCancelled)
{
    ASSERT_TRUE(upstream.start());
    const auto first = begin("a", R"({"end":"never"})");
    const auto firstEnded = spawn(first);
    ASSERT_TRUE(loop.until([this] { return seen("tasks/get") > 0; }));
    const auto second = begin("b", R"({"end":"never"})");
    const auto secondEnded = spawn(second);
    ASSERT_TRUE(ends(secondEnded));
    ASSERT_TRUE(ends(firstEnded));
    ASSERT_FALSE(**secondEnded);
    EXPECT_EQ((*secondEnded)->error().code, ErrorCode::ProtocolError);
    ASSERT_FALSE(**firstEnded);
    EXPECT_EQ((*firstEnded)->error().code, ErrorCode::Unavailable);
    EXPECT_EQ(seen("tasks/cancel"), 0);
}

TEST_F(SameIdTest, AnIdMayComeAgainOnceItsTaskHasEnded)
{
    ASSERT_TRUE(upstream.start());
    for (const char* client : {"a", "b"}) {
        const auto task = begin(client, "{}");
        const auto reply = loop.await(task->wait());
        ASSERT_TRUE(reply) << reply.error().message;
        EXPECT_EQ(firstText(*reply), "done ");
    }
}

// Tasks that clients follow themselves.
class PassedTaskTest : public TaskIdentityTest
{
protected:
    explicit PassedTaskTest(const std::string& ids = "taskIds=count")
        : TaskIdentityTest("stateless", ids)
    {}

    [[nodiscard]] CallReply pass(const std::string& arguments)
    {
        const auto call = begin("a", arguments, TaskUse::PassedOn);
        auto reply = loop.await(call->wait());
        EXPECT_TRUE(reply);
        EXPECT_TRUE(reply->result["resultType"].stringEquals("task"));
        return std::move(*reply);
    }
};

TEST_F(PassedTaskTest, IsKnownWhereItWasMadeAndNowhereElse)
{
    ASSERT_TRUE(upstream.start());
    const CallReply made = pass(R"({"end":"never"})");
    const auto known = ask("task-1", made.incarnation);
    ASSERT_TRUE(known) << known.error().message;
    EXPECT_TRUE(known->result["status"].stringEquals("working"));
    ASSERT_TRUE(startsAnew());
    const CallReply other = pass(R"({"end":"never"})");
    EXPECT_NE(other.incarnation, made.incarnation);
    const auto lost = ask("task-1", made.incarnation);
    ASSERT_FALSE(lost);
    EXPECT_EQ(lost.error().code, ErrorCode::NotFound);
    EXPECT_EQ(seen("tasks/get"), 1);
    EXPECT_TRUE(ask("task-1", other.incarnation));
}

// Nothing runs and nothing waits, but the task would be lost with its server.
TEST_F(PassedTaskTest, KeepsItsServerInUseUntilItHasEnded)
{
    ASSERT_TRUE(upstream.start());
    const CallReply made = pass("{}");
    EXPECT_EQ(upstream.server().status().inFlight, 1U);
    const auto done = ask("task-1", made.incarnation);
    ASSERT_TRUE(done);
    EXPECT_TRUE(done->result["status"].stringEquals("completed"));
    EXPECT_EQ(upstream.server().status().inFlight, 0U);
}

TEST_F(PassedTaskTest, KeepsItsServerInUseNoLongerThanItIsKept)
{
    ASSERT_TRUE(upstream.start());
    static_cast<void>(pass(R"({"end":"never","ttl":1000})"));
    EXPECT_EQ(upstream.server().status().inFlight, 1U);
    EXPECT_TRUE(loop.until([this] { return upstream.server().status().inFlight == 0; }));
}

TEST_F(PassedTaskTest, ASilentTaskIsNoReasonToStopItsServer)
{
    upstream.settings.idleStop = std::chrono::milliseconds(20);
    const auto begun = std::chrono::steady_clock::now();
    static_cast<void>(pass(R"({"end":"never","ttl":600})"));
    ASSERT_TRUE(upstream.reaches(api::ServerState::Idle));
    EXPECT_GE(std::chrono::steady_clock::now() - begun, std::chrono::milliseconds(500));
}

class SamePassedIdTest : public PassedTaskTest
{
protected:
    SamePassedIdTest()
        : PassedTaskTest("taskIds=same")
    {}
};

TEST_F(SamePassedIdTest, AClientIsNeverToldOfAnothersTaskUnderItsId)
{
    ASSERT_TRUE(upstream.start());
    const CallReply made = pass("{}");
    ASSERT_TRUE(ask("task-1", made.incarnation)); // it has ended
    const auto second = begin("b", R"({"end":"never"})", TaskUse::PassedOn);
    const auto reply = loop.await(second->wait());
    ASSERT_FALSE(reply);
    EXPECT_EQ(reply.error().code, ErrorCode::ProtocolError);
    const auto lost = ask("task-1", made.incarnation);
    ASSERT_FALSE(lost);
    EXPECT_EQ(lost.error().code, ErrorCode::NotFound);
    EXPECT_EQ(seen("tasks/get"), 1);
}

// What a task says stands where progress does, and is as short.
TEST_F(SameIdTest, ATextThatIsTooLongIsNotTold)
{
    ASSERT_TRUE(upstream.start());
    CallRequest wanted =
        toolCall("task", R"({"work":2,"say":")" + std::string(5000, 'x') + R"("})");
    wanted.tasks = TaskUse::Driven;
    wanted.wantsProgress = true;
    int told = 0;
    CallEvents events;
    events.progress = [&told](const protocol::Progress&) { ++told; };
    const auto pending = upstream.server().call(std::move(wanted), std::move(events));
    ASSERT_TRUE(loop.await(pending->wait()));
    EXPECT_EQ(told, 0);
}

} // namespace
} // namespace portcullis::upstream::test
