#include "gateway/base/json_writer.h"
#include "tests/support/servers/test_server.h"

#include <algorithm>
#include <utility>

// What the test server says besides answers, with talks=1 and offers=1:
//
//   tool question     asks its client what its arguments say, {"method":…,"params":…}, and answers
//                     with what came back, also in the file answers=; with arguments.hold the
//                     stateless era keeps that answer until answer-open
//   tool answer-open  answers every call that waits for such an answer
//   tool withdraw     takes its questions back, and answers those calls
//   tool logs         log messages of the levels debug and warning, then an answer
//   tool chatter      200 log messages, then an answer
//   tool wander       progress 1, 3, 2, 3, 5, an answer, progress 9
//   tool climb        progress 1, 2, 3, in the stateless era once more after it was given roots
//   tool rush         progress 1 to 100 at once, then an answer
//   tool again        wants to be called again, for ever (stateless era)
//   subscriptions     agrees to all but the URI disagrees=, says nothing about the URI slow=; told
//                     in the file subscribed=
namespace portcullis::test {

bool TestServer::talk(std::string_view id, JsonValue params)
{
    const std::string tool = params["name"].string();
    if (tool == "question") {
        ask(id, params);
    } else if (tool == "answer-open" || tool == "withdraw") {
        for (const std::string& call : std::exchange(m_open, {})) {
            if (tool == "withdraw") {
                send(
                    R"({"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":"q)" +
                    call + R"("}})");
            }
            replyText(call, "answered anyway");
        }
        replyText(id, "done");
    } else if (tool == "logs") {
        for (const char* level : {"debug", "warning"}) {
            send(
                R"({"jsonrpc":"2.0","method":"notifications/message","params":{"logger":"lg","level":")" +
                std::string(level) + R"(","data":"said"}})");
        }
        replyText(id, "logged");
    } else if (tool == "chatter") {
        for (int i = 0; i < 200; ++i) {
            send(
                R"({"jsonrpc":"2.0","method":"notifications/message","params":{"level":"error","data":"said"}})");
        }
        replyText(id, "quiet");
    } else if (tool == "wander") {
        const std::string_view token = params["_meta"]["progressToken"].raw();
        for (const int value : {1, 3, 2, 3, 5}) {
            progress(token, value);
        }
        replyText(id, "there");
        progress(token, 9);
    } else if (tool == "climb" || tool == "rush") {
        for (int value = 1; value <= (tool == "rush" ? 100 : 3); ++value) {
            progress(params["_meta"]["progressToken"].raw(), value);
        }
        if (tool == "climb" && isStateless() && !params["inputResponses"].exists()) {
            reply(
                id,
                R"({"resultType":"input_required","inputRequests":{"a":{"method":"roots/list"}}})");
        } else {
            replyText(id, "up");
        }
    } else if (tool == "again") {
        reply(id, R"({"resultType":"input_required","requestState":"again"})");
    } else {
        return false;
    }
    return true;
}

// The session era asks while the call is open, the stateless era instead of an answer.
void TestServer::ask(std::string_view id, JsonValue params)
{
    const JsonValue wanted = params["arguments"];
    const std::string method(wanted["method"].raw());
    const std::string about(wanted["params"].exists() ? wanted["params"].raw() : "{}");
    if (!isStateless()) {
        m_open.emplace_back(id);
        send(R"({"jsonrpc":"2.0","id":"q)" + std::string(id) + R"(","method":)" + method +
             R"(,"params":)" + about + "}");
    } else if (params["inputResponses"].exists() && wanted["hold"].boolean()) {
        m_open.emplace_back(id);
    } else if (params["inputResponses"].exists()) {
        replyText(id,
                  std::string(params["inputResponses"].raw()) + " " +
                      params["requestState"].string());
    } else {
        reply(
            id,
            R"({"resultType":"input_required","requestState":"opaque","inputRequests":{"a":{"method":)" +
                method + R"(,"params":)" + about + "}}}");
    }
}

// False for an answer to a question of another kind.
bool TestServer::answered(JsonValue root)
{
    const std::string id = root["id"].string();
    const auto call = std::ranges::find(m_open, id.empty() ? id : id.substr(1));
    if (call == m_open.end()) {
        return false;
    }
    const std::string what(root["result"].exists() ? root["result"].raw()
                                                   : root["error"]["code"].raw());
    tell("answers", what);
    replyText(*call, what);
    m_open.erase(call);
    return true;
}

bool TestServer::subscribe(std::string_view id, const std::string& method, JsonValue params)
{
    if (method == "resources/subscribe" || method == "resources/unsubscribe") {
        tell("subscribed", method);
        const std::string uri = params["uri"].string();
        if (uri == option("disagrees") && method == "resources/subscribe") {
            replyError(id, -32603);
        } else if (uri != option("slow")) {
            reply(id, "{}");
        }
    } else if (method == "subscriptions/listen") {
        tell("subscribed", "listen " + std::string(params["notifications"].raw()));
        m_listens.emplace_back(id);
        acknowledge(id, params["notifications"]);
    } else {
        return false;
    }
    return true;
}

void TestServer::acknowledge(std::string_view id, JsonValue wanted)
{
    std::string honoured(wanted.raw());
    const std::string slow = option("slow");
    if (!slow.empty() && honoured.find('"' + slow + '"') != std::string::npos) {
        return;
    }
    const std::string refused = "\"" + option("disagrees") + "\"";
    if (const std::size_t at = honoured.find(refused); at != std::string::npos) {
        honoured.replace(at, refused.size(), "\"other:agreed\"");
    }
    send(
        R"({"jsonrpc":"2.0","method":"notifications/subscriptions/acknowledged","params":{"notifications":)" +
        honoured + "," + listenMeta(id) + "}}");
}

std::string TestServer::listenMeta(std::string_view id)
{
    return R"("_meta":{"io.modelcontextprotocol/subscriptionId":)" + std::string(id) + "}";
}

// To every listener, or to the one client of the session era.
void TestServer::announce(const std::string& method, const std::string& params)
{
    if (!isStateless()) {
        send(R"({"jsonrpc":"2.0","method":")" + method + R"(","params":{)" + params + "}}");
    }
    for (const std::string& listen : m_listens) {
        send(R"({"jsonrpc":"2.0","method":")" + method + R"(","params":{)" + params +
             (params.empty() ? "" : ",") + listenMeta(listen) + "}}");
    }
}

} // namespace portcullis::test
