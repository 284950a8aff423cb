#include "gateway/base/atomic_file.h"
#include "gateway/base/crypto.h"
#include "gateway/engine/call_pipeline.h"
#include "tests/support/fake_audit_log.h"
#include "tests/support/temp_folder.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <gtest/gtest.h>

#include <functional>
#include <optional>

namespace portcullis::engine {
namespace {

constexpr auto kPatience = std::chrono::seconds(20);

// A pipeline with a real server behind it and a log that the test holds in its hands.
class CallPipelineTest : public testing::Test
{
protected:
    CallPipelineTest()
    {
        auto config = std::make_shared<api::GatewayConfig>();
        api::ServerConfig server;
        server.id = ServerId("fx");
        server.command = {PORTCULLIS_TEST_SERVER};
        api::ServerConfig tasks;
        tasks.id = ServerId("tk");
        tasks.command = {PORTCULLIS_TEST_SERVER,
                         "era=stateless",
                         "tasks=1",
                         "taskLog=" + folder.file("tasks").string()};
        config->servers = {server, tasks};
        policy::MadeKey made = policy::makeKey(m_pepper);
        api::KeyConfig key;
        key.id = made.id;
        key.label = "test";
        key.hash = made.hash;
        key.allow = {{ServerId("fx"), "echo"},
                     {ServerId("fx"), "lists"},
                     {ServerId("fx"), "rpcerror"},
                     {ServerId("fx"), "malformed"},
                     {ServerId("tk"), "task"}};
        config->keys = {key};
        access = std::make_shared<const Access>(config, m_pepper.duplicate());
        budgets.configure(config);
        catalog.load(*config);
        servers.configure(*config);
        runUntil([this] { return catalog.knows(ServerId("fx")) && catalog.knows(ServerId("tk")); });
    }

    ~CallPipelineTest() override
    {
        bool stopped = false;
        auto stop = [](ServerPool& pool, bool& done) -> http::Task<> {
            co_await pool.stopAll();
            done = true;
        };
        asio::co_spawn(io, stop(servers, stopped), asio::detached);
        runUntil([&] { return stopped; });
    }

    void runUntil(const std::function<bool()>& condition)
    {
        const auto deadline = std::chrono::steady_clock::now() + kPatience;
        while (!condition() && std::chrono::steady_clock::now() < deadline) {
            io.restart();
            io.run_one_for(std::chrono::milliseconds(100));
        }
        ASSERT_TRUE(condition());
    }

    void call(const std::string& tool,
              std::shared_ptr<CallHandle> handle = std::make_shared<CallHandle>())
    {
        Inquiry inquiry;
        inquiry.who = {access, &access->config->keys.front()};
        inquiry.caller.key = access->config->keys.front().id;
        inquiry.document = *JsonDocument::parseShared(
            R"({"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"fx__)" + tool +
            R"(","arguments":{"secret":"canary"}}})");
        inquiry.message = *protocol::readMessage(inquiry.document->root());
        inquiry.handle = std::move(handle);
        inquiry.clock = &clock;
        auto run = [](CallPipeline& calls, Inquiry asked, std::optional<std::string>& out)
            -> http::Task<> { out = co_await calls.run(std::move(asked)); };
        answer.reset();
        asio::co_spawn(io, run(pipeline, std::move(inquiry), answer), asio::detached);
    }

