#include "ui/servers/tools_view.h"

#include "ui/permissions.h"
#include "ui/servers/tool_words.h"
#include "ui/text.h"
#include "ui/theme/icons.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/tables.h"

#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace portcullis::ui {

ToolsView::ToolsView(Actions actions, QWidget* parent)
    : QWidget(parent)
    , m_tree(new QTreeWidget)
    , m_text(makeLabel(TextRole::Muted))
{
    prepareTree(m_tree, tr("Tools of the server"));
    m_tree->setObjectName(QStringLiteral("serverTools"));
    m_tree->setHeaderLabels({tr("Tool"), tr("What it does")});
    m_tree->setRootIsDecorated(false);
    m_tree->setSelectionMode(QAbstractItemView::SingleSelection);
    m_tree->setMinimumHeight(120);
    m_tree->header()->setStretchLastSection(true);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_text);
    if (actions == Actions::Offered) {
        column->addWidget(buildActions());
    }
    column->addWidget(m_tree, 1);
    column->addStretch(0);
}

QWidget* ToolsView::buildActions()
{
    m_actions = new QWidget;
    m_approve = makeButton(ButtonKind::Normal, tr("Approve…"), "check");
    m_approve->setObjectName(QStringLiteral("approveTool"));
    m_approve->setToolTip(tr("Accept the selected tool as it is now"));
    m_showAs = makeButton(ButtonKind::Normal, tr("Show as…"), "edit");
    m_showAs->setObjectName(QStringLiteral("showToolAs"));
    m_showAs->setToolTip(tr("Give the selected tool another name or description, or hide it"));
    m_approveAll = makeButton(ButtonKind::Normal, tr("Approve all…"), "done");
    m_approveAll->setObjectName(QStringLiteral("approveAllTools"));
    auto* row = new FlowLayout;
    for (QPushButton* button : {m_showAs, m_approve, m_approveAll}) {
        needs(*button, api::Operation::Configure);
        row->addWidget(button);
    }
    m_actions->setLayout(row);
    connect(m_approve, &QPushButton::clicked, this, &ToolsView::approveSelected);
    connect(m_approveAll, &QPushButton::clicked, this, &ToolsView::approveAll);
    connect(m_showAs, &QPushButton::clicked, this, &ToolsView::showSelectedAs);
    connect(m_tree, &QTreeWidget::itemSelectionChanged, this, &ToolsView::refreshActions);
    connect(m_tree, &QTreeWidget::itemActivated, this, &ToolsView::showSelectedAs);
    m_tree->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_tree, &QWidget::customContextMenuRequested, this, &ToolsView::showMenu);
    return m_actions;
}

void ToolsView::showTools(const std::vector<api::ToolInfo>& tools)
{
    if (tools.empty()) {
        showText(tr("This server offers no tools."));
        return;
    }
    const std::string before = selected() != nullptr ? selected()->name : std::string();
    m_tools = tools;
    m_tree->clear();
    for (const api::ToolInfo& tool : tools) {
        auto* item = new QTreeWidgetItem(m_tree);
        showTool(*item, tool);
        if (tool.name == before) {
            m_tree->setCurrentItem(item);
        }
    }
    m_tree->resizeColumnToContents(0);
    m_tree->setColumnWidth(0, std::clamp(m_tree->columnWidth(0) + 2 * kGrid, 120, 220));
    m_tree->show();
    m_text->hide();
    refreshActions();
}

void ToolsView::showTool(QTreeWidgetItem& item, const api::ToolInfo& tool) const
{
    const QString description = toQString(tool.description).simplified();
    const Phrase mark = describe(tool);
    item.setText(0, toQString(tool.title.empty() ? tool.name : tool.title));
    item.setIcon(0, markIcon(tool));
    item.setText(1, descriptionText(tool));
    QStringList tip;
    if (!mark.title.isEmpty()) {
        tip.push_back(mark.title + QStringLiteral(". ") + mark.explanation);
    }
    tip.push_back(tr("Name for clients: %1").arg(isolated(tool.publicName)));
    tip.push_back(description);
    if (const QString hint = hintText(tool); !hint.isEmpty()) {
        tip.push_back(hint);
    }
    for (int i = 0; i < 2; ++i) {
        item.setToolTip(i, toolTipText(tip.join(QLatin1Char('\n'))));
    }
}

void ToolsView::showText(const QString& text)
{
    m_tools.clear();
    m_tree->clear();
    m_tree->hide();
    m_text->setText(text);
    m_text->show();
    refreshActions();
}

const api::ToolInfo* ToolsView::selected() const
{
    QTreeWidgetItem* item = m_tree->selectedItems().value(0);
    const int row = item != nullptr ? m_tree->indexOfTopLevelItem(item) : -1;
    return row >= 0 && std::cmp_less(row, m_tools.size()) ? &m_tools[static_cast<std::size_t>(row)]
                                                          : nullptr;
}

std::vector<api::ToolInfo> ToolsView::changedTools() const
{
    std::vector<api::ToolInfo> changed;
    std::ranges::copy_if(m_tools, std::back_inserter(changed), &api::ToolInfo::changed);
    return changed;
}

void ToolsView::refreshActions()
{
    if (m_actions == nullptr) {
        return;
    }
    const api::ToolInfo* tool = selected();
    m_actions->setVisible(!m_tools.empty());
    m_showAs->setEnabled(tool != nullptr);
    m_approve->setEnabled(tool != nullptr && tool->changed);
    m_approve->setVisible(std::ranges::any_of(m_tools, &api::ToolInfo::changed));
    m_approveAll->setVisible(changedTools().size() > 1);
}

void ToolsView::showMenu(const QPoint& position)
{
    if (selected() == nullptr) {
        return;
    }
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("toolMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    QAction* showAs = menu->addAction(icon("edit", Tint::Muted), tr("&Show as…"));
    connect(showAs, &QAction::triggered, this, &ToolsView::showSelectedAs);
    QAction* approve = menu->addAction(icon("check", Tint::Muted), tr("&Approve…"));
    approve->setEnabled(selected()->changed);
    connect(approve, &QAction::triggered, this, &ToolsView::approveSelected);
    menu->popup(m_tree->viewport()->mapToGlobal(position));
}

void ToolsView::approveSelected()
{
    if (const api::ToolInfo* tool = selected(); tool != nullptr && tool->changed) {
        emit approveRequested({*tool});
    }
}

void ToolsView::approveAll()
{
    emit approveRequested(changedTools());
}

void ToolsView::showSelectedAs()
{
    if (const api::ToolInfo* tool = selected()) {
        const api::ToolInfo chosen = *tool; // the list may be another one by the time it is used
        emit showAsRequested(chosen);
    }
}

} // namespace portcullis::ui
