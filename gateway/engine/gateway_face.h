#pragma once

#include "gateway/engine/gateway.h"

#include <filesystem>
#include <optional>
#include <string>

namespace portcullis::engine {

// The commands of the waist as one kind of caller gives them, handed to the gateway thread; records
// of changes name that caller. Owner: Gateway::Impl. Thread: any. Errors: Unavailable once the
// gateway has stopped.
class Gateway::Face final : public api::GatewayClient
{
public:
    // `by`: "gui" or "ctl", as it stands in the log. `exports`: the one folder in which this caller
    // may have bundles written, which is not theirs to write to; empty for none. Not said:
    // anywhere.
    Face(Impl& impl, std::string by, std::optional<std::filesystem::path> exports = std::nullopt);

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
    [[nodiscard]] static std::unexpected<Error> gone();
    [[nodiscard]] Result<> checkOutput(const std::filesystem::path& output) const;
    template <typename T, typename Ask>
    void askHistory(const api::Completion<T>& done, Ask ask);

    Impl& m_impl;
    std::string m_by;
    std::optional<std::filesystem::path> m_exports;
};

} // namespace portcullis::engine
