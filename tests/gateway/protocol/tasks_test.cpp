#include "gateway/protocol/call.h"
#include "gateway/protocol/client_features.h"
#include "gateway/protocol/inbound.h"
#include "gateway/protocol/lifecycle.h"
#include "gateway/protocol/mcp_headers.h"
#include "gateway/protocol/tasks.h"
#include "gateway/protocol/tools.h"
#include "tests/gateway/protocol/support.h"

#include <vector>

namespace portcullis::protocol {
namespace {

constexpr const char* kWorking =
    R"("taskId":"t1","status":"working","createdAt":"2026-10-01T10:00:00Z","lastUpdatedAt":"2026-10-01T10:00:01+02:00")";

std::string taskText(const std::string& members)
{
    return "{" + (kWorking + members) + "}";
}

} // namespace

// X4: each era has its own form, and neither is taken for the other.
TEST(ReadCreatedTask, TakesTheFormOfItsEraAlone)
{
    const Json session(R"({"task":)" + taskText(R"(,"ttl":1,"pollInterval":700)") + "}");
    const Json stateless(R"({"resultType":"task",)" +
                         taskText(R"(,"pollIntervalMs":900)").substr(1));
    const auto old = readCreatedTask(session.root(), Era::Session);
    ASSERT_TRUE(old);
    EXPECT_EQ(old->id, "t1");
    EXPECT_EQ(old->pollInterval, std::chrono::milliseconds(700));
    const auto now = readCreatedTask(stateless.root(), Era::Stateless);
    ASSERT_TRUE(now);
    EXPECT_EQ(now->pollInterval, std::chrono::milliseconds(900));
    EXPECT_FALSE(readCreatedTask(session.root(), Era::Stateless));
    EXPECT_FALSE(readCreatedTask(stateless.root(), Era::Session));
    const Json mixed(taskText(R"(,"pollInterval":5)"));
    EXPECT_FALSE(readTask(mixed.root(), Era::Stateless)->pollInterval);
}

// C-41, B-35: only of tools, only in the form of its era.
TEST(ClassifyTask, IsAnAnswerToACallOfAToolOnly)
{
    const Json session(R"({"task":)" + taskText("") + "}");
    const Json stateless(R"({"resultType":"task",)" + taskText("").substr(1));
    EXPECT_EQ(classifyResult(CallKind::Tool, session.root(), Era::Session), ResultKind::Task);
    EXPECT_EQ(classifyResult(CallKind::Tool, stateless.root(), Era::Stateless), ResultKind::Task);
    EXPECT_EQ(classifyResult(CallKind::Tool, session.root(), Era::Stateless),
              ResultKind::Malformed);
    EXPECT_EQ(classifyResult(CallKind::Tool, stateless.root(), Era::Session),
              ResultKind::Malformed);
    for (const CallKind kind : {CallKind::Prompt, CallKind::Resource}) {
        EXPECT_EQ(classifyResult(kind, session.root(), Era::Session), ResultKind::Malformed);
        EXPECT_EQ(classifyResult(kind, stateless.root(), Era::Stateless), ResultKind::Malformed);
    }
}

TEST(ReadTask, RefusesWhatIsNone)
{
    const std::string longId(kMaxTaskId, 'x');
    for (const std::string& text :
         {std::string("{}"),
          std::string("null"),
          std::string("[]"),
          std::string(R"({"taskId":"t"})"),
          std::string(R"({"taskId":"","status":"working"})"),
          std::string(R"({"taskId":7,"status":"working"})"),
          std::string(R"({"taskId":"t","status":"done"})"),
          std::string(R"({"taskId":"t","status":1})"),
          std::string(R"({"taskId":"t","status":"working","statusMessage":{}})"),
          R"({"taskId":")" + longId + R"(","status":"working"})"}) {
        const Json json(text);
        EXPECT_FALSE(readTask(json.root(), Era::Stateless)) << text;
        EXPECT_FALSE(readTask(json.root(), Era::Session)) << text;
    }
}

TEST(ReadTask, KeepsIntervalsWithinWhatCanBeCounted)
{
    const auto interval = [](const std::string& lexeme) {
        const Json json(taskText(",\"pollIntervalMs\":" + lexeme));
        return readTask(json.root(), Era::Stateless)->pollInterval;
    };
    EXPECT_EQ(interval("-3"), std::chrono::milliseconds(0));
    EXPECT_EQ(interval("9223372036854775807"), std::chrono::hours(24));
    EXPECT_FALSE(interval("1e400"));
    EXPECT_FALSE(interval("\"5\""));
}

// D-26: nothing of a task but what the extension names goes to a client.
TEST(WriteTask, HidesTheServersIdAndWhatItsServerAdds)
{
    const Json json(taskText(
        R"(,"statusMessage":"half","ttlMs":60000,"pollIntervalMs":5,"result":{"a":1},"secret":"canary","_meta":{"x":"canary"},"inputRequests":{"canary":{}})"));
    const auto task = readTask(json.root(), Era::Stateless);
    ASSERT_TRUE(task);
    const std::string created = writeCreatedTask(*task, "own");
    EXPECT_TRUE(created.starts_with(
        R"({"resultType":"task","taskId":"own","status":"working","statusMessage":"half","createdAt":"2026-10-01T10:00:00Z","lastUpdatedAt":"2026-10-01T10:00:01+02:00","ttlMs":60000,"pollIntervalMs":5,"_meta":)"))
        << created;
    EXPECT_EQ(created.find("t1"), std::string::npos);
    EXPECT_EQ(created.find("canary"), std::string::npos);
    const Json got(writeTask(*task, "own", R"("result":{"b":2})"));
    EXPECT_TRUE(got["resultType"].stringEquals("complete"));
    EXPECT_EQ(got["result"].raw(), R"({"b":2})");
}

TEST(WriteTask, AlwaysSaysHowLongItIsKept)
{
    const Json json(taskText(""));
    const Json none(writeTask(*readTask(json.root(), Era::Stateless), "own", {}));
    EXPECT_TRUE(none["ttlMs"].isNull());
    const Json wrong(taskText(R"(,"ttlMs":{},"statusMessage":")" + std::string(5000, 'x') + "\""));
    const Json written(writeTask(*readTask(wrong.root(), Era::Stateless), "own", {}));
    EXPECT_TRUE(written["ttlMs"].isNull());
    EXPECT_FALSE(written["statusMessage"].exists());
}

