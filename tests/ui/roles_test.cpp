#include "tests/ui/ui_test.h"
#include "ui/permissions.h"
#include "ui/theme/theme.h"

#include <QAction>
#include <QCheckBox>
#include <QLabel>
#include <QListWidget>

#include <algorithm>

using namespace portcullis;
using namespace portcullis::test;

namespace {

api::Permissions permissionsOf(const api::Roles& roles)
{
    api::Permissions own{"otto/1002", roles, {}};
    for (int i = 0; i < api::kOperations; ++i) {
        const auto operation = static_cast<api::Operation>(i);
        const api::Roles who = api::rolesFor(operation);
        if ((roles.administrator && who.administrator) || (roles.auditor && who.auditor) ||
            (roles.analyst && who.analyst)) {
            own.operations.push_back(operation);
        }
    }
    return own;
}

constexpr api::Roles kAdministrator{true, false, false};
constexpr api::Roles kAuditor{false, true, false};
constexpr api::Roles kAnalyst{false, false, true};

template <const api::Roles& roles>
void fillFor(FakeGatewayClient& client)
{
    fillWithSamples(client);
    client.currentStatus.permissions = permissionsOf(roles);
}

constexpr api::Roles kNone{};

QStringList shownPages(const Window& w)
{
    QStringList names;
    const auto* list = w.find<QListWidget>("navigation");
    for (int i = 0; i < list->count(); ++i) {
        if (!list->item(i)->isHidden()) {
            names.append(list->item(i)->text());
        }
    }
    return names;
}

} // namespace

// The window as its roles make it.
class RolesTest final : public QObject
{
    Q_OBJECT

private slots:

    void initTestCase() { ui::applyTheme(*qApp, ui::Scheme::Light); }

    void anAuditorFindsNothingToEdit()
    {
        Window w(fillFor<kAuditor>);
        QCOMPARE(shownPages(w).size(), 7);
        QCOMPARE(w.find<QLabel>("role")->text(), QStringLiteral("Auditor"));
        w.window->showPage(ui::PageId::Keys);
        Window::settle();
        for (const char* name : {"Create key", "Edit…", "Remove…"}) {
            QPushButton* const edit = button(w.window.get(), QString::fromUtf8(name));
            QVERIFY2(edit != nullptr, name);
            QVERIFY2(!edit->isEnabled(), name);
            QVERIFY(edit->toolTip().contains(QStringLiteral("Administrator")));
        }
        QVERIFY(!w.find<QAction>("settings")->isEnabled());
        press(w.window.get(), Qt::Key_N, Qt::ControlModifier);
        QCOMPARE(QApplication::activeModalWidget(), nullptr);
        press(w.window.get(), Qt::Key_Delete);
        QCOMPARE(QApplication::activeModalWidget(), nullptr);
    }

    void anAdministratorDoesNotSignOff()
    {
        Window w(fillFor<kAdministrator>);
        w.window->showPage(ui::PageId::Audit);
        Window::settle();
        QVERIFY(!w.find<QPushButton>("signOff")->isEnabled());
        QVERIFY(w.find<QPushButton>("signOff")->toolTip().contains(QStringLiteral("Auditor")));
        QVERIFY(!w.find<QPushButton>("exportLog")->isEnabled());
        QVERIFY(w.find<QAction>("settings")->isEnabled());
        w.window->showPage(ui::PageId::Keys);
        Window::settle();
        QVERIFY(button(w.window.get(), QStringLiteral("Create key"))->isEnabled());
    }

    void anAnalystLandsOnTheOwnActivity()
    {
        Window w(fillFor<kAnalyst>);
        QCOMPARE(shownPages(w), (QStringList{QStringLiteral("Keys"), QStringLiteral("Activity")}));
        QCOMPARE(w.window->currentPage(), ui::PageId::Activity);
        w.window->showPage(ui::PageId::Servers);
        QCOMPARE(w.window->currentPage(), ui::PageId::Activity);
    }

    void whoHasNoRoleIsToldSo()
    {
        Window w(fillFor<kNone>);
        auto* banner = w.find<QWidget>("stateBanner");
        QVERIFY(banner->isVisible());
        QCOMPARE(w.find<QLabel>("role")->text(), QStringLiteral("No role"));
    }

    void aRoleThatIsGivenEnablesAgain()
    {
        Window w(fillFor<kAuditor>);
        w.window->showPage(ui::PageId::Keys);
        Window::settle();
        QPushButton* const create = button(w.window.get(), QStringLiteral("Create key"));
        const QString refused = create->toolTip();
        create->setEnabled(true); // whatever else wants it enabled
        QVERIFY(!create->isEnabled());
        w.client.currentStatus.permissions = permissionsOf(kAdministrator);
        w.bridge->refresh();
        QTRY_VERIFY(create->isEnabled());
        QVERIFY(create->toolTip() != refused);
    }

    void aLogThatAnotherAccountKeepsSaysSo()
    {
        Window w([](FakeGatewayClient& client) {
            fillWithSamples(client);
            client.currentStatus.auditRecords = 9;
            client.openReader = []() -> Result<api::LogConnection> {
                return fail(ErrorCode::Unsupported, "another process has it");
            };
        });
        w.window->showPage(ui::PageId::Audit);
        Window::settle();
        const auto labels = w.window->findChildren<QLabel*>();
        QVERIFY(std::ranges::any_of(labels, [](const QLabel* label) {
            return label->isVisible() &&
                   label->text() == QStringLiteral("This log is read elsewhere");
        }));
        QVERIFY(w.find<QPushButton>("exportLog")->isEnabled());
        QVERIFY(w.find<QPushButton>("signOff")->isEnabled());
        QVERIFY(!w.find<QWidget>("problemBanner")->isVisible());
    }

    void withoutRolesNothingIsSaidOfThem()
    {
        Window w;
        QVERIFY(!w.find<QLabel>("role")->isVisible());
        QCOMPARE(shownPages(w).size(), 7);
    }

    void theSettingsGiveOutRolesAfterAQuestion()
    {
        Window w;
        press(w.window.get(), Qt::Key_Comma, Qt::ControlModifier);
        QDialog* dialog = openDialog("settingsDialog");
        QVERIFY(dialog != nullptr);
        auto* given = dialog->findChild<QCheckBox*>(QStringLiteral("giveRoles"));
        auto* users = dialog->findChild<QLineEdit*>(QStringLiteral("administratorUsers"));
        QVERIFY(!given->isChecked());
        QVERIFY(!users->isEnabled());
        given->setChecked(true);
        users->setText(QStringLiteral("ada, otto , ada"));
        dialog->findChild<QLineEdit*>(QStringLiteral("analystGroups"))
            ->setText(QStringLiteral("domain users"));
        click(dialog->findChild<QPushButton*>(QStringLiteral("saveSettings")));
        QTRY_VERIFY(openDialog("confirm") != nullptr);
        QVERIFY(w.client.changes.empty());
        click(openDialog("confirm")->findChild<QPushButton*>(QStringLiteral("confirmAction")));
        QTRY_COMPARE(w.client.changes.size(), std::size_t{2});
        api::RoleMap expected;
        expected.administrators.users = {"ada", "otto"};
        expected.analysts.groups = {"domain users"};
        QVERIFY(std::get<api::SetRoles>(w.client.changes[1]) == api::SetRoles{expected});
        QTRY_VERIFY(openDialog("settingsDialog") == nullptr);
    }
};

QTEST_MAIN(RolesTest)
#include "roles_test.moc"
