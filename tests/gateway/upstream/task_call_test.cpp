#include "gateway/protocol/client_features.h"
#include "tests/gateway/upstream/http_stand_in.h"

#include <algorithm>
#include <fstream>

namespace portcullis::upstream::test {
namespace {

constexpr const char* kRoots = R"({"roots":[{"uri":"file:///case"}]})";

// A server with the tool "task", whose calls are followed to their end.
class TaskCallTest : public testing::TestWithParam<const char*>
{
protected:
    explicit TaskCallTest(const std::string& era)
        : upstream(loop, {"tasks=1", "era=" + era, "taskLog=" + log.string(), "calls=" + calls()})
    {
        upstream.settings.taskPace = {std::chrono::milliseconds(1), std::chrono::milliseconds(20)};
        if (era == "stateless") {
            upstream.settings.config.protocol = api::ProtocolChoice::Stateless;
        }
    }

    TaskCallTest()
        : TaskCallTest(GetParam())
    {}

    [[nodiscard]] std::string calls() const { return folder.file("calls").string(); }

    [[nodiscard]] static CallRequest request(const std::string& arguments,
                                             TaskUse use = TaskUse::Driven)
    {
        CallRequest wanted = toolCall("task", arguments);
        wanted.tasks = use;
        wanted.capabilities = protocol::writeClientFeatures({.tasks = true});
        wanted.timeout = std::chrono::seconds(10);
        return wanted;
    }

    [[nodiscard]] std::shared_ptr<PendingCall> begin(const std::string& arguments,
                                                     CallEvents events = {})
    {
        return upstream.server().call(request(arguments), std::move(events));
    }

    [[nodiscard]] Result<CallReply> run(const std::string& arguments, CallEvents events = {})
    {
        const auto pending = begin(arguments, std::move(events));
        return loop.await(pending->wait());
    }

    [[nodiscard]] std::shared_ptr<std::optional<Result<CallReply>>>
    spawn(const std::shared_ptr<PendingCall>& pending)
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

    // Time for something to happen that should not.
    void turnFor(std::chrono::milliseconds time)
    {
        const auto end = std::chrono::steady_clock::now() + time;
        EXPECT_TRUE(loop.until([end] { return std::chrono::steady_clock::now() >= end; }));
    }

    // Requests about tasks that the server has seen.
    [[nodiscard]] std::ptrdiff_t seen(const std::string& method) const
    {
        std::ifstream file(log);
        std::ptrdiff_t found = 0;
        for (std::string line; std::getline(file, line);) {
            found += line.starts_with(method) ? 1 : 0;
        }
        return found;
    }

    [[nodiscard]] std::ptrdiff_t called() const
    {
        std::ifstream file(calls());
        return std::count(std::istreambuf_iterator<char>(file), {}, '\n');
    }

    [[nodiscard]] static CallEvents answering(std::string result)
    {
        CallEvents events;
        events.client = "a";
        events.asked = [result](const std::shared_ptr<Question>& question) {
            question->answer(result);
        };
        return events;
    }

