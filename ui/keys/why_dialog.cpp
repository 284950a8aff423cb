#include "ui/keys/why_dialog.h"

#include "ui/gateway_bridge.h"
#include "ui/keys/rule_words.h"
#include "ui/text.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/form.h"
#include "ui/widgets/labels.h"
#include "ui/window_place.h"
#include "ui/words.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace portcullis::ui {

namespace {

constexpr int kArgumentsHeight = 80;

} // namespace

WhyDialog::WhyDialog(const GatewayBridge& bridge,
                     const api::PolicyAdvisor& advisor,
                     api::KeyConfig key,
                     api::ToolsOfServers tools,
                     WallTime now,
                     QWidget* parent)
    : QDialog(parent)
    , m_bridge(bridge)
    , m_advisor(advisor)
    , m_key(std::move(key))
    , m_tools(std::move(tools))
    , m_now(now)
    , m_tool(new QComboBox)
    , m_arguments(new QPlainTextEdit)
    , m_verdict(makeLabel(TextRole::Heading))
    , m_reason(makeLabel(TextRole::Body))
    , m_rules(new QTreeWidget)
{
    setObjectName(QStringLiteral("whyDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Why?"));
    for (const auto& [server, offered] : m_tools) {
        for (const api::ToolInfo& tool : offered) {
            m_tool->addItem(toQString(api::formatSelector({server, tool.name})));
        }
    }
    build();
    resizeWithinScreen(*this, QSize(680, 600));
    connect(m_tool, &QComboBox::editTextChanged, this, &WhyDialog::explain);
    connect(m_arguments, &QPlainTextEdit::textChanged, this, &WhyDialog::explain);
    explain();
}

void WhyDialog::build()
{
    m_tool->setObjectName(QStringLiteral("whyTool"));
    m_tool->setEditable(true);
    m_tool->setInsertPolicy(QComboBox::NoInsert);
    m_arguments->setObjectName(QStringLiteral("whyArguments"));
    m_arguments->setPlainText(QStringLiteral("{}"));
    m_arguments->setFont(monospaceFont());
    m_arguments->setFixedHeight(kArgumentsHeight);
    m_arguments->setTabChangesFocus(true);
    m_verdict->setObjectName(QStringLiteral("whyVerdict"));
    m_reason->setObjectName(QStringLiteral("whyReason"));
    m_rules->setObjectName(QStringLiteral("whyRules"));
    m_rules->setHeaderLabels({tr("Rule and condition"), tr("Result")});
    m_rules->header()->setStretchLastSection(false);
    m_rules->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_rules->header()->resizeSection(1, 176);
    nameForAccessibility(m_rules, tr("Rules that were asked"));
    auto* form = new Form;
    form->addField(tr("&Tool, prompt or resource"), m_tool, tr("As in a rule: server:tool"));
    form->addField(tr("&Arguments"), m_arguments, tr("A JSON object. Nothing is called."));
    auto* close = makeButton(ButtonKind::Normal, tr("Close"));
    auto* buttons = new QHBoxLayout;
    buttons->addStretch(1);
    buttons->addWidget(close);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(3 * kGrid, 2 * kGrid, 3 * kGrid, 2 * kGrid);
    column->setSpacing(kGrid);
    column->addWidget(form);
    column->addWidget(m_verdict);
    column->addWidget(m_reason);
    column->addWidget(m_rules, 1);
    column->addLayout(buttons);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
}

api::DecisionQuestion WhyDialog::question() const
{
    api::DecisionQuestion asked;
    asked.key = m_key.id;
    asked.now = m_now;
    if (const auto& lockdown = m_bridge.status().lockdown) {
        asked.ceiling = lockdown->ceiling;
    }
    asked.arguments = toStdString(m_arguments->toPlainText());
    if (const auto rule = api::parseRule(toStdString(m_tool->currentText().trimmed()))) {
        asked.server = rule->server;
        asked.name = rule->tool;
        asked.what = rule->what;
    }
    return asked;
}

// With the rules as they are being edited, so that a change can be tried before it is saved.
void WhyDialog::explain()
{
    auto config = std::make_shared<api::GatewayConfig>(m_bridge.config());
    const auto key = std::ranges::find(config->keys, m_key.id, &api::KeyConfig::id);
    if (key != config->keys.end()) {
        key->allow = m_key.allow;
    }
    m_rules->clear();
    const auto told = m_advisor.explain(config, m_tools, question());
    if (!told) {
        m_verdict->setText(tr("The arguments cannot be read"));
        m_reason->setText(tr("They must be a JSON object in which no name stands twice."));
        return;
    }
    show(*told);
}

void WhyDialog::show(const api::Explanation& told)
{
    const Phrase phrase = describe(told.reason);
    m_verdict->setText(told.allowed ? tr("This call would be allowed")
                                    : tr("This call would be refused: %1").arg(phrase.title));
    QStringList lines{phrase.explanation};
    if (!told.argument.empty()) {
        lines.push_back(tr("The argument is “%1”.").arg(toQString(told.argument)));
    }
    if (!told.rule.empty()) {
        lines.push_back(tr("The rule is %1").arg(isolated(told.rule)));
    }
    m_reason->setText(lines.join(QLatin1Char('\n')));
    for (const api::ExplainedLevel& level : told.levels) {
        addLevel(level);
    }
    m_rules->expandAll();
}

void WhyDialog::addLevel(const api::ExplainedLevel& level)
{
    auto* top = new QTreeWidgetItem(
        m_rules, {levelText(level.level), level.allows ? tr("Allow it") : tr("Do not allow it")});
    int others = 0;
    for (const api::ExplainedRule& rule : level.rules) {
        if (!rule.applies) {
            ++others;
            continue;
        }
        const QString text = toQString(rule.text);
        auto* item = new QTreeWidgetItem(
            top, {text, holdingText(rule.holds ? api::Holding::Held : api::Holding::NotHeld)});
        item->setToolTip(0, toolTipText(text));
        for (const api::ExplainedCondition& condition : rule.conditions) {
            new QTreeWidgetItem(item, {toQString(condition.text), holdingText(condition.holding)});
        }
    }
    if (others > 0) {
        new QTreeWidgetItem(top, {tr("%n rule(s) about something else", nullptr, others)});
    }
    if (level.rules.empty()) {
        new QTreeWidgetItem(top, {tr("There is none")});
    }
}

} // namespace portcullis::ui
