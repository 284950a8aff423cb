#include "ui/servers/server_dialog.h"

#include "ui/gateway_bridge.h"
#include "ui/servers/test_result_view.h"
#include "ui/text.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/form.h"
#include "ui/widgets/labels.h"
#include "ui/window_place.h"
#include "ui/words.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QScrollArea>
#include <QTimer>
#include <QVBoxLayout>

namespace portcullis::ui {

namespace {

std::vector<ServerId> serverIds(const api::GatewayConfig& config)
{
    std::vector<ServerId> ids;
    for (const api::ServerConfig& server : config.servers) {
        ids.push_back(server.id);
    }
    return ids;
}

} // namespace

ServerDialog::ServerDialog(GatewayBridge& bridge, const api::ServerConfig* server, QWidget* parent)
    : QDialog(parent)
    , m_bridge(bridge)
    , m_mode(server != nullptr ? ServerForm::Mode::Edit : ServerForm::Mode::Add)
    , m_secrets(new SecretDrafts(bridge, server != nullptr ? *server : api::ServerConfig(), this))
    , m_form(new ServerForm(m_mode, serverIds(bridge.config())))
    , m_problem(new Banner(Banner::Closing::ByCode))
    , m_result(new TestResultView)
    , m_test(makeButton(ButtonKind::Normal, tr("&Test connection"), "test"))
    , m_save(makeButton(ButtonKind::Primary,
                        m_mode == ServerForm::Mode::Add ? tr("Add server") : tr("Save")))
{
    setObjectName(QStringLiteral("serverDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(server != nullptr ? tr("Edit server") : tr("Add server"));
    if (server != nullptr) {
        m_form->setServer(*server);
        m_form->showLocks(bridge.status().lockdown);
    }
    build();
    resizeWithinScreen(*this, QSize(640, 680));
    m_form->focusName();
}

void ServerDialog::build()
{
    auto* cancel = makeButton(ButtonKind::Normal, tr("Cancel"));
    m_test->setObjectName(QStringLiteral("testServer"));
    m_save->setObjectName(QStringLiteral("saveServer"));
    m_save->setDefault(true);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(kGrid);
    buttons->addWidget(m_test);
    buttons->addStretch(1);
    buttons->addWidget(cancel);
    buttons->addWidget(m_save);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(3 * kGrid, 2 * kGrid, 3 * kGrid, 2 * kGrid);
    column->setSpacing(2 * kGrid);
    column->addWidget(buildBody(), 1);
    column->addWidget(m_problem);
    column->addLayout(buttons);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_test, &QPushButton::clicked, this, [this] { begin(Goal::Test); });
    connect(m_save, &QPushButton::clicked, this, [this] { begin(Goal::Save); });
}

QWidget* ServerDialog::buildBody()
{
    auto* body = new QWidget;
    body->setObjectName(QStringLiteral("content"));
    auto* column = new QVBoxLayout(body);
    column->setContentsMargins(0, 0, kGrid, 0);
    column->setSpacing(2 * kGrid);
    column->addWidget(m_form);
    column->addWidget(m_result);
    column->addStretch(1);
    m_scroll = new QScrollArea;
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setWidget(body);
    return m_scroll;
}

void ServerDialog::begin(Goal goal)
{
    m_problem->hide();
    std::vector<SecretDrafts::Secret> secrets;
    const Result<api::ServerConfig> server = m_form->takeServer(secrets);
    setBusy(true);
    // Secrets are stored even when the rest is not right yet: they have left their fields.
    m_secrets->store(std::move(secrets), [this, goal, server](Result<> stored) {
        setBusy(false);
        if (!server) {
            showBroken(server.error());
        } else if (!stored) {
            showProblem(stored.error());
        } else if (goal == Goal::Test) {
            test(*server);
        } else {
            save(*server);
        }
    });
}

void ServerDialog::test(const api::ServerConfig& server)
{
    setBusy(true);
    m_result->showRunning();
    m_bridge.testServer(server, this, [this](Result<api::ServerReport> report) {
        setBusy(false);
        if (report) {
            m_result->showReport(*report);
        } else {
            m_result->showError(report.error());
        }
        showResult();
    });
}

void ServerDialog::save(const api::ServerConfig& server)
{
    setBusy(true);
    api::ConfigChange change = api::UpdateServer{server};
    if (m_mode == ServerForm::Mode::Add) {
        change = api::AddServer{server};
    }
    m_bridge.apply(std::move(change), this, [this, server](Result<> applied) {
        setBusy(false);
        if (!applied) {
            showProblem(applied.error());
            return;
        }
        m_secrets->keep(server);
        emit saved(server.id);
        accept();
    });
}

void ServerDialog::setBusy(bool busy)
{
    if (busy && m_form->isEnabled()) {
        m_focused = focusWidget();
    }
    m_form->setEnabled(!busy);
    m_test->setEnabled(!busy);
    m_save->setEnabled(!busy);
    if (!busy && m_focused != nullptr) {
        m_focused->setFocus();
    }
}

void ServerDialog::showResult()
{
    // The result has its place only after the next layout.
    QTimer::singleShot(0, this, [this] { m_scroll->ensureWidgetVisible(m_result, 0, kGrid); });
}

void ServerDialog::showBroken(const Error& error)
{
    FormRow* row = m_form->problemRow();
    if (row == nullptr) {
        showProblem(error);
        return;
    }
    row->focusField();
    QTimer::singleShot(0, row, [this, row] { m_scroll->ensureWidgetVisible(row, 0, kGrid); });
}

void ServerDialog::showProblem(const Error& error)
{
    m_problem->showMessage(Tone::Bad, describe(error), toQString(error.cause));
}

} // namespace portcullis::ui
