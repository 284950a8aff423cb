#include "ui/main_window.h"

#include "ui/activity/activity_page.h"
#include "ui/audit/audit_page.h"
#include "ui/budgets/budgets_page.h"
#include "ui/bundle/bundle_reception.h"
#include "ui/gateway_bridge.h"
#include "ui/keys/keys_page.h"
#include "ui/overview/overview_page.h"
#include "ui/permissions.h"
#include "ui/revisions/revisions_dialog.h"
#include "ui/servers/servers_page.h"
#include "ui/settings/settings_dialog.h"
#include "ui/setup/locked_view.h"
#include "ui/teams/teams_page.h"
#include "ui/text.h"
#include "ui/widgets/about_dialog.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/icon_label.h"
#include "ui/widgets/labels.h"
#include "ui/window_place.h"
#include "ui/words.h"

#include <QActionGroup>
#include <QCloseEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace portcullis::ui {

namespace {

constexpr int kSidebarWidth = 208;
constexpr QSize kSmallest(960, 600);
constexpr QSize kUsual(1320, 820);
constexpr int kPagesIndex = 0;
constexpr int kLockedIndex = 1;

} // namespace

std::optional<PageId> pageFromName(const QString& name)
{
    constexpr std::array kNames = {
        "overview", "servers", "keys", "teams", "budgets", "activity", "audit"};
    for (std::size_t i = 0; i < kNames.size(); ++i) {
        if (name == QLatin1String(kNames[i])) {
            return static_cast<PageId>(i);
        }
    }
    return std::nullopt;
}

MainWindow::MainWindow(GatewayBridge& bridge, const Clock& clock, WindowAids aids, QWidget* parent)
    : QMainWindow(parent)
    , m_bridge(bridge)
    , m_clock(clock)
    , m_advisor(aids.advisor)
{
    setWindowTitle(tr("Portcullis"));
    setWindowIcon(applicationIcon());
    if (aids.checkBundle) {
        m_bundles = new BundleReception(std::move(aids.checkBundle), *this);
    }
    buildPages(std::move(aids.filters), aids.advisor);
    auto* center = new QWidget;
    auto* row = new QHBoxLayout(center);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(buildSidebar());
    row->addWidget(buildContent(), 1);
    setCentralWidget(center);
    buildMenus();
    buildShortcuts();
    connectPages();
    needs(*m_settings, api::Operation::Configure);
    m_roles = new RolesLock(m_bridge, *this);
    connect(&bridge, &GatewayBridge::statusChanged, this, &MainWindow::refreshState);
    connect(&bridge, &GatewayBridge::configChanged, this, &MainWindow::refreshState);
    setMinimumSize(kSmallest);
    resizeWithinScreen(*this, kUsual);
    showPage(PageId::Overview);
    refreshState();
}

void MainWindow::buildPages(KeptText filters, const api::PolicyAdvisor* advisor)
{
    m_bridge.setAdvisor(advisor);
    m_overview = new OverviewPage(m_bridge, m_clock);
    m_servers = new ServersPage(m_bridge);
    m_keys = new KeysPage(m_bridge, m_clock, advisor);
    m_teams = new TeamsPage(m_bridge, m_clock);
    m_activity = new ActivityPage(m_bridge, m_clock);
    m_audit = new AuditPage(m_bridge, std::move(filters));
    m_budgets = new BudgetsPage(m_bridge, m_clock);
    m_pages = new QStackedWidget;
    for (QWidget* page : {static_cast<QWidget*>(m_overview),
                          static_cast<QWidget*>(m_servers),
                          static_cast<QWidget*>(m_keys),
                          static_cast<QWidget*>(m_teams),
                          static_cast<QWidget*>(m_budgets),
                          static_cast<QWidget*>(m_activity),
                          static_cast<QWidget*>(m_audit)}) {
        m_pages->addWidget(page);
    }
}

void MainWindow::buildNavigation()
{
    m_navigation = new QListWidget;
    m_navigation->setObjectName(QStringLiteral("navigation"));
    m_navigation->setIconSize(QSize(20, 20));
    m_navigation->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    nameForAccessibility(m_navigation, tr("Pages"));
    const std::array<std::pair<QString, const char*>, 7> entries = {{{tr("Overview"), "overview"},
                                                                     {tr("Servers"), "servers"},
                                                                     {tr("Keys"), "keys"},
                                                                     {tr("Teams"), "teams"},
                                                                     {tr("Budgets"), "budgets"},
                                                                     {tr("Activity"), "activity"},
                                                                     {tr("Audit"), "shield"}}};
    for (const auto& [label, iconName] : entries) {
        auto* item = new QListWidgetItem(icon(iconName, Tint::Navigation), label, m_navigation);
        item->setSizeHint(QSize(kSidebarWidth - 2 * kGrid, 5 * kGrid));
    }
    connect(m_navigation, &QListWidget::currentRowChanged, this, [this](int row) {
        m_pages->setCurrentIndex(row);
    });
}

