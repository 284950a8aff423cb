#include "tests/support/servers/test_server.h"

#include <sys/wait.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <signal.h>
#include <unistd.h>

namespace portcullis::test {

namespace {

constexpr const char* kOffers =
    R"({"tools":{"listChanged":true},"prompts":{"listChanged":true},"resources":{"subscribe":true},"completions":{}})";

}

TestServer::TestServer(std::map<std::string, std::string> options)
    : m_options(std::move(options))
    , m_tools{"echo",     "hang", "exit",  "garbage",  "junk",         "long",      "long-last",
              "progress", "late", "storm", "stderr",   "ask",          "malformed", "input",
              "rpcerror", "env",  "lists", "add-tool", "close-output", "daemon",    "deaf"}
{
    if (option("offers") == "1") {
        m_tools.insert(m_tools.end(), {"links", "web-link", "touch", "more-prompts"});
    }
    if (option("asks") == "1") {
        m_tools.insert(m_tools.end(),
                       {"request",
                        "notify",
                        "fail",
                        "tell-later",
                        "need-url",
                        "need-input",
                        "need-feature",
                        "level",
                        "pid"});
    }
    if (option("apps") == "1") {
        m_tools.emplace_back("app");
    }
    if (option("talks") == "1") {
        m_tools.insert(m_tools.end(),
                       {"question",
                        "answer-open",
                        "withdraw",
                        "logs",
                        "chatter",
                        "wander",
                        "climb",
                        "rush",
                        "again"});
    }
    if (option("tasks") == "1") {
        m_tools.emplace_back("task");
    }
    if (option("duplicates") == "1") {
        m_tools.emplace_back("echo");
    }
    for (int i = 0; i < std::atoi(option("tools", "0").c_str()); ++i) {
        m_tools.push_back("tool" + std::to_string(i));
    }
}

std::string TestServer::instructions() const
{
    const std::string text = option("instructions");
    return text.empty() ? text : R"(,"instructions":")" + text + "\"";
}

std::string TestServer::extension() const
{
    const std::string name = option("extension");
    return name.empty() ? name : R"(,"extensions":{")" + name + R"(":{}})";
}

std::string TestServer::option(const std::string& name, const std::string& otherwise) const
{
    const auto found = m_options.find(name);
    return found != m_options.end() ? found->second : otherwise;
}

void TestServer::send(const std::string& line) const
{
    static_cast<void>(std::fwrite(line.data(), 1, line.size(), stdout));
    std::fputs(option("newline") == "crlf" ? "\r\n" : "\n", stdout);
    std::fflush(stdout);
}

void TestServer::reply(std::string_view id, const std::string& result) const
{
    send(R"({"jsonrpc":"2.0","id":)" + std::string(id) + R"(,"result":)" + result + "}");
}

void TestServer::replyError(std::string_view id, int code, const std::string& data) const
{
    send(R"({"jsonrpc":"2.0","id":)" + std::string(id) + R"(,"error":{"code":)" +
         std::to_string(code) + R"(,"message":"refused")" +
         (data.empty() ? "" : ",\"data\":" + data) + "}}");
}

void TestServer::prepare() const
{
    if (const std::string file = option("starts"); !file.empty()) {
        std::ofstream(file, std::ios::app) << ::getpid() << "\n";
    }
    if (option("term") == "ignore") {
        ::signal(SIGTERM, SIG_IGN);
    }
    if (const std::string file = option("grandchild"); !file.empty()) {
        const pid_t pid = ::fork();
        if (pid == 0) {
            ::setsid();
            ::signal(SIGTERM, SIG_IGN);
            for (;;) {
                ::pause();
            }
        }
        std::ofstream(file + ".tmp") << ::getpid() << " " << pid << "\n";
        std::rename((file + ".tmp").c_str(), file.c_str());
    }
    const int noise = std::atoi(option("stderr", "0").c_str());
    for (int written = 0; written < noise; written += 64) {
        std::fputs("noise on the standard error of a server, \x1b[31mred\x1b[0m, line of 64.\n",
                   stderr);
    }
    if (option("bom") == "1") {
        std::fputs("\xEF\xBB\xBF", stdout);
    }
}

int TestServer::run()
{
    prepare();
    if (option("start") == "exit") {
        return 3;
    }
    std::string line;
    while (option("start") != "hang" && std::getline(std::cin, line)) {
        const auto document = JsonDocument::parse(line, {.bytes = 64U << 20U});
        if (document && !m_mute) {
            handle(*document);
        }
    }
    while (option("term") == "ignore" || option("start") == "hang") {
        ::pause();
    }
    return 0;
}

void TestServer::handle(const JsonDocument& document)
{
    const JsonValue root = document.root();
    const std::string method = root["method"].string();
    const std::string_view id = root["id"].raw();
    if (method.empty()) {
        if (!answered(root)) {
            answerQuestion(root);
        }
    } else if (method == "server/discover") {
        discover(id);
    } else if (method == "initialize") {
        initialize(id);
    } else if (option("offers") == "1" &&
               (subscribe(id, method, root["params"]) || offer(id, method, root["params"]))) {
        return;
    } else if (hear(id, method, root["params"]) || offerApp(id, method, root["params"])) {
        return;
    } else if (option("tasks") == "1" && ofTask(id, method, root["params"])) {
        return;
    } else if (method == "tools/list") {
        list(id, root["params"]);
    } else if (method == "tools/call") {
        if (const std::string file = option("calls"); !file.empty()) {
            std::ofstream(file, std::ios::app) << root["params"]["name"].string() << "\n";
        }
        call(id, root["params"]);
    } else if (method == "notifications/progress") {
        tell("thinking", root["params"]["progressToken"].raw());
    } else if (method == "notifications/cancelled") {
        cancelled(root["params"]["requestId"].raw());
    } else if (!id.empty()) {
        replyError(id, -32601);
    }
}

