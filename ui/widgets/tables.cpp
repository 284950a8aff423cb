#include "ui/widgets/tables.h"

#include "ui/widgets/labels.h"

#include <QHeaderView>
#include <QLineEdit>
#include <QTableView>
#include <QTreeView>

namespace portcullis::ui {

namespace {

constexpr int kRowHeight = 40;

void prepareView(QAbstractItemView* view, const QString& accessibleName)
{
    view->setFrameShape(QFrame::NoFrame);
    view->setTabKeyNavigation(false);
    view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    view->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    view->setTextElideMode(Qt::ElideRight);
    view->viewport()->setAutoFillBackground(false);
    nameForAccessibility(view, accessibleName);
}

} // namespace

void prepareTable(QTableView* table, const QString& accessibleName)
{
    prepareView(table, accessibleName);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setSelectionMode(QAbstractItemView::SingleSelection);
    table->setShowGrid(false);
    table->setWordWrap(false);
    table->setCornerButtonEnabled(false);
    table->verticalHeader()->hide();
    table->verticalHeader()->setDefaultSectionSize(kRowHeight);
    table->horizontalHeader()->setHighlightSections(false);
    table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeading | Qt::AlignVCenter);
    table->horizontalHeader()->setMinimumSectionSize(48);
}

void prepareTree(QTreeView* tree, const QString& accessibleName)
{
    prepareView(tree, accessibleName);
    tree->setUniformRowHeights(true);
    tree->setAllColumnsShowFocus(true);
    tree->setIndentation(20);
    tree->header()->setHighlightSections(false);
    tree->header()->setDefaultAlignment(Qt::AlignLeading | Qt::AlignVCenter);
}

QLineEdit* makeSearchField(const QString& placeholder)
{
    auto* field = new QLineEdit;
    field->setObjectName(QStringLiteral("search"));
    field->setPlaceholderText(placeholder);
    field->addAction(icon("search", Tint::Muted), QLineEdit::LeadingPosition);
    nameForAccessibility(field, placeholder);
    return field;
}

} // namespace portcullis::ui
