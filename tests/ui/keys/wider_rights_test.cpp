#include "gateway/api/explanation.h"
#include "tests/ui/teams/sample_teams.h"
#include "tests/ui/ui_test.h"
#include "ui/keys/allow_list_editor.h"
#include "ui/keys/wider_rights.h"
#include "ui/servers/server_panel.h"
#include "ui/theme/theme.h"

#include <QCheckBox>
#include <QLabel>
#include <QTreeView>

using namespace portcullis;
using namespace portcullis::test;

namespace {

// Says what the test wants to hear, and remembers what it was asked.
class FakeAdvisor final : public api::PolicyAdvisor
{
public:
    [[nodiscard]] Result<api::Explanation> explain(const api::ConfigPtr&,
                                                   const api::ToolsOfServers&,
                                                   const api::DecisionQuestion&) const override
    {
        return api::Explanation();
    }

    [[nodiscard]] api::EffectiveDifference
    difference(const api::GatewayConfig& before,
               const api::GatewayConfig& after,
               const api::ToolsOfServers& tools) const override
    {
        differs = before != after;
        knowsFiles = tools.contains(ServerId("files"));
        return told;
    }

    void gain(std::size_t keys)
    {
        for (std::size_t i = 0; i < keys; ++i) {
            api::KeyDifference& key = told.keys.emplace_back();
            key.label = "Key " + std::to_string(i);
            key.gained = {"files:write_file"};
        }
    }

    api::EffectiveDifference told;
    mutable bool differs = false;
    mutable bool knowsFiles = false;
};

void fill(FakeGatewayClient& client)
{
    fillWithTeams(client);
    client.currentConfig.keys[0].disabled = true;
}

struct Rights
{
    explicit Rights(std::size_t gaining)
    {
        advisor.gain(gaining);
        w = std::make_unique<Window>(fill, ui::WindowAids{{}, {}, &advisor});
    }

    FakeAdvisor advisor; // outlives the window
    std::unique_ptr<Window> w;
};

QString question()
{
    QString text;
    const QDialog* open = openDialog("confirm");
    for (const QLabel* label : open == nullptr ? QList<QLabel*>() : open->findChildren<QLabel*>()) {
        text += label->text() + QLatin1Char('\n');
    }
    return text;
}

void agree()
{
    QVERIFY(openDialog("confirm") != nullptr);
    click(openDialog("confirm")->findChild<QPushButton*>(QStringLiteral("confirmAction")));
}

template <typename Widget>
Widget* part(const char* dialog, const char* name)
{
    QDialog* const open = openDialog(dialog);
    return open == nullptr ? nullptr : open->findChild<Widget*>(QLatin1String(name));
}

} // namespace

// Whatever widens what keys may do says so before it is saved.
class WiderRightsTest final : public QObject
{
    Q_OBJECT

private slots:

    void initTestCase() { ui::applyTheme(*qApp, ui::Scheme::Light); }

    void enablingAKeyAsksFirst()
    {
        const Rights rights(1);
        rights.w->window->showPage(ui::PageId::Keys);
        click(rights.w->find<QPushButton>("enableKey"));
        QTRY_VERIFY(openDialog("confirm") != nullptr);
        QVERIFY2(question().contains(QStringLiteral("files:write_file")), qPrintable(question()));
        QVERIFY(rights.advisor.differs);
        QVERIFY(rights.advisor.knowsFiles);
        QVERIFY(rights.w->client.changes.empty());
        agree();
        QTRY_COMPARE(rights.w->client.changes.size(), std::size_t{1});
        QVERIFY(!rights.w->client.currentConfig.keys[0].disabled);
    }

    void whatWidensNothingIsNotAskedAbout()
    {
        const Rights rights(0);
        rights.w->window->showPage(ui::PageId::Keys);
        click(rights.w->find<QPushButton>("enableKey"));
        QTRY_COMPARE(rights.w->client.changes.size(), std::size_t{1});
        QVERIFY(openDialog("confirm") == nullptr);
    }

