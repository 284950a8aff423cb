#pragma once

#include "gateway/base/clock.h"
#include "ui/theme/theme.h"
#include "ui/window_aids.h"

#include <QMainWindow>

#include <functional>

class QAction;
class QActionGroup;
class QLabel;
class QListWidget;
class QListWidgetItem;
class QMenu;
class QStackedWidget;

namespace portcullis::ui {

class ActivityPage;
class AuditPage;
class Banner;
class BudgetsPage;
class BundleReception;
class GatewayBridge;
class IconLabel;
class KeysPage;
class LockedView;
class OverviewPage;
class RolesLock;
class ServersPage;
class TeamsPage;

enum class ThemeChoice : std::uint8_t
{
    System,
    Light,
    Dark
};

enum class PageId : std::uint8_t
{
    Overview,
    Servers,
    Keys,
    Teams,
    Budgets,
    Activity,
    Audit
};

// By its English name in small letters ("servers").
[[nodiscard]] std::optional<PageId> pageFromName(const QString& name);

// The window: navigation at the left, one page at the right, banners above the page. While the
// gateway is locked the page gives way to LockedView. Owner: runDesktop(). GUI thread.
class MainWindow final : public QMainWindow
{
    Q_OBJECT

public:
    MainWindow(GatewayBridge& bridge,
               const Clock& clock,
               WindowAids aids = {},
               QWidget* parent = nullptr);

    void showPage(PageId page);
    [[nodiscard]] PageId currentPage() const;

    // What stands in place of the pages while the gateway is locked.
    [[nodiscard]] LockedView& lockedView() { return *m_locked; }

    // The failure of a command, above the page.
    void showProblem(const QString& title, const QString& text);

    // Checks the entry in the menu; applies nothing.
    void setThemeChoice(ThemeChoice choice);

    // What closing the window does instead of closing it, when it does not quit.
    void setHideOnClose(bool hide) { m_hideOnClose = hide; }

signals:
    void themeChosen(portcullis::ui::ThemeChoice choice);
    void quitRequested();

protected:
    void closeEvent(QCloseEvent* event) override;

private:
    void buildNavigation();
    [[nodiscard]] QWidget* buildSidebar();
    [[nodiscard]] QWidget* buildContent();
    void buildPages(KeptText filters, const api::PolicyAdvisor* advisor);
    void connectPages();
    void buildMenus();
    void buildFileMenu();
    void buildViewMenu();
    void buildThemeMenu(QMenu& view);
    void buildShortcuts();
    void refreshState();
    void refreshBanner();
    void refreshRole();
    [[nodiscard]] bool showStranger();
    void addOnPage();
    void searchOnPage();
    void removeOnPage();
    void reload();
    void showSettings();
    void showHistory();
    void showAbout();

    GatewayBridge& m_bridge;
    const Clock& m_clock;
    BundleReception* m_bundles = nullptr; // null without a check
    bool m_hideOnClose = false;
    QListWidget* m_navigation = nullptr;
    IconLabel* m_stateDot = nullptr;
    QLabel* m_state = nullptr;
    QLabel* m_role = nullptr;
    RolesLock* m_roles = nullptr;
    Banner* m_stateBanner = nullptr;
    Banner* m_problem = nullptr;
    QStackedWidget* m_content = nullptr; // the pages, or LockedView
    QStackedWidget* m_pages = nullptr;
    OverviewPage* m_overview = nullptr;
    ServersPage* m_servers = nullptr;
    KeysPage* m_keys = nullptr;
    TeamsPage* m_teams = nullptr;
    ActivityPage* m_activity = nullptr;
    AuditPage* m_audit = nullptr;
    BudgetsPage* m_budgets = nullptr;
    LockedView* m_locked = nullptr;
    QActionGroup* m_themes = nullptr;
    QAction* m_settings = nullptr;
    QAction* m_history = nullptr;
    const api::PolicyAdvisor* m_advisor; // null: nothing is compared
};

} // namespace portcullis::ui
