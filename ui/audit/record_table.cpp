#include "ui/audit/record_table.h"

#include "ui/audit/audit_model.h"
#include "ui/widgets/column_hider.h"
#include "ui/widgets/tables.h"

#include <QHeaderView>
#include <QTableView>

namespace portcullis::ui {

namespace {

constexpr int kRowHeight = 32;

struct Width
{
    AuditModel::Column column;
    int pixels;
};

constexpr Width kWidths[] = {{AuditModel::Time, 184},
                             {AuditModel::Kind, 112},
                             {AuditModel::Server, 96},
                             {AuditModel::Key, 112},
                             {AuditModel::Client, 112},
                             {AuditModel::Outcome, 156},
                             {AuditModel::Duration, 88},
                             {AuditModel::Sent, 72},
                             {AuditModel::Received, 80},
                             {AuditModel::Record, 88}};

} // namespace

QTableView* makeRecordTable(AuditModel& model, const QString& name)
{
    auto* table = new QTableView;
    table->setObjectName(QStringLiteral("records"));
    prepareTable(table, name);
    table->verticalHeader()->setDefaultSectionSize(kRowHeight);
    table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    table->setVerticalScrollMode(QAbstractItemView::ScrollPerItem);
    table->setModel(&model);
    QHeaderView* header = table->horizontalHeader();
    header->setSectionsClickable(true);
    header->setSortIndicatorShown(true);
    header->setSortIndicator(AuditModel::Time, Qt::DescendingOrder);
    header->setSectionResizeMode(AuditModel::Tool, QHeaderView::Stretch);
    for (const Width& width : kWidths) {
        header->resizeSection(width.column, width.pixels);
    }
    new ColumnHider(table,
                    {{AuditModel::Outcome, 460},
                     {AuditModel::Duration, 580},
                     {AuditModel::Key, 710},
                     {AuditModel::Server, 820},
                     {AuditModel::Record, 920},
                     {AuditModel::Client, 1040},
                     {AuditModel::Received, 1130},
                     {AuditModel::Sent, 1210},
                     {AuditModel::Kind, 1330}});
    return table;
}

} // namespace portcullis::ui
