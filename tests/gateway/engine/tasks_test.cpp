#include "tests/gateway/engine/gateway_harness.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <future>
#include <iterator>
#include <string>

namespace portcullis::test {
namespace {

constexpr const char* kRoots = R"({"roots":[{"uri":"file:///case"}]})";
constexpr const char* kWithTasks = R"({"extensions":{"io.modelcontextprotocol/tasks":{}}})";
constexpr const char* kWithTasksAndRoots =
    R"({"roots":{},"extensions":{"io.modelcontextprotocol/tasks":{}}})";

// A gateway before a server of each era that makes tasks of calls, and what clients say to it.
class TasksTest : public testing::Test
{
protected:
    TasksTest()
    {
        harness.addServer("old", options("session"));
        harness.addServer("new", options("stateless"));
        harness.start();
        harness.open();
        key = harness.makeKey({"old:*", "new:*"});
        other = harness.makeKey({"old:*", "new:*"});
        for (const char* server : {"old", "new"}) {
            EXPECT_TRUE(GatewayHarness::eventually([this, server] {
                return list().find(std::string(server) + "__task") != std::string::npos;
            }));
        }
    }

    [[nodiscard]] std::vector<std::string> options(const std::string& era) const
    {
        return {"tasks=1", "era=" + era, "calls=" + calls.string(), "taskLog=" + log.string()};
    }

    [[nodiscard]] std::string list() const
    {
        return harness.post(key, R"({"jsonrpc":"2.0","id":1,"method":"tools/list"})").json();
    }

    // A request of the stateless era; `params` are members without _meta.
    [[nodiscard]] HttpReply ask(const GatewayHarness::Key& who,
                                const std::string& method,
                                const std::string& name,
                                const std::string& params,
                                const std::string& capabilities = kWithTasks,
                                const std::string& path = "/mcp") const
    {
        const std::string body =
            R"({"jsonrpc":"2.0","id":1,"method":")" + method + R"(","params":{)" + params +
            R"(,"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28",)"
            R"("io.modelcontextprotocol/clientCapabilities":)" +
            capabilities + "}}}";
        return harness.post(
            who,
            body,
            {{"MCP-Protocol-Version", "2026-07-28"}, {"Mcp-Method", method}, {"Mcp-Name", name}},
            path);
    }

    [[nodiscard]] HttpReply call(const std::string& tool,
                                 const std::string& arguments,
                                 const std::string& capabilities = kWithTasks,
                                 const std::string& more = {}) const
    {
        return ask(key,
                   "tools/call",
                   tool,
                   R"("name":")" + tool + R"(","arguments":)" + arguments + more,
                   capabilities);
    }

    [[nodiscard]] HttpReply task(const std::string& method,
                                 const std::string& id,
                                 const std::string& more = {},
                                 const std::string& capabilities = kWithTasks) const
    {
        return ask(key, method, id, R"("taskId":")" + id + "\"" + more, capabilities);
    }

    // The id that the client gets for the task that the call has become.
    [[nodiscard]] std::string taskOf(const HttpReply& reply) const
    {
        const auto document = JsonDocument::parse(reply.json());
        return document ? document->root()["result"]["taskId"].string() : std::string();
    }

    // The member of the result of tasks/get.
    [[nodiscard]] static std::string member(const HttpReply& reply, const char* name)
    {
        const auto document = JsonDocument::parse(reply.json());
        return document ? std::string(document->root()["result"][name].raw()) : std::string();
    }

    [[nodiscard]] static std::string error(const HttpReply& reply)
    {
        const auto document = JsonDocument::parse(reply.json());
        return document ? std::string(document->root()["error"].raw()) : std::string();
    }

    // Requests about tasks that servers have seen.
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
        std::ifstream file(calls);
        return std::count(std::istreambuf_iterator<char>(file), {}, '\n');
    }

    GatewayHarness harness;
    std::filesystem::path calls = harness.folder.file("calls");
    std::filesystem::path log = harness.folder.file("tasks");
    GatewayHarness::Key key;
    GatewayHarness::Key other;
};

// --- clients of the session era

