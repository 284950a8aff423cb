#include "gateway/protocol/client_features.h"
#include "tests/gateway/upstream/harness.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <fstream>
#include <string>

// Whom a server on standard streams means that asks without an address: D-20, D-22.
namespace portcullis::upstream::test {
namespace {

constexpr const char* kAskRoots = R"({"method":"roots/list","params":{}})";

class AttributionTest : public testing::Test
{
protected:
    AttributionTest()
        : upstream(loop, {"asks=1", "tasks=1", "taskLog=" + log.string()})
    {
        upstream.settings.taskPace = {std::chrono::hours(1), std::chrono::hours(1)};
        EXPECT_TRUE(upstream.start());
    }

    // A client that answers whatever it is asked; how often that was is counted.
    [[nodiscard]] CallEvents client(const std::string& name)
    {
        CallEvents events;
        events.client = name;
        events.asked = [this](const std::shared_ptr<Question>& question) {
            ++asked;
            question->answer(R"({"roots":[]})");
        };
        return events;
    }

    // What the server is told when it asks in a call of this client.
    [[nodiscard]] std::string asks(const std::string& name)
    {
        const auto pending = upstream.server().call(toolCall("request", kAskRoots), client(name));
        const auto reply = loop.await(pending->wait());
        return reply ? firstText(*reply) : reply.error().message;
    }

    // A call that the server never answers; it has it when this returns.
    [[nodiscard]] std::shared_ptr<PendingCall> hang(const std::string& name)
    {
        auto pending = upstream.server().call(toolCall("hang"), client(name));
        EXPECT_EQ(upstream.text("echo"), "{}");
        return pending;
    }

    // A task that is not asked about for an hour.
    [[nodiscard]] std::shared_ptr<PendingCall> beginTask(const std::string& name)
    {
        CallRequest wanted = toolCall("task", R"({"end":"never"})");
        wanted.tasks = TaskUse::Driven;
        wanted.capabilities = protocol::writeClientFeatures({.tasks = true});
        auto pending = upstream.server().call(std::move(wanted), client(name));
        asio::co_spawn(
            loop.io,
            [](std::shared_ptr<PendingCall> call) -> Task<> { co_await call->wait(); }(pending),
            asio::detached);
        EXPECT_EQ(upstream.text("echo"), "{}"); // its answer has come before this one
        return pending;
    }

    Loop loop;
    portcullis::test::TempFolder folder;
    std::filesystem::path log = folder.file("tasks");
    Upstream upstream;
    int asked = 0;
};

TEST_F(AttributionTest, TheOnlyCallThereIsIsMeant)
{
    EXPECT_EQ(asks("a"), R"({"roots":[]})");
    EXPECT_EQ(asked, 1);
}

TEST_F(AttributionTest, NobodyIsMeantWhileTwoCallsWait)
{
    for (const char* other : {"a", "b"}) {
        const auto waiting = hang(other);
        EXPECT_EQ(asks("a"), "-32602") << other;
        waiting->cancel("enough");
    }
    EXPECT_EQ(asked, 0);
}

// The server may take no notice of the cancellation.
TEST_F(AttributionTest, NobodyIsMeantAfterTheCancelledCallOfAnotherClient)
{
    hang("a")->cancel("changed my mind");
    EXPECT_EQ(asks("b"), "-32602");
    EXPECT_EQ(asked, 0);
    EXPECT_EQ(asks("a"), R"({"roots":[]})");
}

TEST_F(AttributionTest, NobodyIsMeantAfterTheCallOfAnotherClientWhoseTimeWasOver)
{
    CallRequest wanted = toolCall("hang");
    wanted.timeout = std::chrono::milliseconds(30);
    const auto pending = upstream.server().call(std::move(wanted), client("a"));
    ASSERT_FALSE(loop.await(pending->wait()));
    EXPECT_EQ(asks("b"), "-32602");
    EXPECT_EQ(asked, 0);
}

// Between two questions about it nothing of a task waits here.
TEST_F(AttributionTest, NobodyIsMeantWhileATaskOfAnotherClientGoesOn)
{
    const auto task = beginTask("a");
    EXPECT_EQ(asks("b"), "-32602");
    EXPECT_EQ(asks("a"), "-32602");
    EXPECT_EQ(asked, 0);
    task->cancel("enough"); // and it may run on
    EXPECT_EQ(asks("b"), "-32602");
    EXPECT_EQ(asked, 0);
    EXPECT_EQ(asks("a"), R"({"roots":[]})");
}

TEST_F(AttributionTest, ATaskThatHasEndedIsNotMeant)
{
    CallRequest wanted = toolCall("task", "{}");
    wanted.tasks = TaskUse::Driven;
    Upstream quick(loop, {"asks=1", "tasks=1"});
    quick.settings.taskPace = {std::chrono::milliseconds(1), std::chrono::milliseconds(2)};
    ASSERT_TRUE(quick.start());
    const auto task = quick.server().call(std::move(wanted), client("a"));
    ASSERT_TRUE(loop.await(task->wait()));
    const auto pending = quick.server().call(toolCall("request", kAskRoots), client("b"));
    const auto reply = loop.await(pending->wait());
    ASSERT_TRUE(reply);
    EXPECT_EQ(firstText(*reply), R"({"roots":[]})");
}

// D-22: what no client can be asked, and a client that can be asked nothing.
TEST_F(AttributionTest, AMethodThatNobodyHasIsNotFound)
{
    const auto unknown = upstream.server().call(
        toolCall("request", R"({"method":"files/delete","params":{}})"), client("a"));
    const auto reply = loop.await(unknown->wait());
    ASSERT_TRUE(reply);
    EXPECT_EQ(firstText(*reply), "-32601");
    const auto mute = upstream.server().call(toolCall("request", kAskRoots), {});
    const auto refused = loop.await(mute->wait());
    ASSERT_TRUE(refused);
    EXPECT_EQ(firstText(*refused), "-32601");
    EXPECT_EQ(asked, 0);
}

} // namespace
} // namespace portcullis::upstream::test