QWidget* MainWindow::buildSidebar()
{
    buildNavigation();
    auto* brand = new QHBoxLayout;
    brand->setContentsMargins(2 * kGrid, 2 * kGrid, 2 * kGrid, 2 * kGrid);
    brand->setSpacing(kGrid + 2);
    brand->addWidget(makeIconLabel("portcullis", Tint::Accent, 28));
    brand->addWidget(makeLabel(TextRole::Heading, tr("Portcullis")), 1);
    m_stateDot = new IconLabel(16);
    m_state = makeLabel(TextRole::Muted);
    auto* state = new QHBoxLayout;
    state->setContentsMargins(2 * kGrid, kGrid, 2 * kGrid, 2 * kGrid);
    state->setSpacing(kGrid / 2);
    state->addWidget(m_stateDot, 0, Qt::AlignTop);
    state->addWidget(m_state, 1);
    auto* sidebar = new QWidget;
    sidebar->setObjectName(QStringLiteral("sidebar"));
    sidebar->setAttribute(Qt::WA_StyledBackground);
    sidebar->setFixedWidth(kSidebarWidth);
    auto* column = new QVBoxLayout(sidebar);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(brand);
    column->addWidget(m_navigation, 1);
    m_role = makeLabel(TextRole::Caption);
    m_role->setObjectName(QStringLiteral("role"));
    m_role->setContentsMargins(2 * kGrid, 0, 2 * kGrid, 2 * kGrid);
    m_role->hide();
    column->addLayout(state);
    column->addWidget(m_role);
    return sidebar;
}

QWidget* MainWindow::buildContent()
{
    m_stateBanner = new Banner(Banner::Closing::ByCode);
    m_stateBanner->setObjectName(QStringLiteral("stateBanner"));
    m_problem = new Banner(Banner::Closing::ByPerson);
    m_problem->setObjectName(QStringLiteral("problemBanner"));
    m_locked = new LockedView(m_bridge);
    m_content = new QStackedWidget;
    m_content->addWidget(m_pages);
    m_content->addWidget(m_locked);
    auto* banners = new QVBoxLayout;
    banners->setContentsMargins(4 * kGrid, 0, 4 * kGrid, 0);
    banners->setSpacing(kGrid);
    banners->addWidget(m_stateBanner);
    banners->addWidget(m_problem);
    auto* widget = new QWidget;
    auto* column = new QVBoxLayout(widget);
    column->setContentsMargins(0, kGrid, 0, 0);
    column->setSpacing(0);
    column->addLayout(banners);
    column->addWidget(m_content, 1);
    return widget;
}

void MainWindow::connectPages()
{
    connect(m_overview, &OverviewPage::addServerRequested, m_servers, &ServersPage::addServer);
    connect(m_overview, &OverviewPage::createKeyRequested, m_keys, &KeysPage::createKey);
    connect(m_overview,
            &OverviewPage::showConfigurationRequested,
            m_keys,
            &KeysPage::showConfiguration);
    connect(m_overview, &OverviewPage::showServersRequested, this, [this] {
        showPage(PageId::Servers);
    });
    connect(m_overview, &OverviewPage::showCallRequested, this, [this](qint64 n) {
        m_activity->showCall(n);
        showPage(PageId::Activity);
    });
    connect(m_overview, &OverviewPage::showRefusalsRequested, this, [this] {
        m_activity->showRefusals();
        showPage(PageId::Activity);
    });
    connect(m_servers, &ServersPage::problem, this, &MainWindow::showProblem);
    connect(m_keys, &KeysPage::problem, this, &MainWindow::showProblem);
    connect(m_teams, &TeamsPage::problem, this, &MainWindow::showProblem);
    connect(m_teams, &TeamsPage::showKeyRequested, this, [this](const KeyId& key) {
        m_keys->showKey(key);
        showPage(PageId::Keys);
    });
    connect(m_activity, &ActivityPage::problem, this, &MainWindow::showProblem);
    connect(m_audit, &AuditPage::problem, this, &MainWindow::showProblem);
    connect(m_budgets, &BudgetsPage::problem, this, &MainWindow::showProblem);
}

