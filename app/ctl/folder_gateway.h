#pragma once

#include "gateway/api/gateway_client.h"
#include "gateway/audit/audit_log.h"
#include "gateway/base/clock.h"
#include "gateway/engine/config_history.h"
#include "gateway/engine/config_store.h"
#include "gateway/engine/log_aids.h"
#include "gateway/engine/policy_memory.h"
#include "gateway/engine/policy_source.h"
#include "gateway/http/proxy.h"
#include "gateway/secrets/vault.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace portcullis::ctl {

// The commands of a gateway where none runs, on its data folder itself: the configuration is read
// and written under a lock, and what needs keys opens them. A change is recorded in the log when
// the keys are open; otherwise the next start records the configuration's hash. Tools are approved
// and secrets stored with open keys only, and never without a record.
//
// Owner: a command. Thread: one; every command completes before it returns. Errors: those of the
// rooms; Unavailable for what only a running gateway can do.
class FolderGateway final : public api::GatewayClient
{
public:
    struct Options
    {
        std::filesystem::path dataFolder;
        std::filesystem::path supervisor;
        std::filesystem::path tokenProgram;
        http::SystemProxies proxies;
        std::function<Result<SecretBytes>()> openMaster;
        engine::LogAids logAids;
        engine::PolicyPlace policy; // the build's, but in tests
        bool recordChanges = false; // opens the keys for every change, to record it
    };

    explicit FolderGateway(Options options);
    ~FolderGateway() override;
    FolderGateway(const FolderGateway&) = delete;
    FolderGateway& operator=(const FolderGateway&) = delete;
    FolderGateway(FolderGateway&&) = delete;
    FolderGateway& operator=(FolderGateway&&) = delete;

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

private:
    [[nodiscard]] Result<api::ConfigPtr> load() const;
    [[nodiscard]] Result<api::ConfigPtr> change(const api::ConfigChange& change);
    [[nodiscard]] bool isRecorded() const;
    [[nodiscard]] Result<api::ConfigPtr> settled();
    [[nodiscard]] Result<> keep(const api::GatewayConfig& before,
                                const api::GatewayConfig& after,
                                std::uint64_t previous,
                                audit::ConfigurationChanged entry);
    [[nodiscard]] Result<> approve(const ServerId& server,
                                   const std::vector<api::ToolApproval>& tools);
    [[nodiscard]] static audit::ConfigurationChanged changeRecord(const api::GatewayConfig& before,
                                                                  const api::GatewayConfig& after);
    [[nodiscard]] Result<> record(audit::Record entry);
    [[nodiscard]] Result<api::LogReport> check(const api::CheckRequest& request,
                                               const api::JobWatch& watch);
    // The policy in force; null for none. Errors: what is not right with it.
    [[nodiscard]] Result<policy::LockdownPtr> lockdown();
    [[nodiscard]] Result<engine::SeenPolicy> seenPolicy();
    [[nodiscard]] std::optional<api::LockdownStatus> lockdownStatus();
    [[nodiscard]] Result<api::GatewayConfig> changed(const api::GatewayConfig& before,
                                                     const api::ConfigChange& change);
    [[nodiscard]] Result<> mayTry(const api::ServerConfig& server);
    [[nodiscard]] Result<> mayErase(const api::EraseRequest& request);
    [[nodiscard]] Result<> mayRemove(const api::RetentionRequest& request);
    [[nodiscard]] Result<const SecretBytes*> master();
    [[nodiscard]] Result<audit::AuditLog*> log();
    [[nodiscard]] Result<api::CreatedKey> makeKey(api::NewKey key);
    [[nodiscard]] Result<api::CreatedKey> makeSecret(const api::KeyRotation& asked);
    [[nodiscard]] Result<> storeSecret(const std::string& name, const SecretBytes& secret);
    [[nodiscard]] Result<secrets::Vault> vaultFor(const api::ServerConfig& server);
    [[nodiscard]] Result<api::ServerReport> tryServer(const api::ServerConfig& server);

    Options m_options;
    SystemClock m_clock;
    engine::ConfigStore m_store;
    engine::ConfigHistory m_history;
    std::optional<SecretBytes> m_master;
    std::unique_ptr<audit::AuditLog> m_log;
};

} // namespace portcullis::ctl
