#include "ui/servers/tools_view.h"

#include "ui/text.h"
#include "ui/theme/icons.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/tables.h"

#include <QCoreApplication>
#include <QHeaderView>
#include <QLabel>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace portcullis::ui {

QString hintText(const api::ToolInfo& tool)
{
    if (tool.readOnlyHint) {
        return QCoreApplication::translate("Tools", "Says it only reads");
    }
    return tool.destructiveHint ? QCoreApplication::translate("Tools", "Says it may destroy")
                                : QString();
}

ToolsView::ToolsView(QWidget* parent)
    : QWidget(parent)
    , m_tree(new QTreeWidget)
    , m_text(makeLabel(TextRole::Muted))
{
    prepareTree(m_tree, tr("Tools of the server"));
    m_tree->setHeaderLabels({tr("Tool"), tr("What it does")});
    m_tree->setRootIsDecorated(false);
    m_tree->setSelectionMode(QAbstractItemView::SingleSelection);
    m_tree->setMinimumHeight(120);
    m_tree->header()->setStretchLastSection(true);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_text);
    column->addWidget(m_tree, 1);
    column->addStretch(0);
}

void ToolsView::showTools(const std::vector<api::ToolInfo>& tools)
{
    if (tools.empty()) {
        showText(tr("This server offers no tools."));
        return;
    }
    m_tree->clear();
    for (const api::ToolInfo& tool : tools) {
        const QString description = toQString(tool.description).simplified();
        auto* item = new QTreeWidgetItem(
            m_tree, {toQString(tool.title.empty() ? tool.name : tool.title), description});
        item->setIcon(0, icon("tool", tool.destructiveHint ? Tint::Warn : Tint::Muted));
        QStringList tip{tr("Name for clients: %1").arg(isolated(tool.publicName)), description};
        if (const QString hint = hintText(tool); !hint.isEmpty()) {
            tip.push_back(hint);
        }
        for (int i = 0; i < 2; ++i) {
            item->setToolTip(i, toolTipText(tip.join(QLatin1Char('\n'))));
        }
    }
    m_tree->resizeColumnToContents(0);
    m_tree->setColumnWidth(0, std::clamp(m_tree->columnWidth(0) + 2 * kGrid, 120, 220));
    m_tree->show();
    m_text->hide();
}

void ToolsView::showText(const QString& text)
{
    m_tree->hide();
    m_text->setText(text);
    m_text->show();
}

} // namespace portcullis::ui