// A-85
TEST_F(TasksTest, SessionsAreOfferedNoTasksAndStatelessClientsTheExtension)
{
    const HttpReply opened = harness.post(
        key,
        R"({"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"t","version":"1"}}})");
    EXPECT_EQ(opened.json().find("tasks"), std::string::npos) << opened.body;
    const HttpReply discovered = harness.postStateless(key, "server/discover", "");
    EXPECT_NE(discovered.json().find(R"("extensions":{"io.modelcontextprotocol/tasks":{}})"),
              std::string::npos)
        << discovered.body;
}

// A-86
TEST_F(TasksTest, ASessionsWishForATaskIsIgnoredAndItsTaskMethodsDoNotExist)
{
    const Fields session = harness.initialize(key);
    const HttpReply done = harness.post(
        key,
        R"({"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"old__echo","arguments":{"a":1},"task":{"ttl":1000}}})",
        session);
    EXPECT_NE(done.json().find(R"({\"a\":1})"), std::string::npos) << done.body;
    for (const char* method :
         {"tasks/get", "tasks/list", "tasks/result", "tasks/cancel", "tasks/update"}) {
        const HttpReply reply =
            harness.post(key,
                         R"({"jsonrpc":"2.0","id":1,"method":")" + std::string(method) +
                             R"(","params":{"taskId":"x"}})",
                         session);
        EXPECT_NE(error(reply).find("-32601"), std::string::npos) << method << reply.body;
    }
}

// A-87: nobody is told to call anything as a task.
TEST_F(TasksTest, ListsDoNotSayThatAToolNeedsATask)
{
    EXPECT_EQ(list().find("taskSupport"), std::string::npos);
    const HttpReply stateless = harness.postStateless(key, "tools/list", "");
    EXPECT_EQ(stateless.json().find("taskSupport"), std::string::npos);
}

// T1, T3: the gateway follows the task, whichever era its server is of.
TEST_F(TasksTest, ASessionGetsTheResultOfATaskAsThatOfItsCall)
{
    for (const char* tool : {"old__task", "new__task"}) {
        const HttpReply done =
            harness.post(key, callText(tool, R"({"work":1})"), harness.initialize(key));
        EXPECT_NE(done.json().find("done "), std::string::npos) << tool << done.body;
        EXPECT_EQ(done.body.find("task-"), std::string::npos) << done.body; // D-26
    }
    EXPECT_EQ(called(), 2);
    const api::ActivityPage page = harness.activity();
    ASSERT_EQ(page.rows.size(), 2U); // polls are no calls
    EXPECT_EQ(page.rows.front().outcome, api::Outcome::Ok);
    EXPECT_EQ(page.rows.front().tool, "task");
}

// T1, T3, D-20
TEST_F(TasksTest, WhatATaskAsksReachesTheSessionThatCalled)
{
    for (const char* tool : {"old__task", "new__task"}) {
        const HttpReply opened = harness.post(
            key,
            R"({"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{"roots":{}},"clientInfo":{"name":"t","version":"1"}}})");
        const Fields session{{"Mcp-Session-Id", opened.headers.at("mcp-session-id")},
                             {"MCP-Protocol-Version", "2025-11-25"}};
        RawClient client(harness.port());
        Fields fields{{"Host", "127.0.0.1"},
                      {"Authorization", "Bearer " + key.secret},
                      {"Content-Type", "application/json"},
                      {"Accept", "application/json, text/event-stream"}};
        fields.insert(fields.end(), session.begin(), session.end());
        client.send(requestText("POST", "/mcp", fields, callText(tool, R"({"ask":true})", "7")));
        ASSERT_TRUE(client.readUntil("roots/list")) << client.received();
        const HttpReply taken = harness.post(
            key, R"({"jsonrpc":"2.0","id":"gw-1","result":)" + std::string(kRoots) + "}", session);
        EXPECT_EQ(taken.status, 202U);
        ASSERT_TRUE(client.readUntil("\"id\":7")) << client.received();
        EXPECT_NE(client.received().find("file:///case"), std::string::npos) << client.received();
        // D-26; the text is the server's own, and repeats what it was told.
        EXPECT_EQ(client.received().find(R"("taskId":)"), std::string::npos) << client.received();
    }
    EXPECT_EQ(called(), 2);
}

// --- clients of the stateless era that have not declared the extension

