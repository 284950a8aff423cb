#include "gateway/base/json_writer.h"
#include "tests/support/servers/test_server.h"

#include <cstdlib>
#include <fstream>
#include <unistd.h>

// What the test server asks and tells its client when a call says so:
//
//   request     sends arguments.method with arguments.params, answers with what came back
//   notify      sends the notification arguments.method with arguments.params
//   fail        the error arguments.code with arguments.data
//   tell-later  an answer, and then the notification arguments.method with arguments.params
//   need-url    -32042 for https://sign.in/ until the file arguments.visited exists
//   need-input  wants arguments.requests first, with the state arguments.state; then as input
//   need-feature  -32021 with the data arguments.data
//   pid         the number of the process
//   level       the level of messages it was told, "none" before that
namespace portcullis::test {

bool TestServer::hear(std::string_view id, const std::string& method, JsonValue params)
{
    if (method == "notifications/roots/list_changed") {
        tell("roots", "changed");
        return true;
    }
    if (method != "logging/setLevel" || option("levels").empty()) {
        return false;
    }
    m_level = params["level"].string();
    tell("levels", m_level);
    reply(id, "{}");
    return true;
}

bool TestServer::offerApp(std::string_view id, const std::string& method, JsonValue params)
{
    const std::string app = R"("uri":"ui://app/main","mimeType":"text/html;profile=mcp-app",)";
    if (option("apps") != "1") {
        return false;
    }
    if (method == "resources/list") {
        reply(id, R"({"resources":[{)" + app + R"("name":"main"}]})");
    } else if (method == "resources/templates/list") {
        reply(id, R"({"resourceTemplates":[]})");
    } else if (method == "resources/read" && params["uri"].stringEquals("ui://app/main")) {
        reply(id, R"({"contents":[{)" + app + R"("text":"<html>"}]})");
    } else {
        return false;
    }
    return true;
}

bool TestServer::callAsking(std::string_view id, JsonValue params)
{
    const std::string tool = params["name"].string();
    const JsonValue arguments = params["arguments"];
    const std::string message = R"("method":)" + std::string(arguments["method"].raw()) +
                                R"(,"params":)" + std::string(arguments["params"].raw()) + "}";
    if (tool == "app") {
        replyText(id, "called by an app");
    } else if (tool == "request") {
        m_asking = id;
        m_answers.clear();
        send(R"({"jsonrpc":"2.0","id":"q2",)" + message);
    } else if (tool == "notify") {
        send(R"({"jsonrpc":"2.0",)" + message);
        replyText(id, "told");
    } else if (tool == "fail") {
        replyError(id,
                   std::atoi(std::string(arguments["code"].raw()).c_str()),
                   std::string(arguments["data"].raw()));
    } else if (tool == "tell-later") {
        replyText(id, "told later");
        send(R"({"jsonrpc":"2.0",)" + message);
    } else if (tool == "need-url" && !std::ifstream(arguments["visited"].string())) {
        replyError(
            id,
            -32042,
            R"({"elicitations":[{"mode":"url","elicitationId":"e1","url":"https://sign.in/x","message":"Sign in"}]})");
    } else if (tool == "need-url") {
        replyText(id, "signed in");
    } else if (tool == "need-input" && params["inputResponses"].exists()) {
        replyText(id,
                  std::string(params["inputResponses"].raw()) + " " +
                      std::string(params["requestState"].raw()));
    } else if (tool == "need-input") {
        reply(id,
              R"({"resultType":"input_required","requestState":)" +
                  std::string(arguments["state"].raw()) + R"(,"inputRequests":)" +
                  std::string(arguments["requests"].raw()) + "}");
    } else if (tool == "need-feature") {
        replyError(id, -32021, std::string(arguments["data"].raw()));
    } else if (tool == "pid") {
        replyText(id, std::to_string(::getpid()));
    } else if (tool == "level") {
        replyText(id, m_level);
    } else {
        return false;
    }
    return true;
}

} // namespace portcullis::test
