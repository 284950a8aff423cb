#include "ui/servers/server_panel.h"

#include "ui/gateway_bridge.h"
#include "ui/permissions.h"
#include "ui/servers/command_line.h"
#include "ui/servers/tools_view.h"
#include "ui/text.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/icon_label.h"
#include "ui/widgets/labels.h"
#include "ui/words.h"

#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

#include <utility>

namespace portcullis::ui {

namespace {

QString reachText(const api::ServerConfig& server)
{
    if (server.transport != api::Transport::Stdio) {
        return isolated(server.url);
    }
    QStringList parts;
    for (const std::string& part : server.command) {
        parts.push_back(toQString(part));
    }
    return isolated(joinCommandLine(parts));
}

} // namespace

ServerPanel::ServerPanel(GatewayBridge& bridge, QWidget* parent)
    : DetailPanel(parent)
    , m_bridge(bridge)
    , m_dot(new IconLabel(16))
    , m_state(makeLabel(TextRole::Subheading))
    , m_explanation(makeLabel(TextRole::Muted))
    , m_error(new Banner(Banner::Closing::ByCode))
    , m_tools(new ToolsView(ToolsView::Actions::Offered))
    , m_edit(makeButton(ButtonKind::Normal, tr("Edit…"), "edit"))
    , m_rules(makeButton(ButtonKind::Normal, tr("Rules…"), "keys"))
    , m_restart(makeButton(ButtonKind::Normal, tr("Restart"), "restart"))
    , m_enable(makeButton(ButtonKind::Normal, {}, "power"))
    , m_remove(makeButton(ButtonKind::Danger, tr("Remove…"), "remove"))
{
    auto* state = new QHBoxLayout;
    state->setSpacing(kGrid / 2);
    state->addWidget(m_dot);
    state->addWidget(m_state, 1);
    column().addLayout(state);
    column().addWidget(m_explanation);
    column().addWidget(m_error);
    buildActions();
    column().addSpacing(kGrid);
    QFormLayout* facts = makeFacts();
    column().addLayout(facts);
    m_reach = addFact(*facts, tr("Reached by"));
    m_software = addFact(*facts, tr("Software"));
    m_protocol = addFact(*facts, tr("Protocol"));
    m_calls = addFact(*facts, tr("Now"));
    m_content = addFact(*facts, tr("Recorded"));
    column().addSpacing(kGrid);
    column().addWidget(makeLabel(TextRole::Subheading, tr("Tools")));
    column().addWidget(m_tools, 1);
    connect(&bridge, &GatewayBridge::configChanged, this, [this] {
        refresh();
        reloadTools(); // how they are shown is part of the configuration
    });
    connect(&bridge, &GatewayBridge::statusChanged, this, &ServerPanel::refresh);
    connect(&bridge, &GatewayBridge::toolsChanged, this, [this](const ServerId& id) {
        if (id == m_id) {
            reloadTools();
        }
    });
}

void ServerPanel::buildActions()
{
    m_rules->setObjectName(QStringLiteral("serverRules"));
    m_rules->setToolTip(tr("What may be used of it at all, whatever keys allow"));
    addActions({m_edit, m_rules, m_restart, m_enable, m_remove});
    for (QPushButton* button : {m_edit, m_enable, m_remove}) {
        needs(*button, api::Operation::Configure);
    }
    needs(*m_restart, api::Operation::RunServer);
    connect(m_edit, &QPushButton::clicked, this, &ServerPanel::editRequested);
    connect(m_rules, &QPushButton::clicked, this, &ServerPanel::rulesRequested);
    connect(m_restart, &QPushButton::clicked, this, &ServerPanel::restartRequested);
    connect(m_remove, &QPushButton::clicked, this, &ServerPanel::removeRequested);
    connect(m_tools, &ToolsView::approveRequested, this, &ServerPanel::approveRequested);
    connect(m_tools, &ToolsView::showAsRequested, this, &ServerPanel::showAsRequested);
    connect(m_enable, &QPushButton::clicked, this, [this] {
        const api::ServerConfig* config = api::findServer(m_bridge.config(), m_id);
        if (config != nullptr) {
            emit enableRequested(!config->enabled);
        }
    });
}

void ServerPanel::showServer(const ServerId& id)
{
    const bool other = std::exchange(m_id, id) != id;
    refresh();
    if (other) {
        reloadTools();
    }
}

void ServerPanel::refresh()
{
    const api::ServerConfig* config = api::findServer(m_bridge.config(), m_id);
    if (config == nullptr) {
        return;
    }
    api::ServerStatus status;
    if (const api::ServerStatus* known = m_bridge.serverStatus(m_id)) {
        status = *known;
    }
    if (!config->enabled) {
        status.state = api::ServerState::Disabled;
    }
    const Phrase phrase = describe(status.state);
    setName(serverLabel(*config));
    m_dot->showIcon("dot", tintOf(phrase.tone));
    m_state->setText(phrase.title);
    m_explanation->setText(phrase.explanation);
    if (status.lastError && config->enabled) {
        const bool down = status.state != api::ServerState::Ready;
        m_error->showMessage(down ? Tone::Bad : Tone::Warn,
                             tr("Last error: %1").arg(describe(*status.lastError)),
                             toQString(status.lastError->cause));
    } else {
        m_error->hide();
    }
    m_enable->setText(config->enabled ? tr("Disable") : tr("Enable"));
    m_restart->setEnabled(config->enabled);
    refreshFacts(*config, status);
    if (std::exchange(m_lastState, status.state) != status.state) {
        reloadTools();
    }
}

void ServerPanel::refreshFacts(const api::ServerConfig& config, const api::ServerStatus& status)
{
    const QString unknown = tr("not known yet");
    m_reach->setText(reachText(config));
    m_reach->setToolTip(toolTipText(m_reach->text()));
    m_software->setText(status.serverName.empty()
                            ? unknown
                            : toQString(status.serverName + " " + status.serverVersion).trimmed());
    const QString revision = status.revision.empty() ? unknown : revisionText(status.revision);
    m_protocol->setText(config.transport == api::Transport::Sse
                            ? tr("%1, over HTTP+SSE (deprecated)").arg(revision)
                            : revision);
    m_calls->setText(tr("%1 calls running, %2 restarts since start")
                         .arg(numberText(status.inFlight), numberText(status.restarts)));
    m_content->setText(contentModeText(config.content));
}

void ServerPanel::reloadTools()
{
    if (m_lastState == api::ServerState::Disabled) {
        m_tools->showText(tr("A disabled server is not asked for its tools."));
        return;
    }
    m_bridge.serverTools(m_id, this, [this, id = m_id](Result<std::vector<api::ToolInfo>> tools) {
        if (id != m_id) {
            return;
        }
        if (tools) {
            m_tools->showTools(*tools);
        } else {
            m_tools->showText(tr("The tools are not known: %1").arg(describe(tools.error())));
        }
    });
}

} // namespace portcullis::ui