// T4, B-75
TEST_F(TasksTest, AClientWithoutTheExtensionGetsTheResultAndNeverATask)
{
    for (const char* tool : {"old__task", "new__task"}) {
        const HttpReply done = call(tool, R"({"work":1})", "{}");
        EXPECT_NE(done.json().find("done "), std::string::npos) << tool << done.body;
        EXPECT_EQ(member(done, "resultType"), R"("complete")");
    }
    EXPECT_EQ(called(), 2);
}

// T4: it is asked as by any other call, and comes back to the task that goes on.
TEST_F(TasksTest, WhatATaskAsksParksTheCallOfAStatelessClient)
{
    for (const char* tool : {"old__task", "new__task"}) {
        const HttpReply asked = call(tool, R"({"ask":true})", R"({"roots":{}})");
        ASSERT_EQ(member(asked, "resultType"), R"("input_required")") << tool << asked.body;
        const auto document = JsonDocument::parse(asked.json());
        const JsonValue result = document->root()["result"];
        const HttpReply done =
            call(tool,
                 R"({"ask":true})",
                 R"({"roots":{}})",
                 R"(,"inputResponses":{")" + result["inputRequests"].first().name() + R"(":)" +
                     kRoots + R"(},"requestState":)" + std::string(result["requestState"].raw()));
        EXPECT_NE(done.json().find("file:///case"), std::string::npos) << tool << done.body;
    }
    EXPECT_EQ(called(), 2);
}

// T6: a server of the session era has no tasks that could be passed on.
TEST_F(TasksTest, ATaskOfTheSessionEraIsDrivenForAClientWithTheExtension)
{
    const HttpReply done = call("old__task", R"({"work":1})");
    EXPECT_EQ(member(done, "resultType"), R"("complete")") << done.body;
    EXPECT_NE(done.json().find("done "), std::string::npos);
}

// D-71
TEST_F(TasksTest, AFailedTaskOfTheSessionEraIsAResultWithAnError)
{
    const HttpReply tool = call("old__task", R"({"end":"error"})");
    EXPECT_EQ(member(tool, "isError"), "true") << tool.body;
    const HttpReply rpc = call("old__task", R"({"end":"rpc"})");
    EXPECT_FALSE(error(rpc).empty()) << rpc.body;
}

// D-35, D-70: its connection is the client's way to cancel.
TEST_F(TasksTest, AStatelessClientThatGoesCancelsTheTaskOfItsCall)
{
    RawClient client(harness.port());
    const std::string body =
        R"({"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"new__task","arguments":{"end":"never"},"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}}})";
    client.send(requestText("POST",
                            "/mcp",
                            {{"Host", "127.0.0.1"},
                             {"Authorization", "Bearer " + key.secret},
                             {"Content-Type", "application/json"},
                             {"Accept", "application/json, text/event-stream"},
                             {"MCP-Protocol-Version", "2026-07-28"},
                             {"Mcp-Method", "tools/call"},
                             {"Mcp-Name", "new__task"}},
                            body));
    ASSERT_TRUE(GatewayHarness::eventually([this] { return seen("tasks/get") > 0; }));
    client.close();
    EXPECT_TRUE(GatewayHarness::eventually([this] { return seen("tasks/cancel") == 1; }));
    EXPECT_TRUE(GatewayHarness::eventually([this] {
        const api::ActivityPage page = harness.activity();
        return !page.rows.empty() && page.rows.front().outcome == api::Outcome::Cancelled;
    }));
}

// --- clients that follow tasks themselves

// T5, B-76, B-77: found at once, with what its server says of time.
TEST_F(TasksTest, ATaskPassesUnderAnIdOfTheGatewaysOwn)
{
    const HttpReply created = call("new__task", R"({"work":1,"poll":1234})");
    EXPECT_EQ(member(created, "resultType"), R"("task")") << created.body;
    EXPECT_EQ(member(created, "status"), R"("working")");
    EXPECT_EQ(member(created, "ttlMs"), "60000");
    EXPECT_EQ(member(created, "pollIntervalMs"), "1234");
    EXPECT_EQ(created.body.find("task-"), std::string::npos) << created.body; // D-26
    const std::string id = taskOf(created);
    const HttpReply working = task("tasks/get", id);
    EXPECT_EQ(member(working, "resultType"), R"("complete")") << working.body;
    EXPECT_EQ(member(working, "status"), R"("working")");
    EXPECT_EQ(member(working, "taskId"), "\"" + id + "\"");
    EXPECT_EQ(member(working, "pollIntervalMs"), "1234");
    EXPECT_EQ(member(working, "result"), "");
    const HttpReply done = task("tasks/get", id);
    EXPECT_EQ(member(done, "status"), R"("completed")") << done.body;
    EXPECT_NE(member(done, "result").find("done "), std::string::npos);
    EXPECT_EQ(done.body.find("task-"), std::string::npos) << done.body;
    EXPECT_EQ(called(), 1);
}