    // A request of a client of the stateless era that follows tasks itself.
    void ask(const std::string& method, const std::string& params)
    {
        Inquiry inquiry;
        inquiry.who = {access, &access->config->keys.front()};
        inquiry.caller.key = access->config->keys.front().id;
        inquiry.revision = protocol::kNewestStateless;
        inquiry.client.features.tasks = true;
        inquiry.document = *JsonDocument::parseShared(R"({"jsonrpc":"2.0","id":7,"method":")" +
                                                      method + R"(","params":{)" + params + "}}");
        inquiry.message = *protocol::readMessage(inquiry.document->root());
        inquiry.handle = std::make_shared<CallHandle>();
        inquiry.clock = &clock;
        auto run = [](CallPipeline& calls,
                      Inquiry asked,
                      std::optional<std::string>& out) -> http::Task<> {
            const bool begins = asked.message.method == "tools/call";
            if (begins) {
                out = co_await calls.run(std::move(asked));
            } else {
                out = co_await calls.runTask(std::move(asked));
            }
        };
        answer.reset();
        asio::co_spawn(io, run(pipeline, std::move(inquiry), answer), asio::detached);
    }

    // The members of params that name a task which the server has made of a call.
    [[nodiscard]] std::string taskOf(const std::string& arguments)
    {
        ask("tools/call", R"("name":"tk__task","arguments":)" + arguments);
        runUntil([this] { return answer.has_value(); });
        const auto document = JsonDocument::parse(*answer);
        return R"("taskId":)" + std::string(document->root()["result"]["taskId"].raw());
    }

    [[nodiscard]] std::string toldAboutTasks() const
    {
        return readWholeFile(folder.file("tasks"), 100'000).value_or(std::string());
    }

    // Lets everything happen that can happen by itself.
    void settle()
    {
        io.restart();
        while (io.poll() != 0) {
            io.restart();
        }
    }

    [[nodiscard]] std::uint32_t atServer()
    {
        return servers.find(ServerId("fx"))->status().inFlight;
    }

    test::TempFolder folder;
    SystemClock clock;
    asio::io_context io{1};
    test::FakeAuditLog log;
    secrets::Vault vault = *secrets::Vault::open(folder.file("vault.json"), randomSecret(32));

    static void atOnce(const std::function<void()>& job) { job(); }

    ToolCatalog catalog{folder.file("catalog"), clock, atOnce};
    OfferCatalog offers{folder.file("catalog"), clock, atOnce};
    ServerPool servers{io,
                       {folder.path(), PORTCULLIS_SUPERVISOR, {}},
                       vault,
                       catalog,
                       offers,
                       clock,
                       atOnce,
                       {[] {},
                        [](const ServerId&) {},
                        [] {},
                        [](const ServerId&, const ServerPool::Owner&, const std::string&) {},
                        [](const ServerId&, const std::string&, const std::string&) {},
                        {}}};
    SessionTable sessions{clock};
    LogLevels logLevels{{servers, sessions, [this] { return access; }}};
    UrlElicitations elicitations;
    TokenSealer sealer{randomSecret(32)};
    ActivityMeter meter{clock};
    EventHub events;
    BudgetDesk budgets{clock, events};
    StageTimes times;
    AccessPtr access;
    AccessPtr inForce; // when it is another one
    CallPipeline pipeline{{log,
                           catalog,
                           offers,
                           servers,
                           sealer,
                           meter,
                           budgets,
                           events,
                           clock,
                           times,
                           logLevels,
                           elicitations,
                           [this] { return inForce ? inForce : access; }}};
    std::optional<std::string> answer;

private:
    SecretBytes m_pepper = randomSecret(32);
};

TEST_F(CallPipelineTest, AsksTheServerOnlyWhenTheIntentIsCommitted)
{
    log.held = true;
    call("echo");
    runUntil([this] { return log.waiting() == 1; });
    settle();
    ASSERT_EQ(log.of<audit::CallIntent>().size(), 1U);
    EXPECT_EQ(atServer(), 0U);
    EXPECT_FALSE(answer);
    log.release();
    runUntil([this] { return answer.has_value(); });
    EXPECT_NE(answer->find("canary"), std::string::npos);
}

TEST_F(CallPipelineTest, AnswersOnlyWhenTheOutcomeIsCommitted)
{
    log.held = true;
    call("echo");
    runUntil([this] { return log.waiting() == 1; });
    log.release();
    log.held = true;
    runUntil([this] { return log.waiting() == 1; });
    settle();
    ASSERT_EQ(log.of<audit::CallOutcome>().size(), 1U);
    EXPECT_EQ(atServer(), 0U); // it has answered
    EXPECT_FALSE(answer);
    log.release();
    runUntil([this] { return answer.has_value(); });
}

