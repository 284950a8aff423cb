#include "ui/keys/allow_list_editor.h"

#include "ui/gateway_bridge.h"
#include "ui/keys/allow_list_model.h"
#include "ui/keys/key_words.h"
#include "ui/keys/rule_words.h"
#include "ui/keys/special_rules.h"
#include "ui/permissions.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/tables.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QStackedWidget>
#include <QTreeView>

namespace portcullis::ui {

AllowListEditor::AllowListEditor(GatewayBridge& bridge,
                                 Saving saving,
                                 QWidget* parent,
                                 const ServerId& only)
    : QWidget(parent)
    , m_bridge(bridge)
    , m_model(new AllowListModel(bridge, this, only))
    , m_filter(new QSortFilterProxyModel(this))
    , m_ofServer(!only.empty())
    , m_stack(new QStackedWidget)
    , m_search(makeSearchField(tr("Search servers and tools")))
    , m_tree(new QTreeView)
    , m_special(new SpecialRules)
    , m_tooMany(new Banner(Banner::Closing::ByCode))
{
    m_filter->setSourceModel(m_model);
    m_filter->setRecursiveFilteringEnabled(true);
    m_filter->setAutoAcceptChildRows(true);
    m_filter->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_filter->setFilterRole(AllowListModel::kSearchRole);
    prepareTree(m_tree, tr("Allowed tools"));
    m_tree->setObjectName(QStringLiteral("allowList"));
    m_tree->setModel(m_filter);
    m_tree->setMinimumHeight(160);
    m_tree->header()->resizeSection(AllowListModel::Name, 252);
    m_tree->header()->setStretchLastSection(true);
    m_stack->addWidget(m_tree);
    m_stack->addWidget(
        makeLabel(TextRole::Muted,
                  tr("There are no servers yet. Add a server first, then choose its tools here.")));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(kGrid);
    column->addWidget(m_search);
    column->addWidget(m_stack, 1);
    column->addWidget(m_special);
    column->addWidget(m_tooMany);
    m_tooMany->setObjectName(QStringLiteral("tooManyTools"));
    if (saving == Saving::ByButton) {
        column->addWidget(buildFooter());
    }
    connectParts();
    refreshEmpty();
    refresh();
}

void AllowListEditor::connectParts()
{
    connect(m_search, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_filter->setFilterFixedString(text);
        expand();
    });
    connect(m_model, &AllowListModel::rulesChanged, this, &AllowListEditor::refresh);
    connect(m_special, &SpecialRules::rulesChanged, this, &AllowListEditor::refresh);
    connect(m_special,
            &SpecialRules::explanationRequested,
            this,
            &AllowListEditor::explanationRequested);
    connect(m_model, &QAbstractItemModel::modelReset, this, &AllowListEditor::refreshEmpty);
    connect(m_model, &QAbstractItemModel::dataChanged, this, &AllowListEditor::refreshCount);
    connect(m_filter, &QAbstractItemModel::rowsInserted, this, &AllowListEditor::expand);
}

QWidget* AllowListEditor::buildFooter()
{
    m_footer = new QWidget;
    m_difference = makeLabel(TextRole::Body);
    m_difference->setObjectName(QStringLiteral("allowListDifference"));
    m_save = makeButton(ButtonKind::Primary, tr("Save allow-list"));
    m_save->setObjectName(QStringLiteral("saveAllowList"));
    needs(*m_save, api::Operation::Configure);
    m_revert = makeButton(ButtonKind::Normal, tr("Revert"));
    auto* row = new QHBoxLayout(m_footer);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(kGrid);
    row->addWidget(m_difference, 1);
    row->addWidget(m_revert, 0, Qt::AlignBottom);
    row->addWidget(m_save, 0, Qt::AlignBottom);
    connect(m_save, &QPushButton::clicked, this, &AllowListEditor::saveRequested);
    connect(m_revert, &QPushButton::clicked, this, [this] { showRules(m_saved); });
    return m_footer;
}

void AllowListEditor::setRules(const std::vector<api::AllowRule>& rules)
{
    m_saved = rules;
    showRules(rules);
}

// The tree has the plain ones; nothing of the others may be lost by saving it.
void AllowListEditor::showRules(const std::vector<api::AllowRule>& rules)
{
    std::vector<api::AllowRule> plain;
    std::vector<api::AllowRule> special;
    for (const api::AllowRule& rule : rules) {
        (isPlain(rule) ? plain : special).push_back(rule);
    }
    m_model->setRules(plain);
    m_special->setRules(std::move(special));
    refresh();
}

void AllowListEditor::setDraft(const std::vector<api::AllowRule>& rules)
{
    showRules(rules);
}

std::vector<api::AllowRule> AllowListEditor::rules() const
{
    std::vector<api::AllowRule> rules = m_model->rules();
    rules.insert(rules.end(), m_special->rules().begin(), m_special->rules().end());
    return rules;
}

api::ToolsOfServers AllowListEditor::tools() const
{
    return m_model->tools();
}

void AllowListEditor::offerExplanation()
{
    m_special->offerExplanation();
}

bool AllowListEditor::isChanged() const
{
    return !describeDifference(m_saved, rules(), m_bridge.config()).isEmpty();
}

void AllowListEditor::focusSearch()
{
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

void AllowListEditor::setCase(const CaseId& id)
{
    if (m_case != id) {
        m_case = id;
        refreshCount();
    }
}

void AllowListEditor::setChoosing(bool choosing)
{
    m_choosing = choosing;
    m_search->setEnabled(choosing && m_model->rowCount() > 0);
    m_stack->setEnabled(choosing);
}

void AllowListEditor::refreshCount()
{
    api::KeyConfig key;
    key.allow = rules();
    key.caseId = m_case;
    const QString warning =
        toolCountWarning(api::countShownTools(key, m_bridge.config(), m_model->tools()));
    if (warning.isEmpty() || m_ofServer) {
        m_tooMany->hide();
    } else {
        m_tooMany->showMessage(Tone::Warn, warning);
    }
}

void AllowListEditor::refresh()
{
    refreshCount();
    if (m_footer == nullptr) {
        return;
    }
    const QStringList difference = describeDifference(m_saved, rules(), m_bridge.config());
    m_difference->setText(difference.join(QLatin1Char('\n')));
    m_footer->setVisible(!difference.isEmpty());
}

void AllowListEditor::refreshEmpty()
{
    m_stack->setCurrentIndex(m_model->rowCount() == 0 ? 1 : 0);
    m_search->setEnabled(m_choosing && m_model->rowCount() > 0);
    expand();
    refresh();
}

void AllowListEditor::expand()
{
    m_tree->expandAll();
}

} // namespace portcullis::ui