// B-78
TEST_F(TasksTest, AToolsErrorIsCompletedAndAnErrorOfTheProtocolFailed)
{
    const HttpReply tool = task("tasks/get", taskOf(call("new__task", R"({"end":"error"})")));
    EXPECT_EQ(member(tool, "status"), R"("completed")") << tool.body;
    EXPECT_NE(member(tool, "result").find(R"("isError":true)"), std::string::npos);
    const HttpReply rpc = task("tasks/get", taskOf(call("new__task", R"({"end":"rpc"})")));
    EXPECT_EQ(member(rpc, "status"), R"("failed")") << rpc.body;
    EXPECT_NE(member(rpc, "error").find("no luck"), std::string::npos);
    EXPECT_EQ(member(rpc, "result"), "");
}

// B-77
TEST_F(TasksTest, AClientAnswersWhatItsTaskAsks)
{
    const std::string id = taskOf(call("new__task", R"({"ask":true})", kWithTasksAndRoots));
    const HttpReply asked = task("tasks/get", id, {}, kWithTasksAndRoots);
    EXPECT_EQ(member(asked, "status"), R"("input_required")") << asked.body;
    EXPECT_NE(member(asked, "inputRequests").find(R"("q1":{"method":"roots/list")"),
              std::string::npos);
    // B-46: who cannot be asked for it does not see it.
    EXPECT_EQ(member(task("tasks/get", id), "inputRequests"), "{}");
    const HttpReply taken = task(
        "tasks/update", id, R"(,"inputResponses":{"q1":)" + std::string(kRoots) + "}", kWithTasks);
    EXPECT_EQ(member(taken, "resultType"), R"("complete")") << taken.body;
    EXPECT_EQ(member(taken, "taskId"), "");
    const HttpReply done = task("tasks/get", id);
    EXPECT_NE(member(done, "result").find("file:///case"), std::string::npos) << done.body;
    EXPECT_EQ(called(), 1);
}

// B-77, D-35
TEST_F(TasksTest, AClientCancelsItsTask)
{
    const std::string id = taskOf(call("new__task", R"({"end":"never"})"));
    const HttpReply taken = task("tasks/cancel", id);
    EXPECT_EQ(member(taken, "resultType"), R"("complete")") << taken.body;
    EXPECT_EQ(seen("tasks/cancel"), 1);
    EXPECT_EQ(member(task("tasks/get", id), "status"), R"("cancelled")");
}

// B-77, I11
TEST_F(TasksTest, WhatTheExtensionDoesNotHaveIsNotFound)
{
    for (const char* method : {"tasks/list", "tasks/result"}) {
        const HttpReply reply = task(method, "x");
        EXPECT_EQ(reply.status, 404U) << method;
        EXPECT_NE(error(reply).find("-32601"), std::string::npos) << reply.body;
    }
}

// B-75, B-77: whether there is such a task or not.
TEST_F(TasksTest, TheMethodsAreForClientsThatDeclareTheExtensionInTheRequest)
{
    const std::string id = taskOf(call("new__task", "{}"));
    for (const std::string& named : {id, std::string("x")}) {
        for (const char* method : {"tasks/get", "tasks/update", "tasks/cancel"}) {
            const HttpReply reply = task(method, named, R"(,"inputResponses":{})", "{}");
            EXPECT_EQ(reply.status, 400U) << method;
            EXPECT_EQ(
                error(reply),
                R"({"code":-32021,"message":"Missing required client capability","data":{"requiredCapabilities":{"extensions":{"io.modelcontextprotocol/tasks":{}}}}})")
                << method;
        }
    }
    EXPECT_EQ(seen("tasks/"), 0);
}