TEST_F(CallPipelineTest, RefusesTheCallWhenItsIntentCannotBeWritten)
{
    log.failure = Error{ErrorCode::ResourceExhausted, "The disk is full.", {}};
    call("echo");
    runUntil([this] { return answer.has_value(); });
    EXPECT_NE(answer->find("The disk is full."), std::string::npos);
    EXPECT_NE(answer->find("-32603"), std::string::npos);
    EXPECT_TRUE(log.of<audit::CallOutcome>().empty());
}

TEST_F(CallPipelineTest, RefusesBeforeAnythingElseWhileTheLogIsSick)
{
    log.sick = Error{ErrorCode::IoError, "The log is broken.", {}};
    call("echo");
    runUntil([this] { return answer.has_value(); });
    EXPECT_NE(answer->find("The log is broken."), std::string::npos);
    EXPECT_TRUE(log.records.empty());
}

TEST_F(CallPipelineTest, WithholdsAResultThatCannotBeRecorded)
{
    log.held = true;
    call("echo");
    runUntil([this] { return log.waiting() == 1; });
    log.release();
    log.held = true;
    runUntil([this] { return log.waiting() == 1; });
    log.failure = Error{ErrorCode::IoError, "The disk is gone.", {}};
    log.release();
    runUntil([this] { return answer.has_value(); });
    EXPECT_EQ(answer->find("canary"), std::string::npos);
    EXPECT_NE(answer->find("withheld"), std::string::npos);
}

TEST_F(CallPipelineTest, RecordsWhoCalledWhatAndHowItEnded)
{
    call("echo");
    runUntil([this] { return answer.has_value(); });
    const auto intents = log.of<audit::CallIntent>();
    const auto outcomes = log.of<audit::CallOutcome>();
    ASSERT_EQ(intents.size(), 1U);
    ASSERT_EQ(outcomes.size(), 1U);
    EXPECT_EQ(intents[0].arguments.view(), R"({"secret":"canary"})");
    EXPECT_EQ(intents[0].rule, "fx:echo");
    EXPECT_EQ(intents[0].definitionHash.size(), 64U);
    EXPECT_EQ(intents[0].serverTransport, "stdio");
    EXPECT_EQ(intents[0].serverConfigHash, access->serverHashes.at(ServerId("fx")));
    EXPECT_EQ(intents[0].serverConfigHash.size(), 64U);
    EXPECT_EQ(outcomes[0].resultBlocks, 1);
    EXPECT_EQ(intents[0].caller.key, access->config->keys.front().id);
    EXPECT_EQ(outcomes[0].call, intents[0].call);
    EXPECT_EQ(outcomes[0].intent, 0);
    EXPECT_EQ(outcomes[0].outcome, api::Outcome::Ok);
    EXPECT_GE(outcomes[0].totalMicros, outcomes[0].upstreamMicros);
    EXPECT_NE(outcomes[0].result.view().find("canary"), std::string_view::npos);
}

TEST_F(CallPipelineTest, RecordsADenialBeforeItAnswers)
{
    log.held = true;
    call("env");
    runUntil([this] { return log.waiting() == 1; });
    settle();
    EXPECT_FALSE(answer);
    log.release();
    runUntil([this] { return answer.has_value(); });
    const auto denied = log.of<audit::CallDenied>();
    ASSERT_EQ(denied.size(), 1U);
    EXPECT_EQ(denied[0].reason, api::Reason::ToolNotAllowed);
    EXPECT_EQ(denied[0].tool, "env");
    EXPECT_NE(answer->find("Unknown tool: fx__env"), std::string::npos);
}

TEST_F(CallPipelineTest, NeverAsksTheServerWhenCancelledBeforehand)
{
    log.held = true;
    const auto handle = std::make_shared<CallHandle>();
    call("echo", handle);
    runUntil([this] { return log.waiting() == 1; });
    handle->cancel("changed my mind");
    log.release();
    runUntil([this] { return answer.has_value(); });
    EXPECT_EQ(*answer, "");
    ASSERT_EQ(log.of<audit::CallOutcome>().size(), 1U);
    EXPECT_EQ(log.of<audit::CallOutcome>()[0].outcome, api::Outcome::Cancelled);
}

