#pragma once

#include "gateway/api/gateway_client.h"

#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace portcullis::test {

// A gateway for tests of the window: answers from public values, records what it was asked, and can
// be told to fail or to wait. Answers come on the thread that asks, or in release() on the one that
// calls that. Not thread-safe: the test owns the moment.
class FakeGatewayClient final : public api::GatewayClient
{
public:
    // What it answers with.
    api::GatewayConfig currentConfig;
    api::GatewayStatus currentStatus;
    std::map<ServerId, Result<std::vector<api::ToolInfo>>> tools;
    std::vector<api::ActivityRow> rows; // newest first
    std::map<std::int64_t, api::CallDetails> details;
    std::vector<api::SignOff> signedOff;
    std::function<Result<api::LogConnection>()> openReader; // none: there is no log
    Result<api::ServerReport> report = fail(ErrorCode::Unavailable, "no report was scripted");
    std::map<BudgetId, api::BudgetUse> budgetUses;
    api::EraseReport erased;
    // Instead of it, where what is found depends on the request.
    std::function<Result<api::EraseReport>(const api::EraseRequest&)> erase;
    api::RetentionReport removed;
    Result<api::LogReport> logReport = api::LogReport{};
    Result<api::ExportSummary> exported = api::ExportSummary{};
    Result<api::Checkpoint> signedNow = api::Checkpoint{};
    std::map<std::uint64_t, api::RevisionState> history;
    std::string passphrase = "correct horse";
    std::string nextSecret = "pcl_0123456789abcdef0123456789abcdef";
    std::optional<Error> failNext; // the next command fails with this, whatever it is
    bool holding = false;          // answers wait for release()

    // What it was asked.
    std::vector<api::ConfigChange> changes; // those that were accepted
    std::vector<api::NewKey> newKeys;
    std::vector<api::KeyRotation> rotations;
    std::map<std::string, std::string> secrets; // the vault
    std::vector<api::ServerConfig> tested;
    std::vector<ServerId> restarted;
    std::vector<std::pair<ServerId, std::vector<api::ToolApproval>>> approvals;
    std::vector<api::ActivityQuery> queries;
    std::vector<api::BudgetQuery> budgetQueries;
    std::vector<api::CheckRequest> checks;
    std::vector<api::ExportRequest> exports;
    std::vector<std::string> passphrases;
    int configQueries = 0;
    int acceptedLogs = 0;
    std::vector<api::Hold> heldRecords;                        // and what it answers with
    std::vector<std::pair<std::string, std::string>> releases; // hold and reason
    std::vector<api::EraseRequest> erasures;
    std::vector<api::RetentionRequest> removals;

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
                      std::vector<api::ToolApproval> approved,
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
    void unlock(SecretBytes secret, api::Completion<> done) override;
    void observe(api::EventSink sink) override;

    // What happens in it.
    void release(); // gives the answers that wait, in order
    void setStatus(const api::GatewayStatus& status);
    void sendCall(const api::ActivityRow& row);
    void sendTools(const ServerId& server);
    void sendWarning(const api::BudgetWarning& warning);

    void loseEvents(std::uint64_t count) { m_sequence += count; }

    [[nodiscard]] bool isObserved() const { return static_cast<bool>(m_sink); }

private:
    template <typename T>
    void answer(api::Completion<T> done, std::function<Result<T>()> value);
    void send(decltype(api::Event::what) what);
    [[nodiscard]] Result<api::ConfigPtr> changeConfig(const api::ConfigChange& change);
    [[nodiscard]] Result<api::RevisionState> stateOf(std::uint64_t number) const;
    [[nodiscard]] Result<api::GatewayConfig> undoneConfig(std::uint64_t number) const;
    [[nodiscard]] Result<api::ConfigChange> resolve(const api::ConfigChange& change) const;
    [[nodiscard]] Result<api::CreatedKey> makeKey(const api::NewKey& key);
    [[nodiscard]] api::ActivityPage page(const api::ActivityQuery& query) const;

    api::EventSink m_sink;
    std::uint64_t m_sequence = 0;
    std::deque<std::function<void()>> m_waiting;
};

} // namespace portcullis::test
