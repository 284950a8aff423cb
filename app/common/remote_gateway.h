#pragma once

#include "gateway/api/gateway_client.h"

#include <nlohmann/json_fwd.hpp>

#include <filesystem>
#include <functional>
#include <memory>

namespace portcullis::remote {

class RemoteConnection;

// A gateway in another process, through its control socket (engine/control_server.h has the wire).
//
// Owner: a command. Threads: every method from any thread; completions and events come on the
// client's own thread, which the destructor joins. Errors: those of the other side with code and
// message; Unavailable when it is not there or has gone.
class RemoteGateway final : public api::GatewayClient
{
public:
    // Waits until the connection stands. Unavailable when nobody listens.
    [[nodiscard]] static Result<std::unique_ptr<RemoteGateway>>
    connect(const std::filesystem::path& socket);

    ~RemoteGateway() override;
    RemoteGateway(const RemoteGateway&) = delete;
    RemoteGateway& operator=(const RemoteGateway&) = delete;
    RemoteGateway(RemoteGateway&&) = delete;
    RemoteGateway& operator=(RemoteGateway&&) = delete;

    void config(api::Completion<api::ConfigPtr> done) override;
    void status(api::Completion<api::GatewayStatus> done) override;
    void apply(api::ConfigChange change, api::Completion<api::ConfigPtr> done) override;
    void createKey(api::NewKey key, api::Completion<api::CreatedKey> done) override;
    void rotateKey(api::KeyRotation rotation, api::Completion<api::CreatedKey> done) override;
    void putSecret(std::string name, SecretBytes secret, api::Completion<> done) override;
    void testServer(api::ServerConfig server, api::Completion<api::ServerReport> done) override;
    void restartServer(ServerId server, api::Completion<> done) override;
    void serverTools(ServerId server, api::Completion<std::vector<api::ToolInfo>> done) override;
    void approveTools(ServerId server,
                      std::vector<api::ToolApproval> tools,
                      api::Completion<> done) override;
    void acceptLog(api::Completion<> done) override;
    void activity(api::ActivityQuery query, api::Completion<api::ActivityPage> done) override;
    void callDetails(std::int64_t n, api::Completion<api::CallDetails> done) override;
    void openLog(api::Completion<api::LogConnection> done) override;
    void signOff(api::SignOff review, api::Completion<std::int64_t> done) override;
    void exportBundle(api::ExportRequest request,
                      SecretBytes secret,
                      std::filesystem::path output,
                      api::JobWatch watch,
                      api::Completion<api::ExportSummary> done) override;
    void checkLog(api::CheckRequest request,
                  api::JobWatch watch,
                  api::Completion<api::LogReport> done) override;
    void checkpoint(std::uint64_t since, api::Completion<api::Checkpoint> done) override;
    void setHold(api::Hold hold, api::Completion<api::Hold> done) override;
    void releaseHold(std::string id, std::string reason, api::Completion<> done) override;
    void holds(api::Completion<std::vector<api::Hold>> done) override;
    void eraseContents(api::EraseRequest request,
                       api::JobWatch watch,
                       api::Completion<api::EraseReport> done) override;
    void removeOld(api::RetentionRequest request,
                   api::JobWatch watch,
                   api::Completion<api::RetentionReport> done) override;
    void budgets(api::BudgetQuery query,
                 api::Completion<std::vector<api::BudgetState>> done) override;
    void revisions(api::RevisionQuery query, api::Completion<api::RevisionPage> done) override;
    void revision(std::uint64_t number, api::Completion<api::RevisionState> done) override;
    void undone(std::uint64_t number, api::Completion<api::ConfigPtr> done) override;
    void unlock(SecretBytes passphrase, api::Completion<> done) override;
    void observe(api::EventSink sink) override;

    // Called once when the other side has gone, on the client's thread.
    void onGone(std::function<void()> gone);

private:
    RemoteGateway();
    void request(const char* command,
                 nlohmann::json params,
                 std::function<void(Result<nlohmann::json>)> done);

    std::unique_ptr<RemoteConnection> m_connection;
};

} // namespace portcullis::remote