TEST_F(CallPipelineTest, NeverAsksTheServerForAToolThatChangedBeforehand)
{
    log.held = true;
    call("echo");
    runUntil([this] { return log.waiting() == 1; });
    std::vector<protocol::Tool> tools = servers.find(ServerId("fx"))->tools();
    tools.front().hash[0] ^= 1;
    tools.front().definition += ' ';
    ASSERT_EQ(tools.front().name, "echo");
    ASSERT_TRUE(catalog.setTools(ServerId("fx"), tools));
    log.release();
    runUntil([this] { return answer.has_value(); });
    EXPECT_NE(answer->find("list the tools again"), std::string::npos) << *answer;
    ASSERT_EQ(log.of<audit::CallOutcome>().size(), 1U);
    EXPECT_EQ(log.of<audit::CallOutcome>()[0].outcome, api::Outcome::ToolError);
    EXPECT_EQ(log.of<audit::CallOutcome>()[0].error, "tool_changed");
}

TEST_F(CallPipelineTest, NeverAsksTheServerForAKeyThatLostTheToolBeforehand)
{
    log.held = true;
    call("echo");
    runUntil([this] { return log.waiting() == 1; });
    auto config = std::make_shared<api::GatewayConfig>(*access->config);
    config->keys.front().allow = {{ServerId("fx"), "lists"}};
    inForce = std::make_shared<const Access>(config, randomSecret(32));
    log.release();
    runUntil([this] { return answer.has_value(); });
    EXPECT_NE(answer->find("list the tools again"), std::string::npos) << *answer;
    call("lists");
    runUntil([this] { return answer.has_value(); });
    EXPECT_EQ(log.of<audit::CallOutcome>().back().outcome, api::Outcome::Ok);
}

TEST_F(CallPipelineTest, RecordsErrorsAndGarbageOfTheServer)
{
    call("rpcerror");
    runUntil([this] { return answer.has_value(); });
    EXPECT_EQ(log.of<audit::CallOutcome>().back().outcome, api::Outcome::RpcError);
    EXPECT_EQ(log.of<audit::CallOutcome>().back().code, -32000);
    call("malformed");
    runUntil([this] { return answer.has_value(); });
    EXPECT_EQ(log.of<audit::CallOutcome>().back().outcome, api::Outcome::UpstreamGone);
    EXPECT_NE(answer->find("Invalid response from fx"), std::string::npos);
}

TEST_F(CallPipelineTest, LeavesNothingBehindAfterManyCalls)
{
    for (int i = 0; i < 200; ++i) {
        call(i % 3 == 0 ? "env" : "echo");
        runUntil([this] { return answer.has_value(); });
    }
    EXPECT_EQ(pipeline.inFlight(), 0U);
    EXPECT_EQ(atServer(), 0U);
    EXPECT_EQ(log.of<audit::CallIntent>().size(), log.of<audit::CallOutcome>().size());
}

// A task's result is data that leaves, whenever that is.
TEST_F(CallPipelineTest, ATasksResultLeavesOnlyWhenItsRecordsAreCommitted)
{
    const std::string task = taskOf("{}");
    ASSERT_EQ(log.of<audit::CallOutcome>().size(), 1U);
    EXPECT_EQ(log.of<audit::CallOutcome>()[0].outcome, api::Outcome::TaskCreated);
    log.held = true;
    ask("tasks/get", task);
    for (int record = 0; record < 2; ++record) {
        runUntil([this] { return log.waiting() == 1; });
        settle();
        EXPECT_FALSE(answer);
        log.release();
        log.held = record == 0;
    }
    runUntil([this] { return answer.has_value(); });
    EXPECT_NE(answer->find("done "), std::string::npos) << *answer;
    const auto intents = log.of<audit::CallIntent>();
    const auto outcomes = log.of<audit::CallOutcome>();
    ASSERT_EQ(outcomes.size(), 2U);
    EXPECT_EQ(intents[1].method, "tasks/get");
    EXPECT_EQ(intents[1].task, intents[0].call);
    EXPECT_NE(intents[1].call, intents[0].call);
    EXPECT_EQ(outcomes[1].call, intents[1].call);
    EXPECT_NE(outcomes[1].result.view().find("done "), std::string_view::npos);
}