TEST(ReadTaskRequest, TakesTheMethodsOfTheExtension)
{
    const auto read = [](const std::string& method, const std::string& params) {
        const ParsedMessage message(R"({"jsonrpc":"2.0","id":1,"method":")" + method +
                                    R"(","params":)" + params + "}");
        const auto request = readTaskRequest(*message);
        return request ? 0 : request.error().code;
    };
    EXPECT_EQ(read("tasks/get", R"({"taskId":"a"})"), 0);
    EXPECT_EQ(read("tasks/cancel", R"({"taskId":"a"})"), 0);
    EXPECT_EQ(read("tasks/update", R"({"taskId":"a","inputResponses":{}})"), 0);
    EXPECT_EQ(read("tasks/update", R"({"taskId":"a"})"), code::kInvalidParams);
    EXPECT_EQ(read("tasks/update", R"({"taskId":"a","inputResponses":[]})"), code::kInvalidParams);
    EXPECT_EQ(read("tasks/get", R"({"taskId":7})"), code::kInvalidParams);
    EXPECT_EQ(read("tasks/get", "{}"), code::kInvalidParams);
    EXPECT_EQ(read("tasks/result", R"({"taskId":"a"})"), code::kMethodNotFound);
    EXPECT_EQ(read("tasks/list", "{}"), code::kMethodNotFound);
}

// B-12: Mcp-Name is the id of the task.
TEST(ClassifyStateless, ChecksTheHeaderOfTasks)
{
    const auto status = [](const std::string& method, std::optional<std::string> name) {
        const Json json(
            R"({"jsonrpc":"2.0","id":1,"method":")" + method +
            R"(","params":{"taskId":"a","inputResponses":{},"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}}})");
        McpHeaders headers;
        headers.protocolVersion = "2026-07-28";
        headers.method = method;
        headers.name = std::move(name);
        const Inbound inbound = classifyPost(json.document(), headers);
        const auto* refusal = std::get_if<Refusal>(&inbound);
        return refusal == nullptr ? 200U : refusal->httpStatus;
    };
    for (const char* method : {"tasks/get", "tasks/update", "tasks/cancel"}) {
        EXPECT_EQ(status(method, "a"), 200U) << method;
        EXPECT_EQ(status(method, "b"), 400U) << method;
        EXPECT_EQ(status(method, std::nullopt), 400U) << method;
    }
    EXPECT_EQ(status("tasks/list", "a"), 404U);
    EXPECT_EQ(status("tasks/result", "a"), 404U);
}

// X5: what a session says of extensions switches none on.
TEST(ClientFeatures, TellOfTasksOnlyWhereTheyAreAsked)
{
    const Json declared(R"({"extensions":{"io.modelcontextprotocol/tasks":{}}})");
    EXPECT_FALSE(readClientFeatures(declared.root()).tasks);
    EXPECT_TRUE(declaresTasks(declared.root()));
    for (const char* text : {"{}",
                             R"({"tasks":{}})",
                             R"({"extensions":{}})",
                             R"({"extensions":{"io.modelcontextprotocol/tasks":true}})"}) {
        EXPECT_FALSE(declaresTasks(Json(text).root())) << text;
    }
    EXPECT_EQ(writeClientFeatures({.tasks = true}), declared.root().raw());
    EXPECT_FALSE(both({.tasks = true}, {.tasks = true}).tasks); // connections do not differ by it
}

TEST(ServerFeatures, TellWhetherCallsMayBeTasks)
{
    const auto takes = [](const std::string& capabilities) {
        const Json result(R"({"protocolVersion":"2025-11-25","capabilities":)" + capabilities +
                          R"(,"serverInfo":{"name":"s","version":"1"}})");
        return readInitializeResult(result.root())->features.callsAsTasks;
    };
    EXPECT_TRUE(takes(R"({"tasks":{"requests":{"tools":{"call":{}}}}})"));
    EXPECT_FALSE(takes(R"({"tasks":{"requests":{}}})"));
    EXPECT_FALSE(takes(R"({"tasks":{}})"));
    EXPECT_FALSE(takes("{}"));
}

