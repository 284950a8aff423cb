#pragma once

#include "gateway/api/gateway_client.h"
#include "gateway/base/peer_identity.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

namespace portcullis::engine {

// A gateway as one person may use it: every command is asked of the table in gateway/policy/roles.h
// by the roles that the account has at that moment, and goes on to the gateway behind or is refused
// with PermissionDenied. Who may see no more than their own keys gets that part of configuration,
// status, activity and events. Nothing reaches a person but through this.
//
// Owner: whoever serves the person. Thread: any; completions come where the gateway behind
// completes. Commands that are under way outlive this object; the gateway behind outlives them.
// Errors: those of the gateway behind; PermissionDenied. A configuration that cannot be read leaves
// everybody without a role.
class GuardedClient final : public api::GatewayClient
{
public:
    // Told of refusals that are worth a record, where the gateway behind completes. May be empty.
    using Denied = std::function<void(const Account& account, api::Operation operation)>;

    // `owner` is the account that the gateway runs as.
    GuardedClient(api::GatewayClient& behind, Account account, std::uint32_t owner, Denied denied);
    // The same with a gateway that lives as long as it is needed here.
    GuardedClient(std::shared_ptr<api::GatewayClient> behind,
                  Account account,
                  std::uint32_t owner,
                  Denied denied = {});

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

    // Events as this person may see them, numbered without gaps. `config` is the one in force now;
    // later ones are taken from the events. Where the events come, which is one thread at a time.
    [[nodiscard]] api::EventSink filtered(api::ConfigPtr config, api::EventSink sink) const;

private:
    struct Person;

    template <typename T, typename Go>
    void asPerson(api::Completion<T> done, Go go) const;
    template <typename T, typename Go>
    void enter(api::Operation operation, api::Completion<T> done, Go go) const;

    std::shared_ptr<const Person> m_person;
};

} // namespace portcullis::engine
