#include "ui/audit/record_lines.h"
#include "ui/budgets/amounts.h"
#include "ui/budgets/budget_words.h"
#include "ui/text.h"
#include "ui/words.h"

#include <QCoreApplication>
#include <QJsonArray>

#include <algorithm>
#include <array>

namespace portcullis::ui {

namespace {

// A unit under the name that records have for it.
struct RecordedUnit
{
    api::BudgetUnit unit;
    const char* name;
};

constexpr std::array kRecordedUnits = {
    RecordedUnit{api::BudgetUnit::Calls, "calls"},
    RecordedUnit{api::BudgetUnit::WriteCalls, "write_calls"},
    RecordedUnit{api::BudgetUnit::Bytes, "bytes"},
    RecordedUnit{api::BudgetUnit::Tokens, "tokens"},
    RecordedUnit{api::BudgetUnit::UpstreamMilliseconds, "upstream_ms"},
    RecordedUnit{api::BudgetUnit::CostMicros, "cost_micros"}};

QString say(const char* text)
{
    return QCoreApplication::translate("RecordLines", text);
}

// What is not there was charged nothing.
std::uint64_t amountIn(const QJsonObject& budget, const char* name)
{
    return static_cast<std::uint64_t>(std::max<qint64>(0, budget[QLatin1String(name)].toInteger()));
}

std::uint64_t amountIn(const QJsonObject& budget, api::BudgetUnit unit)
{
    const auto* const found =
        std::ranges::find(kRecordedUnits, unit, [](const RecordedUnit& one) { return one.unit; });
    return found == kRecordedUnits.end() ? 0 : amountIn(budget, found->name);
}

// "1 calls, 33 bytes"
QString amountsText(const QJsonObject& budget, const QString& currency)
{
    QStringList amounts;
    for (const RecordedUnit& one : kRecordedUnits) {
        if (const std::uint64_t amount = amountIn(budget, one.name)) {
            amounts << exactAmountText(one.unit, amount, currency);
        }
    }
    return amounts.join(QStringLiteral(", "));
}

// One that was given back what it had reserved is not among those of the outcome.
QString
budgetLine(const RecordTexts& record, const api::Budget& budget, const api::GatewayConfig& config)
{
    const QJsonObject begun = record.body[QStringLiteral("budget")].toObject();
    const QJsonObject ended = record.ended[QStringLiteral("budget")].toObject();
    const QString currency = toQString(config.settings.currency);
    const auto text = [&](std::uint64_t amount) {
        return exactAmountText(budget.unit, amount, currency);
    };
    const QString title = budgetTitle(config, budget);
    const QString reserved = text(amountIn(begun, budget.unit));
    const QString limit = text(budget.limit);
    if (ended.isEmpty()) {
        return say(QT_TRANSLATE_NOOP("RecordLines", "%1: %2 reserved; its limit is %3 now"))
            .arg(title, reserved, limit);
    }
    const bool counts =
        ended[QStringLiteral("budgets")].toArray().contains(toQString(budget.id.str()));
    const QString used = text(counts ? amountIn(ended, budget.unit) : 0);
    return say(QT_TRANSLATE_NOOP("RecordLines", "%1: %2 reserved, %3 used; its limit is %4 now"))
        .arg(title, reserved, used, limit);
}

} // namespace

QStringList budgetLines(const RecordTexts& record, const api::GatewayConfig& config)
{
    const QJsonObject begun = record.body[QStringLiteral("budget")].toObject();
    if (begun.isEmpty()) {
        return {};
    }
    QStringList lines;
    bool isOneGone = false;
    for (const QJsonValue& value : begun[QStringLiteral("budgets")].toArray()) {
        const BudgetId id(toStdString(value.toString()));
        const auto budget = std::ranges::find(config.budgets, id, &api::Budget::id);
        if (budget != config.budgets.end()) {
            lines << budgetLine(record, *budget, config);
            continue;
        }
        isOneGone = true;
        lines << say(QT_TRANSLATE_NOOP("RecordLines", "Budget %1, which is no longer there"))
                     .arg(isolated(value.toString()));
    }
    if (isOneGone) { // its unit is not known
        const QString currency = toQString(config.settings.currency);
        lines << say(QT_TRANSLATE_NOOP("RecordLines", "Reserved in all: %1"))
                     .arg(amountsText(begun, currency));
        const QString used =
            amountsText(record.ended[QStringLiteral("budget")].toObject(), currency);
        lines << (used.isEmpty()
                      ? QString()
                      : say(QT_TRANSLATE_NOOP("RecordLines", "Used in all: %1")).arg(used));
    }
    return lines;
}

} // namespace portcullis::ui
