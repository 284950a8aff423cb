#pragma once

#include "gateway/api/gateway_client.h"
#include "gateway/base/clock.h"
#include "gateway/base/peer_identity.h"
#include "gateway/base/result.h"
#include "gateway/base/secret_bytes.h"
#include "gateway/engine/log_aids.h"
#include "gateway/engine/policy_source.h"
#include "gateway/http/proxy.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace portcullis::engine {

struct GatewayOptions
{
    std::filesystem::path dataFolder;   // made with mode 0700 when absent
    std::filesystem::path supervisor;   // the program portcullis-supervisor
    std::filesystem::path tokenProgram; // the program portcullis-token
    // The program portcullisctl: of its bridge, the program that has started it speaks.
    std::filesystem::path bridgeProgram;
    http::SystemProxies proxies; // for servers whose proxy is the system's
    // Overrides of the stored configuration for this run; nothing of them is saved.
    std::optional<std::string> listenHost;
    std::optional<std::uint16_t> listenPort;
    // Replaces what it has of the stored configuration before anything starts; checked at
    // once, saved and recorded by open(), which alone knows that nobody else has the folder.
    std::function<Result<api::GatewayConfig>(const api::GatewayConfig& stored)> amendConfig;
    // Turns a passphrase into the master key, for the command unlock(). Runs on a worker thread.
    std::function<Result<SecretBytes>(const SecretBytes& passphrase)> openWithPassphrase;
    LogAids logAids;
    PolicyPlace policy;  // of a locked-down installation; the build's, but in tests
    bool sockets = true; // the bridge's and the control socket
    // Where the sockets are, for every account that this folder lets in; empty: with the data, for
    // the gateway's own account alone.
    std::filesystem::path socketFolder;
    // Where other accounts may have bundles written; empty: nowhere. Its group may read them.
    std::filesystem::path exportFolder;
    std::shared_ptr<const PeerIdentity> identity; // null: the system's
};

// How a person opened an installation, for the run's first record; empty where that is not known.
struct Unlocking
{
    std::string by;   // "gui", "ctl"
    std::string with; // kKeychain, kPassphrase
};

inline constexpr const char* kKeychain = "keychain";
inline constexpr const char* kPassphrase = "passphrase";

// The gateway: one thread with everything that talks, one that writes the log, a few that compute.
// It starts locked: the endpoint answers 503 until open() brings the master key.
//
// Owner: app. Threads: every method from any thread but the destructor, which belongs to the owner
// and must not run on the gateway thread. Errors: create() fails with Busy (another instance has
// the data folder, or the port is taken), InvalidArgument (configuration), IoError.
class Gateway final : public api::GatewayClient
{
public:
    [[nodiscard]] static Result<std::unique_ptr<Gateway>> create(GatewayOptions options,
                                                                 const Clock& clock);
    ~Gateway() override; // as stop()
    Gateway(const Gateway&) = delete;
    Gateway& operator=(const Gateway&) = delete;

    // Brings the master key; completes on the gateway thread when calls are accepted. Errors:
    // Locked (not the key of this log), Busy, Corrupt, IoError.
    void open(SecretBytes master, api::Completion<> done, Unlocking how = {});

    // No new calls, running ones may finish until the deadline, then they are cancelled; the log is
    // flushed and closed. Blocks; idempotent.
    void stop(std::chrono::milliseconds deadline = std::chrono::seconds(5));

    // GatewayClient
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
    class Impl;
    class Face;
    class Callers;
    Gateway();

    std::unique_ptr<Impl> m_impl;
};

// The purposes for which keys are derived from the master key.
inline constexpr const char* kAuditKeyPurpose = "portcullis/1/audit";
inline constexpr const char* kVirtualKeyPurpose = "portcullis/1/virtual-keys";
inline constexpr const char* kLogKeysPurpose = "portcullis/1/log-keys";
inline constexpr const char* kPinPurpose = "portcullis/1/pin";
inline constexpr const char* kLockdownPurpose = "portcullis/1/lockdown";
inline constexpr const char* kVaultPurpose = "portcullis/1/vault";
inline constexpr const char* kSealPurpose = "portcullis/1/seal";

} // namespace portcullis::engine
