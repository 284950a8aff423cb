#include "ui/overview/overview_page.h"

#include "ui/gateway_bridge.h"
#include "ui/lockdown_words.h"
#include "ui/overview/overview_rows.h"
#include "ui/permissions.h"
#include "ui/setup/setup_guide.h"
#include "ui/text.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/call_chart.h"
#include "ui/widgets/confirm.h"
#include "ui/widgets/copy_field.h"
#include "ui/widgets/icon_label.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/page_header.h"
#include "ui/words.h"

#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

namespace portcullis::ui {

namespace {

constexpr std::uint32_t kRefusals = 5;
constexpr int kGatherMillis = 250;
constexpr int kStateIconSize = 24;

const char* stateIconName(api::GatewayState state)
{
    switch (state) {
    case api::GatewayState::Running:
        return "done";
    case api::GatewayState::Locked:
        return "lock";
    default:
        return "warning";
    }
}

} // namespace

OverviewPage::OverviewPage(GatewayBridge& bridge, const Clock& clock, QWidget* parent)
    : QWidget(parent)
    , m_bridge(bridge)
    , m_clock(clock)
    , m_guide(new SetupGuide(bridge))
{
    auto* content = new QWidget;
    content->setObjectName(QStringLiteral("content"));
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(4 * kGrid, 3 * kGrid, 4 * kGrid, 3 * kGrid);
    column->setSpacing(2 * kGrid);
    column->addWidget(
        new PageHeader(tr("Overview"), tr("What runs, and what was called through this gateway.")));
    m_lockdown = new Banner(Banner::Closing::ByCode);
    m_lockdown->setObjectName(QStringLiteral("lockdown"));
    column->addWidget(m_lockdown);
    m_warning = new Banner(Banner::Closing::ByCode);
    m_warning->setObjectName(QStringLiteral("logWarning"));
    column->addWidget(m_warning);
    column->addWidget(m_guide);
    auto* top = new QHBoxLayout;
    top->setSpacing(2 * kGrid);
    top->addWidget(buildGatewayCard(), 3);
    top->addWidget(buildServersCard(), 2);
    column->addLayout(top);
    m_callsCard = buildCallsCard();
    m_refusalsCard = buildRefusalsCard();
    column->addWidget(m_callsCard);
    column->addWidget(m_refusalsCard);
    column->addStretch(1);

    auto* scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(content);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(scroll);

    connectSignals();
    reload();
}

void OverviewPage::connectSignals()
{
    connect(m_guide, &SetupGuide::addServerRequested, this, &OverviewPage::addServerRequested);
    connect(m_guide, &SetupGuide::createKeyRequested, this, &OverviewPage::createKeyRequested);
    connect(m_guide,
            &SetupGuide::showConfigurationRequested,
            this,
            &OverviewPage::showConfigurationRequested);
    connect(&m_bridge, &GatewayBridge::statusChanged, this, &OverviewPage::refreshStatus);
    connect(&m_bridge, &GatewayBridge::configChanged, this, &OverviewPage::refreshServers);
    connect(&m_bridge, &GatewayBridge::resynchronized, this, &OverviewPage::fetchRefusals);
    connect(&m_bridge,
            &GatewayBridge::callsChanged,
            this,
            [this](const std::vector<api::ActivityRow>& rows) {
                if (std::ranges::any_of(rows, isRefusal) && !m_refusalTimer.isActive()) {
                    m_refusalTimer.start(kGatherMillis);
                }
            });
    m_refusalTimer.setSingleShot(true);
    connect(&m_refusalTimer, &QTimer::timeout, this, &OverviewPage::fetchRefusals);
}

void OverviewPage::reload()
{
    refreshStatus();
    fetchRefusals();
}

QFrame* OverviewPage::buildGatewayCard()
{
    QFrame* card = makeCard();
    QVBoxLayout* column = cardLayout(card);
    m_stateIcon = new IconLabel(kStateIconSize);
    m_state = makeLabel(TextRole::Heading);
    m_stateText = makeLabel(TextRole::Muted);
    letShrink(m_stateText);
    m_endpoint = new CopyField(CopyField::Shape::Line, tr("Endpoint"));
    m_endpoint->setPlaceholder(tr("Not listening"));
    auto* head = new QHBoxLayout;
    head->setSpacing(kGrid);
    head->addWidget(m_stateIcon);
    head->addWidget(m_state, 1);
    column->addLayout(head);
    column->addWidget(m_stateText);
    m_acceptLog = makeButton(ButtonKind::Normal, tr("&Accept the log as it is…"));
    m_acceptLog->setObjectName(QStringLiteral("acceptLog"));
    needs(*m_acceptLog, api::Operation::AcceptAlarm);
    connect(m_acceptLog, &QPushButton::clicked, this, &OverviewPage::acceptLog);
    m_problem = new Banner(Banner::Closing::ByCode);
    column->addWidget(m_acceptLog, 0, Qt::AlignLeft);
    column->addWidget(m_problem);
    column->addStretch(1);
    auto* caption = makeLabel(TextRole::Caption, tr("&Endpoint for clients"));
    caption->setBuddy(m_endpoint->focusProxy());
    column->addWidget(caption);
    column->addWidget(m_endpoint);
    return card;
}

QFrame* OverviewPage::buildServersCard()
{
    QFrame* card = makeCard();
    QVBoxLayout* column = cardLayout(card);
    m_serversUp = makeLabel(TextRole::Heading);
    auto* more = makeButton(ButtonKind::Link, tr("All servers"));
    connect(more, &QPushButton::clicked, this, &OverviewPage::showServersRequested);
    auto* head = new QHBoxLayout;
    head->addWidget(m_serversUp, 1);
    head->addWidget(more);
    column->addLayout(head);
    m_serverList = new QVBoxLayout;
    m_serverList->setSpacing(kGrid / 2);
    column->addLayout(m_serverList);
    column->addStretch(1);
    return card;
}

QLayout* OverviewPage::buildFigures()
{
    auto* row = new QHBoxLayout;
    row->setSpacing(5 * kGrid);
    const auto add = [row](QLabel*& figure, const QString& caption) {
        figure = makeLabel(TextRole::Figure);
        auto* pair = new QVBoxLayout;
        pair->setSpacing(0);
        pair->addWidget(figure);
        pair->addWidget(makeLabel(TextRole::Caption, caption));
        row->addLayout(pair);
    };
    add(m_calls, tr("calls since start"));
    add(m_refused, tr("refused"));
    add(m_running, tr("running now"));
    add(m_records, tr("records in the audit log"));
    row->addStretch(1);
    return row;
}

QFrame* OverviewPage::buildCallsCard()
{
    QFrame* card = makeCard();
    QVBoxLayout* column = cardLayout(card);
    column->setSpacing(2 * kGrid);
    column->addWidget(makeLabel(TextRole::Heading, tr("Calls per minute")));
    column->addLayout(buildFigures());
    m_chart = new CallChart;
    column->addWidget(m_chart);
    return card;
}

QFrame* OverviewPage::buildRefusalsCard()
{
    QFrame* card = makeCard();
    QVBoxLayout* column = cardLayout(card);
    auto* more = makeButton(ButtonKind::Link, tr("All refusals"));
    connect(more, &QPushButton::clicked, this, &OverviewPage::showRefusalsRequested);
    auto* head = new QHBoxLayout;
    head->addWidget(makeLabel(TextRole::Heading, tr("Last refusals")), 1);
    head->addWidget(more);
    column->addLayout(head);
    m_refusals = new QVBoxLayout;
    m_refusals->setSpacing(0);
    column->addLayout(m_refusals);
    return card;
}

void OverviewPage::refreshStatus()
{
    const api::GatewayStatus& status = m_bridge.status();
    const Phrase phrase = describe(status.state);
    m_state->setText(phrase.title);
    m_stateText->setText(status.reason.empty() ? phrase.explanation : toQString(status.reason));
    m_stateIcon->showIcon(stateIconName(status.state), tintOf(phrase.tone));
    m_endpoint->setText(toQString(status.endpoint));
    m_calls->setText(numberText(status.calls));
    m_refused->setText(numberText(status.refused));
    m_running->setText(numberText(status.inFlight));
    m_records->setText(numberText(status.auditRecords));
    m_chart->setCalls(status.callsPerMinute);
    m_acceptLog->setVisible(!status.logAlarm.empty());
    if (status.logAlarm.empty()) {
        m_problem->hide();
    }
    // What is wrong with it, the window says in front of every page.
    const bool isHeld = status.lockdown && status.lockdown->problem.empty();
    showLockdown(*m_lockdown, isHeld ? status.lockdown : std::nullopt);
    if (status.logWarning.empty()) {
        m_warning->hide();
    } else {
        m_warning->showMessage(Tone::Warn,
                               tr("Something must be done about the audit log"),
                               toQString(status.logWarning));
    }
    // Before the first request there is nothing to draw: the guide alone says what to do.
    const bool used = status.calls > 0 || status.refused > 0 || m_guide->stepsDone() == 3;
    m_callsCard->setVisible(used);
    m_refusalsCard->setVisible(used);
    refreshServers();
}

void OverviewPage::acceptLog()
{
    const Question question{
        tr("Accept the audit log as it is?"),
        tr("%1\n\nFind out first how this came about: from now on the log counts as it is, and "
           "what "
           "was in it before cannot be shown to be missing. What was found is recorded.")
            .arg(toQString(m_bridge.status().logAlarm)),
        tr("Accept the log")};
    confirm(this, question, [this] {
        m_acceptLog->setEnabled(false);
        m_bridge.acceptLog(this, [this](Result<> accepted) {
            m_acceptLog->setEnabled(true);
            if (!accepted) {
                m_problem->showMessage(
                    Tone::Bad, describe(accepted.error()), toQString(accepted.error().cause));
            }
        });
    });
}

void OverviewPage::refreshServers()
{
    const ServerSummary summary = showServerRows(*m_serverList, m_bridge);
    if (summary.total == 0) {
        m_serversUp->setText(tr("No servers yet"));
    } else if (summary.down == 0) {
        m_serversUp->setText(tr("All servers are fine"));
    } else {
        m_serversUp->setText(tr("%1 of %2 servers are down").arg(summary.down).arg(summary.total));
    }
}

void OverviewPage::fetchRefusals()
{
    api::ActivityQuery query;
    query.limit = kRefusals;
    query.refusedOnly = true;
    m_bridge.activity(query, this, [this](Result<api::ActivityPage> page) {
        const std::vector<api::ActivityRow> rows =
            page ? page->rows : std::vector<api::ActivityRow>();
        showRefusalRows(*m_refusals, rows, m_bridge.config(), m_clock.wallNow(), [this](qint64 n) {
            emit showCallRequested(n);
        });
    });
}

} // namespace portcullis::ui
