#include "app/ctl/demo.h"

#include "app/ctl/ask.h"
#include "app/ctl/output.h"
#include "gateway/base/json.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>

#include <chrono>
#include <csignal>
#include <set>
#include <thread>

namespace portcullis::ctl {

namespace {

// In the arguments of one call, to be looked for in the log and on the disk.
constexpr const char* kMarker = "portcullis-demo-marker-7d1f";

std::unexpected<Error> unexpected(const std::string& wanted, const std::string& got)
{
    return fail(ErrorCode::Internal,
                "expected " + wanted + ", got " + printable(got.substr(0, 300)));
}

Result<> expectStatus(const Result<DemoAnswer>& answer, unsigned status)
{
    if (!answer) {
        return fail(answer.error());
    }
    if (answer->status != status) {
        return unexpected("HTTP " + std::to_string(status),
                          "HTTP " + std::to_string(answer->status) + " " + answer->message);
    }
    return {};
}

// Is this an answer whose text is that?
Result<> expectText(const Result<DemoAnswer>& answer, const std::string& text)
{
    if (auto fine = expectStatus(answer, 200); !fine) {
        return fine;
    }
    const auto document = JsonDocument::parse(answer->message);
    if (!document || document->root()["result"]["content"].first()["text"].string() != text) {
        return unexpected("the text \"" + text + "\"", answer->message);
    }
    return {};
}

std::set<std::string> toolNames(const std::string& message)
{
    std::set<std::string> names;
    if (const auto document = JsonDocument::parse(message)) {
        const JsonValue tools = document->root()["result"]["tools"];
        for (JsonValue tool = tools.first(); tool.exists(); tool = tool.next()) {
            names.insert(tool["name"].string());
        }
    }
    return names;
}

Result<> expectTools(const Result<DemoAnswer>& answer, const std::set<std::string>& names)
{
    if (auto fine = expectStatus(answer, 200); !fine) {
        return fine;
    }
    return toolNames(answer->message) == names
               ? Result<>()
               : unexpected("exactly the allowed tools", answer->message);
}

std::string without(std::string text, const std::string& name)
{
    for (std::size_t at = text.find(name); at != std::string::npos; at = text.find(name)) {
        text.erase(at, name.size());
    }
    return text;
}

} // namespace

ExitCode Demo::run()
{
    boost::asio::io_context io(1);
    bool interrupted = false;
    boost::asio::signal_set signals(io, SIGINT, SIGTERM);
    signals.async_wait([&](const boost::system::error_code&, int) { interrupted = true; });
    const std::pair<const char*, Step> steps[] = {
        {"A gateway starts in a folder that only its owner can enter", &Demo::start},
        {"While it is locked, it answers 503", &Demo::lockedAnswers503},
        {"The master key opens it", &Demo::open},
        {"Two virtual keys with different rights are made", &Demo::makeKeys},
        {"A request without a key gets 401", &Demo::missingKeyIs401},
        {"A request with a wrong key gets 401", &Demo::wrongKeyIs401},
        {"A client of the session era initializes", &Demo::initializes},
        {"Its list holds the allowed tools only", &Demo::listsOnlyAllowed},
        {"An allowed tool is called", &Demo::callsAllowed},
        {"A tool without permission is refused exactly like one that does not exist",
         &Demo::hiddenEqualsUnknown},
        {"The other key sees and calls other tools", &Demo::otherKeyOtherRights},
        {"Progress of a slow tool arrives under the client's own token", &Demo::progressArrives},
        {"A client of the 2026-07-28 era discovers and calls without a session",
         &Demo::statelessEra},
        {"A disabled key gets 401 at once", &Demo::disabledKeyIs401},
        {"A server that dies in the middle of a call gives a clear error", &Demo::crashIsAnError},
        {"The server is started again and answers", &Demo::serverComesBack},
        {"The log holds intent and outcome of the call", &Demo::logHoldsTheCall},
        {"The log holds the refusals with their true reasons", &Demo::logHoldsTheRefusals},
        {"The log on the disk is not readable as plain text", &Demo::logIsEncrypted},
        {"The gateway stops and its folder is removed", &Demo::stops},
    };
    for (const auto& [what, work] : steps) {
        io.poll();
        if (interrupted || (m_failed > 0 && !m_place)) {
            break;
        }
        step(what, work);
    }
    m_place.reset();
    const bool good = m_failed == 0 && !interrupted;
    printLine("demo: " + std::to_string(m_steps) + " steps, " + std::to_string(m_failed) +
              " failed" + (interrupted ? ", interrupted" : ""));
    return good ? ExitCode::Ok : ExitCode::Failed;
}

void Demo::step(const char* what, Step work)
{
    ++m_steps;
    const Result<> done = (this->*work)();
    m_failed += done ? 0 : 1;
    const std::string number = std::to_string(m_steps);
    if (done) {
        printLine("[ok] " + number + " " + what);
    } else {
        const Error& error = done.error();
        printLine("[failed] " + number + " " + what + ": " + error.message +
                  (error.cause.empty() ? "" : " (" + error.cause + ")"));
    }
}

Result<> Demo::start()
{
    auto place = DemoPlace::create();
    if (!place) {
        return fail(std::move(place.error()));
    }
    m_place = std::move(*place);
    using std::filesystem::perms;
    const auto mode = std::filesystem::status(m_place->folder()).permissions();
    return (mode & (perms::group_all | perms::others_all)) == perms::none
               ? Result<>()
               : unexpected("a folder for its owner only", "more rights");
}

Result<> Demo::lockedAnswers503()
{
    const auto endpoint = m_place->endpoint();
    if (!endpoint) {
        return fail(endpoint.error());
    }
    auto client = DemoClient::create(*endpoint, "");
    return client ? expectStatus((*client)->initialize(), 503) : fail(client.error());
}

Result<> Demo::open()
{
    return m_place->open();
}

Result<> Demo::makeKeys()
{
    const auto endpoint = m_place->endpoint();
    const auto analyst =
        m_place->makeKey("analyst", {"demo:echo", "demo:add", "demo:slow", "demo:crash"});
    const auto clerk = m_place->makeKey("clerk", {"demo:add"});
    if (!endpoint || !analyst || !clerk) {
        return fail(!endpoint ? endpoint.error() : !analyst ? analyst.error() : clerk.error());
    }
    m_clerkId = clerk->key.id.str();
    auto first = DemoClient::create(*endpoint, std::string(analyst->secret.revealText()));
    auto second = DemoClient::create(*endpoint, std::string(clerk->secret.revealText()));
    if (!first || !second) {
        return fail(first ? second.error() : first.error());
    }
    m_analyst = std::move(*first);
    m_clerk = std::move(*second);
    return {};
}

Result<> Demo::missingKeyIs401()
{
    auto nobody = DemoClient::create(m_place->endpoint().value_or(""), "");
    return nobody ? expectStatus((*nobody)->initialize(), 401) : fail(nobody.error());
}

Result<> Demo::wrongKeyIs401()
{
    auto stranger = DemoClient::create(m_place->endpoint().value_or(""),
                                       "pcl_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
    return stranger ? expectStatus((*stranger)->initialize(), 401) : fail(stranger.error());
}

Result<> Demo::initializes()
{
    const auto answer = m_analyst->initialize();
    if (auto fine = expectStatus(answer, 200); !fine) {
        return fine;
    }
    const auto document = JsonDocument::parse(answer->message);
    const bool agreed =
        document && document->root()["result"]["protocolVersion"].string() == "2025-11-25";
    return agreed && !answer->session.empty()
               ? Result<>()
               : unexpected("revision 2025-11-25 and a session", answer->message);
}

Result<> Demo::listsOnlyAllowed()
{
    return expectTools(m_analyst->request("tools/list", "{}"),
                       {"demo__echo", "demo__add", "demo__slow", "demo__crash"});
}

Result<> Demo::callsAllowed()
{
    const std::string arguments = "{\"text\":\"" + std::string(kMarker) + "\"}";
    return expectText(m_analyst->call("demo__echo", arguments), kMarker);
}

Result<> Demo::hiddenEqualsUnknown()
{
    const auto hidden = m_analyst->call("demo__delete_records", "{}");
    const auto unknown = m_analyst->call("demo__no_such_tool", "{}");
    if (!hidden || !unknown) {
        return fail(hidden ? unknown.error() : hidden.error());
    }
    const bool refused = hidden->message.find("\"error\"") != std::string::npos;
    const bool same =
        hidden->status == unknown->status && without(hidden->message, "demo__delete_records") ==
                                                 without(unknown->message, "demo__no_such_tool");
    return refused && same
               ? Result<>()
               : unexpected("the same refusal twice", hidden->message + " and " + unknown->message);
}

Result<> Demo::otherKeyOtherRights()
{
    if (auto begun = expectStatus(m_clerk->initialize(), 200); !begun) {
        return begun;
    }
    if (auto listed = expectTools(m_clerk->request("tools/list", "{}"), {"demo__add"}); !listed) {
        return listed;
    }
    if (auto added = expectText(m_clerk->call("demo__add", R"({"a":19,"b":23})"), "42"); !added) {
        return added;
    }
    const auto refused = m_clerk->call("demo__echo", R"({"text":"x"})");
    return refused && refused->message.find("\"error\"") != std::string::npos
               ? Result<>()
               : unexpected("a refusal", refused ? refused->message : refused.error().message);
}

Result<> Demo::progressArrives()
{
    const auto answer = m_analyst->callWithProgress("demo__slow", R"({"steps":3,"millis":120})");
    if (auto fine = expectText(answer, "done"); !fine) {
        return fine;
    }
    for (const std::string& notification : answer->notifications) {
        if (notification.find("\"demo-progress\"") != std::string::npos) {
            return {};
        }
    }
    return unexpected("progress before the answer", "none");
}

Result<> Demo::statelessEra()
{
    const auto found = m_analyst->stateless("server/discover");
    if (auto fine = expectStatus(found, 200); !fine) {
        return fine;
    }
    if (found->message.find("2026-07-28") == std::string::npos) {
        return unexpected("a discover result", found->message);
    }
    return expectText(m_analyst->stateless("tools/call",
                                           R"("name":"demo__add","arguments":{"a":1,"b":2})",
                                           "demo__add"),
                      "3");
}

Result<> Demo::disabledKeyIs401()
{
    const auto done = applyChange(
        m_place->gateway(),
        api::UpdateKey{
            KeyId(m_clerkId), "clerk", "demonstration", {}, true, api::ContentMode::Full});
    if (!done) {
        return fail(done.error());
    }
    return expectStatus(m_clerk->request("tools/list", "{}"), 401);
}

Result<> Demo::crashIsAnError()
{
    const auto answer = m_analyst->call("demo__crash", "{}");
    if (auto fine = expectStatus(answer, 200); !fine) {
        return fine;
    }
    const auto document = JsonDocument::parse(answer->message);
    const bool error = document && (document->root()["error"]["message"].isString() ||
                                    document->root()["result"]["isError"].boolean());
    return error ? Result<>() : unexpected("an error", answer->message);
}

// A call waits for a server that is being started; during the back-off it is refused.
Result<> Demo::serverComesBack()
{
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(5);
    while (true) {
        auto done = expectText(m_analyst->call("demo__add", R"({"a":2,"b":2})"), "4");
        if (done || std::chrono::steady_clock::now() >= until) {
            return done;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
}

} // namespace portcullis::ctl
