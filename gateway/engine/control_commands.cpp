#include "gateway/engine/control_commands.h"

#include "gateway/api/config_json.h"
#include "gateway/api/wire.h"

#include <nlohmann/json.hpp>

#include <utility>
#include <vector>

namespace portcullis::engine {

using nlohmann::json;

namespace {

using Reply = ControlReply;

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

// One that there never is when it is not there.
std::uint64_t revisionIn(const json& params)
{
    const json revision = member(params, "revision");
    return revision.is_number_unsigned() ? revision.get<std::uint64_t>() : UINT64_MAX;
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
api::Completion<T> answerWith(const Reply& reply)
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

api::Completion<api::ConfigPtr> answerConfig(const Reply& reply)
{
    return [reply](const Result<api::ConfigPtr>& config) {
        if (!config) {
            reply(fail(config.error()));
            return;
        }
        reply(api::toJson(**config));
    };
}

// With the secret, which is told this once.
api::Completion<api::CreatedKey> answerSecret(const Reply& reply)
{
    return [reply](Result<api::CreatedKey> made) {
        if (!made) {
            reply(fail(made.error()));
            return;
        }
        json answer = {{"key", api::toJson(made->key)}};
        answer["secret"] = std::string(made->secret.revealText());
        reply(std::move(answer));
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

bool history(api::GatewayClient& gateway,
             const std::string& command,
             const json& params,
             const Reply& reply)
{
    if (command == "revisions") {
        const auto query = api::revisionQueryFromJson(params);
        query ? gateway.revisions(*query, answerWith<api::RevisionPage>(reply))
              : reply(fail(query.error()));
    } else if (command == "revision") {
        gateway.revision(revisionIn(params), answerWith<api::RevisionState>(reply));
    } else if (command == "undone") {
        gateway.undone(revisionIn(params), answerConfig(reply));
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
    gateway.createKey(std::move(*key), answerSecret(reply));
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
    } else if (command == "rotateKey") {
        auto rotation = api::keyRotationFromJson(params);
        rotation ? gateway.rotateKey(std::move(*rotation), answerSecret(reply))
                 : reply(fail(rotation.error()));
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

bool obey(api::GatewayClient& gateway,
          const ControlCommand& command,
          ControlJobs& jobs,
          const ControlReply& reply)
{
    const auto& [id, name, params] = command;
    return read(gateway, name, params, reply) || history(gateway, name, params, reply) ||
           change(gateway, name, params, reply) || hold(gateway, name, params, reply) ||
           work(gateway, id, name, params, jobs, reply);
}

} // namespace portcullis::engine
