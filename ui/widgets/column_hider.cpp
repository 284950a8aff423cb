#include "ui/widgets/column_hider.h"

#include <QEvent>
#include <QHeaderView>
#include <QTableView>
#include <QTreeView>

#include <utility>

namespace portcullis::ui {

ColumnHider::ColumnHider(QTableView* table, std::vector<Rule> rules)
    : ColumnHider(table, table->horizontalHeader(), std::move(rules))
{}

ColumnHider::ColumnHider(QTreeView* tree, std::vector<Rule> rules)
    : ColumnHider(tree, tree->header(), std::move(rules))
{}

ColumnHider::ColumnHider(QWidget* table, QHeaderView* header, std::vector<Rule> rules)
    : QObject(table)
    , m_table(table)
    , m_header(header)
    , m_rules(std::move(rules))
{
    table->installEventFilter(this);
    apply();
}

bool ColumnHider::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::Resize) {
        apply();
    }
    return QObject::eventFilter(watched, event);
}

// Widths that a person gave are left alone until the table becomes narrow, or no longer is.
void ColumnHider::apply()
{
    const int before = std::exchange(m_applied, m_table->width());
    for (const Rule& rule : m_rules) {
        const bool enough = m_applied >= rule.neededWidth;
        if (rule.narrowWidth == 0) {
            m_header->setSectionHidden(rule.column, !enough);
        } else if (before < 0 || enough != (before >= rule.neededWidth)) {
            m_header->resizeSection(rule.column, enough ? rule.width : rule.narrowWidth);
        }
    }
}

} // namespace portcullis::ui
