#include "ui/budgets/amounts.h"

#include "gateway/api/amounts.h"
#include "ui/text.h"

#include <QCoreApplication>
#include <QStringList>

#include <span>

namespace portcullis::ui {

namespace {

using api::BudgetUnit;

struct Suffix
{
    const char* text;
    std::uint64_t factor;
};

constexpr std::uint64_t kMicro = 1'000'000;

// Shown, the largest last.
constexpr Suffix kShownBytes[] = {
    {"B", 1}, {"kB", 1000}, {"MB", 1'000'000}, {"GB", 1'000'000'000}, {"TB", 1'000'000'000'000}};
constexpr Suffix kShownTimes[] = {{"ms", 1}, {"s", 1000}, {"min", 60'000}, {"h", 3'600'000}};

QString say(const char* text)
{
    return QCoreApplication::translate("Budgets", text);
}

// Without the name of what is counted: "10k tokens" is "10k".
QString withoutNoun(BudgetUnit unit, QString text)
{
    QStringList nouns;
    if (unit == BudgetUnit::UpstreamMilliseconds || unit == BudgetUnit::CostMicros) {
        return text; // their units are no nouns
    }
    if (unit == BudgetUnit::Tokens) {
        nouns = {QStringLiteral("tokens"), QStringLiteral("token"), say("tokens")};
    } else if (unit == BudgetUnit::Bytes) {
        nouns = {QStringLiteral("bytes"), QStringLiteral("byte"), say("bytes")};
    } else {
        nouns = {QStringLiteral("write calls"),
                 QStringLiteral("calls"),
                 QStringLiteral("call"),
                 say("write calls"),
                 say("calls")};
    }
    for (const QString& noun : nouns) {
        if (text.endsWith(noun, Qt::CaseInsensitive)) {
            text.chop(noun.size());
            return text.trimmed();
        }
    }
    return text;
}

// With at least so many decimals and no zeros behind them; exact.
QString
decimalText(std::uint64_t amount, std::uint64_t scale, int atLeast, int atMost, bool grouped = true)
{
    const QLocale locale;
    QString text = grouped ? numberText(amount / scale) : QString::number(amount / scale);
    QString fraction = QString::number(scale + amount % scale).mid(1).left(atMost);
    while (fraction.size() > atLeast && fraction.endsWith(QLatin1Char('0'))) {
        fraction.chop(1);
    }
    return fraction.isEmpty() ? text : text + locale.decimalPoint() + fraction;
}

// In the largest of the units that it reaches, to two decimals.
QString shownIn(std::uint64_t amount, std::span<const Suffix> suffixes)
{
    const Suffix* best = &suffixes.front();
    for (const Suffix& suffix : suffixes) {
        best = amount >= suffix.factor ? &suffix : best;
    }
    // Hundredths, cut and not rounded: 99.999 % of a limit must not read as all of it.
    const std::uint64_t hundredths =
        best->factor == 1
            ? amount * 100
            : amount / best->factor * 100 + amount % best->factor * 100 / best->factor;
    return decimalText(hundredths, 100, 0, 2) + QLatin1Char(' ') + QLatin1String(best->text);
}

// In the largest of the units that leaves it whole.
QString wholeIn(std::uint64_t amount, std::span<const Suffix> suffixes)
{
    const Suffix* best = &suffixes.front();
    for (const Suffix& suffix : suffixes) {
        best = amount > 0 && amount % suffix.factor == 0 ? &suffix : best;
    }
    return QString::number(amount / best->factor) + QLatin1Char(' ') + QLatin1String(best->text);
}

} // namespace

std::optional<std::uint64_t> parseAmount(api::BudgetUnit unit,
                                         const QString& text,
                                         const QString& currency,
                                         const QLocale& locale)
{
    const QString point(locale.decimalPoint());
    const bool known = point == QLatin1String(".") || point == QLatin1String(",");
    const api::AmountSyntax syntax{api::AmountStyle::Free,
                                   known ? point.front().toLatin1() : char()};
    const auto amount = api::parseAmount(
        unit, withoutNoun(unit, text.simplified()).toStdString(), currency.toStdString(), syntax);
    return amount ? std::optional(*amount) : std::nullopt;
}

QString editableAmount(api::BudgetUnit unit, std::uint64_t amount, const QString& currency)
{
    switch (unit) {
    case BudgetUnit::Bytes:
        return wholeIn(amount, kShownBytes);
    case BudgetUnit::UpstreamMilliseconds:
        return wholeIn(amount, kShownTimes);
    case BudgetUnit::CostMicros:
        return decimalText(amount, kMicro, 2, 6, false) + QLatin1Char(' ') + currency;
    case BudgetUnit::Calls:
    case BudgetUnit::WriteCalls:
    case BudgetUnit::Tokens:
        break;
    }
    return QString::number(amount);
}

QString amountText(api::BudgetUnit unit, std::uint64_t amount, const QString& currency)
{
    switch (unit) {
    case BudgetUnit::Bytes:
        return shownIn(amount, kShownBytes);
    case BudgetUnit::UpstreamMilliseconds:
        return shownIn(amount, kShownTimes);
    case BudgetUnit::CostMicros:
        return decimalText(amount, kMicro, 2, 6) + QLatin1Char(' ') + currency;
    case BudgetUnit::Calls:
    case BudgetUnit::WriteCalls:
    case BudgetUnit::Tokens:
        break;
    }
    return numberText(amount);
}

QString exactAmountText(api::BudgetUnit unit, std::uint64_t amount, const QString& currency)
{
    const QString number = numberText(amount);
    switch (unit) {
    case BudgetUnit::Calls:
        return number + QLatin1Char(' ') + say(QT_TRANSLATE_NOOP("Budgets", "calls"));
    case BudgetUnit::WriteCalls:
        return number + QLatin1Char(' ') + say(QT_TRANSLATE_NOOP("Budgets", "write calls"));
    case BudgetUnit::Bytes:
        return number + QLatin1Char(' ') + say(QT_TRANSLATE_NOOP("Budgets", "bytes"));
    case BudgetUnit::Tokens:
        return number + QLatin1Char(' ') + say(QT_TRANSLATE_NOOP("Budgets", "tokens"));
    case BudgetUnit::UpstreamMilliseconds:
        return decimalText(amount, 1000, 0, 3) + QStringLiteral(" s");
    case BudgetUnit::CostMicros:
        break;
    }
    return amountText(unit, amount, currency);
}

QString amountHint(api::BudgetUnit unit, const QString& currency)
{
    switch (unit) {
    case BudgetUnit::Calls:
        return say(QT_TRANSLATE_NOOP("Budgets", "A whole number such as 1000, 10k or 2M."));
    case BudgetUnit::WriteCalls:
        return say(QT_TRANSLATE_NOOP(
            "Budgets",
            "A whole number such as 200 or 10k: calls of tools that do not say that they only "
            "read."));
    case BudgetUnit::Bytes:
        return say(QT_TRANSLATE_NOOP(
            "Budgets", "Arguments and results together, such as 500 kB, 5 MB or 1 GiB."));
    case BudgetUnit::Tokens:
        return say(QT_TRANSLATE_NOOP("Budgets",
                                     "Arguments and results together, such as 10k tokens or 2M."));
    case BudgetUnit::UpstreamMilliseconds:
        return say(QT_TRANSLATE_NOOP(
            "Budgets", "The time that calls take at servers, such as 90 s, 15 min or 2 h."));
    case BudgetUnit::CostMicros:
        break;
    }
    return say(QT_TRANSLATE_NOOP("Budgets",
                                 "By the prices of calls, such as %1; at most six decimals."))
        .arg(editableAmount(unit, 12'500'000, currency));
}

QString amountProblem(api::BudgetUnit unit, const QString& currency)
{
    switch (unit) {
    case BudgetUnit::Bytes:
        return say(QT_TRANSLATE_NOOP(
            "Budgets", "Write whole bytes without separators, such as 4096, 5 MB or 1 GiB."));
    case BudgetUnit::UpstreamMilliseconds:
        return say(
            QT_TRANSLATE_NOOP("Budgets", "Write a time such as 90 s, 15 min, 2 h or 250 ms."));
    case BudgetUnit::CostMicros:
        return say(QT_TRANSLATE_NOOP("Budgets",
                                     "Write an amount of %1 such as %2, with at most six decimals "
                                     "and without separators of thousands."))
            .arg(currency, editableAmount(unit, 12'500'000, currency));
    case BudgetUnit::Calls:
    case BudgetUnit::WriteCalls:
    case BudgetUnit::Tokens:
        break;
    }
    return say(QT_TRANSLATE_NOOP(
        "Budgets", "Write a whole number without separators, such as 1000, 10k or 2M."));
}

} // namespace portcullis::ui