    Loop loop;
    portcullis::test::TempFolder folder;
    std::filesystem::path log = folder.file("tasks");
    Upstream upstream;
};

// D.8 T1, T3
TEST_P(TaskCallTest, ATaskIsFollowedToItsResultAndTheToolRunsOnce)
{
    ASSERT_TRUE(upstream.start());
    const auto reply = run(R"({"work":3})");
    ASSERT_TRUE(reply) << reply.error().message;
    EXPECT_EQ(firstText(*reply), "done ");
    EXPECT_EQ(seen("tasks/get"), 4);
    EXPECT_EQ(seen("tasks/result"), GetParam() == std::string("session") ? 1 : 0);
    EXPECT_EQ(seen("tasks/cancel"), 0);
    EXPECT_EQ(called(), 1);
}

// D-71, B-78
TEST_P(TaskCallTest, AToolsErrorIsAResultAndAnErrorOfTheProtocolStaysOne)
{
    ASSERT_TRUE(upstream.start());
    const auto tool = run(R"({"end":"error"})");
    ASSERT_TRUE(tool) << tool.error().message;
    EXPECT_FALSE(tool->error);
    EXPECT_TRUE(tool->result["isError"].boolean());
    const auto rpc = run(R"({"end":"rpc"})");
    ASSERT_TRUE(rpc) << rpc.error().message;
    ASSERT_TRUE(rpc->error);
    EXPECT_EQ(rpc->error->code, -32050);
    EXPECT_EQ(rpc->document->root()["error"]["code"].integer(), -32050); // what is recorded
}

// T1, T3: what it asks meanwhile reaches the client of this very call.
TEST_P(TaskCallTest, WhatATaskAsksIsAnsweredByItsClient)
{
    ASSERT_TRUE(upstream.start());
    const auto reply = run(R"({"work":1,"ask":true})", answering(kRoots));
    ASSERT_TRUE(reply) << reply.error().message;
    EXPECT_NE(firstText(*reply).find("file:///case"), std::string::npos);
    EXPECT_EQ(seen("tasks/update"), GetParam() == std::string("stateless") ? 1 : 0);
    EXPECT_EQ(called(), 1);
}

// D-20 (2): another client's call runs on the same program.
TEST_P(TaskCallTest, ATaskNamesItselfSoItsQuestionIsNeverAnotherClients)
{
    ASSERT_TRUE(upstream.start());
    CallEvents others;
    others.client = "b";
    bool wrong = false;
    others.asked = [&wrong](const std::shared_ptr<Question>&) { wrong = true; };
    const auto running = upstream.server().call(toolCall("hang"), std::move(others));
    const auto reply = run(R"({"ask":true})", answering(kRoots));
    ASSERT_TRUE(reply) << reply.error().message;
    EXPECT_NE(firstText(*reply).find("file:///case"), std::string::npos);
    EXPECT_FALSE(wrong);
    running->cancel("enough");
}

TEST_P(TaskCallTest, StatusMessagesArriveAsRisingProgress)
{
    ASSERT_TRUE(upstream.start());
    CallRequest wanted = request(R"({"work":2})");
    wanted.wantsProgress = true;
    std::vector<double> values;
    std::string texts;
    CallEvents events;
    events.progress = [&](const protocol::Progress& progress) {
        values.push_back(progress.value);
        texts += progress.messageText;
    };
    const auto pending = upstream.server().call(std::move(wanted), std::move(events));
    ASSERT_TRUE(loop.await(pending->wait()));
    EXPECT_EQ(values, (std::vector<double>{1, 2, 3}));
    EXPECT_EQ(texts, R"("step 2""step 1""step 0")");
}

// D-70
TEST_P(TaskCallTest, TheServersIntervalIsKeptWithinBounds)
{
    upstream.settings.taskPace = {std::chrono::milliseconds(60), std::chrono::milliseconds(90)};
    ASSERT_TRUE(upstream.start());
    const auto took = [this](const char* arguments) {
        const auto begun = std::chrono::steady_clock::now();
        EXPECT_TRUE(run(arguments));
        return std::chrono::steady_clock::now() - begun;
    };
    EXPECT_GE(took(R"({"work":1,"poll":0})"), std::chrono::milliseconds(120));
    EXPECT_GE(took(R"({"work":1,"poll":80})"), std::chrono::milliseconds(160));
    // An hour would be far beyond the patience of this test.
    EXPECT_GE(took(R"({"work":1,"poll":3600000})"), std::chrono::milliseconds(180));
    EXPECT_GE(took(R"({"work":1,"poll":-5})"), std::chrono::milliseconds(120));
}

// D-35, D-70
TEST_P(TaskCallTest, CancellingTheCallCancelsTheTask)
{
    ASSERT_TRUE(upstream.start());
    const auto pending = begin(R"({"end":"never"})");
    const auto ended = spawn(pending);
    ASSERT_TRUE(loop.until([this] { return seen("tasks/get") > 0; }));
    pending->cancel("changed my mind");
    pending->cancel("twice");
    ASSERT_TRUE(loop.until([&ended] { return ended->has_value(); }));
    const Result<CallReply>& reply = **ended;
    ASSERT_FALSE(reply);
    EXPECT_EQ(reply.error().code, ErrorCode::Cancelled);
    EXPECT_TRUE(loop.until([this] { return seen("tasks/cancel") == 1; }));
}

// Between two questions nothing runs and nothing waits; the server must not be stopped as unused.
TEST_P(TaskCallTest, AServerIsInUseWhileATaskOfItIsFollowed)
{
    upstream.settings.taskPace = {std::chrono::hours(1), std::chrono::hours(1)};
    ASSERT_TRUE(upstream.start());
    const auto pending = begin(R"({"work":1})");
    const auto ended = spawn(pending);
    ASSERT_TRUE(loop.until([this] { return called() == 1; }));
    turnFor(std::chrono::milliseconds(100));
    EXPECT_EQ(upstream.server().status().inFlight, 1U);
    pending->cancel("enough");
    ASSERT_TRUE(loop.until([&ended] { return ended->has_value(); }));
    EXPECT_TRUE(loop.until([this] { return upstream.server().status().inFlight == 0; }));
}

// A full queue is no end of a task: told to try again, its client would begin it a second time.
TEST_P(TaskCallTest, ATaskOutlivesAQueueThatOthersHaveFilled)
{
    upstream.settings.config.maxInFlight = 1;
    ASSERT_TRUE(upstream.start());
    const auto pending = begin(R"({"work":5})");
    const auto ended = spawn(pending);
    ASSERT_TRUE(loop.until([this] { return called() == 1; }));
    std::vector<std::shared_ptr<PendingCall>> others;
    for (int i = 0; i < 8; ++i) {
        others.push_back(upstream.begin("hang"));
    }
    turnFor(std::chrono::milliseconds(100));
    EXPECT_FALSE(ended->has_value());
    for (const auto& other : others) {
        other->cancel("enough");
    }
    ASSERT_TRUE(loop.until([&ended] { return ended->has_value(); }));
    ASSERT_TRUE(**ended) << (*ended)->error().message;
    EXPECT_EQ(firstText(***ended), "done ");
}

// T4: the deadline of the call is the deadline of its task.
TEST_P(TaskCallTest, ATaskThatDoesNotEndInTimeIsCancelled)
{
    ASSERT_TRUE(upstream.start());
    CallRequest wanted = request(R"({"end":"never"})");
    wanted.timeout = std::chrono::milliseconds(150);
    const auto pending = upstream.server().call(std::move(wanted), {});
    const auto reply = loop.await(pending->wait());
    ASSERT_FALSE(reply);
    EXPECT_EQ(reply.error().code, ErrorCode::DeadlineExceeded);
    EXPECT_TRUE(loop.until([this] { return seen("tasks/cancel") == 1; }));
    EXPECT_EQ(called(), 1);
}

TEST_P(TaskCallTest, ATaskThatItsServerCancelsFailsTheCall)
{
    ASSERT_TRUE(upstream.start());
    const auto reply = run(R"({"end":"cancelled"})");
    ASSERT_FALSE(reply);
    EXPECT_EQ(reply.error().code, ErrorCode::Unavailable);
    EXPECT_EQ(seen("tasks/cancel"), 0); // it has ended
}

// T7
TEST_P(TaskCallTest, ATaskThatARestartHasEndedFailsTheCallAndIsNotBegunAgain)
{
    ASSERT_TRUE(upstream.start());
    const auto pending = begin(R"({"end":"never"})");
    const auto ended = spawn(pending);
    ASSERT_TRUE(loop.until([this] { return seen("tasks/get") > 0; }));
    const auto leaving = upstream.begin("exit");
    ASSERT_TRUE(loop.until([&ended] { return ended->has_value(); }));
    const Result<CallReply>& reply = **ended;
    ASSERT_FALSE(reply);
    EXPECT_EQ(reply.error().code, ErrorCode::Unavailable);
    EXPECT_EQ(called(), 2); // the task and "exit"
}

INSTANTIATE_TEST_SUITE_P(Eras, TaskCallTest, testing::Values("session", "stateless"));

class StatelessTaskTest : public TaskCallTest
{
protected:
    StatelessTaskTest()
        : TaskCallTest("stateless")
    {}
};

TEST_F(StatelessTaskTest, AClientThatCannotBeAskedEndsTheTask)
{
    ASSERT_TRUE(upstream.start());
    const auto reply = run(R"({"ask":true})");
    ASSERT_FALSE(reply);
    EXPECT_EQ(reply.error().code, ErrorCode::ProtocolError);
    EXPECT_TRUE(loop.until([this] { return seen("tasks/cancel") == 1; }));
}

// D-12
TEST_F(StatelessTaskTest, AClientThatRefusesToAnswerEndsTheTask)
{
    ASSERT_TRUE(upstream.start());
    CallEvents events;
    events.asked = [](const std::shared_ptr<Question>& question) {
        question->refuse({-1, "I will not.", {}});
    };
    const auto reply = run(R"({"ask":true})", std::move(events));
    ASSERT_FALSE(reply);
    EXPECT_NE(reply.error().message.find("I will not."), std::string::npos);
    EXPECT_TRUE(loop.until([this] { return seen("tasks/cancel") == 1; }));
    EXPECT_EQ(seen("tasks/update"), 0);
}

// B-78: the server tells of the same question at every poll.
TEST_F(StatelessTaskTest, WhatATaskAsksIsAskedOnce)
{
    ASSERT_TRUE(upstream.start());
    int asked = 0;
    std::shared_ptr<Question> open;
    CallEvents events;
    events.asked = [&](std::shared_ptr<Question> question) {
        ++asked;
        open = std::move(question);
    };
    const auto pending = begin(R"({"ask":true})", std::move(events));
    const auto ended = spawn(pending);
    ASSERT_TRUE(loop.until([this] { return seen("tasks/get") >= 3; }));
    open->answer(kRoots);
    ASSERT_TRUE(loop.until([&ended] { return ended->has_value(); }));
    const Result<CallReply>& reply = **ended;
    ASSERT_TRUE(reply) << reply.error().message;
    EXPECT_EQ(asked, 1);
    EXPECT_EQ(seen("tasks/update"), 1);
}

// C-41
TEST_F(StatelessTaskTest, ATaskThatNobodyOfferedToTakeIsNoAnswer)
{
    ASSERT_TRUE(upstream.start());
    const auto pending = upstream.server().call(request("{}", TaskUse::Refused), {});
    const auto reply = loop.await(pending->wait());
    ASSERT_FALSE(reply);
    EXPECT_EQ(reply.error().code, ErrorCode::ProtocolError);
}

// T5
TEST_F(StatelessTaskTest, ATaskForAClientThatFollowsItItselfPassesAtOnce)
{
    ASSERT_TRUE(upstream.start());
    const auto pending = upstream.server().call(request("{}", TaskUse::PassedOn), {});
    const auto reply = loop.await(pending->wait());
    ASSERT_TRUE(reply) << reply.error().message;
    EXPECT_TRUE(reply->result["resultType"].stringEquals("task"));
    EXPECT_EQ(seen("tasks/get"), 0);
}

class SessionTaskTest : public TaskCallTest
{
protected:
    SessionTaskTest()
        : TaskCallTest("session")
    {}
};

// T6
TEST_F(SessionTaskTest, ATaskOfTheSessionEraIsDrivenForEverybody)
{
    ASSERT_TRUE(upstream.start());
    const auto pending = upstream.server().call(request("{}", TaskUse::PassedOn), {});
    const auto reply = loop.await(pending->wait());
    ASSERT_TRUE(reply) << reply.error().message;
    EXPECT_EQ(firstText(*reply), "done ");
}

TEST_F(SessionTaskTest, AnswersNameTheTaskTheyBelongTo)
{
    ASSERT_TRUE(upstream.start());
    const auto reply = run(R"({"ask":true})", answering(R"({"roots":[],"_meta":{"own":1}})"));
    ASSERT_TRUE(reply) << reply.error().message;
    const std::string text = firstText(*reply);
    EXPECT_NE(text.find(R"("own":1)"), std::string::npos) << text;
    EXPECT_NE(text.find(R"("io.modelcontextprotocol/related-task":{"taskId":"task-)"),
              std::string::npos)
        << text;
}

// What a server over HTTP sees, in each era.
class HttpTaskTest : public testing::Test
{
protected:
    HttpTaskTest()
        : there(loop)
        , upstream(loop)
    {
        upstream.settings.taskPace = {std::chrono::milliseconds(1), std::chrono::milliseconds(20)};
        upstream.settings.config.transport = api::Transport::Http;
        upstream.settings.config.url = there.url();
    }