void MainWindow::showPage(PageId page)
{
    if (m_navigation->item(static_cast<int>(page))->isHidden()) {
        return;
    }
    m_navigation->setCurrentRow(static_cast<int>(page));
    m_problem->hide();
}

PageId MainWindow::currentPage() const
{
    return static_cast<PageId>(m_pages->currentIndex());
}

void MainWindow::setThemeChoice(ThemeChoice choice)
{
    m_themes->actions().at(static_cast<int>(choice))->setChecked(true);
}

void MainWindow::refreshState()
{
    const api::GatewayStatus& status = m_bridge.status();
    const Phrase phrase = describe(status.state);
    m_stateDot->showIcon("dot", tintOf(phrase.tone));
    m_state->setText(phrase.title);
    m_state->setToolTip(toolTipText(phrase.explanation));
    const bool locked = m_bridge.isReady() && status.state == api::GatewayState::Locked;
    const bool wasLocked = m_content->currentIndex() == kLockedIndex;
    m_content->setCurrentIndex(locked ? kLockedIndex : kPagesIndex);
    m_navigation->setEnabled(!locked);
    m_settings->setEnabled(m_bridge.isReady() && !locked);
    m_history->setEnabled(m_settings->isEnabled());
    if (locked && !wasLocked) {
        m_locked->focusPassphrase();
    } else if (!locked && wasLocked) {
        reload();
    }
    refreshRole();
    refreshBanner();
}

void MainWindow::refreshBanner()
{
    if (showStranger()) {
        return;
    }
    const api::GatewayStatus& status = m_bridge.status();
    const bool fine =
        status.state == api::GatewayState::Running || status.state == api::GatewayState::Locked;
    if (fine || !m_bridge.isReady()) {
        m_stateBanner->hide();
        return;
    }
    const Phrase phrase = describe(status.state);
    m_stateBanner->showMessage(phrase.tone,
                               phrase.title,
                               status.reason.empty() ? phrase.explanation
                                                     : toQString(status.reason));
}

void MainWindow::showProblem(const QString& title, const QString& text)
{
    m_problem->showMessage(Tone::Bad, title, text);
}

void MainWindow::addOnPage()
{
    if (!m_navigation->isEnabled() || !m_roles->may(api::Operation::Configure)) {
        return;
    }
    if (currentPage() == PageId::Keys) {
        m_keys->createKey();
    } else if (currentPage() == PageId::Budgets) {
        m_budgets->addBudget();
    } else if (currentPage() == PageId::Teams) {
        m_teams->add();
    } else {
        showPage(PageId::Servers);
        m_servers->addServer();
    }
}

void MainWindow::searchOnPage()
{
    if (currentPage() == PageId::Servers) {
        m_servers->focusSearch();
    } else if (currentPage() == PageId::Keys) {
        m_keys->focusSearch();
    } else if (currentPage() == PageId::Teams) {
        m_teams->focusSearch();
    } else if (currentPage() == PageId::Audit) {
        m_audit->focusSearch();
    } else if (currentPage() == PageId::Budgets) {
        m_budgets->focusSearch();
    } else {
        showPage(PageId::Activity);
        m_activity->focusSearch();
    }
}

void MainWindow::removeOnPage()
{
    if (!m_roles->may(api::Operation::Configure)) {
        return;
    }
    if (currentPage() == PageId::Servers) {
        m_servers->removeSelected();
    } else if (currentPage() == PageId::Keys) {
        m_keys->removeSelected();
    } else if (currentPage() == PageId::Budgets) {
        m_budgets->removeSelected();
    } else if (currentPage() == PageId::Teams) {
        m_teams->removeSelected();
    }
}

void MainWindow::reload()
{
    m_bridge.refresh();
    m_overview->reload();
    m_activity->reload();
    m_audit->reload();
    m_budgets->reload();
}

void MainWindow::showSettings()
{
    auto* dialog = new SettingsDialog(m_bridge, this);
    dialog->open();
}

void MainWindow::showHistory()
{
    auto* dialog = new RevisionsDialog(m_bridge, m_advisor, this);
    dialog->open();
}

void MainWindow::showAbout()
{
    auto* dialog = new AboutDialog(this);
    dialog->open();
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    if (m_hideOnClose) {
        hide();
        event->ignore();
    } else {
        QMainWindow::closeEvent(event);
        emit quitRequested();
    }
}

} // namespace portcullis::ui
