#include "ui/gateway_bridge.h"

#include "ui/gateway_gate.h"

#include <algorithm>
#include <mutex>
#include <utility>

namespace portcullis::ui {

namespace {

constexpr int kDrainPauseMillis = 50;
constexpr int kStatusMillis = 1000;
// Beyond this the window is far behind: it forgets what waits and asks for the whole state.
constexpr std::size_t kMaxWaitingEvents = 10'000;

template <typename... Handlers>
struct Overloaded : Handlers...
{
    using Handlers::operator()...;
};

} // namespace

// Events that wait for the GUI thread.
struct GatewayBridge::Inbox
{
    std::mutex mutex;
    // Protected by mutex
    std::vector<api::Event> waiting;
    bool scheduled = false;
    bool overflowed = false;

    // True when the receiver has to be told.
    bool add(const api::Event& event)
    {
        const std::scoped_lock lock(mutex);
        if (waiting.size() >= kMaxWaitingEvents) {
            waiting.clear();
            overflowed = true;
        }
        waiting.push_back(event);
        return !std::exchange(scheduled, true);
    }
};

GatewayBridge::GatewayBridge(api::GatewayClient& client, QObject* parent)
    : QObject(parent)
    , m_client(client)
    , m_gate(std::make_shared<Gate>(this))
    , m_inbox(std::make_shared<Inbox>())
    , m_config(std::make_shared<const api::GatewayConfig>())
{
    m_drainTimer.setSingleShot(true);
    connect(&m_drainTimer, &QTimer::timeout, this, &GatewayBridge::drain);
    m_statusTimer.setInterval(kStatusMillis);
    connect(&m_statusTimer, &QTimer::timeout, this, &GatewayBridge::refreshStatus);
    m_statusTimer.start();
    observe();
    refresh();
}

GatewayBridge::~GatewayBridge()
{
    m_client.observe({});
    m_gate->close();
}

const api::ServerStatus* GatewayBridge::serverStatus(const ServerId& id) const
{
    const auto found = std::ranges::find(m_status.servers, id, &api::ServerStatus::id);
    return found == m_status.servers.end() ? nullptr : &*found;
}

template <typename T>
api::Completion<T> GatewayBridge::answerOn(QObject* context, Callback<T> done)
{
    // Shared, because what is called must be copyable and the answer may be movable only. The
    // context is looked at on the GUI thread alone.
    auto callback = std::make_shared<Callback<T>>(std::move(done));
    return [gate = m_gate, guard = QPointer<QObject>(context), callback](Result<T> result) {
        auto answer = std::make_shared<Result<T>>(std::move(result));
        gate->post([guard, callback, answer] {
            if (guard != nullptr && *callback) {
                (*callback)(std::move(*answer));
            }
        });
    };
}

void GatewayBridge::observe()
{
    m_client.observe([gate = m_gate, inbox = m_inbox, bridge = this](const api::Event& event) {
        if (inbox->add(event)) {
            // The gate drops this once the bridge is gone.
            gate->post([bridge] { bridge->scheduleDrain(); });
        }
    });
}

void GatewayBridge::refresh()
{
    m_client.config(answerOn<api::ConfigPtr>(this, [this](Result<api::ConfigPtr> config) {
        if (config) {
            adopt(*config);
        }
    }));
    refreshStatus();
}

void GatewayBridge::refreshStatus()
{
    m_client.status(answerOn<api::GatewayStatus>(this, [this](Result<api::GatewayStatus> status) {
        if (status) {
            adopt(*status);
        }
    }));
}

void GatewayBridge::adopt(const api::ConfigPtr& config)
{
    if (config == nullptr || (m_hasConfig && config->revision < m_config->revision)) {
        return;
    }
    const bool same = m_hasConfig && *config == *m_config;
    m_config = config;
    m_hasConfig = true;
    if (!same) {
        emit configChanged();
    }
}

void GatewayBridge::adopt(const api::GatewayStatus& status)
{
    const bool same = m_hasStatus && status == m_status;
    const api::GatewayStatus before = std::exchange(m_status, status);
    m_hasStatus = true;
    if (same) {
        return;
    }
    emit statusChanged();
    for (const api::ServerStatus& server : status.servers) {
        const auto old = std::ranges::find(before.servers, server.id, &api::ServerStatus::id);
        // A list of tools that comes back as it was is no event, but what was asked for in between
        // was answered without it.
        if (old == before.servers.end() || old->tools != server.tools ||
            old->revision != server.revision) {
            emit toolsChanged(server.id);
        }
    }
}

void GatewayBridge::scheduleDrain()
{
    if (!m_sinceDrain.isValid() || m_sinceDrain.elapsed() >= kDrainPauseMillis) {
        drain();
    } else {
        m_drainTimer.start(kDrainPauseMillis);
    }
}

void GatewayBridge::drain()
{
    m_sinceDrain.start();
    std::vector<api::Event> events;
    bool missed = false;
    {
        const std::scoped_lock lock(m_inbox->mutex);
        events.swap(m_inbox->waiting);
        m_inbox->scheduled = false;
        missed = std::exchange(m_inbox->overflowed, false);
    }
    std::vector<api::ActivityRow> calls;
    for (const api::Event& event : events) {
        missed = missed || (m_lastSequence != 0 && event.sequence != m_lastSequence + 1);
        m_lastSequence = event.sequence;
        std::visit(Overloaded{
                       [this](const api::StatusChanged& what) { adopt(what.status); },
                       [this](const api::ConfigChanged& what) { adopt(what.config); },
                       [this](const api::ToolsChanged& what) { emit toolsChanged(what.server); },
                       [&calls](const api::CallChanged& what) { calls.push_back(what.row); },
                       [this](const api::BudgetWarning& what) { emit budgetWarned(what); },
                   },
                   event.what);
    }
    if (!calls.empty()) {
        emit callsChanged(calls);
    }
    if (missed) {
        refresh();
        emit resynchronized();
    }
}

void GatewayBridge::apply(api::ConfigChange change, QObject* context, Callback<> done)
{
    // The new snapshot is adopted even when nobody waits for the answer any more.
    const QPointer<QObject> guard(context);
    m_client.apply(std::move(change),
                   answerOn<api::ConfigPtr>(
                       this, [this, guard, done = std::move(done)](Result<api::ConfigPtr> config) {
                           if (config) {
                               adopt(*config);
                           }
                           if (guard != nullptr && done) {
                               done(config ? Result<>()
                                           : Result<>(fail(std::move(config.error()))));
                           }
                       }));
}

void GatewayBridge::createKey(api::NewKey key, QObject* context, Callback<api::CreatedKey> done)
{
    m_client.createKey(std::move(key), answerOn<api::CreatedKey>(context, std::move(done)));
}

void GatewayBridge::rotateKey(api::KeyRotation rotation,
                              QObject* context,
                              Callback<api::CreatedKey> done)
{
    m_client.rotateKey(std::move(rotation), answerOn<api::CreatedKey>(context, std::move(done)));
}

void GatewayBridge::putSecret(std::string name,
                              SecretBytes secret,
                              QObject* context,
                              Callback<> done)
{
    m_client.putSecret(
        std::move(name), std::move(secret), answerOn<void>(context, std::move(done)));
}

void GatewayBridge::testServer(api::ServerConfig server,
                               QObject* context,
                               Callback<api::ServerReport> done)
{
    m_client.testServer(std::move(server), answerOn<api::ServerReport>(context, std::move(done)));
}

void GatewayBridge::restartServer(ServerId server, QObject* context, Callback<> done)
{
    m_client.restartServer(std::move(server), answerOn<void>(context, std::move(done)));
}

void GatewayBridge::acceptLog(QObject* context, Callback<> done)
{
    m_client.acceptLog(answerOn<void>(context, std::move(done)));
}

void GatewayBridge::serverTools(ServerId server,
                                QObject* context,
                                Callback<std::vector<api::ToolInfo>> done)
{
    m_client.serverTools(std::move(server),
                         answerOn<std::vector<api::ToolInfo>>(context, std::move(done)));
}

void GatewayBridge::approveTools(ServerId server,
                                 std::vector<api::ToolApproval> tools,
                                 QObject* context,
                                 Callback<> done)
{
    m_client.approveTools(
        std::move(server), std::move(tools), answerOn<void>(context, std::move(done)));
}

void GatewayBridge::activity(api::ActivityQuery query,
                             QObject* context,
                             Callback<api::ActivityPage> done)
{
    m_client.activity(std::move(query), answerOn<api::ActivityPage>(context, std::move(done)));
}

void GatewayBridge::callDetails(std::int64_t n, QObject* context, Callback<api::CallDetails> done)
{
    m_client.callDetails(n, answerOn<api::CallDetails>(context, std::move(done)));
}

void GatewayBridge::openLog(QObject* context, Callback<api::LogConnection> done)
{
    m_client.openLog(answerOn<api::LogConnection>(context, std::move(done)));
}

void GatewayBridge::signOff(api::SignOff review, QObject* context, Callback<std::int64_t> done)
{
    m_client.signOff(std::move(review), answerOn<std::int64_t>(context, std::move(done)));
}

void GatewayBridge::exportBundle(api::ExportRequest request,
                                 SecretBytes secret,
                                 std::filesystem::path output,
                                 api::JobWatch watch,
                                 QObject* context,
                                 Callback<api::ExportSummary> done)
{
    m_client.exportBundle(std::move(request),
                          std::move(secret),
                          std::move(output),
                          std::move(watch),
                          answerOn<api::ExportSummary>(context, std::move(done)));
}

void GatewayBridge::checkLog(api::CheckRequest request,
                             api::JobWatch watch,
                             QObject* context,
                             Callback<api::LogReport> done)
{
    m_client.checkLog(
        std::move(request), std::move(watch), answerOn<api::LogReport>(context, std::move(done)));
}

void GatewayBridge::checkpoint(QObject* context, Callback<api::Checkpoint> done)
{
    m_client.checkpoint(0, answerOn<api::Checkpoint>(context, std::move(done)));
}

void GatewayBridge::holds(QObject* context, Callback<std::vector<api::Hold>> done)
{
    m_client.holds(answerOn<std::vector<api::Hold>>(context, std::move(done)));
}

void GatewayBridge::setHold(api::Hold hold, QObject* context, Callback<api::Hold> done)
{
    m_client.setHold(std::move(hold), answerOn<api::Hold>(context, std::move(done)));
}

void GatewayBridge::releaseHold(std::string id,
                                std::string reason,
                                QObject* context,
                                Callback<> done)
{
    m_client.releaseHold(
        std::move(id), std::move(reason), answerOn<void>(context, std::move(done)));
}

void GatewayBridge::eraseContents(api::EraseRequest request,
                                  api::JobWatch watch,
                                  QObject* context,
                                  Callback<api::EraseReport> done)
{
    m_client.eraseContents(
        std::move(request), std::move(watch), answerOn<api::EraseReport>(context, std::move(done)));
}

void GatewayBridge::removeOld(api::RetentionRequest request,
                              api::JobWatch watch,
                              QObject* context,
                              Callback<api::RetentionReport> done)
{
    m_client.removeOld(std::move(request),
                       std::move(watch),
                       answerOn<api::RetentionReport>(context, std::move(done)));
}

void GatewayBridge::budgets(api::BudgetQuery query,
                            QObject* context,
                            Callback<std::vector<api::BudgetState>> done)
{
    m_client.budgets(std::move(query),
                     answerOn<std::vector<api::BudgetState>>(context, std::move(done)));
}

void GatewayBridge::revisions(api::RevisionQuery query,
                              QObject* context,
                              Callback<api::RevisionPage> done)
{
    m_client.revisions(query, answerOn<api::RevisionPage>(context, std::move(done)));
}

void GatewayBridge::revision(std::uint64_t number,
                             QObject* context,
                             Callback<api::RevisionState> done)
{
    m_client.revision(number, answerOn<api::RevisionState>(context, std::move(done)));
}

void GatewayBridge::undone(std::uint64_t number, QObject* context, Callback<api::ConfigPtr> done)
{
    m_client.undone(number, answerOn<api::ConfigPtr>(context, std::move(done)));
}

void GatewayBridge::unlock(SecretBytes passphrase, QObject* context, Callback<> done)
{
    m_client.unlock(std::move(passphrase), answerOn<void>(context, std::move(done)));
}

} // namespace portcullis::ui
