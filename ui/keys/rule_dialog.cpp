#include "ui/keys/rule_dialog.h"

#include "ui/keys/rule_words.h"
#include "ui/text.h"
#include "ui/theme/theme.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/form.h"
#include "ui/widgets/labels.h"
#include "ui/window_place.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTableWidget>
#include <QVBoxLayout>

namespace portcullis::ui {

namespace {

enum Column
{
    Argument,
    Kind,
    Values,
    ColumnCount
};

constexpr api::ConditionKind kKinds[] = {api::ConditionKind::Equals,
                                         api::ConditionKind::OneOf,
                                         api::ConditionKind::Under,
                                         api::ConditionKind::Host,
                                         api::ConditionKind::Between,
                                         api::ConditionKind::Matches};

} // namespace

RuleDialog::RuleDialog(const std::optional<api::AllowRule>& rule, QWidget* parent)
    : QDialog(parent)
    , m_effect(new QComboBox)
    , m_selector(new QLineEdit)
    , m_conditions(new QTableWidget(0, ColumnCount))
    , m_problem(new Banner(Banner::Closing::ByCode))
{
    setObjectName(QStringLiteral("ruleDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(rule ? tr("Edit rule") : tr("Add rule"));
    build();
    if (rule) {
        m_effect->setCurrentIndex(rule->effect == api::RuleEffect::Deny ? 1 : 0);
        m_selector->setText(toQString(api::formatSelector(*rule)));
        for (const api::Condition& condition : rule->conditions) {
            addCondition(condition);
        }
    }
    resizeWithinScreen(*this, QSize(640, 520));
    m_selector->setFocus();
}

void RuleDialog::build()
{
    m_effect->setObjectName(QStringLiteral("ruleEffect"));
    m_effect->addItem(tr("Allow"));
    m_effect->addItem(tr("Deny, whatever allows it"));
    m_selector->setObjectName(QStringLiteral("ruleSelector"));
    m_selector->setFont(monospaceFont());
    m_selector->setLayoutDirection(Qt::LeftToRight);
    m_selector->setPlaceholderText(QStringLiteral("files:read_file"));
    auto* form = new Form;
    form->addField(tr("&What happens"), m_effect);
    form->addField(tr("&About"),
                   m_selector,
                   tr("server:tool, server:*, server:@readonly, server:@nondestructive, "
                      "server:@destructive, server:prompt:NAME or server:resource:URI. What a "
                      "server says of its own tools may be wrong."));
    buildTable();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(3 * kGrid, 2 * kGrid, 3 * kGrid, 2 * kGrid);
    column->setSpacing(2 * kGrid);
    column->addWidget(form);
    column->addWidget(makeLabel(TextRole::Muted,
                                tr("All conditions must hold. An argument that is missing or "
                                   "cannot be read fails a rule that allows and fulfils one that "
                                   "denies.")));
    column->addWidget(m_conditions, 1);
    column->addWidget(m_problem);
    column->addLayout(buildButtons());
}

QLayout* RuleDialog::buildButtons()
{
    auto* add = makeButton(ButtonKind::Normal, tr("Add condition"));
    auto* remove = makeButton(ButtonKind::Normal, tr("Remove condition"));
    add->setObjectName(QStringLiteral("addCondition"));
    auto* cancel = makeButton(ButtonKind::Normal, tr("Cancel"));
    auto* take = makeButton(ButtonKind::Primary, tr("OK"));
    take->setObjectName(QStringLiteral("takeRule"));
    take->setDefault(true);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(kGrid);
    buttons->addWidget(add);
    buttons->addWidget(remove);
    buttons->addStretch(1);
    buttons->addWidget(cancel);
    buttons->addWidget(take);
    connect(add, &QPushButton::clicked, this, [this] { addCondition(std::nullopt); });
    connect(remove, &QPushButton::clicked, this, &RuleDialog::removeCondition);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(take, &QPushButton::clicked, this, &RuleDialog::finish);
    return buttons;
}

void RuleDialog::buildTable()
{
    m_conditions->setObjectName(QStringLiteral("conditions"));
    m_conditions->setHorizontalHeaderLabels({tr("Argument"), tr("Condition"), tr("Value")});
    m_conditions->verticalHeader()->hide();
    m_conditions->horizontalHeader()->setSectionResizeMode(Values, QHeaderView::Stretch);
    m_conditions->setColumnWidth(Argument, 152);
    m_conditions->setColumnWidth(Kind, 168);
    m_conditions->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_conditions->setTabKeyNavigation(false);
    nameForAccessibility(m_conditions, tr("Conditions on arguments"));
}

void RuleDialog::addCondition(const std::optional<api::Condition>& condition)
{
    const int row = m_conditions->rowCount();
    m_conditions->insertRow(row);
    auto* kind = new QComboBox;
    for (const api::ConditionKind one : kKinds) {
        kind->addItem(conditionText(one), static_cast<int>(one));
    }
    nameForAccessibility(kind, tr("Condition"));
    m_conditions->setItem(
        row,
        Argument,
        new QTableWidgetItem(condition ? toQString(condition->argument) : QString()));
    m_conditions->setItem(
        row,
        Values,
        new QTableWidgetItem(condition ? toQString(api::formatValues(*condition)) : QString()));
    m_conditions->setCellWidget(row, Kind, kind);
    connect(kind, &QComboBox::currentIndexChanged, this, [this, kind] {
        for (int at = 0; at < m_conditions->rowCount(); ++at) {
            if (m_conditions->cellWidget(at, Kind) == kind) {
                const auto chosenKind =
                    static_cast<api::ConditionKind>(kind->currentData().toInt());
                m_conditions->item(at, Values)
                    ->setToolTip(tr("For example: %1").arg(conditionHint(chosenKind)));
            }
        }
    });
    kind->setCurrentIndex(
        kind->findData(static_cast<int>(condition ? condition->kind : api::ConditionKind::Under)));
    m_conditions->setCurrentCell(row, Argument);
}

void RuleDialog::removeCondition()
{
    if (m_conditions->currentRow() >= 0) {
        m_conditions->removeRow(m_conditions->currentRow());
    }
}

QString RuleDialog::cell(int row, int column) const
{
    const QTableWidgetItem* item = m_conditions->item(row, column);
    return item != nullptr ? item->text().trimmed() : QString();
}

Result<api::AllowRule> RuleDialog::readRule() const
{
    auto rule = api::parseRule(toStdString(m_selector->text().trimmed()));
    if (!rule) {
        return rule;
    }
    rule->effect = m_effect->currentIndex() == 1 ? api::RuleEffect::Deny : api::RuleEffect::Allow;
    for (int row = 0; row < m_conditions->rowCount(); ++row) {
        const auto* kind = qobject_cast<QComboBox*>(m_conditions->cellWidget(row, Kind));
        auto condition =
            api::makeCondition(toStdString(cell(row, Argument)),
                               static_cast<api::ConditionKind>(kind->currentData().toInt()),
                               toStdString(cell(row, Values)));
        if (!condition) {
            return fail(std::move(condition.error()));
        }
        rule->conditions.push_back(std::move(*condition));
    }
    return rule;
}

void RuleDialog::finish()
{
    const auto rule = readRule();
    if (!rule) {
        m_problem->showMessage(Tone::Bad, toQString(rule.error().message));
        return;
    }
    emit chosen(*rule);
    accept();
}

} // namespace portcullis::ui
