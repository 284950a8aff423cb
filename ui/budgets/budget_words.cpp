#include "ui/budgets/budget_words.h"

#include "ui/budgets/amounts.h"
#include "ui/text.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>

namespace portcullis::ui {

namespace {

using api::BudgetLevel;
using api::BudgetPeriod;
using api::BudgetUnit;

QString say(const char* text)
{
    return QCoreApplication::translate("Budgets", text);
}

template <typename Owners>
std::vector<OwnerName> namesOf(const Owners& owners)
{
    std::vector<OwnerName> names;
    for (const auto& owner : owners) {
        names.push_back(
            {owner.id.str(), toQString(owner.name.empty() ? owner.id.str() : owner.name)});
    }
    return names;
}

const char* rollingText(BudgetPeriod period)
{
    switch (period) {
    case BudgetPeriod::Minute:
        return QT_TRANSLATE_NOOP("Budgets", "the last 60 seconds before each call");
    case BudgetPeriod::Hour:
        return QT_TRANSLATE_NOOP("Budgets", "the last hour before each call");
    case BudgetPeriod::Day:
        return QT_TRANSLATE_NOOP("Budgets", "the last 24 hours before each call");
    case BudgetPeriod::Week:
        return QT_TRANSLATE_NOOP("Budgets", "the last 7 days before each call");
    case BudgetPeriod::Month:
        return QT_TRANSLATE_NOOP("Budgets", "the last 30 days before each call");
    case BudgetPeriod::Quarter:
        return QT_TRANSLATE_NOOP("Budgets", "the last 91 days before each call");
    case BudgetPeriod::Year:
    case BudgetPeriod::CaseLife:
        break;
    }
    return QT_TRANSLATE_NOOP("Budgets", "the last 365 days before each call");
}

const char* subjectPattern(BudgetPeriod period)
{
    switch (period) {
    case BudgetPeriod::Minute:
        return QT_TRANSLATE_NOOP("Budgets", "%1 a minute");
    case BudgetPeriod::Hour:
        return QT_TRANSLATE_NOOP("Budgets", "%1 an hour");
    case BudgetPeriod::Day:
        return QT_TRANSLATE_NOOP("Budgets", "%1 a day");
    case BudgetPeriod::Week:
        return QT_TRANSLATE_NOOP("Budgets", "%1 a week");
    case BudgetPeriod::Month:
        return QT_TRANSLATE_NOOP("Budgets", "%1 a month");
    case BudgetPeriod::Quarter:
        return QT_TRANSLATE_NOOP("Budgets", "%1 a quarter");
    case BudgetPeriod::Year:
        return QT_TRANSLATE_NOOP("Budgets", "%1 a year");
    case BudgetPeriod::CaseLife:
        break;
    }
    return QT_TRANSLATE_NOOP("Budgets", "%1 for the whole case");
}

} // namespace

BudgetStanding standingOf(const api::BudgetState& state)
{
    if (!state.use) {
        return BudgetStanding::NotCounted;
    }
    const std::uint64_t limit = state.budget.limit;
    const std::uint64_t taken = takenOf(*state.use);
    if (state.use->used >= limit) {
        return BudgetStanding::UsedUp;
    }
    if (taken >= limit) {
        return BudgetStanding::Held;
    }
    const bool near = state.budget.warnAtPercent > 0 &&
                      taken * 100 >= limit * std::uint64_t{state.budget.warnAtPercent};
    return near ? BudgetStanding::Near : BudgetStanding::Fine;
}

Phrase describe(BudgetStanding standing)
{
    switch (standing) {
    case BudgetStanding::NotCounted:
        return {say(QT_TRANSLATE_NOOP("Budgets", "Not counted")),
                say(QT_TRANSLATE_NOOP("Budgets",
                                      "Nothing is counted while the gateway is not running or "
                                      "cannot write its log. Calls are turned away meanwhile.")),
                Tone::Neutral};
    case BudgetStanding::Fine:
        return {say(QT_TRANSLATE_NOOP("Budgets", "Has room")),
                say(QT_TRANSLATE_NOOP("Budgets", "Calls have room in it.")),
                Tone::Good};
    case BudgetStanding::Near:
        return {say(QT_TRANSLATE_NOOP("Budgets", "Near its limit")),
                say(QT_TRANSLATE_NOOP("Budgets",
                                      "The threshold of its warning is reached. When it is used "
                                      "up, calls are refused until it has room again.")),
                Tone::Warn};
    case BudgetStanding::Held:
        return {say(QT_TRANSLATE_NOOP("Budgets", "Full for now")),
                say(QT_TRANSLATE_NOOP("Budgets",
                                      "Calls that run hold the rest. What they do not need they "
                                      "give back when they end.")),
                Tone::Warn};
    case BudgetStanding::UsedUp:
        break;
    }
    return {say(QT_TRANSLATE_NOOP("Budgets", "Used up")),
            say(QT_TRANSLATE_NOOP("Budgets",
                                  "Calls are refused until it has room again. Raise the limit if "
                                  "more may be used before.")),
            Tone::Bad};
}

QString levelText(api::BudgetLevel level)
{
    switch (level) {
    case BudgetLevel::Customer:
        return say(QT_TRANSLATE_NOOP("Budgets", "Customer"));
    case BudgetLevel::Team:
        return say(QT_TRANSLATE_NOOP("Budgets", "Team"));
    case BudgetLevel::Key:
        return say(QT_TRANSLATE_NOOP("Budgets", "Key"));
    case BudgetLevel::Case:
        return say(QT_TRANSLATE_NOOP("Budgets", "Case"));
    case BudgetLevel::Server:
        break;
    }
    return say(QT_TRANSLATE_NOOP("Budgets", "Server"));
}

QString levelsText(api::BudgetLevel level)
{
    switch (level) {
    case BudgetLevel::Customer:
        return say(QT_TRANSLATE_NOOP("Budgets", "Customers"));
    case BudgetLevel::Team:
        return say(QT_TRANSLATE_NOOP("Budgets", "Teams"));
    case BudgetLevel::Key:
        return say(QT_TRANSLATE_NOOP("Budgets", "Keys"));
    case BudgetLevel::Case:
        return say(QT_TRANSLATE_NOOP("Budgets", "Cases"));
    case BudgetLevel::Server:
        break;
    }
    return say(QT_TRANSLATE_NOOP("Budgets", "Servers"));
}

QString unitText(api::BudgetUnit unit)
{
    switch (unit) {
    case BudgetUnit::Calls:
        return say(QT_TRANSLATE_NOOP("Budgets", "Calls"));
    case BudgetUnit::WriteCalls:
        return say(QT_TRANSLATE_NOOP("Budgets", "Write calls"));
    case BudgetUnit::Bytes:
        return say(QT_TRANSLATE_NOOP("Budgets", "Bytes"));
    case BudgetUnit::Tokens:
        return say(QT_TRANSLATE_NOOP("Budgets", "Tokens"));
    case BudgetUnit::UpstreamMilliseconds:
        return say(QT_TRANSLATE_NOOP("Budgets", "Time at servers"));
    case BudgetUnit::CostMicros:
        break;
    }
    return say(QT_TRANSLATE_NOOP("Budgets", "Cost"));
}

QString periodText(api::BudgetPeriod period)
{
    switch (period) {
    case BudgetPeriod::Minute:
        return say(QT_TRANSLATE_NOOP("Budgets", "Minute"));
    case BudgetPeriod::Hour:
        return say(QT_TRANSLATE_NOOP("Budgets", "Hour"));
    case BudgetPeriod::Day:
        return say(QT_TRANSLATE_NOOP("Budgets", "Day"));
    case BudgetPeriod::Week:
        return say(QT_TRANSLATE_NOOP("Budgets", "Week"));
    case BudgetPeriod::Month:
        return say(QT_TRANSLATE_NOOP("Budgets", "Month"));
    case BudgetPeriod::Quarter:
        return say(QT_TRANSLATE_NOOP("Budgets", "Quarter"));
    case BudgetPeriod::Year:
        return say(QT_TRANSLATE_NOOP("Budgets", "Year"));
    case BudgetPeriod::CaseLife:
        break;
    }
    return say(QT_TRANSLATE_NOOP("Budgets", "Life of the case"));
}

QString windowText(const api::Budget& budget)
{
    if (budget.period == BudgetPeriod::CaseLife) {
        return say(QT_TRANSLATE_NOOP("Budgets", "from the opening of the case, without end"));
    }
    if (budget.window == api::BudgetWindow::Rolling) {
        return say(rollingText(budget.period));
    }
    return say(QT_TRANSLATE_NOOP("Budgets", "by the calendar of %1"))
        .arg(isolated(budget.timeZone));
}

std::vector<OwnerName> ownersOf(const api::GatewayConfig& config, api::BudgetLevel level)
{
    std::vector<OwnerName> names;
    switch (level) {
    case BudgetLevel::Customer:
        return namesOf(config.customers);
    case BudgetLevel::Case:
        return namesOf(config.cases);
    case BudgetLevel::Server:
        return namesOf(config.servers);
    case BudgetLevel::Team:
        return namesOf(config.teams);
    case BudgetLevel::Key:
        break;
    }
    for (const api::KeyConfig& key : config.keys) {
        names.push_back({key.id.str(), keyLabel(key)});
    }
    return names;
}

QString ownerText(const api::GatewayConfig& config, const api::Budget& budget)
{
    const auto owners = ownersOf(config, budget.level);
    const auto owner = std::ranges::find(owners, budget.owner, &OwnerName::id);
    return owner == owners.end() ? toQString(budget.owner) : owner->name;
}

QString subjectText(const api::Budget& budget)
{
    return say(subjectPattern(budget.period)).arg(unitText(budget.unit));
}

QString budgetTitle(const api::GatewayConfig& config, const api::Budget& budget)
{
    return ownerText(config, budget) + QStringLiteral(": ") + subjectText(budget);
}

std::uint64_t takenOf(const api::BudgetUse& use)
{
    return use.used + use.reserved;
}

QString percentText(std::uint64_t amount, std::uint64_t limit)
{
    // Not amount * 100 where that could leave the range; down, so that 100 % means all of it.
    const std::uint64_t share =
        limit == 0 ? 0 : amount / limit * 100 + amount % limit * 100 / limit;
    return numberText(share) + QStringLiteral(u"\u00a0%");
}

QString useText(const api::BudgetState& state, const QString& currency)
{
    const api::Budget& budget = state.budget;
    const QString limit = amountText(budget.unit, budget.limit, currency);
    if (!state.use) {
        return say(QT_TRANSLATE_NOOP("Budgets", "Limit %1")).arg(limit);
    }
    const QString text = say(QT_TRANSLATE_NOOP("Budgets", "%1 of %2 (%3)"))
                             .arg(amountText(budget.unit, state.use->used, currency),
                                  limit,
                                  percentText(takenOf(*state.use), budget.limit));
    return state.use->reserved == 0
               ? text
               : say(QT_TRANSLATE_NOOP("Budgets", "%1, %2 held"))
                     .arg(text, amountText(budget.unit, state.use->reserved, currency));
}

QString resetText(const api::BudgetState& state, WallTime now)
{
    if (!state.use) {
        return {};
    }
    if (state.use->reset) {
        return momentText(*state.use->reset, now);
    }
    return state.budget.period == BudgetPeriod::CaseLife
               ? say(QT_TRANSLATE_NOOP("Budgets", "Never"))
               : say(QT_TRANSLATE_NOOP("Budgets", "Nothing used"));
}

QString momentRange(WallTime start, WallTime end)
{
    const QLocale locale;
    const QString format = QStringLiteral("d MMM yyyy HH:mm");
    return locale.toString(toDateTime(start), format) + QStringLiteral(u" \u2013 ") +
           locale.toString(toDateTime(end), format);
}

QString budgetAdvice(const Error& error)
{
    QStringList lines{toQString(error.cause)};
    switch (error.code) {
    case ErrorCode::Locked:
        lines << say(QT_TRANSLATE_NOOP("Budgets", "Unlock Portcullis, then try again."));
        break;
    case ErrorCode::Unavailable:
    case ErrorCode::DeadlineExceeded:
        lines << say(QT_TRANSLATE_NOOP(
            "Budgets", "Look at the state of the gateway below the pages' names, then try again."));
        break;
    case ErrorCode::NotFound:
    case ErrorCode::AlreadyExists:
        lines << say(QT_TRANSLATE_NOOP(
            "Budgets", "Somebody else changed it meanwhile. Reload the page (F5) and look again."));
        break;
    default:
        break;
    }
    lines.removeAll(QString());
    return lines.join(QLatin1Char('\n'));
}

} // namespace portcullis::ui
