#include "ui/widgets/column_hider.h"

#include <QEvent>
#include <QTableView>

namespace portcullis::ui {

ColumnHider::ColumnHider(QTableView* table, std::vector<Rule> rules)
    : QObject(table)
    , m_table(table)
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

void ColumnHider::apply()
{
    for (const Rule& rule : m_rules) {
        m_table->setColumnHidden(rule.column, m_table->width() < rule.neededWidth);
    }
}

} // namespace portcullis::ui
