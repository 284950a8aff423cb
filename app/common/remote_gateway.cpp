#include "app/common/remote_gateway.h"

#include "app/common/remote_connection.h"
#include "gateway/api/config_json.h"
#include "gateway/api/wire.h"

#include <nlohmann/json.hpp>

#include <utility>

namespace portcullis::remote {

using nlohmann::json;

namespace {

// Reads an answer with `read`, which gives a Result<T>, and completes with it.
template <typename T, typename Read>
std::function<void(Result<json>)> completeWith(api::Completion<T> done, Read read)
{
    return [done = std::move(done), read](Result<json> answer) {
        if (!answer) {
            done(fail(std::move(answer.error())));
            return;
        }
        done(read(*answer));
    };
}

Result<> nothing(const json&)
{
    return {};
}

Result<api::ConfigPtr> readConfig(const json& answer)
{
    auto config = api::configFromJson(answer);
    if (!config) {
        return fail(std::move(config.error()));
    }
    return std::make_shared<const api::GatewayConfig>(std::move(*config));
}

Result<api::CreatedKey> readCreatedKey(const json& answer)
{
    const json* secret =
        answer.is_object() && answer.contains("secret") ? &answer["secret"] : nullptr;
    if (secret == nullptr || !secret->is_string() || !answer.contains("key")) {
        return fail(ErrorCode::ProtocolError, "The gateway's answer holds no key.");
    }
    auto key = api::keyFromJson(answer["key"]);
    if (!key) {
        return fail(std::move(key.error()));
    }
    return api::CreatedKey{std::move(*key),
                           SecretBytes(std::string_view(secret->get_ref<const std::string&>()))};
}

Result<std::int64_t> readNumber(const json& answer)
{
    const auto n = answer.find("n");
    if (!answer.is_object() || n == answer.end() || !n->is_number_integer()) {
        return fail(ErrorCode::ProtocolError, "The gateway's answer tells no record.");
    }
    return n->get<std::int64_t>();
}

Result<std::vector<api::ToolInfo>> readTools(const json& answer)
{
    std::vector<api::ToolInfo> tools;
    for (const json& one : answer) {
        auto tool = api::toolFromJson(one);
        if (!tool) {
            return fail(std::move(tool.error()));
        }
        tools.push_back(std::move(*tool));
    }
    return tools;
}

} // namespace

RemoteGateway::RemoteGateway()
    : m_connection(std::make_unique<RemoteConnection>())
{}

RemoteGateway::~RemoteGateway() = default;

Result<std::unique_ptr<RemoteGateway>> RemoteGateway::connect(const std::filesystem::path& socket)
{
    std::unique_ptr<RemoteGateway> gateway(new RemoteGateway());
    if (auto connected = gateway->m_connection->connect(socket); !connected) {
        return fail(std::move(connected.error()));
    }
    return gateway;
}

void RemoteGateway::request(const char* command,
                            json params,
                            std::function<void(Result<json>)> done)
{
    m_connection->request(command, std::move(params), std::move(done));
}

void RemoteGateway::config(api::Completion<api::ConfigPtr> done)
{
    request("config", json::object(), completeWith<api::ConfigPtr>(std::move(done), readConfig));
}

void RemoteGateway::status(api::Completion<api::GatewayStatus> done)
{
    request("status",
            json::object(),
            completeWith<api::GatewayStatus>(std::move(done), api::statusFromJson));
}

void RemoteGateway::apply(api::ConfigChange change, api::Completion<api::ConfigPtr> done)
{
    request(
        "apply", api::toJson(change), completeWith<api::ConfigPtr>(std::move(done), readConfig));
}

void RemoteGateway::createKey(api::NewKey key, api::Completion<api::CreatedKey> done)
{
    request("createKey",
            api::toJson(key),
            completeWith<api::CreatedKey>(std::move(done), readCreatedKey));
}

void RemoteGateway::rotateKey(api::KeyRotation rotation, api::Completion<api::CreatedKey> done)
{
    request("rotateKey",
            api::toJson(rotation),
            completeWith<api::CreatedKey>(std::move(done), readCreatedKey));
}

void RemoteGateway::putSecret(std::string name, SecretBytes secret, api::Completion<> done)
{
    json params = {{"name", std::move(name)}};
    params["secret"] = std::string(secret.revealText());
    request("putSecret", std::move(params), completeWith<void>(std::move(done), nothing));
}

void RemoteGateway::testServer(api::ServerConfig server, api::Completion<api::ServerReport> done)
{
    request("testServer",
            api::toJson(server),
            completeWith<api::ServerReport>(std::move(done), api::reportFromJson));
}

void RemoteGateway::restartServer(ServerId server, api::Completion<> done)
{
    request(
        "restartServer", {{"server", server.str()}}, completeWith<void>(std::move(done), nothing));
}

void RemoteGateway::serverTools(ServerId server, api::Completion<std::vector<api::ToolInfo>> done)
{
    request("serverTools",
            {{"server", server.str()}},
            completeWith<std::vector<api::ToolInfo>>(std::move(done), readTools));
}

void RemoteGateway::approveTools(ServerId server,
                                 std::vector<api::ToolApproval> tools,
                                 api::Completion<> done)
{
    json list = json::array();
    for (const api::ToolApproval& tool : tools) {
        list.push_back(api::toJson(tool));
    }
    request("approveTools",
            {{"server", server.str()}, {"tools", std::move(list)}},
            completeWith<void>(std::move(done), nothing));
}

void RemoteGateway::acceptLog(api::Completion<> done)
{
    request("acceptLog", json::object(), completeWith<void>(std::move(done), nothing));
}

void RemoteGateway::activity(api::ActivityQuery query, api::Completion<api::ActivityPage> done)
{
    request("activity",
            api::toJson(query),
            completeWith<api::ActivityPage>(std::move(done), api::pageFromJson));
}

void RemoteGateway::callDetails(std::int64_t n, api::Completion<api::CallDetails> done)
{
    request("callDetails",
            {{"n", n}},
            completeWith<api::CallDetails>(std::move(done), api::detailsFromJson));
}

// A connection is a handle of the process that opened it, and its key does not leave the gateway.
void RemoteGateway::openLog(api::Completion<api::LogConnection> done)
{
    done(fail(ErrorCode::Unsupported,
              "The log can be searched only by the program that has it open: this is a gateway of "
              "another "
              "process. Export a bundle through it to read what it says."));
}

void RemoteGateway::signOff(api::SignOff review, api::Completion<std::int64_t> done)
{
    request(
        "signOff", api::toJson(review), completeWith<std::int64_t>(std::move(done), readNumber));
}

void RemoteGateway::exportBundle(api::ExportRequest request,
                                 SecretBytes secret,
                                 std::filesystem::path output,
                                 api::JobWatch watch,
                                 api::Completion<api::ExportSummary> done)
{
    json params = {{"request", api::toJson(request)}, {"output", output.string()}};
    params["secret"] = std::string(secret.revealText());
    m_connection->job(
        "exportBundle",
        std::move(params),
        std::move(watch),
        completeWith<api::ExportSummary>(std::move(done), api::exportSummaryFromJson));
}

void RemoteGateway::checkLog(api::CheckRequest request,
                             api::JobWatch watch,
                             api::Completion<api::LogReport> done)
{
    m_connection->job("checkLog",
                      api::toJson(request),
                      std::move(watch),
                      completeWith<api::LogReport>(std::move(done), api::logReportFromJson));
}

void RemoteGateway::checkpoint(std::uint64_t since, api::Completion<api::Checkpoint> done)
{
    request("checkpoint",
            {{"since", since}},
            completeWith<api::Checkpoint>(std::move(done), api::checkpointFromJson));
}

void RemoteGateway::setHold(api::Hold hold, api::Completion<api::Hold> done)
{
    request(
        "setHold", api::toJson(hold), completeWith<api::Hold>(std::move(done), api::holdFromJson));
}

void RemoteGateway::releaseHold(std::string id, std::string reason, api::Completion<> done)
{
    request("releaseHold",
            {{"id", std::move(id)}, {"reason", std::move(reason)}},
            completeWith<void>(std::move(done), nothing));
}

void RemoteGateway::holds(api::Completion<std::vector<api::Hold>> done)
{
    request("holds",
            json::object(),
            completeWith<std::vector<api::Hold>>(std::move(done), api::holdsFromJson));
}

void RemoteGateway::eraseContents(api::EraseRequest request,
                                  api::JobWatch watch,
                                  api::Completion<api::EraseReport> done)
{
    m_connection->job("eraseContents",
                      api::toJson(request),
                      std::move(watch),
                      completeWith<api::EraseReport>(std::move(done), api::eraseReportFromJson));
}

void RemoteGateway::removeOld(api::RetentionRequest request,
                              api::JobWatch watch,
                              api::Completion<api::RetentionReport> done)
{
    m_connection->job(
        "removeOld",
        api::toJson(request),
        std::move(watch),
        completeWith<api::RetentionReport>(std::move(done), api::retentionReportFromJson));
}

void RemoteGateway::budgets(api::BudgetQuery query,
                            api::Completion<std::vector<api::BudgetState>> done)
{
    request(
        "budgets",
        api::toJson(query),
        completeWith<std::vector<api::BudgetState>>(std::move(done), api::budgetStatesFromJson));
}

void RemoteGateway::revisions(api::RevisionQuery query, api::Completion<api::RevisionPage> done)
{
    request("revisions",
            api::toJson(query),
            completeWith<api::RevisionPage>(std::move(done), api::revisionPageFromJson));
}

void RemoteGateway::revision(std::uint64_t number, api::Completion<api::RevisionState> done)
{
    request("revision",
            {{"revision", number}},
            completeWith<api::RevisionState>(std::move(done), api::revisionStateFromJson));
}

void RemoteGateway::undone(std::uint64_t number, api::Completion<api::ConfigPtr> done)
{
    request("undone",
            {{"revision", number}},
            completeWith<api::ConfigPtr>(std::move(done), readConfig));
}

void RemoteGateway::unlock(SecretBytes passphrase, api::Completion<> done)
{
    json params = json::object();
    params["passphrase"] = std::string(passphrase.revealText());
    request("unlock", std::move(params), completeWith<void>(std::move(done), nothing));
}

void RemoteGateway::observe(api::EventSink sink)
{
    m_connection->observe(std::move(sink));
}

void RemoteGateway::onGone(std::function<void()> gone)
{
    m_connection->onGone(std::move(gone));
}

} // namespace portcullis::remote
