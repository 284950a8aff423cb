#include "tests/ui/ui_test.h"
#include "ui/keys/key_panel.h"
#include "ui/keys/rule_words.h"
#include "ui/theme/theme.h"

#include <QComboBox>
#include <QLabel>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QTableWidget>
#include <QTreeView>
#include <QTreeWidget>

using namespace portcullis;
using namespace portcullis::test;

namespace {

using Lines = std::vector<std::string>;

Lines savedRules(const Window& w)
{
    Lines lines;
    for (const api::AllowRule& rule : w.client.currentConfig.keys[0].allow) {
        lines.push_back(api::formatRule(rule));
    }
    return lines;
}

// Says what the test wants to hear, and remembers what it was asked.
class FakeAdvisor final : public api::PolicyAdvisor
{
public:
    [[nodiscard]] Result<api::Explanation>
    explain(const api::ConfigPtr&,
            const api::ToolsOfServers&,
            const api::DecisionQuestion& question) const override
    {
        asked = question;
        if (question.arguments == "[") {
            return fail(ErrorCode::InvalidArgument, "no object");
        }
        return explanation;
    }

    [[nodiscard]] api::EffectiveDifference
    difference(const api::GatewayConfig&,
               const api::GatewayConfig&,
               const api::ToolsOfServers& tools) const override
    {
        knownServers = tools.size();
        return told;
    }

    api::Explanation explanation;
    api::EffectiveDifference told;
    mutable api::DecisionQuestion asked;
    mutable std::size_t knownServers = 0;
};

// The first key has rules that the tree of tools cannot show.
void fillWithRules(FakeGatewayClient& client)
{
    fillWithSamples(client);
    api::AllowRule rule = *api::parseRule("files:write_file");
    rule.conditions = {*api::parseCondition("path under /srv/cases")};
    api::AllowRule denied = *api::parseRule("files:delete_file");
    denied.effect = api::RuleEffect::Deny;
    client.currentConfig.keys[0].allow.push_back(rule);
    client.currentConfig.keys[0].allow.push_back(denied);
}

struct Page
{
    explicit Page(const FakeAdvisor* advisor = nullptr)
        : w(fillWithRules, {{}, {}, advisor})
    {
        w.window->showPage(ui::PageId::Keys);
        panel = w.window->findChild<ui::KeyPanel*>();
        tree = panel->findChild<QTreeView*>(QStringLiteral("allowList"));
        list = panel->findChild<QListWidget*>(QStringLiteral("specialRules"));
        save = panel->findChild<QPushButton*>(QStringLiteral("saveAllowList"));
    }

    [[nodiscard]] bool isFilled() const
    {
        return tree->model()->rowCount(tree->model()->index(0, 0)) == 6;
    }

    // Allows one more tool in the tree.
    void widen() const
    {
        const QModelIndex files = tree->model()->index(0, 0);
        QVERIFY(tree->model()->setData(
            tree->model()->index(4, 0, files), static_cast<int>(Qt::Checked), Qt::CheckStateRole));
        Window::settle();
    }

    Window w;
    ui::KeyPanel* panel = nullptr;
    QTreeView* tree = nullptr;
    QListWidget* list = nullptr;
    QPushButton* save = nullptr;
};

const Lines kSpecial = {"files:write_file when path under /srv/cases", "deny files:delete_file"};

} // namespace

// Rules with conditions and rules that deny.
class RulesTest final : public QObject
{
    Q_OBJECT

private slots:

    void initTestCase() { ui::applyTheme(*qApp, ui::Scheme::Light); }

    void savingTheTreeKeepsTheOtherRules()
    {
        const Page page;
        QTRY_VERIFY(page.isFilled());
        QCOMPARE(page.list->count(), 2);
        QVERIFY(!page.save->isVisible());
        page.widen();
        click(page.save);
        QTRY_COMPARE(page.w.client.changes.size(), std::size_t{1});
        const Lines saved = savedRules(page.w);
        QVERIFY(std::ranges::find(saved, "files:write_file") != saved.end());
        for (const std::string& rule : kSpecial) {
            QVERIFY2(std::ranges::find(saved, rule) != saved.end(), rule.c_str());
        }
    }

    void aRuleIsAddedWithItsConditions()
    {
        const Page page;
        QTRY_VERIFY(page.isFilled());
        click(page.panel->findChild<QPushButton*>(QStringLiteral("addRule")));
        QDialog* dialog = openDialog("ruleDialog");
        QVERIFY(dialog != nullptr);
        auto* selector = dialog->findChild<QLineEdit*>(QStringLiteral("ruleSelector"));
        selector->setText(QStringLiteral("files:@readonly"));
        auto* table = dialog->findChild<QTableWidget*>(QStringLiteral("conditions"));
        click(dialog->findChild<QPushButton*>(QStringLiteral("addCondition")));
        QCOMPARE(table->rowCount(), 1);
        table->item(0, 0)->setText(QStringLiteral("path"));
        table->item(0, 2)->setText(QStringLiteral("relative"));
        click(dialog->findChild<QPushButton*>(QStringLiteral("takeRule")));
        QVERIFY(openDialog("ruleDialog") != nullptr); // says what is wrong, and stays
        table->item(0, 2)->setText(QStringLiteral("/srv/open"));
        click(dialog->findChild<QPushButton*>(QStringLiteral("takeRule")));
        QTRY_VERIFY(openDialog("ruleDialog") == nullptr);
        QCOMPARE(page.list->count(), 3);
        QVERIFY(page.panel->findChild<QLabel*>(QStringLiteral("allowListDifference"))
                    ->text()
                    .contains(QStringLiteral("files:@readonly when path under /srv/open")));
        click(page.save);
        QTRY_COMPARE(savedRules(page.w).back(),
                     std::string("files:@readonly when path under /srv/open"));
    }