// B-12
TEST_F(TasksTest, TheHeaderFieldNamesTheTask)
{
    const std::string id = taskOf(call("new__task", "{}"));
    const HttpReply reply = ask(key, "tasks/get", "x", R"("taskId":")" + id + "\"");
    EXPECT_EQ(reply.status, 400U);
    EXPECT_NE(error(reply).find("-32020"), std::string::npos) << reply.body;
}

// B-77, B-79, D-72, F-13: all alike.
TEST_F(TasksTest, AForeignAndAnUnknownIdAreTheSame)
{
    const std::string id = taskOf(call("new__task", "{}"));
    std::string tampered = id;
    tampered[tampered.size() / 2] = tampered[tampered.size() / 2] == 'A' ? 'B' : 'A';
    const std::string unknown = R"({"code":-32602,"message":"Unknown task"})";
    for (const char* method : {"tasks/get", "tasks/update", "tasks/cancel"}) {
        const std::string params = R"("inputResponses":{},"taskId":")";
        const auto refused = [&](const GatewayHarness::Key& who, const std::string& named) {
            return error(ask(who, method, named, params + named + "\""));
        };
        EXPECT_EQ(refused(other, id), unknown) << method;
        EXPECT_EQ(refused(key, tampered), unknown) << method;
        EXPECT_EQ(refused(key, "task-1"), unknown) << method;
        EXPECT_EQ(refused(key, ""), unknown) << method;
    }
    EXPECT_EQ(seen("tasks/"), 0);
    // Another server's endpoint does not lead to it, its own does.
    const std::string params = R"("taskId":")" + id + "\"";
    EXPECT_EQ(error(ask(key, "tasks/get", id, params, kWithTasks, "/mcp/old")), unknown);
    EXPECT_EQ(error(ask(key, "tasks/get", id, params, kWithTasks, "/mcp/new")), "");
}

// F-13: rights are those of the moment.
TEST_F(TasksTest, AKeyThatMayNoLongerCallTheToolHasNoTaskOfIt)
{
    const std::string id = taskOf(call("new__task", "{}"));
    ASSERT_TRUE(harness.apply(api::SetAllowList{key.id, {*api::parseRule("old:*")}}));
    const HttpReply reply = task("tasks/get", id);
    EXPECT_EQ(error(reply), R"({"code":-32602,"message":"Unknown task"})");
    EXPECT_EQ(seen("tasks/"), 0);
    const api::ActivityRow row = harness.activity().rows.front();
    EXPECT_EQ(row.outcome, api::Outcome::Denied);
    EXPECT_EQ(row.reason, api::Reason::ToolNotAllowed);
    EXPECT_EQ(row.tool, "task");
}

// T7
TEST_F(TasksTest, ATaskThatARestartOfItsServerHasEndedIsUnknown)
{
    const std::string id = taskOf(call("new__task", "{}"));
    static_cast<void>(call("new__exit", "{}"));
    ASSERT_TRUE(GatewayHarness::eventually([this] {
        const api::ServerStatus server = harness.status().servers.back();
        return server.restarts > 0 && server.state == api::ServerState::Ready;
    }));
    EXPECT_EQ(error(task("tasks/get", id)), R"({"code":-32602,"message":"Unknown task"})");
}

// T7
TEST_F(TasksTest, ADrivenTaskThatARestartHasEndedIsAnErrorOfTheToolAndDoesNotRunAgain)
{
    auto restarted = std::async(std::launch::async, [this] {
        EXPECT_TRUE(GatewayHarness::eventually([this] { return seen("tasks/get") > 0; }));
        static_cast<void>(call("new__exit", "{}"));
    });
    const HttpReply done = call("new__task", R"({"end":"never"})", "{}");
    restarted.wait();
    EXPECT_EQ(member(done, "isError"), "true") << done.body;
    EXPECT_EQ(called(), 2); // the task and "exit"
}

// T7, as a session sees it, whose calls the gateway drives for servers of both eras
TEST_F(TasksTest, ASessionsTaskThatARestartHasEndedIsAnErrorOfTheToolAndDoesNotRunAgain)
{
    for (const std::string server : {"old", "new"}) {
        const std::ptrdiff_t asked = seen("tasks/get");
        const auto before = called();
        auto restarted = std::async(std::launch::async, [this, server, asked] {
            EXPECT_TRUE(
                GatewayHarness::eventually([this, asked] { return seen("tasks/get") > asked; }));
            static_cast<void>(harness.post(key, callText(server + "__exit")));
        });
        const HttpReply done = harness.post(
            key, callText(server + "__task", R"({"end":"never"})"), harness.initialize(key));
        restarted.wait();
        EXPECT_EQ(member(done, "isError"), "true") << done.body;
        EXPECT_EQ(called() - before, 2) << server; // the task and "exit"
    }
}

