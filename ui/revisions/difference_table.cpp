#include "ui/revisions/difference_table.h"

#include "ui/revisions/revision_words.h"
#include "ui/text.h"
#include "ui/widgets/tables.h"

#include <QHeaderView>
#include <QStandardItemModel>
#include <QStyledItemDelegate>

#include <algorithm>

namespace portcullis::ui {

namespace {

constexpr int kPlaceWidth = 240;
constexpr int kSidePadding = 8; // of a cell, as the style sheet has it

QStandardItem* makeItem(const QString& text)
{
    auto* item = new QStandardItem(text);
    item->setToolTip(toolTipText(text));
    item->setTextAlignment(Qt::AlignLeading | Qt::AlignTop);
    return item;
}

// A row as high as its text is within the padding of the cells, which the style forgets when it
// breaks lines to measure them: the last ones would be hidden.
class WrappedCells final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option,
                                 const QModelIndex& index) const override
    {
        QStyleOptionViewItem within = option;
        within.rect.setWidth(std::max(1, option.rect.width() - 2 * kSidePadding));
        return QStyledItemDelegate::sizeHint(within, index);
    }
};

} // namespace

DifferenceTable::DifferenceTable(Values values, QWidget* parent)
    : QTableView(parent)
    , m_values(values)
    , m_model(new QStandardItemModel(this))
{
    setObjectName(QStringLiteral("differences"));
    prepareTable(this, tr("Differences"));
    m_model->setHorizontalHeaderLabels({tr("Where"), tr("Before"), tr("After")});
    setModel(m_model);
    setItemDelegate(new WrappedCells(this));
    setWordWrap(true);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    horizontalHeader()->resizeSection(0, kPlaceWidth);
    horizontalHeader()->setSectionResizeMode(1, QHeaderView::Stretch);
    horizontalHeader()->setSectionResizeMode(2, QHeaderView::Stretch);
    verticalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
}

QStandardItem* DifferenceTable::makeValue(const QString& text) const
{
    QStandardItem* item = makeItem(text);
    if (m_values == Values::Cut) {
        item->setText(shortened(text));
    }
    return item;
}

void DifferenceTable::showDifferences(const std::vector<api::ConfigDifference>& differences)
{
    m_model->removeRows(0, m_model->rowCount());
    for (const api::ConfigDifference& difference : differences) {
        const ValueTexts values = valueTexts(difference);
        m_model->appendRow(
            {makeItem(placeText(difference)), makeValue(values.before), makeValue(values.after)});
    }
    scrollToTop();
}

} // namespace portcullis::ui
