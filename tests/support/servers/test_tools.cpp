#include "gateway/base/json_writer.h"
#include "tests/support/servers/test_server.h"

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <unistd.h>

// What the tools of the test server do:
//
//   echo       the arguments and _meta as text
//   env        the environment variable arguments.name, "unset" without
//   lists      how often tools/list was asked
//   hang       nothing; told in the file called=, a cancellation on standard error and in
//   cancelled= late       nothing until it is cancelled, then an answer exit       the process
//   exits with status 3 garbage    three lines that are not messages, then an answer junk       150
//   lines that are not messages latin1     the same in ISO 8859-1 on both outputs long       an
//   answer of 20 MiB that begins with its id; long-last: that ends with it progress   three
//   progress notifications, an answer, one more storm      1000 tools/list_changed, then an answer
//   unasked    arguments.count answers to no request, then its own
//   stderr     1 MiB on standard error, then an answer
//   ask        sends ping, roots/list; answers with what came back
//   malformed, rpcerror   answers of that kind
//   input      wants roots/list as "a" first, with a state; then answers with both
//   add-tool   one more tool, and a notification of that
//   close-output  closes standard output and goes on
//   deaf       an answer, and then nothing is read any more
//   daemon     leaves a descendant that holds standard output, and exits with status 0
namespace portcullis::test {

void TestServer::replyText(std::string_view id, const std::string& text) const
{
    const std::string type = isStateless() ? R"("resultType":"complete",)" : "";
    reply(id, "{" + type + R"("content":[{"type":"text","text":)" + jsonQuote(text) + "}]}");
}

void TestServer::progress(std::string_view token, int value) const
{
    send(R"({"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":)" +
         std::string(token) + R"(,"progress":)" + std::to_string(value) + R"(,"total":3}})");
}

void TestServer::sendLong(std::string_view id, bool idLast) const
{
    const std::string head = R"({"jsonrpc":"2.0",)";
    const std::string own = R"("id":)" + std::string(id);
    const std::string result = R"("result":{"content":[{"type":"text","text":")" +
                               std::string(20U << 20U, 'x') + R"("}]})";
    send(idLast ? head + result + "," + own + "}" : head + own + "," + result + "}");
}

void TestServer::call(std::string_view id, JsonValue params)
{
    const std::string tool = params["name"].string();
    if (tool == "echo" || tool.starts_with("tool")) {
        const std::string_view meta = params["_meta"].raw();
        replyText(id,
                  std::string(params["arguments"].raw()) + (meta.empty() ? "" : " ") +
                      std::string(meta));
    } else if (tool == "task") {
        beginTask(id, params);
    } else if (tool == "env") {
        const char* value = std::getenv(params["arguments"]["name"].string().c_str());
        replyText(id, value != nullptr ? value : "unset");
    } else if (tool == "lists") {
        replyText(id, std::to_string(m_lists));
    } else if (!callSpecial(id, params) && !callOdd(id, tool) && !callAsking(id, params) &&
               !talk(id, params)) {
        replyError(id, -32602);
    }
}

bool TestServer::callSpecial(std::string_view id, JsonValue params)
{
    const std::string tool = params["name"].string();
    if (tool == "hang") {
        tell("called", id);
        return true;
    }
    if (tool == "late") {
        m_asking = id;
    } else if (tool == "exit") {
        std::exit(3);
    } else if (tool == "progress") {
        const std::string_view token = params["_meta"]["progressToken"].raw();
        for (int i = 1; i <= 3 && !token.empty(); ++i) {
            progress(token, i);
        }
        replyText(id, token.empty() ? "no token" : "done");
        progress(token.empty() ? "0" : token, 4);
    } else if (tool == "storm") {
        for (int i = 0; i < 1000; ++i) {
            send(R"({"jsonrpc":"2.0","method":"notifications/tools/list_changed"})");
        }
        replyText(id, "stormy");
    } else if (tool == "unasked") {
        for (int i = std::atoi(std::string(params["arguments"]["count"].raw()).c_str()); i > 0;
             --i) {
            reply(std::to_string(1'000'000 + i), "{}");
        }
        replyText(id, "at last");
    } else if (tool == "ask") {
        m_asking = id;
        m_answers.clear();
        send(R"({"jsonrpc":"2.0","id":"q1","method":"ping"})");
        send(R"({"jsonrpc":"2.0","id":"q2","method":"roots/list"})");
    } else if (tool == "input" && params["inputResponses"].exists()) {
        replyText(id,
                  std::string(params["inputResponses"].raw()) + " " +
                      params["requestState"].string());
    } else if (tool == "input") {
        reply(
            id,
            R"({"resultType":"input_required","requestState":"opaque","inputRequests":{"a":{"method":"roots/list"}}})");
    } else if (tool == "add-tool") {
        m_tools.push_back("added" + std::to_string(m_tools.size()));
        send(R"({"jsonrpc":"2.0","method":"notifications/tools/list_changed"})");
        replyText(id, "added");
    } else {
        return false;
    }
    return true;
}

bool TestServer::callOdd(std::string_view id, const std::string& tool)
{
    if (tool == "latin1") {
        const std::string line = std::string(190, ' ') + "Gr\xFC\xDF Gott, L\xF6sung l\xE4uft";
        for (int i = 0; i < 150; ++i) {
            std::fprintf(stderr, "%s\n", line.c_str());
            send(line);
        }
    } else if (tool == "garbage" || tool == "junk") {
        for (int i = 0; i < (tool == "junk" ? 150 : 3); ++i) {
            send("Server is listening on stdio");
        }
        replyText(id, "after garbage");
    } else if (tool == "long" || tool == "long-last") {
        sendLong(id, tool == "long-last");
    } else if (tool == "stderr") {
        const std::string line(63, 'e');
        for (int i = 0; i < 16 * 1024; ++i) {
            std::fprintf(stderr, "%s\n", line.c_str());
        }
        replyText(id, "noisy");
    } else if (tool == "malformed") {
        reply(id, R"({"what":1})");
    } else if (tool == "rpcerror") {
        replyError(id, -32000, R"({"reason":"because"})");
    } else if (tool == "deaf") {
        replyText(id, "what?");
        for (;;) {
            ::pause();
        }
    } else if (tool == "close-output") {
        std::fclose(stdout);
    } else if (tool == "daemon") {
        if (::fork() == 0) {
            ::setsid();
            for (;;) {
                ::pause();
            }
        }
        std::_Exit(0);
    } else {
        return false;
    }
    return true;
}

void TestServer::answerQuestion(JsonValue root)
{
    if (answerOfTask(root)) {
        return;
    }
    m_answers += root["result"].exists() ? std::string(root["result"].raw())
                                         : std::string(root["error"]["code"].raw());
    if (root["id"].stringEquals("q2")) {
        replyText(m_asking, m_answers);
    }
}

// A line more in the file that the option names, if it does.
void TestServer::tell(const std::string& what, std::string_view id) const
{
    if (const std::string file = option(what); !file.empty()) {
        std::ofstream(file, std::ios::app) << id << "\n";
    }
}

void TestServer::cancelled(std::string_view id)
{
    std::fprintf(stderr, "cancelled %s\n", std::string(id).c_str());
    tell("cancelled", id);
    if (!m_asking.empty() && m_asking == id) {
        replyText(id, "late");
        m_asking.clear();
    }
}

} // namespace portcullis::test
