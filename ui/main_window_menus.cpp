#include "ui/audit/audit_page.h"
#include "ui/bundle/bundle_reception.h"
#include "ui/main_window.h"
#include "ui/theme/icons.h"

#include <QAction>
#include <QActionGroup>
#include <QMenuBar>
#include <QShortcut>

#include <array>

// The menus of the window, and the keys that act on the page in front.
namespace portcullis::ui {

void MainWindow::buildMenus()
{
    buildFileMenu();
    buildViewMenu();
    QMenu* help = menuBar()->addMenu(tr("&Help"));
    QAction* about = help->addAction(icon("info", Tint::Muted), tr("&About Portcullis"));
    connect(about, &QAction::triggered, this, &MainWindow::showAbout);
}

void MainWindow::buildFileMenu()
{
    QMenu* file = menuBar()->addMenu(tr("&File"));
    m_settings = file->addAction(icon("settings", Tint::Muted), tr("&Settings…"));
    m_settings->setObjectName(QStringLiteral("settings"));
    m_settings->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_Comma));
    connect(m_settings, &QAction::triggered, this, &MainWindow::showSettings);
    m_history = file->addAction(icon("restart", Tint::Muted), tr("&History of changes…"));
    m_history->setObjectName(QStringLiteral("history"));
    m_history->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_H));
    connect(m_history, &QAction::triggered, this, &MainWindow::showHistory);
    if (m_bundles != nullptr) {
        QAction* bundle = file->addAction(icon("shield", Tint::Muted), tr("Check a &bundle…"));
        bundle->setObjectName(QStringLiteral("checkBundle"));
        bundle->setShortcut(QKeySequence::Open);
        connect(bundle, &QAction::triggered, m_bundles, &BundleReception::askForBundle);
        m_audit->addCheck(bundle);
    }
    file->addSeparator();
    QAction* quit = file->addAction(icon("quit", Tint::Muted), tr("&Quit"));
    quit->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_Q));
    connect(quit, &QAction::triggered, this, &MainWindow::quitRequested);
}

void MainWindow::buildViewMenu()
{
    QMenu* view = menuBar()->addMenu(tr("&View"));
    const std::array labels = {tr("&Overview"),
                               tr("&Servers"),
                               tr("&Keys"),
                               tr("T&eams"),
                               tr("&Budgets"),
                               tr("&Activity"),
                               tr("A&udit")};
    for (std::size_t i = 0; i < labels.size(); ++i) {
        QAction* action = view->addAction(labels[i]);
        action->setShortcut(
            QKeySequence(Qt::CTRL | static_cast<Qt::Key>(Qt::Key_1 + static_cast<int>(i))));
        connect(action, &QAction::triggered, this, [this, i] { showPage(static_cast<PageId>(i)); });
    }
    view->addSeparator();
    QAction* refresh = view->addAction(icon("restart", Tint::Muted), tr("&Reload"));
    refresh->setShortcut(QKeySequence(Qt::Key_F5));
    connect(refresh, &QAction::triggered, this, &MainWindow::reload);
    buildThemeMenu(*view);
}

void MainWindow::buildThemeMenu(QMenu& view)
{
    QMenu* menu = view.addMenu(icon("theme", Tint::Muted), tr("&Theme"));
    m_themes = new QActionGroup(this);
    const std::array labels = {tr("As the &system"), tr("&Light"), tr("&Dark")};
    for (std::size_t i = 0; i < labels.size(); ++i) {
        QAction* action = menu->addAction(labels[i]);
        action->setCheckable(true);
        action->setData(static_cast<int>(i));
        m_themes->addAction(action);
        connect(action, &QAction::triggered, this, [this, i] {
            emit themeChosen(static_cast<ThemeChoice>(i));
        });
    }
    setThemeChoice(ThemeChoice::System);
}

void MainWindow::buildShortcuts()
{
    const auto bind = [this](const QKeySequence& keys, void (MainWindow::*act)()) {
        connect(new QShortcut(keys, this), &QShortcut::activated, this, act);
    };
    bind(QKeySequence(Qt::CTRL | Qt::Key_N), &MainWindow::addOnPage);
    bind(QKeySequence(Qt::CTRL | Qt::Key_F), &MainWindow::searchOnPage);
    bind(QKeySequence(Qt::Key_Delete), &MainWindow::removeOnPage);
}

} // namespace portcullis::ui
