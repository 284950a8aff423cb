#pragma once

#include "gateway/api/gateway_client.h"

#include <QElapsedTimer>
#include <QObject>
#include <QPointer>
#include <QTimer>

#include <functional>
#include <memory>
#include <vector>

namespace portcullis::api {
class PolicyAdvisor;
}

namespace portcullis::ui {

template <typename T = void>
using Callback = std::function<void(Result<T>)>;

// The gateway as the window sees it: the last configuration and status, signals when they change,
// and every command with an answer on the GUI thread. An answer is dropped when `context` is gone
// by then. Owner: the application. Thread: GUI; the client answers on any thread. Failure: answers
// carry the client's errors; missed events lead to a fresh start (resynchronized).
class GatewayBridge final : public QObject
{
    Q_OBJECT

public:
    explicit GatewayBridge(api::GatewayClient& client, QObject* parent = nullptr);
    ~GatewayBridge() override;

    // True once a configuration and a status have arrived.
    [[nodiscard]] bool isReady() const { return m_hasConfig && m_hasStatus; }

    [[nodiscard]] const api::GatewayConfig& config() const { return *m_config; }

    [[nodiscard]] const api::GatewayStatus& status() const { return m_status; }

    [[nodiscard]] const api::ServerStatus* serverStatus(const ServerId& id) const;

    // Knows what changes of rules come to; null where nobody does.
    [[nodiscard]] const api::PolicyAdvisor* advisor() const { return m_advisor; }

    // It must outlive this.
    void setAdvisor(const api::PolicyAdvisor* advisor) { m_advisor = advisor; }

    // Asks for configuration and status again.
    void refresh();

    void apply(api::ConfigChange change, QObject* context, Callback<> done);
    void createKey(api::NewKey key, QObject* context, Callback<api::CreatedKey> done);
    void rotateKey(api::KeyRotation rotation, QObject* context, Callback<api::CreatedKey> done);
    void putSecret(std::string name, SecretBytes secret, QObject* context, Callback<> done);
    void testServer(api::ServerConfig server, QObject* context, Callback<api::ServerReport> done);
    void restartServer(ServerId server, QObject* context, Callback<> done);
    void serverTools(ServerId server, QObject* context, Callback<std::vector<api::ToolInfo>> done);
    void approveTools(ServerId server,
                      std::vector<api::ToolApproval> tools,
                      QObject* context,
                      Callback<> done);
    void acceptLog(QObject* context, Callback<> done);
    void activity(api::ActivityQuery query, QObject* context, Callback<api::ActivityPage> done);
    void callDetails(std::int64_t n, QObject* context, Callback<api::CallDetails> done);
    void signOff(api::SignOff review, QObject* context, Callback<std::int64_t> done);
    void openLog(QObject* context, Callback<api::LogConnection> done);
    void exportBundle(api::ExportRequest request,
                      SecretBytes secret,
                      std::filesystem::path output,
                      api::JobWatch watch,
                      QObject* context,
                      Callback<api::ExportSummary> done);
    void checkLog(api::CheckRequest request,
                  api::JobWatch watch,
                  QObject* context,
                  Callback<api::LogReport> done);
    void checkpoint(QObject* context, Callback<api::Checkpoint> done);
    void holds(QObject* context, Callback<std::vector<api::Hold>> done);
    void setHold(api::Hold hold, QObject* context, Callback<api::Hold> done);
    void releaseHold(std::string id, std::string reason, QObject* context, Callback<> done);
    void eraseContents(api::EraseRequest request,
                       api::JobWatch watch,
                       QObject* context,
                       Callback<api::EraseReport> done);
    void removeOld(api::RetentionRequest request,
                   api::JobWatch watch,
                   QObject* context,
                   Callback<api::RetentionReport> done);
    void
    budgets(api::BudgetQuery query, QObject* context, Callback<std::vector<api::BudgetState>> done);
    void revisions(api::RevisionQuery query, QObject* context, Callback<api::RevisionPage> done);
    void revision(std::uint64_t number, QObject* context, Callback<api::RevisionState> done);
    void undone(std::uint64_t number, QObject* context, Callback<api::ConfigPtr> done);
    void unlock(SecretBytes passphrase, QObject* context, Callback<> done);

signals:
    void configChanged();
    void statusChanged();
    // Its tools are others, or have become known.
    void toolsChanged(const portcullis::ServerId& server);
    // Calls that began, ended or were refused, oldest first, gathered for a moment.
    void callsChanged(const std::vector<portcullis::api::ActivityRow>& rows);
    // A budget reached its threshold or turned a call away.
    void budgetWarned(const portcullis::api::BudgetWarning& warning);
    // Events were missed: what was fetched earlier may be out of date.
    void resynchronized();

private:
    class Gate;
    struct Inbox;

    template <typename T>
    [[nodiscard]] api::Completion<T> answerOn(QObject* context, Callback<T> done);
    void adopt(const api::ConfigPtr& config);
    void adopt(const api::GatewayStatus& status);
    void observe();
    void refreshStatus();
    void scheduleDrain();
    void drain();

    api::GatewayClient& m_client;
    const api::PolicyAdvisor* m_advisor = nullptr;
    std::shared_ptr<Gate> m_gate;
    std::shared_ptr<Inbox> m_inbox;
    api::ConfigPtr m_config;
    api::GatewayStatus m_status;
    bool m_hasConfig = false;
    bool m_hasStatus = false;
    std::uint64_t m_lastSequence = 0;
    QTimer m_drainTimer;
    QTimer m_statusTimer; // counters and the minutes of the chart go on without events
    QElapsedTimer m_sinceDrain;
};

} // namespace portcullis::ui