TEST_F(CallPipelineTest, ATasksResultThatCannotBeRecordedIsWithheldAndNotLost)
{
    const std::string task = taskOf("{}");
    log.failure = Error{ErrorCode::IoError, "The disk is gone.", {}};
    ask("tasks/get", task);
    runUntil([this] { return answer.has_value(); });
    EXPECT_EQ(answer->find("done "), std::string::npos) << *answer;
    EXPECT_NE(answer->find("withheld"), std::string::npos);
    log.failure.reset();
    ask("tasks/get", task);
    runUntil([this] { return answer.has_value(); });
    EXPECT_NE(answer->find("done "), std::string::npos) << *answer;
}

TEST_F(CallPipelineTest, AnAnswerReachesItsTaskOnlyWhenItsIntentIsCommitted)
{
    const std::string task = taskOf(R"({"ask":true})");
    log.held = true;
    ask("tasks/update", task + R"(,"inputResponses":{"q1":{"roots":[]}})");
    runUntil([this] { return log.waiting() == 1; });
    settle();
    EXPECT_EQ(toldAboutTasks(), "");
    log.release();
    runUntil([this] { return answer.has_value(); });
    EXPECT_TRUE(toldAboutTasks().starts_with("tasks/update")) << toldAboutTasks();
    EXPECT_EQ(log.of<audit::CallIntent>()[1].arguments.view(), R"({"q1":{"roots":[]}})");
    log.sick = Error{ErrorCode::IoError, "The log is broken.", {}};
    ask("tasks/cancel", task);
    runUntil([this] { return answer.has_value(); });
    EXPECT_NE(answer->find("The log is broken."), std::string::npos);
    EXPECT_EQ(toldAboutTasks().find("tasks/cancel"), std::string::npos);
}

TEST_F(CallPipelineTest, ATasksStatusLeavesNoRecord)
{
    const std::string task = taskOf(R"({"end":"never","say":""})");
    const std::size_t before = log.records.size();
    ask("tasks/get", task);
    runUntil([this] { return answer.has_value(); });
    EXPECT_NE(answer->find(R"("status":"working")"), std::string::npos) << *answer;
    EXPECT_EQ(log.records.size(), before);
}

// What a server says in words is data that leaves, and is recorded like a result: once.
TEST_F(CallPipelineTest, WhatATaskSaysLeavesOnlyWhenItIsRecorded)
{
    const std::string task = taskOf(R"({"end":"never","say":"half of it"})");
    log.held = true;
    ask("tasks/get", task);
    for (int record = 0; record < 2; ++record) {
        runUntil([this] { return log.waiting() == 1; });
        settle();
        EXPECT_FALSE(answer);
        log.release();
        log.held = record == 0;
    }
    runUntil([this] { return answer.has_value(); });
    EXPECT_NE(answer->find(R"("statusMessage":"half of it")"), std::string::npos) << *answer;
    const auto outcomes = log.of<audit::CallOutcome>();
    ASSERT_EQ(outcomes.size(), 2U);
    EXPECT_NE(outcomes[1].result.view().find("half of it"), std::string_view::npos);
    ask("tasks/get", task);
    runUntil([this] { return answer.has_value(); });
    EXPECT_EQ(log.of<audit::CallOutcome>().size(), 2U);
}

TEST_F(CallPipelineTest, ATextOfATaskThatIsTooLongIsLeftOut)
{
    const std::string task = taskOf(R"({"end":"never","say":")" + std::string(5000, 'x') + R"("})");
    ask("tasks/get", task);
    runUntil([this] { return answer.has_value(); });
    EXPECT_NE(answer->find(R"("status":"working")"), std::string::npos) << *answer;
    EXPECT_EQ(answer->find("xxx"), std::string::npos);
}

} // namespace
} // namespace portcullis::engine