    void aKeyThatIsEditedStaysAsItIsUntilSomebodyAgrees()
    {
        const Rights rights(1);
        rights.w->window->showPage(ui::PageId::Keys);
        click(rights.w->find<QPushButton>("editKey"));
        click(part<QPushButton>("editKeyDialog", "saveKey"));
        QTRY_VERIFY(openDialog("confirm") != nullptr);
        openDialog("confirm")->reject();
        QTRY_VERIFY(openDialog("confirm") == nullptr);
        QVERIFY(rights.w->client.changes.empty());
        QVERIFY(openDialog("editKeyDialog") != nullptr);
        click(part<QPushButton>("editKeyDialog", "saveKey"));
        QTRY_VERIFY(openDialog("confirm") != nullptr);
        agree();
        QTRY_COMPARE(rights.w->client.changes.size(), std::size_t{1});
        QTRY_VERIFY(openDialog("editKeyDialog") == nullptr);
    }

    void ofManyKeysTheFirstAreNamedAndTheOthersCounted()
    {
        const Rights rights(2'000);
        QStringList told;
        ui::findWiderRights(*rights.w->bridge,
                            rights.w->window.get(),
                            api::RemoveCase{CaseId("c-13")},
                            [&told](const QStringList& sentences) { told = sentences; });
        QTRY_COMPARE(told.size(), 9);
        QVERIFY(told[0].contains(QStringLiteral("Key 0")));
        QVERIFY2(told[8].contains(QStringLiteral("1992")), qPrintable(told[8]));
    }

    void aChangeThatIsRefusedIsNotAskedAbout()
    {
        const Rights rights(1);
        bool asked = false;
        ui::findWiderRights(*rights.w->bridge,
                            rights.w->window.get(),
                            api::RemoveKey{KeyId("nobody")},
                            [&asked](const QStringList& sentences) {
                                asked = true;
                                QVERIFY(sentences.isEmpty());
                            });
        QVERIFY(asked);
    }

    void aServersRulesAreChosenLikeAKeys()
    {
        const Rights rights(1);
        rights.w->window->showPage(ui::PageId::Servers);
        const ServerId server = rights.w->window->findChild<ui::ServerPanel*>()->server();
        click(rights.w->find<QPushButton>("serverRules"));
        auto* tree = part<QTreeView>("serverRulesDialog", "allowList");
        QVERIFY(tree != nullptr);
        QVERIFY(!tree->isEnabled());
        QCOMPARE(tree->model()->rowCount(), 1); // no other server's
        part<QCheckBox>("serverRulesDialog", "serverLimited")->setChecked(true);
        QVERIFY(tree->isEnabled());
        click(part<QPushButton>("serverRulesDialog", "saveServerRules"));
        QVERIFY(openDialog("confirm") == nullptr); // nothing chosen would mean everything
        QVERIFY(openDialog("serverRulesDialog") != nullptr);
        const QModelIndex all = tree->model()->index(0, 0, tree->model()->index(0, 0));
        QVERIFY(tree->model()->setData(all, static_cast<int>(Qt::Checked), Qt::CheckStateRole));
        click(part<QPushButton>("serverRulesDialog", "saveServerRules"));
        QTRY_VERIFY(openDialog("confirm") != nullptr);
        agree();
        QTRY_COMPARE(rights.w->client.changes.size(), std::size_t{1});
        const auto* saved = std::get_if<api::UpdateServer>(&rights.w->client.changes[0]);
        QVERIFY(saved != nullptr);
        QVERIFY(saved->server.id == server);
        QVERIFY(saved->server.rules == std::vector<api::AllowRule>({{server, api::kEveryTool}}));
        QTRY_VERIFY(openDialog("serverRulesDialog") == nullptr);
    }
};

QTEST_MAIN(WiderRightsTest)

#include "wider_rights_test.moc"