// B-62, B-80: no server's word about a task is passed on; who wants to know asks.
TEST_F(TasksTest, ListeningToTasksIsAcknowledgedWithoutThem)
{
    const auto listen = [this](const std::string& capabilities) {
        RawClient client(harness.port());
        const std::string body =
            R"({"jsonrpc":"2.0","id":1,"method":"subscriptions/listen","params":{"notifications":{"toolsListChanged":true,"taskIds":["x"]},"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":)" +
            capabilities + "}}}";
        client.send(requestText("POST",
                                "/mcp",
                                {{"Host", "127.0.0.1"},
                                 {"Authorization", "Bearer " + key.secret},
                                 {"Content-Type", "application/json"},
                                 {"Accept", "application/json, text/event-stream"},
                                 {"MCP-Protocol-Version", "2026-07-28"},
                                 {"Mcp-Method", "subscriptions/listen"}},
                                body));
        EXPECT_TRUE(client.readUntil("jsonrpc")) << client.received();
        return client.received();
    };
    const std::string refused = listen("{}");
    EXPECT_NE(refused.find("HTTP/1.1 400"), std::string::npos) << refused;
    EXPECT_NE(refused.find("-32021"), std::string::npos) << refused;
    const std::string agreed = listen(kWithTasks);
    EXPECT_NE(agreed.find("notifications/subscriptions/acknowledged"), std::string::npos);
    EXPECT_EQ(agreed.find("taskIds"), std::string::npos) << agreed;
}

// --- the log

// What runs, what is told to it and what leaves is recorded; how it stands is not.
TEST_F(TasksTest, EachThingThatATaskTakesOrGivesIsRecordedOnce)
{
    const std::string id =
        taskOf(call("new__task", R"({"work":1,"ask":true,"say":""})", kWithTasksAndRoots));
    for (int i = 0; i < 3; ++i) { // working, then twice the same question
        static_cast<void>(task("tasks/get", id, {}, kWithTasksAndRoots));
    }
    static_cast<void>(
        task("tasks/update", id, R"(,"inputResponses":{"q1":)" + std::string(kRoots) + "}"));
    for (int i = 0; i < 2; ++i) {
        EXPECT_NE(task("tasks/get", id).json().find("file:///case"), std::string::npos);
    }
    const api::ActivityPage page = harness.activity();
    std::vector<api::Outcome> outcomes;
    for (const api::ActivityRow& row : page.rows) {
        outcomes.insert(outcomes.begin(), row.outcome);
        EXPECT_EQ(row.tool, "task");
        EXPECT_EQ(row.key, key.id);
    }
    EXPECT_EQ(outcomes,
              (std::vector<api::Outcome>{api::Outcome::TaskCreated,
                                         api::Outcome::InputRequired,
                                         api::Outcome::Ok,
                                         api::Outcome::Ok}));
    const auto details = GatewayHarness::wait<api::CallDetails>(
        [&](auto done) { harness.gateway->callDetails(page.rows.front().n, done); });
    ASSERT_TRUE(details);
    EXPECT_NE(details->intentBody.find(R"("method":"tasks/get")"), std::string::npos);
    EXPECT_NE(details->intentBody.find(R"("task":")" + page.rows.back().call.str() + "\""),
              std::string::npos)
        << details->intentBody;
    ASSERT_TRUE(details->result);
    EXPECT_NE(details->result->find("file:///case"), std::string::npos);
    const auto told = GatewayHarness::wait<api::CallDetails>(
        [&](auto done) { harness.gateway->callDetails(page.rows[1].n, done); });
    ASSERT_TRUE(told);
    EXPECT_NE(told->intentBody.find(R"("method":"tasks/update")"), std::string::npos);
    ASSERT_TRUE(told->arguments);
    EXPECT_NE(told->arguments->find("file:///case"), std::string::npos);
}

} // namespace
} // namespace portcullis::test