    [[nodiscard]] Result<CallReply> run()
    {
        CallRequest wanted = toolCall("echo");
        wanted.tasks = TaskUse::Driven;
        wanted.capabilities = protocol::writeClientFeatures({.tasks = true});
        const auto pending = upstream.server().call(std::move(wanted), {});
        return loop.await(pending->wait());
    }

    Loop loop;
    HttpStandIn there;
    Upstream upstream;
};

// T2
TEST_F(HttpTaskTest, AToolThatNeedsNoTaskIsCalledPlainly)
{
    ASSERT_TRUE(upstream.start());
    ASSERT_TRUE(run());
    EXPECT_EQ(there.last("tools/call").body.find(R"("task")"), std::string::npos);
}

// B-12, C-36: the id of the task is what requests about it are routed by.
TEST_F(HttpTaskTest, RequestsAboutATaskCarryItsIdAndTheExtension)
{
    there.stateless = true;
    upstream.settings.config.protocol = api::ProtocolChoice::Stateless;
    ASSERT_TRUE(upstream.start());
    there.results["tools/call"] =
        R"({"resultType":"task","taskId":"tä 7","status":"working","createdAt":"","lastUpdatedAt":"","ttlMs":null,"pollIntervalMs":1})";
    there.results["tasks/get"] =
        R"({"resultType":"complete","taskId":"tä 7","status":"completed","createdAt":"","lastUpdatedAt":"","ttlMs":null,"result":{"content":[{"type":"text","text":"late"}]}})";
    const auto reply = run();
    ASSERT_TRUE(reply) << reply.error().message;
    EXPECT_EQ(firstText(*reply), "late");
    const HttpStandIn::Seen& poll = there.last("tasks/get");
    EXPECT_EQ(poll.headers.get("Mcp-Name"), "=?base64?dMOkIDc=?=");
    EXPECT_EQ(poll.headers.get("Mcp-Method"), "tasks/get");
    for (const char* method : {"tools/call", "tasks/get"}) {
        EXPECT_NE(
            there.last(method).body.find(R"("extensions":{"io.modelcontextprotocol/tasks":{}})"),
            std::string::npos);
    }
    EXPECT_EQ(there.count("tools/call"), 1U);
}

// A server that lies about what it was asked.
TEST_F(HttpTaskTest, AnAnswerAboutAnotherTaskEndsTheCall)
{
    there.stateless = true;
    upstream.settings.config.protocol = api::ProtocolChoice::Stateless;
    ASSERT_TRUE(upstream.start());
    there.results["tools/call"] =
        R"({"resultType":"task","taskId":"mine","status":"working","pollIntervalMs":1})";
    for (
        const char* lie :
        {R"({"taskId":"other","status":"completed","result":{"content":[]}})",
         R"({"taskId":"mine","status":"finished"})",
         R"({"taskId":"mine","status":"completed"})",
         R"({"taskId":"mine","status":"completed","result":{"resultType":"task","taskId":"x","status":"working"}})",
         R"({"taskId":"mine","status":"failed","error":"text"})",
         R"({"taskId":"mine","status":"input_required","inputRequests":{"a":{"method":"tools/call"}}})",
         R"([])"}) {
        there.results["tasks/get"] = lie;
        const auto reply = run();
        ASSERT_FALSE(reply) << lie;
        EXPECT_EQ(reply.error().code, ErrorCode::ProtocolError) << lie;
    }
}

} // namespace
} // namespace portcullis::upstream::test