    void aRuleIsEditedAndRemoved()
    {
        const Page page;
        QTRY_VERIFY(page.isFilled());
        page.list->setCurrentRow(0);
        click(page.panel->findChild<QPushButton*>(QStringLiteral("editRule")));
        QDialog* dialog = openDialog("ruleDialog");
        auto* table = dialog->findChild<QTableWidget*>(QStringLiteral("conditions"));
        QCOMPARE(table->item(0, 0)->text(), QStringLiteral("path"));
        QCOMPARE(table->item(0, 2)->text(), QStringLiteral("/srv/cases"));
        dialog->findChild<QComboBox*>(QStringLiteral("ruleEffect"))->setCurrentIndex(1);
        click(dialog->findChild<QPushButton*>(QStringLiteral("takeRule")));
        QTRY_COMPARE(page.list->item(0)->text(),
                     QStringLiteral("deny files:write_file when path under /srv/cases"));
        page.list->setCurrentRow(1);
        click(page.panel->findChild<QPushButton*>(QStringLiteral("removeRule")));
        QCOMPARE(page.list->count(), 1);
    }

    void asksBeforeRightsAreWidened()
    {
        FakeAdvisor advisor;
        advisor.told.keys.emplace_back();
        advisor.told.keys[0].label = "Agent";
        advisor.told.keys[0].gained = {"files:write_file"};
        const Page page(&advisor);
        QTRY_VERIFY(page.isFilled());
        page.widen();
        click(page.save);
        QDialog* question = openDialog("confirm");
        QVERIFY(question != nullptr);
        QVERIFY(page.w.client.changes.empty());
        QVERIFY(advisor.knownServers > 0);
        bool named = false;
        for (const QLabel* label : question->findChildren<QLabel*>()) {
            named = named || label->text().contains(QStringLiteral("gains 1 tool"));
        }
        QVERIFY(named);
        click(question->findChild<QPushButton*>(QStringLiteral("confirmAction")));
        QTRY_COMPARE(page.w.client.changes.size(), std::size_t{1});
    }

    void savesAtOnceWhatOnlyNarrows()
    {
        FakeAdvisor advisor;
        advisor.told.keys.emplace_back().lost = {"files:write_file"};
        const Page page(&advisor);
        QTRY_VERIFY(page.isFilled());
        page.widen();
        click(page.save);
        QTRY_COMPARE(page.w.client.changes.size(), std::size_t{1});
        QVERIFY(openDialog("confirm") == nullptr);
    }

    void explainsADecision()
    {
        FakeAdvisor advisor;
        advisor.explanation.reason = api::Reason::ArgumentsNotAllowed;
        advisor.explanation.rule = kSpecial[0];
        advisor.explanation.argument = "path";
        api::ExplainedLevel level;
        level.rules.push_back({kSpecial[0],
                               api::RuleEffect::Allow,
                               true,
                               false,
                               {{"path under /srv/cases", api::Holding::NotHeld}}});
        level.rules.push_back({kSpecial[1], api::RuleEffect::Deny, false, false, {}});
        advisor.explanation.levels.push_back(level);
        const Page page(&advisor);
        QTRY_VERIFY(page.isFilled());
        click(page.panel->findChild<QPushButton*>(QStringLiteral("whyButton")));
        QDialog* dialog = openDialog("whyDialog");
        QVERIFY(dialog != nullptr);
        dialog->findChild<QComboBox*>(QStringLiteral("whyTool"))
            ->setEditText(QStringLiteral("files:write_file"));
        auto* arguments = dialog->findChild<QPlainTextEdit*>(QStringLiteral("whyArguments"));
        arguments->setPlainText(QStringLiteral(R"({"path":"/etc"})"));
        QCOMPARE(advisor.asked.name, std::string("write_file"));
        QCOMPARE(advisor.asked.arguments, std::string(R"({"path":"/etc"})"));
        auto* rules = dialog->findChild<QTreeWidget*>(QStringLiteral("whyRules"));
        QCOMPARE(rules->topLevelItemCount(), 1);
        QCOMPARE(rules->topLevelItem(0)->childCount(), 2); // the rule, and that there is another
        QCOMPARE(rules->topLevelItem(0)->child(0)->child(0)->text(1),
                 ui::holdingText(api::Holding::NotHeld));
        QVERIFY(dialog->findChild<QLabel*>(QStringLiteral("whyReason"))
                    ->text()
                    .contains(QStringLiteral("“path”")));
        arguments->setPlainText(QStringLiteral("["));
        QCOMPARE(rules->topLevelItemCount(), 0);
        dialog->close();
    }

    void withoutAnAdvisorNothingIsExplained()
    {
        const Page page;
        QTRY_VERIFY(page.isFilled());
        QVERIFY(!page.panel->findChild<QPushButton*>(QStringLiteral("whyButton"))->isVisible());
    }
};

QTEST_MAIN(RulesTest)
#include "rules_test.moc"
