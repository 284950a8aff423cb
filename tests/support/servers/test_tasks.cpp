#include "tests/support/servers/test_server.h"

#include <algorithm>
#include <fstream>
#include <unistd.h>

// The tool "task" of the test server, which answers with a task of its era. Its arguments say what
// becomes of it:
//
//   work   how many tasks/get find it working (default 0)
//   ask    true: then it wants roots/list of the client
//   say    what it says of how it stands (default "step" and how much work is left); empty for
//   nothing ttl    in ms (default 60000) end    ok (default) | error (a result with isError) | rpc
//   (a JSON-RPC error) | cancelled | never poll   the interval that it wishes, in ms (default 1)
namespace portcullis::test {

namespace {

constexpr const char* kTimes =
    R"("createdAt":"2026-10-01T10:00:00Z","lastUpdatedAt":"2026-10-01T10:00:01Z",)";

std::string relatedTo(const std::string& task)
{
    return R"("_meta":{"io.modelcontextprotocol/related-task":{"taskId":")" + task + R"("}})";
}

} // namespace

void TestServer::beginTask(std::string_view id, JsonValue params)
{
    const JsonValue meta = params["_meta"]["io.modelcontextprotocol/clientCapabilities"];
    const bool takes = isStateless()
                           ? meta["extensions"]["io.modelcontextprotocol/tasks"].isObject()
                           : params["task"].isObject();
    if (!takes) {
        replyError(id, isStateless() ? -32021 : -32601);
        return;
    }
    const JsonValue arguments = params["arguments"];
    const std::string end = arguments["end"].string();
    FakeTask task;
    task.work = arguments["work"].integer().value_or(0);
    task.asks = arguments["ask"].boolean();
    task.end = end.empty() ? "ok" : end;
    task.poll = arguments["poll"].integer().value_or(1);
    if (arguments["say"].isString()) {
        task.says = std::string(arguments["say"].raw());
    }
    task.ttl = arguments["ttl"].integer().value_or(60'000);
    const std::string ids = option("taskIds");
    const std::string name = ids == "same"    ? "task-1"
                             : ids == "count" ? "task-" + std::to_string(m_tasks.size() + 1)
                                              : "task-" + std::to_string(::getpid()) + "-" +
                                                    std::to_string(m_tasks.size() + 1);
    m_tasks[name] = task;
    const std::string shape = taskText(name, "working");
    reply(id,
          isStateless() ? R"({"resultType":"task",)" + shape + "}" : R"({"task":{)" + shape + "}}");
}

std::string TestServer::taskText(const std::string& name, const std::string& status) const
{
    const FakeTask& task = m_tasks.at(name);
    const std::string unit = isStateless() ? "Ms" : "";
    const std::string says = task.says ? *task.says : "\"step " + std::to_string(task.work) + "\"";
    return R"("taskId":")" + name + R"(","status":")" + status + R"(",)" +
           (says == R"("")" ? "" : R"("statusMessage":)" + says + ",") + kTimes + R"("ttl)" + unit +
           "\":" + std::to_string(task.ttl) + R"(,"pollInterval)" + unit +
           "\":" + std::to_string(task.poll);
}

std::string TestServer::statusOf(const FakeTask& task) const
{
    if (task.cancelled || task.end == "cancelled") {
        return "cancelled";
    }
    if (task.work > 0 || task.end == "never") {
        return "working";
    }
    if (task.asks && task.answers.empty()) {
        return "input_required";
    }
    const bool fails = task.end == "rpc" || (task.end == "error" && !isStateless());
    return fails ? "failed" : "completed";
}

std::string TestServer::endOf(const std::string& name) const
{
    const FakeTask& task = m_tasks.at(name);
    return R"({"content":[{"type":"text","text":)" + jsonQuote("done " + task.answers) +
           R"(}],"isError":)" + (task.end == "error" ? "true" : "false") +
           (isStateless() ? "}" : "," + relatedTo(name) + "}");
}

void TestServer::getTask(std::string_view id, const std::string& name)
{
    FakeTask& task = m_tasks.at(name);
    const std::string status = statusOf(task);
    std::string payload;
    if (status == "input_required") {
        payload = R"(,"inputRequests":{"q1":{"method":"roots/list"}})";
    } else if (status == "completed") {
        payload = R"(,"result":)" + endOf(name);
    } else if (status == "failed") {
        payload = R"(,"error":{"code":-32050,"message":"no luck"})";
    }
    const std::string shape = taskText(name, status);
    reply(id,
          isStateless() ? R"({"resultType":"complete",)" + shape + payload + "}"
                        : "{" + shape + "}");
    task.work = std::max<std::int64_t>(task.work - 1, 0);
}

void TestServer::taskResult(std::string_view id, const std::string& name)
{
    FakeTask& task = m_tasks.at(name);
    if (statusOf(task) == "input_required") {
        task.waiting = id;
        send(R"({"jsonrpc":"2.0","id":"of )" + name + R"(","method":"roots/list","params":{)" +
             relatedTo(name) + "}}");
    } else if (task.end == "rpc") {
        replyError(id, -32050);
    } else {
        reply(id, endOf(name));
    }
}

// The client's answer to what taskResult() has asked.
bool TestServer::answerOfTask(JsonValue root)
{
    const std::string id = root["id"].string();
    if (!id.starts_with("of ") || !m_tasks.contains(id.substr(3))) {
        return false;
    }
    FakeTask& task = m_tasks.at(id.substr(3));
    const JsonValue result = root["result"];
    task.answers = std::string(result.exists() ? result.raw() : root["error"].raw());
    reply(task.waiting, endOf(id.substr(3)));
    return true;
}

bool TestServer::ofTask(std::string_view id, const std::string& method, JsonValue params)
{
    if (!method.starts_with("tasks/")) {
        return false;
    }
    const std::string name = params["taskId"].string();
    if (const std::string file = option("taskLog"); !file.empty()) {
        const JsonValue offered = params["_meta"]["io.modelcontextprotocol/clientCapabilities"];
        std::ofstream(file, std::ios::app) << method << " " << name << " " << offered.raw() << "\n";
    }
    if (!m_tasks.contains(name)) {
        replyError(id, -32602);
    } else if (method == "tasks/get") {
        getTask(id, name);
    } else if (method == "tasks/result" && !isStateless()) {
        taskResult(id, name);
    } else if (method == "tasks/update" && isStateless()) {
        m_tasks.at(name).answers = std::string(params["inputResponses"].raw());
        reply(id, R"({"resultType":"complete"})");
    } else if (method == "tasks/cancel") {
        m_tasks.at(name).cancelled = true;
        reply(id,
              isStateless() ? R"({"resultType":"complete"})"
                            : "{" + taskText(name, "cancelled") + "}");
    } else {
        replyError(id, -32601);
    }
    return true;
}

} // namespace portcullis::test
