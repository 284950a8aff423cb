#include "ui/keys/special_rules.h"

#include "ui/keys/rule_dialog.h"
#include "ui/text.h"
#include "ui/theme/icons.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/labels.h"

#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>

namespace portcullis::ui {

namespace {

constexpr int kListHeight = 80;

} // namespace

SpecialRules::SpecialRules(QWidget* parent)
    : QWidget(parent)
    , m_list(new QListWidget)
    , m_edit(makeButton(ButtonKind::Normal, tr("Edit rule…")))
    , m_remove(makeButton(ButtonKind::Normal, tr("Remove rule")))
    , m_why(makeButton(ButtonKind::Normal, tr("Why?…")))
{
    auto* add = makeButton(ButtonKind::Normal, tr("Add rule…"));
    add->setObjectName(QStringLiteral("addRule"));
    add->setToolTip(
        tr("A rule with conditions, one that denies, or one for prompts and resources"));
    m_edit->setObjectName(QStringLiteral("editRule"));
    m_remove->setObjectName(QStringLiteral("removeRule"));
    m_why->setObjectName(QStringLiteral("whyButton"));
    m_why->setToolTip(tr("Say why a call would be allowed or refused"));
    m_why->hide();
    m_list->setObjectName(QStringLiteral("specialRules"));
    m_list->setFixedHeight(kListHeight);
    m_list->setTextElideMode(Qt::ElideRight);
    nameForAccessibility(m_list, tr("Rules with conditions and rules that deny"));
    auto* buttons = new FlowLayout;
    for (QPushButton* button : {add, m_edit, m_remove, m_why}) {
        buttons->addWidget(button);
    }
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(kGrid);
    column->addWidget(m_list);
    column->addLayout(buttons);
    connect(add, &QPushButton::clicked, this, &SpecialRules::addRule);
    connect(m_edit, &QPushButton::clicked, this, &SpecialRules::editRule);
    connect(m_remove, &QPushButton::clicked, this, &SpecialRules::removeRule);
    connect(m_why, &QPushButton::clicked, this, &SpecialRules::explanationRequested);
    connect(m_list, &QListWidget::itemActivated, this, &SpecialRules::editRule);
    connect(m_list, &QListWidget::currentRowChanged, this, [this](int row) {
        m_edit->setEnabled(row >= 0);
        m_remove->setEnabled(row >= 0);
    });
    refresh(-1);
}

void SpecialRules::setRules(std::vector<api::AllowRule> rules)
{
    m_rules = std::move(rules);
    refresh(-1);
}

void SpecialRules::offerExplanation()
{
    m_why->show();
}

int SpecialRules::chosen() const
{
    const int row = m_list->currentRow();
    return row < static_cast<int>(m_rules.size()) ? row : -1;
}

void SpecialRules::refresh(int chosen)
{
    m_list->clear();
    for (const api::AllowRule& rule : m_rules) {
        const QString text = toQString(api::formatRule(rule));
        const bool denies = rule.effect == api::RuleEffect::Deny;
        auto* item = new QListWidgetItem(
            icon(denies ? "refused" : "check", denies ? Tint::Bad : Tint::Good), text, m_list);
        item->setToolTip(toolTipText(text));
    }
    m_list->setCurrentRow(chosen);
    m_list->setVisible(!m_rules.empty());
    m_edit->setVisible(!m_rules.empty());
    m_remove->setVisible(!m_rules.empty());
    m_edit->setEnabled(chosen >= 0);
    m_remove->setEnabled(chosen >= 0);
}

void SpecialRules::addRule()
{
    auto* dialog = new RuleDialog(std::nullopt, window());
    connect(dialog, &RuleDialog::chosen, this, [this](const api::AllowRule& rule) {
        m_rules.push_back(rule);
        refresh(static_cast<int>(m_rules.size()) - 1);
        emit rulesChanged();
    });
    dialog->open();
}

void SpecialRules::editRule()
{
    const int row = chosen();
    if (row < 0) {
        return;
    }
    const api::AllowRule before = m_rules[static_cast<std::size_t>(row)];
    auto* dialog = new RuleDialog(before, window());
    connect(dialog, &RuleDialog::chosen, this, [this, row, before](const api::AllowRule& rule) {
        const auto place = static_cast<std::size_t>(row);
        if (place >= m_rules.size() || m_rules[place] != before) {
            return; // the key's rules are others by now
        }
        m_rules[place] = rule;
        refresh(row);
        emit rulesChanged();
    });
    dialog->open();
}

void SpecialRules::removeRule()
{
    const int row = chosen();
    if (row < 0) {
        return;
    }
    m_rules.erase(m_rules.begin() + row);
    refresh(-1);
    emit rulesChanged();
}

} // namespace portcullis::ui
