#include "gateway/engine/control_server.h"

#include "gateway/api/wire.h"
#include "gateway/base/json.h"

#include <boost/asio/post.hpp>
#include <nlohmann/json.hpp>

namespace portcullis::engine {

using http::Task;
using nlohmann::json;

namespace {

constexpr std::size_t kMaxDepth = 64;

// Foreign bytes that are no UTF-8 become U+FFFD: an answer must not fail for what it quotes.
std::string lineOf(const json& value)
{
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

} // namespace

ControlServer::ControlServer(http::asio::any_io_executor executor, Measure measure)
    : m_executor(std::move(executor))
    , m_measure(std::move(measure))
{}

// nlohmann builds values recursively: foreign depth is refused before it sees any.
Result<ControlCommand> ControlServer::parse(const std::string& line)
{
    JsonLimits limits;
    limits.bytes = line.size();
    limits.depth = kMaxDepth;
    if (const auto checked = JsonDocument::parse(line, limits); !checked) {
        return fail(checked.error());
    }
    json request = json::parse(line, nullptr, false);
    if (!request.is_object() || !request.contains("id") || !request["id"].is_number_integer() ||
        !request.contains("command") || !request["command"].is_string()) {
        return fail(ErrorCode::InvalidArgument,
                    "A control request is {\"id\":1,\"command\":\"…\",\"params\":{…}}.");
    }
    json params = request.contains("params") ? std::move(request["params"]) : json::object();
    return ControlCommand{request["id"].get<std::int64_t>(), request["command"], std::move(params)};
}

Task<> ControlServer::serve(std::shared_ptr<http::LineConnection> connection, Visitor visitor)
{
    const auto jobs = std::make_shared<ControlJobs>(m_executor, connection);
    std::function<void()> unwatch;
    while (true) {
        const Result<std::optional<std::string>> line = co_await connection->readLine();
        if (!line || !*line) {
            break;
        }
        const Result<ControlCommand> request = parse(**line);
        if (!request) {
            break;
        }
        // Completions may come on any thread, the connection belongs to this one.
        const ControlReply reply =
            [executor = m_executor, connection, jobs, id = request->id](Result<json> result) {
                json answer = {{"id", id}};
                result ? answer["result"] = std::move(*result)
                       : answer["error"] = api::toJson(result.error());
                http::asio::post(executor, [connection, jobs, id, line = lineOf(answer)] {
                    jobs->end(id);
                    connection->writeLine(line);
                });
            };
        if (request->name != "observe") {
            answer(*visitor.gateway, *request, *jobs, reply);
            continue;
        }
        if (!unwatch) {
            unwatch = visitor.watch([connection](const api::Event& event) {
                const json wrapped = {{"event", api::toJson(event)}};
                connection->writeLine(lineOf(wrapped));
            });
        }
        reply(json::object());
    }
    jobs->cancelAll();
    if (unwatch) {
        unwatch();
    }
    co_await connection->flush();
    connection->close();
}

void ControlServer::answer(api::GatewayClient& gateway,
                           const ControlCommand& command,
                           ControlJobs& jobs,
                           const ControlReply& reply) const
{
    if (command.name == "stageTimes") {
        measure(gateway, reply);
    } else if (!obey(gateway, command, jobs, reply)) {
        reply(fail(ErrorCode::Unsupported,
                   "There is no command " + command.name + "; is the other program newer?"));
    }
}

// For who may see the activity that is measured.
void ControlServer::measure(api::GatewayClient& gateway, const ControlReply& reply) const
{
    gateway.status([reply, measured = m_measure](const Result<api::GatewayStatus>& status) {
        if (status && api::mayAsk(*status, api::Operation::SeeActivity)) {
            reply(measured());
            return;
        }
        reply(status ? fail(ErrorCode::PermissionDenied,
                            "It takes an administrator or an auditor to see measurements.")
                     : fail(status.error()));
    });
}

} // namespace portcullis::engine
