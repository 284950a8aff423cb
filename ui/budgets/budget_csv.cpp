#include "ui/budgets/budget_csv.h"

#include "ui/audit/log_csv.h"
#include "ui/text.h"

#include <QStringList>

namespace portcullis::ui {

namespace {

QString utcText(WallTime time)
{
    return toDateTime(time).toUTC().toString(QStringLiteral("yyyy-MM-dd'T'HH:mm:ss.zzz'Z'"));
}

QString line(QStringList cells)
{
    for (QString& cell : cells) {
        cell = csvCell(cell);
    }
    return cells.join(QLatin1Char(',')) + QStringLiteral("\r\n");
}

QString lineOf(const api::BudgetState& state, const QString& currency)
{
    const api::Budget& budget = state.budget;
    QStringList cells = {toQString(budget.id.str()),
                         QLatin1String(api::levelName(budget.level)),
                         toQString(budget.owner),
                         QLatin1String(api::unitName(budget.unit)),
                         budget.unit == api::BudgetUnit::CostMicros ? currency : QString(),
                         QLatin1String(api::periodName(budget.period)),
                         QLatin1String(api::windowName(budget.window)),
                         toQString(budget.timeZone),
                         QString::number(budget.limit)};
    if (state.use) {
        cells << utcText(state.use->windowStart)
              << (state.use->reset ? utcText(*state.use->reset) : QString())
              << QString::number(state.use->used) << QString::number(state.use->reserved)
              << (state.use->warned ? QStringLiteral("true") : QStringLiteral("false"));
    } else {
        cells << QString() << QString() << QString() << QString() << QString();
    }
    return line(cells);
}

} // namespace

QByteArray budgetCsv(const std::vector<api::BudgetState>& states, const QString& currency)
{
    QString csv = QStringLiteral("budget,level,owner,unit,currency,period,window,time_zone,limit,"
                                 "start,end,used,reserved,warned\r\n");
    for (const api::BudgetState& state : states) {
        csv += lineOf(state, currency);
    }
    return csv.toUtf8();
}

} // namespace portcullis::ui
