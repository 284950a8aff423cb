#pragma once

#include "gateway/base/json.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace portcullis::test {

// An MCP server on standard streams for tests. Arguments are name=value:
//
//   era=session        answers server/discover with -32601 (default)
//   era=stateless      answers initialize with -32601
//   era=dual           server/discover lists session revisions only
//   era=unrelated      server/discover succeeds with something else
//   era=silent         never answers anything after a server/discover
//   era=exits          exits with status 1 on server/discover
//   era=garbage        answers server/discover with a line that is not JSON, then as silent
//   probe=<code>       answers server/discover with this error code
//   initialize=hang | exit | version
//   start=exit | hang  before reading anything
//   tools=<n>          extra tools tool0 … (default 0)
//   pages=<n>          tools a page (default all in one)
//   ttl=<ms>           how long a list may be kept, in the stateless era (default 0)
//   cursor=endless | repeat
//   duplicates=1       lists "echo" twice
//   edited=<text>      describes "echo" so
//   editedBy=<file>    describes "echo" by the path of this file, once it exists
//   calls=<file>       appends the name of every called tool to the file
//   undeclared=1       does not declare tools
//   offers=1           has a prompt, a resource, a template and a completion, see test_offers.cpp
//   asks=1             asks and tells its client what a call says, see test_requests.cpp
//   apps=1             has the app ui://app/main, which its tool "app" names
//   levels=<file>      declares logging, and appends each level that it is told to the file
//   roots=<file>       appends a line to the file when it hears of changed roots
//   talks=1            asks, logs and tells, see test_talk.cpp
//   subscribed=<file>  appends what its client wants to hear of to the file
//   disagrees=<uri>    does not agree to tell of this resource
//   slow=<uri>         never says whether it will tell of this one
//   answers=<file>     appends each answer to its questions to the file
//   extension=<name>   declares this extension
//   thinking=<file>    appends the token of every progress that its client reports to the file
//   instructions=<text>  says so to clients
//   tasks=1            has the tool "task", see test_tasks.cpp
//   taskLog=<file>     appends every request about a task, and what it offers, to the file
//   taskIds=count|same counts its tasks from 1, or calls all of them task-1
//   term=ignore        ignores SIGTERM and the end of its input
//   grandchild=<file>  starts a process in a session of its own, writes both pids to the file
//   stderr=<bytes>     writes that much to standard error at the start
//   newline=crlf, bom=1
//   starts=<file>      appends a line to the file at each start
//
// What it does in a call depends on the tool: see test_tools.cpp.
class TestServer
{
public:
    explicit TestServer(std::map<std::string, std::string> options);

    int run();

private:
    [[nodiscard]] std::string option(const std::string& name,
                                     const std::string& otherwise = {}) const;

    [[nodiscard]] bool isStateless() const { return option("era") == "stateless"; }

    [[nodiscard]] std::string instructions() const;
    [[nodiscard]] std::string extension() const;
    void prepare() const;
    void handle(const JsonDocument& document);
    void discover(std::string_view id);
    void initialize(std::string_view id);
    void list(std::string_view id, JsonValue params);
    bool offer(std::string_view id, const std::string& method, JsonValue params);
    void call(std::string_view id, JsonValue params);
    bool offerApp(std::string_view id, const std::string& method, JsonValue params);
    bool callAsking(std::string_view id, JsonValue params);
    bool hear(std::string_view id, const std::string& method, JsonValue params);
    void cancelled(std::string_view id);
    void tell(const std::string& what, std::string_view id) const;
    bool callSpecial(std::string_view id, JsonValue params);
    bool callOdd(std::string_view id, const std::string& tool);
    void answerQuestion(JsonValue root);

    bool talk(std::string_view id, JsonValue params);
    void ask(std::string_view id, JsonValue params);
    bool answered(JsonValue root);
    bool subscribe(std::string_view id, const std::string& method, JsonValue params);
    void acknowledge(std::string_view id, JsonValue wanted);
    static std::string listenMeta(std::string_view id);
    void announce(const std::string& method, const std::string& params);

    struct FakeTask
    {
        std::int64_t work = 0; // how often it is yet to be found working
        bool asks = false;
        std::string end;
        std::int64_t poll = 0;
        std::int64_t ttl = 0;
        std::optional<std::string> says; // JSON
        bool cancelled = false;
        std::string answers;
        std::string waiting; // id of tasks/result
    };

    void beginTask(std::string_view id, JsonValue params);
    bool ofTask(std::string_view id, const std::string& method, JsonValue params);
    void getTask(std::string_view id, const std::string& name);
    void taskResult(std::string_view id, const std::string& name);
    bool answerOfTask(JsonValue root);
    [[nodiscard]] std::string taskText(const std::string& name, const std::string& status) const;
    [[nodiscard]] std::string statusOf(const FakeTask& task) const;
    [[nodiscard]] std::string endOf(const std::string& name) const;

    void send(const std::string& line) const;
    void reply(std::string_view id, const std::string& result) const;
    void replyText(std::string_view id, const std::string& text) const;
    void replyError(std::string_view id, int code, const std::string& data = {}) const;
    void progress(std::string_view token, int value) const;
    void sendLong(std::string_view id, bool idLast) const;

    std::map<std::string, std::string> m_options;
    std::vector<std::string> m_tools;
    bool m_morePrompts = false;
    std::string m_asking; // id of the call that waits for answers to the server's own questions
    std::string m_answers;
    std::string m_level = "none";       // of messages, as it was told
    std::vector<std::string> m_open;    // ids of calls of "question" that wait for its answer
    std::vector<std::string> m_listens; // ids of subscriptions/listen
    std::map<std::string, FakeTask> m_tasks;
    int m_lists = 0;
    bool m_mute = false;
};

} // namespace portcullis::test
