#include "tests/ui/budgets/sample_budgets.h"
#include "ui/budgets/amounts.h"
#include "ui/budgets/budget_csv.h"
#include "ui/budgets/budget_words.h"
#include "ui/budgets/budgets_model.h"

#include <QTest>

using namespace portcullis;
using namespace portcullis::test;
using api::BudgetUnit;
using ui::BudgetStanding;

namespace {

const QString kEur = QStringLiteral("EUR");

std::optional<std::uint64_t> parse(BudgetUnit unit, const char* text, const char* locale = "en")
{
    return ui::parseAmount(
        unit, QString::fromUtf8(text), kEur, QLocale(QString::fromLatin1(locale)));
}

api::BudgetState state(std::uint64_t used, std::uint64_t reserved, std::uint32_t warnAt = 80)
{
    api::BudgetState state;
    state.budget = sampleBudget(api::BudgetLevel::Team, "ops", BudgetUnit::Calls, 100);
    state.budget.warnAtPercent = warnAt;
    state.use = sampleUse(used, reserved);
    return state;
}

} // namespace

// Amounts, standings and the export of budgets.
class BudgetWordsTest final : public QObject
{
    Q_OBJECT

private slots:

    void amountsAreReadInTheirUnit()
    {
        QCOMPARE(parse(BudgetUnit::Calls, "1000"), std::optional<std::uint64_t>(1000));
        QCOMPARE(parse(BudgetUnit::Calls, " 10k calls "), std::optional<std::uint64_t>(10'000));
        QCOMPARE(parse(BudgetUnit::Tokens, "10k tokens"), std::optional<std::uint64_t>(10'000));
        QCOMPARE(parse(BudgetUnit::Tokens, "2.5M"), std::optional<std::uint64_t>(2'500'000));
        QCOMPARE(parse(BudgetUnit::Bytes, "5 MB"), std::optional<std::uint64_t>(5'000'000));
        QCOMPARE(parse(BudgetUnit::Bytes, "1 mib"), std::optional<std::uint64_t>(1 << 20));
        QCOMPARE(parse(BudgetUnit::Bytes, "4096 bytes"), std::optional<std::uint64_t>(4096));
        QCOMPARE(parse(BudgetUnit::UpstreamMilliseconds, "1.5 h"),
                 std::optional<std::uint64_t>(5'400'000));
        QCOMPARE(parse(BudgetUnit::UpstreamMilliseconds, "90"),
                 std::optional<std::uint64_t>(90'000));
        QCOMPARE(parse(BudgetUnit::CostMicros, "12.50 EUR"),
                 std::optional<std::uint64_t>(12'500'000));
        QCOMPARE(parse(BudgetUnit::CostMicros, "12,5 €", "de"),
                 std::optional<std::uint64_t>(12'500'000));
        QCOMPARE(parse(BudgetUnit::CostMicros, "0.000001"), std::optional<std::uint64_t>(1));
    }

    void whatMayMeanTwoAmountsIsRefused()
    {
        for (const char* text :
             {"1,000", "1,000,000", "", "k", "-5", "1.", "ten", "1e3", "1 000"}) {
            QVERIFY2(!parse(BudgetUnit::Calls, text), text);
        }
        QVERIFY(!parse(BudgetUnit::Bytes, "1.000 MB", "de"));
        QCOMPARE(parse(BudgetUnit::Bytes, "1,000 MB", "de"),
                 std::optional<std::uint64_t>(1'000'000));
        QVERIFY(!parse(BudgetUnit::Calls, "0.5"));
        QVERIFY(!parse(BudgetUnit::Calls, "5 MB"));
        QVERIFY(!parse(BudgetUnit::CostMicros, "12.50 USD"));
        QVERIFY(!parse(BudgetUnit::CostMicros, "0.0000001"));
        QVERIFY(!parse(BudgetUnit::Calls, "9000000000000001"));
        QCOMPARE(parse(BudgetUnit::Calls, "9000000000000000"),
                 std::optional<std::uint64_t>(api::kMaxAmount));
    }

    void whatIsShownToEditReadsBack_data()
    {
        QTest::addColumn<int>("unit");
        for (int unit = 0; unit <= static_cast<int>(BudgetUnit::CostMicros); ++unit) {
            QTest::newRow(api::unitName(static_cast<BudgetUnit>(unit))) << unit;
        }
    }

    void whatIsShownToEditReadsBack()
    {
        QFETCH(int, unit);
        const auto kind = static_cast<BudgetUnit>(unit);
        for (const std::uint64_t amount : {std::uint64_t{1},
                                           std::uint64_t{999},
                                           std::uint64_t{1000},
                                           std::uint64_t{1'234'567},
                                           std::uint64_t{3'600'000},
                                           std::uint64_t{12'345'000},
                                           api::kMaxAmount}) {
            for (const char* locale : {"en", "de"}) {
                QLocale::setDefault(QLocale(QString::fromLatin1(locale)));
                const QString text = ui::editableAmount(kind, amount, kEur);
                QCOMPARE(ui::parseAmount(kind, text, kEur), std::optional(amount));
            }
        }
        QLocale::setDefault(QLocale::c());
    }

    void amountsAreShownRounded()
    {
        QLocale::setDefault(QLocale(QStringLiteral("en_US")));
        QCOMPARE(ui::amountText(BudgetUnit::Calls, 12'500, kEur), QStringLiteral("12,500"));
        QCOMPARE(ui::amountText(BudgetUnit::Bytes, 4'999'999, kEur), QStringLiteral("4.99 MB"));
        QCOMPARE(ui::amountText(BudgetUnit::Bytes, 512, kEur), QStringLiteral("512 B"));
        QCOMPARE(ui::amountText(BudgetUnit::UpstreamMilliseconds, 5'400'000, kEur),
                 QStringLiteral("1.5 h"));
        QCOMPARE(ui::amountText(BudgetUnit::CostMicros, 12'500'000, kEur),
                 QStringLiteral("12.50 EUR"));
        QCOMPARE(ui::exactAmountText(BudgetUnit::Bytes, 5'000'000, kEur),
                 QStringLiteral("5,000,000 bytes"));
        QLocale::setDefault(QLocale::c());
    }

    void standingFollowsUseAndWhatIsHeld()
    {
        QCOMPARE(ui::standingOf({}), BudgetStanding::NotCounted);
        QCOMPARE(ui::standingOf(state(79, 0)), BudgetStanding::Fine);
        QCOMPARE(ui::standingOf(state(79, 1)), BudgetStanding::Near);
        QCOMPARE(ui::standingOf(state(99, 0, 0)), BudgetStanding::Fine);
        QCOMPARE(ui::standingOf(state(90, 10)), BudgetStanding::Held);
        QCOMPARE(ui::standingOf(state(100, 0)), BudgetStanding::UsedUp);
        QStringList titles;
        for (int i = 0; i <= static_cast<int>(BudgetStanding::UsedUp); ++i) {
            titles << ui::describe(static_cast<BudgetStanding>(i)).title;
        }
        QCOMPARE(titles.removeDuplicates(), 0); // never the colour alone
    }

    void theGaugeStaysWithinItsBar()
    {
        const ui::GaugeShares over = ui::sharesOf(state(250, 40));
        QCOMPARE(over.used, 1.0);
        QCOMPARE(over.reserved, 0.0);
        const ui::GaugeShares some = ui::sharesOf(state(60, 60));
        QCOMPARE(some.used, 0.6);
        QCOMPARE(some.reserved, 0.4);
        QCOMPARE(some.threshold, 0.8);
        QCOMPARE(ui::percentText(250, 100), QStringLiteral(u"250\u00a0%"));
        QCOMPARE(ui::percentText(999, 1000), QStringLiteral(u"99\u00a0%"));
        QCOMPARE(ui::percentText(api::kMaxAmount, api::kMaxAmount), QStringLiteral(u"100\u00a0%"));
    }

    void exportHasALineABudgetAndNoFormulas()
    {
        api::BudgetState odd = state(12, 3);
        odd.budget.owner = "=cmd,1";
        api::BudgetState unknown = state(0, 0);
        unknown.use.reset();
        const QStringList lines = QString::fromUtf8(ui::budgetCsv({odd, unknown}, kEur))
                                      .split(QStringLiteral("\r\n"), Qt::SkipEmptyParts);
        QCOMPARE(lines.size(), 3);
        QVERIFY(lines[0].startsWith(QStringLiteral("budget,level,owner,unit,currency,period")));
        QCOMPARE(lines[1],
                 QStringLiteral("team.ops.calls.day,team,\"'=cmd,1\",calls,,day,calendar,UTC,100,"
                                "2026-11-22T00:00:00.000Z,2026-11-23T00:00:00.000Z,12,3,false"));
        QVERIFY(lines[2].endsWith(QStringLiteral(",100,,,,,")));
    }
};

QTEST_MAIN(BudgetWordsTest)
#include "budget_words_test.moc"