void TestServer::discover(std::string_view id)
{
    const std::string era = option("era", "session");
    if (const std::string code = option("probe"); !code.empty()) {
        const std::string data =
            code == "-32022" ? R"({"supported":["2025-06-18"],"requested":"2026-07-28"})" : "";
        replyError(id, std::atoi(code.c_str()), data);
    } else if (era == "stateless" || era == "dual") {
        const std::string versions =
            era == "dual" ? R"(["2025-06-18","2025-03-26"])" : R"(["2026-07-28"])";
        reply(
            id,
            R"({"resultType":"complete","supportedVersions":)" + versions + R"(,"capabilities":)" +
                (option("offers") == "1" ? kOffers : R"({"tools":{})" + extension() + "}") +
                instructions() +
                R"(,"ttlMs":0,"cacheScope":"private",)"
                R"("_meta":{"io.modelcontextprotocol/serverInfo":{"name":"test","version":"1"}}})");
    } else if (era == "unrelated") {
        reply(id, R"({"hello":"world"})");
    } else if (era == "exits") {
        std::exit(1);
    } else if (era == "silent" || era == "garbage") {
        m_mute = true;
        if (era == "garbage") {
            send("What is server/discover?");
        }
    } else {
        replyError(id, -32601);
    }
}

void TestServer::initialize(std::string_view id)
{
    const std::string how = option("initialize");
    if (isStateless()) {
        replyError(id, -32601);
        return;
    }
    if (how == "hang") {
        return;
    }
    if (how == "exit") {
        std::exit(4);
    }
    const std::string version = how == "version" ? "1999-01-01" : "2025-11-25";
    const std::string capabilities =
        option("undeclared") == "1" ? "{}"
        : option("apps") == "1"
            ? R"({"tools":{},"resources":{},"extensions":{"io.modelcontextprotocol/ui":{}}})"
        : !option("levels").empty() ? R"({"tools":{"listChanged":true},"logging":{}})"
        : option("tasks") == "1"
            ? R"({"tools":{},"tasks":{"cancel":{},"requests":{"tools":{"call":{}}}}})"
        : option("offers") == "1" ? kOffers
                                  : R"({"tools":{"listChanged":true})" + extension() + "}";
    reply(id,
          R"({"protocolVersion":")" + version + R"(","capabilities":)" + capabilities +
              instructions() + R"(,"serverInfo":{"name":"test","version":"1"}})");
}

void TestServer::list(std::string_view id, JsonValue params)
{
    ++m_lists;
    const std::size_t size = m_tools.size();
    const std::size_t page = std::strtoul(option("pages", "1000000").c_str(), nullptr, 10);
    const std::size_t begin = std::strtoul(params["cursor"].string().c_str(), nullptr, 10);
    const std::size_t end = std::min(size, begin + page);
    std::string tools;
    for (std::size_t i = begin; i < end; ++i) {
        std::string edited = m_tools[i] == "echo" ? option("edited") : std::string();
        if (const std::string file = option("editedBy");
            m_tools[i] == "echo" && !file.empty() && std::ifstream(file)) {
            edited = file;
        }
        tools +=
            (tools.empty() ? "" : ",") + (R"({"name":")" + m_tools[i]) +
            (edited.empty() ? "\"," : R"(","description":")" + edited + "\",") +
            (m_tools[i] == "task" ? R"("execution":{"taskSupport":"required"},)" : "") +
            (m_tools[i] == "app"
                 ? R"("_meta":{"ui":{"resourceUri":"ui://app/main","visibility":["app"]},"ui/resourceUri":"ui://app/main"},)"
                 : "") +
            R"("inputSchema":{"type":"object"}})";
    }
    std::string next = end < size ? ",\"nextCursor\":\"" + std::to_string(end) + "\"" : "";
    if (const std::string cursor = option("cursor"); cursor == "endless") {
        const std::string name = "endless" + std::to_string(m_lists);
        tools = R"({"name":")" + name + R"(","inputSchema":{"type":"object"}})";
        next = ",\"nextCursor\":\"c" + std::to_string(m_lists) + "\"";
    } else if (cursor == "repeat") {
        next = ",\"nextCursor\":\"0\"";
    }
    const std::string type = isStateless() ? R"("resultType":"complete","ttlMs":)" +
                                                 option("ttl", "0") + R"(,"cacheScope":"private",)"
                                           : "";
    reply(id, "{" + type + R"("tools":[)" + tools + "]" + next + "}");
}

} // namespace portcullis::test

int main(int count, char** arguments)
{
    std::map<std::string, std::string> options;
    for (int i = 1; i < count; ++i) {
        const std::string argument = arguments[i];
        const std::size_t equals = std::min(argument.find('='), argument.size() - 1);
        options[argument.substr(0, equals)] = argument.substr(equals + 1);
    }
    return portcullis::test::TestServer(std::move(options)).run();
}