TEST(ReadToolsPage, NotesWhichToolsNeedATask)
{
    const Json page(
        R"({"tools":[{"name":"a","inputSchema":{},"execution":{"taskSupport":"required"}},{"name":"b","inputSchema":{},"execution":{"taskSupport":"optional"}},{"name":"c","inputSchema":{}}]})");
    const auto tools = readToolsPage(page.root(), UpstreamKind::Stdio, Era::Session);
    ASSERT_TRUE(tools);
    std::vector<bool> required;
    for (const Tool& tool : tools->tools) {
        required.push_back(tool.taskRequired);
    }
    EXPECT_EQ(required, (std::vector<bool>{true, false, false}));
}

// What leaves without a record says nothing in words.
TEST(WriteTask, TakesDatesForNothingElse)
{
    const Json task(
        R"({"taskId":"t","status":"working","createdAt":"come at ten","lastUpdatedAt":"2026-10-01T10:00:01Z"})");
    const auto state = readTask(task.root(), Era::Stateless);
    ASSERT_TRUE(state);
    const Json written(writeTask(*state, "own", {}));
    EXPECT_FALSE(written.root()["createdAt"].exists());
    EXPECT_TRUE(written.root()["lastUpdatedAt"].stringEquals("2026-10-01T10:00:01Z"));
}

TEST(ReadTask, KnowsHowLongATaskIsKept)
{
    const auto ttl = [](const char* member, Era era) {
        const Json task(R"({"taskId":"t","status":"working",)" + std::string(member) + "}");
        return readTask(task.root(), era)->ttl;
    };
    EXPECT_EQ(ttl(R"("ttl":7)", Era::Session), std::chrono::milliseconds(7));
    EXPECT_EQ(ttl(R"("ttlMs":7)", Era::Stateless), std::chrono::milliseconds(7));
    EXPECT_EQ(ttl(R"("ttlMs":-7)", Era::Stateless), std::chrono::milliseconds(0));
    EXPECT_EQ(ttl(R"("ttlMs":null)", Era::Stateless), std::nullopt);
    EXPECT_LE(ttl(R"("ttlMs":9000000000000000000)", Era::Stateless), std::chrono::hours(24 * 366));
}

// D-26, A-54: the member that a server of the session era marks its results with.
TEST(WriteCallResult, LeavesOutTheTaskThatTheResultCameFrom)
{
    const Json result(
        R"({"content":[],"_meta":{"io.modelcontextprotocol/related-task":{"taskId":"t1"},"own":1}})");
    const std::string written =
        writeCallResult(CallKind::Tool, result.root(), Revision::V2025_11_25);
    EXPECT_EQ(written.find("t1"), std::string::npos) << written;
    EXPECT_NE(written.find(R"("own":1)"), std::string::npos);
}

// A-54: what a server may say to the gateway alone is no word of the gateway's to a client.
TEST(WriteCallResult, LeavesOutWhatSpeaksOfTheServersHop)
{
    for (const char* const name : {"progressToken",
                                   "io.modelcontextprotocol/subscriptionId",
                                   "io.modelcontextprotocol/protocolVersion",
                                   "io.modelcontextprotocol/clientInfo",
                                   "io.modelcontextprotocol/clientCapabilities",
                                   "io.modelcontextprotocol/logLevel",
                                   "io.modelcontextprotocol/related-task",
                                   R"(progress\u0054oken)"}) {
        const Json result(R"({"content":[],"_meta":{")" + std::string(name) +
                          R"(":"forged","own":1,"io.modelcontextprotocol/other":2}})");
        for (const Revision to : {Revision::V2024_11_05,
                                  Revision::V2025_03_26,
                                  Revision::V2025_06_18,
                                  Revision::V2025_11_25,
                                  Revision::V2026_07_28}) {
            const std::string written = writeCallResult(CallKind::Tool, result.root(), to);
            EXPECT_EQ(written.find("forged"), std::string::npos) << written;
            EXPECT_NE(written.find(R"("own":1,"io.modelcontextprotocol/other":2)"),
                      std::string::npos)
                << written;
        }
    }
}

TEST(WithRelatedTask, NamesTheTaskOnceAndKeepsTheRest)
{
    const Json related(R"({"taskId":"t1"})");
    const Json result(
        R"({"roots":[],"_meta":{"io.modelcontextprotocol/related-task":{"taskId":"forged"},"own":1}})");
    EXPECT_EQ(
        withRelatedTask(result.root(), related.root()),
        R"({"roots":[],"_meta":{"own":1,"io.modelcontextprotocol/related-task":{"taskId":"t1"}}})");
}

TEST(WriteTaskWish, SaysHowLong)
{
    EXPECT_EQ(writeTaskWish(std::chrono::seconds(2)), R"("task":{"ttl":2000})");
}

} // namespace portcullis::protocol
