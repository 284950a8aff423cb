#include "app/ctl/demo_server.h"

#include "gateway/base/json.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <istream>
#include <optional>
#include <ostream>
#include <string>
#include <thread>

namespace portcullis::ctl {

namespace {

constexpr int kCrashCode = 70;
constexpr std::int64_t kMethodNotFound = -32601;
constexpr std::int64_t kInvalidParams = -32602;
constexpr std::int64_t kMostSteps = 1000;

constexpr const char* kTools = R"([
{"name":"echo","description":"Gives the text back.","inputSchema":{"type":"object","properties":{"text":{"type":"string"}},"required":["text"]},"annotations":{"readOnlyHint":true}},
{"name":"add","description":"Adds two whole numbers.","inputSchema":{"type":"object","properties":{"a":{"type":"integer"},"b":{"type":"integer"}},"required":["a","b"]},"annotations":{"readOnlyHint":true}},
{"name":"slow","description":"Takes a while and reports its progress.","inputSchema":{"type":"object","properties":{"steps":{"type":"integer"},"millis":{"type":"integer"}}}},
{"name":"crash","description":"Ends the server in the middle of the call.","inputSchema":{"type":"object"}},
{"name":"delete_records","description":"Would delete records; deletes none.","inputSchema":{"type":"object"},"annotations":{"destructiveHint":true}},
{"name":"read_payroll","description":"Would read the payroll; reads none.","inputSchema":{"type":"object"}}
])";

// One line of JSON, without the line ends of the text above.
std::string flat(std::string text)
{
    std::erase(text, '\n');
    return text;
}

class DemoServer
{
public:
    explicit DemoServer(std::ostream& out)
        : m_out(out)
    {}

    void take(const std::string& line)
    {
        const auto document = JsonDocument::parse(line);
        if (!document) {
            return;
        }
        const JsonValue message = document->root();
        if (!message["id"].exists()) {
            return; // notifications need no answer
        }
        const std::string_view id = message["id"].raw();
        const std::string method = message["method"].string();
        if (method == "initialize") {
            initialize(id, message["params"]["protocolVersion"].string());
        } else if (method == "ping") {
            result(id, "{}");
        } else if (method == "tools/list") {
            result(id, R"({"tools":)" + flat(kTools) + "}");
        } else if (method == "tools/call") {
            call(id, message["params"]);
        } else {
            error(id, kMethodNotFound, "Method not found");
        }
    }

private:
    void send(const std::string& line) { m_out << line << '\n' << std::flush; }

    void result(std::string_view id, std::string_view value)
    {
        JsonWriter out;
        out.beginObject().member("jsonrpc", "2.0").rawMember("id", id).rawMember("result", value);
        send(out.endObject().take());
    }

    void error(std::string_view id, std::int64_t code, std::string_view text)
    {
        JsonWriter out;
        out.beginObject().member("jsonrpc", "2.0").rawMember("id", id).key("error").beginObject();
        out.member("code", code).member("message", text).endObject().endObject();
        send(out.take());
    }

    void text(std::string_view id, std::string_view value)
    {
        JsonWriter out;
        out.beginObject().key("content").beginArray().beginObject();
        out.member("type", "text").member("text", value).endObject().endArray().endObject();
        result(id, out.str());
    }

    void initialize(std::string_view id, const std::string& asked)
    {
        const bool known = asked == "2025-06-18" || asked == "2025-11-25";
        JsonWriter out;
        out.beginObject().member("protocolVersion", known ? asked : "2025-11-25");
        out.rawMember("capabilities", R"({"tools":{}})").key("serverInfo").beginObject();
        out.member("name", kDemoServerName).member("version", PORTCULLIS_VERSION);
        result(id, out.endObject().endObject().take());
    }

    void call(std::string_view id, JsonValue params)
    {
        const std::string name = params["name"].string();
        const JsonValue arguments = params["arguments"];
        if (name == "echo") {
            text(id, arguments["text"].string());
        } else if (name == "add") {
            add(id, arguments);
        } else if (name == "slow") {
            slow(id, arguments, params["_meta"]["progressToken"]);
        } else if (name == "crash") {
            std::_Exit(kCrashCode);
        } else if (name == "delete_records" || name == "read_payroll") {
            text(id, "This must never be seen by a key without the right.");
        } else {
            error(id, kInvalidParams, "Unknown tool: " + name);
        }
    }

    void add(std::string_view id, JsonValue arguments)
    {
        const auto a = arguments["a"].integer();
        const auto b = arguments["b"].integer();
        std::int64_t sum = 0;
        if (!a || !b || __builtin_add_overflow(*a, *b, &sum)) {
            error(id, kInvalidParams, "a and b must be whole numbers");
            return;
        }
        text(id, std::to_string(sum));
    }

    void slow(std::string_view id, JsonValue arguments, JsonValue token)
    {
        const std::int64_t steps =
            std::clamp<std::int64_t>(arguments["steps"].integer().value_or(3), 1, kMostSteps);
        const std::int64_t millis =
            std::clamp<std::int64_t>(arguments["millis"].integer().value_or(100), 0, 60'000);
        for (std::int64_t step = 1; step <= steps; ++step) {
            std::this_thread::sleep_for(std::chrono::milliseconds(millis));
            if (token.exists()) {
                JsonWriter out;
                out.beginObject().member("jsonrpc", "2.0");
                out.member("method", "notifications/progress").key("params").beginObject();
                out.rawMember("progressToken", token.raw()).member("progress", step);
                send(out.member("total", steps).endObject().endObject().take());
            }
        }
        text(id, "done");
    }

    std::ostream& m_out;
};

} // namespace

ExitCode runDemoServer(std::istream& in, std::ostream& out)
{
    DemoServer server(out);
    std::string line;
    while (std::getline(in, line)) {
        server.take(line);
    }
    return ExitCode::Ok;
}

} // namespace portcullis::ctl
