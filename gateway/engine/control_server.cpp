#include "gateway/engine/control_server.h"

#include "gateway/api/config_json.h"
#include "gateway/api/wire.h"
#include "gateway/base/json.h"

#include <boost/asio/post.hpp>
#include <nlohmann/json.hpp>

namespace portcullis::engine {

using http::Task;
using nlohmann::json;

namespace {

using Reply = std::function<void(Result<json>)>;

constexpr std::size_t kMaxDepth = 64;

// Foreign bytes that are no UTF-8 become U+FFFD: an answer must not fail for what it quotes.
std::string lineOf(const json& value)
{
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

// Null when it is not there.
json member(const json& params, const char* name)
{
    const auto found = params.find(name);
    return found != params.end() ? *found : json();
}

std::string text(const json& params, const char* name)
{
    const json value = member(params, name);
    return value.is_string() ? value.get<std::string>() : std::string();
}

Result<std::vector<api::ToolApproval>> approvals(const json& params)
{
    std::vector<api::ToolApproval> tools;
    const auto found = params.find("tools");
    if (found == params.end() || !found->is_array()) {
        return fail(ErrorCode::InvalidArgument, "\"tools\" must be the list of what is approved.");
    }
    for (const json& one : *found) {
        auto tool = api::approvalFromJson(one);
        if (!tool) {
            return fail(std::move(tool.error()));
        }
        tools.push_back(std::move(*tool));
    }
    return tools;
}

template <typename T>
api::Completion<T> answerWith(const std::function<void(Result<json>)>& reply)
{
    return [reply](Result<T> result) {
        if (!result) {
            reply(fail(result.error()));
        } else if constexpr (std::is_void_v<T>) {
            reply(json::object());
        } else {
            reply(api::toJson(*result));
        }
    };
}

api::Completion<api::ConfigPtr> answerConfig(const std::function<void(Result<json>)>& reply)
{
    return [reply](const Result<api::ConfigPtr>& config) {
        if (!config) {
            reply(fail(config.error()));
            return;
        }
        reply(api::toJson(**config));
    };
}

// The commands, by what they do; false for one that is none of these.
bool work(api::GatewayClient& gateway,
          std::int64_t id,
          const std::string& command,
          const json& params,
          ControlJobs& jobs,
          const Reply& reply)
{
    if (command == "exportBundle") {
        auto wanted = api::exportRequestFromJson(member(params, "request"));
        wanted ? gateway.exportBundle(std::move(*wanted),
                                      SecretBytes(std::string_view(text(params, "secret"))),
                                      text(params, "output"),
                                      jobs.begin(id),
                                      answerWith<api::ExportSummary>(reply))
               : reply(fail(wanted.error()));
    } else if (command == "checkLog") {
        auto wanted = api::checkRequestFromJson(params);
        wanted ? gateway.checkLog(
                     std::move(*wanted), jobs.begin(id), answerWith<api::LogReport>(reply))
               : reply(fail(wanted.error()));
    } else if (command == "eraseContents") {
        auto wanted = api::eraseRequestFromJson(params);
        wanted ? gateway.eraseContents(
                     std::move(*wanted), jobs.begin(id), answerWith<api::EraseReport>(reply))
               : reply(fail(wanted.error()));
    } else if (command == "removeOld") {
        auto wanted = api::retentionRequestFromJson(params);
        wanted ? gateway.removeOld(*wanted, jobs.begin(id), answerWith<api::RetentionReport>(reply))
               : reply(fail(wanted.error()));
    } else if (command == "cancel") {
        const json job = member(params, "id");
        jobs.cancel(job.is_number_integer() ? job.get<std::int64_t>() : -1);
        reply(json::object());
    } else {
        return false;
    }
    return true;
}

bool read(api::GatewayClient& gateway,
          const std::string& command,
          const json& params,
          const Reply& reply)
{
    if (command == "config") {
        gateway.config(answerConfig(reply));
    } else if (command == "status") {
        gateway.status(answerWith<api::GatewayStatus>(reply));
    } else if (command == "serverTools") {
        gateway.serverTools(ServerId(text(params, "server")),
                            [reply](Result<std::vector<api::ToolInfo>> tools) {
                                if (!tools) {
                                    reply(fail(tools.error()));
                                    return;
                                }
                                json list = json::array();
                                for (const api::ToolInfo& tool : *tools) {
                                    list.push_back(api::toJson(tool));
                                }
                                reply(std::move(list));
                            });
    } else if (command == "activity") {
        const auto query = api::queryFromJson(params);
        query ? gateway.activity(*query, answerWith<api::ActivityPage>(reply))
              : reply(fail(query.error()));
    } else if (command == "budgets") {
        auto query = api::budgetQueryFromJson(params);
        query ? gateway.budgets(std::move(*query), answerWith<std::vector<api::BudgetState>>(reply))
              : reply(fail(query.error()));
    } else if (command == "callDetails") {
        const json n = member(params, "n");
        gateway.callDetails(n.is_number_integer() ? n.get<std::int64_t>() : -1,
                            answerWith<api::CallDetails>(reply));
    } else if (command == "checkpoint") {
        const json since = member(params, "since");
        gateway.checkpoint(since.is_number_unsigned() ? since.get<std::uint64_t>() : 0,
                           answerWith<api::Checkpoint>(reply));
    } else {
        return false;
    }
    return true;
}

void approve(api::GatewayClient& gateway, const json& params, const Reply& reply)
{
    auto tools = approvals(params);
    if (!tools) {
        reply(fail(tools.error()));
        return;
    }
    gateway.approveTools(
        ServerId(text(params, "server")), std::move(*tools), answerWith<void>(reply));
}

bool hold(api::GatewayClient& gateway,
          const std::string& command,
          const json& params,
          const Reply& reply)
{
    if (command == "holds") {
        gateway.holds(answerWith<std::vector<api::Hold>>(reply));
    } else if (command == "setHold") {
        auto hold = api::holdFromJson(params);
        hold ? gateway.setHold(std::move(*hold), answerWith<api::Hold>(reply))
             : reply(fail(hold.error()));
    } else if (command == "releaseHold") {
        gateway.releaseHold(text(params, "id"), text(params, "reason"), answerWith<void>(reply));
    } else {
        return false;
    }
    return true;
}

void createKey(api::GatewayClient& gateway, const json& params, const Reply& reply)
{
    auto key = api::newKeyFromJson(params);
    if (!key) {
        reply(fail(key.error()));
        return;
    }
    gateway.createKey(std::move(*key), [reply](Result<api::CreatedKey> made) {
        if (!made) {
            reply(fail(made.error()));
            return;
        }
        json answer = {{"key", api::toJson(made->key)}};
        answer["secret"] = std::string(made->secret.revealText());
        reply(std::move(answer));
    });
}

void signOff(api::GatewayClient& gateway, const json& params, const Reply& reply)
{
    auto review = api::signOffFromJson(params);
    if (!review) {
        reply(fail(review.error()));
        return;
    }
    gateway.signOff(std::move(*review), [reply](const Result<std::int64_t>& n) {
        n ? reply(json{{"n", *n}}) : reply(fail(n.error()));
    });
}

bool change(api::GatewayClient& gateway,
            const std::string& command,
            const json& params,
            const Reply& reply)
{
    if (command == "apply") {
        auto change = api::changeFromJson(params);
        change ? gateway.apply(std::move(*change), answerConfig(reply))
               : reply(fail(change.error()));
    } else if (command == "createKey") {
        createKey(gateway, params, reply);
    } else if (command == "putSecret") {
        gateway.putSecret(text(params, "name"),
                          SecretBytes(std::string_view(text(params, "secret"))),
                          answerWith<void>(reply));
    } else if (command == "testServer") {
        auto server = api::serverFromJson(params);
        server ? gateway.testServer(std::move(*server), answerWith<api::ServerReport>(reply))
               : reply(fail(server.error()));
    } else if (command == "approveTools") {
        approve(gateway, params, reply);
    } else if (command == "signOff") {
        signOff(gateway, params, reply);
    } else if (command == "acceptLog") {
        gateway.acceptLog(answerWith<void>(reply));
    } else if (command == "restartServer") {
        gateway.restartServer(ServerId(text(params, "server")), answerWith<void>(reply));
    } else if (command == "unlock") {
        gateway.unlock(SecretBytes(std::string_view(text(params, "passphrase"))),
                       answerWith<void>(reply));
    } else {
        return false;
    }
    return true;
}

} // namespace

struct ControlServer::Request
{
    std::int64_t id = 0;
    std::string command;
    json params;
};

ControlServer::ControlServer(http::asio::any_io_executor executor, Measure measure)
    : m_executor(std::move(executor))
    , m_measure(std::move(measure))
{}

// nlohmann builds values recursively: foreign depth is refused before it sees any.
Result<ControlServer::Request> ControlServer::parse(const std::string& line)
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
    return Request{request["id"].get<std::int64_t>(), request["command"], std::move(params)};
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
        const Result<Request> request = parse(**line);
        if (!request) {
            break;
        }
        // Completions may come on any thread, the connection belongs to this one.
        const Reply reply =
            [executor = m_executor, connection, jobs, id = request->id](Result<json> result) {
                json answer = {{"id", id}};
                result ? answer["result"] = std::move(*result)
                       : answer["error"] = api::toJson(result.error());
                http::asio::post(executor, [connection, jobs, id, line = lineOf(answer)] {
                    jobs->end(id);
                    connection->writeLine(line);
                });
            };
        if (request->command != "observe") {
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
                           const Request& request,
                           ControlJobs& jobs,
                           const Reply& reply) const
{
    const auto& [id, command, params] = request;
    if (command == "stageTimes") {
        measure(gateway, reply);
    } else if (!read(gateway, command, params, reply) && !change(gateway, command, params, reply) &&
               !hold(gateway, command, params, reply) &&
               !work(gateway, id, command, params, jobs, reply)) {
        reply(fail(ErrorCode::Unsupported,
                   "There is no command " + command + "; is the other program newer?"));
    }
}

// For who may see the activity that is measured.
void ControlServer::measure(api::GatewayClient& gateway, const Reply& reply) const
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
