#include "gateway/api/log_listing.h"
#include "tests/ui/audit/sample_log.h"
#include "ui/audit/log_csv.h"
#include "ui/audit/log_view.h"
#include "ui/sql/cipher_driver.h"

#include <QSqlError>
#include <QTest>

#include <random>

using namespace portcullis;
using namespace portcullis::ui;
using portcullis::test::SampleLog;

namespace {

QSqlDatabase openReader(SampleLog& log, const char* name)
{
    return QSqlDatabase::addDatabase(new CipherDriver(log.log().openReader().value()),
                                     QLatin1String(name));
}

QString quoted(const QString& text)
{
    return QLatin1Char('\'') + text + QLatin1Char('\'');
}

// The same question without any listing.
QString plainSql(const LogFilter& filter)
{
    QString sql = QStringLiteral("SELECT n FROM rec WHERE 1");
    const auto also = [&sql](const QString& text) { sql += QStringLiteral(" AND ") + text; };
    switch (filter.part) {
    case LogPart::Calls:
        also(QStringLiteral("type IN ('call.outcome', 'call.orphaned')"));
        break;
    case LogPart::Refusals:
        also(QStringLiteral("outcome = 'denied'"));
        break;
    case LogPart::Configuration:
        also(QStringLiteral("type = 'admin.config'"));
        break;
    case LogPart::SignOffs:
        also(QStringLiteral("type = 'review.signoff'"));
        break;
    case LogPart::Checks:
        also(QStringLiteral("type = 'check.log'"));
        break;
    case LogPart::Everything:
        break;
    }
    for (const auto& [column, value] : {std::pair{QStringLiteral("key"), filter.key},
                                        std::pair{QStringLiteral("srv"), filter.server},
                                        std::pair{QStringLiteral("tool"), filter.tool},
                                        std::pair{QStringLiteral("case_id"), filter.caseId},
                                        std::pair{QStringLiteral("outcome"), filter.outcome}}) {
        if (!value.isEmpty()) {
            also(column + QStringLiteral(" = ") + quoted(value));
        }
    }
    if (!filter.text.isEmpty()) {
        also(
            QStringLiteral("(tool LIKE '%1' OR client LIKE '%1' OR key LIKE '%1' OR srv LIKE '%1')")
                .arg(QLatin1Char('%') + filter.text + QLatin1Char('%')));
    }
    if (filter.from) {
        also(QStringLiteral("hw >= %1").arg(*filter.from));
    }
    if (filter.to) {
        also(QStringLiteral("hw < %1").arg(*filter.to));
    }
    return sql;
}

} // namespace

// Places in the log against a plain search.
class LogViewTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void cleanupTestCase();

    void everyFilterFindsWhatAPlainSearchFinds();
    void everyOrderIsAnOrder_data();
    void everyOrderIsAnOrder();
    void anyPlaceIsFoundByItself();
    void recordsThatAreNotListedYetAreThere();
    void theListingMayMoveOnUnderAView();
    void aNumberAndACallLeadToTheirRecords();
    void anEmptyViewHasNoRows();
    void readsRowsInTheOrderAsked();
    void cellsDoNotRunInSpreadsheets();

private:
    [[nodiscard]] std::vector<std::int64_t> plain(const QString& sql) const;

    std::unique_ptr<SampleLog> m_log;
    std::unique_ptr<LogIndex> m_index;
};

void LogViewTest::initTestCase()
{
    m_log = std::make_unique<SampleLog>();
    m_log->fill(6000);
    m_log->waitForListing();
    m_index = std::make_unique<LogIndex>(openReader(*m_log, "view"));
    QCOMPARE(m_index->refresh(), QString());
    QVERIFY(m_index->records() > 2 * api::kListedBlock);
    QCOMPARE(m_index->listed(), m_index->records());
}

void LogViewTest::cleanupTestCase()
{
    m_index.reset();
    QSqlDatabase::removeDatabase(QStringLiteral("view"));
    m_log.reset();
}

std::vector<std::int64_t> LogViewTest::plain(const QString& sql) const
{
    std::vector<std::int64_t> numbers;
    QSqlQuery query = runQuery(m_index->database(), sql);
    while (query.next()) {
        numbers.push_back(query.value(0).toLongLong());
    }
    return numbers;
}

void LogViewTest::everyFilterFindsWhatAPlainSearchFinds()
{
    std::mt19937 random(5);
    const auto maybe = [&random] { return random() % 3 == 0; };
    const auto pick = [&random](const QStringList& list) {
        return list.at(static_cast<int>(random() % list.size()));
    };
    for (int round = 0; round < 150; ++round) {
        LogFilter filter;
        filter.part = static_cast<LogPart>(random() % 5);
        filter.ascending = maybe();
        if (maybe()) {
            filter.key = pick({QStringLiteral("vk_1"), QStringLiteral("vk_9")});
        }
        if (maybe()) {
            filter.server = pick({QStringLiteral("files"), QStringLiteral("mail")});
        }
        if (maybe()) {
            filter.tool = QStringLiteral("tool_%1").arg(random() % 13);
        }
        if (maybe()) {
            filter.caseId = pick({QStringLiteral("tiger"), QStringLiteral("lion")});
        }
        if (maybe()) {
            filter.outcome = pick({QStringLiteral("timeout"), QStringLiteral("ok")});
        }
        if (maybe()) {
            filter.text =
                pick({QStringLiteral("CLAUDE"), QStringLiteral("ool"), QStringLiteral("x")});
        }
        const std::int64_t start = 1'790'000'000'000'000;
        if (maybe()) {
            filter.from = start + static_cast<std::int64_t>(random() % 12'000) * 700'000;
        }
        if (maybe()) {
            filter.to = start + static_cast<std::int64_t>(random() % 12'000) * 700'000;
        }
        const QString sql = plainSql(filter);
        const auto expected = plain(sql + (filter.ascending ? QStringLiteral(" ORDER BY n")
                                                            : QStringLiteral(" ORDER BY n DESC")));
        LogView view(*m_index, filter, {});
        QCOMPARE(view.error(), QString());
        QCOMPARE(view.size(), static_cast<std::int64_t>(expected.size()));
        QVERIFY2(view.numbers(0, view.size()) == expected, qPrintable(sql));
        filter.order = LogOrder::Duration;
        const auto paced = plain(sql + QStringLiteral(" AND duration_us IS NOT NULL"));
        LogView slow(*m_index, filter, {});
        QCOMPARE(slow.size(), static_cast<std::int64_t>(paced.size()));
    }
}

void LogViewTest::everyOrderIsAnOrder_data()
{
    QTest::addColumn<int>("order");
    QTest::addColumn<QString>("column");
    QTest::addColumn<bool>("ascending");
    for (const bool ascending : {true, false}) {
        const char* way = ascending ? "up" : "down";
        QTest::addRow("key %s", way) << static_cast<int>(LogOrder::Key) << "key" << ascending;
        QTest::addRow("server %s", way) << static_cast<int>(LogOrder::Server) << "srv" << ascending;
        QTest::addRow("tool %s", way) << static_cast<int>(LogOrder::Tool) << "tool" << ascending;
    }
}

void LogViewTest::everyOrderIsAnOrder()
{
    QFETCH(int, order);
    QFETCH(QString, column);
    QFETCH(bool, ascending);
    LogFilter filter;
    filter.order = static_cast<LogOrder>(order);
    filter.ascending = ascending;
    filter.outcome = QStringLiteral("ok");
    LogView view(*m_index, filter, {});
    const auto expected = plain(plainSql(filter) + QStringLiteral(" ORDER BY ") + column +
                                (ascending ? QStringLiteral(" ASC") : QStringLiteral(" DESC")) +
                                QStringLiteral(", n DESC"));
    QVERIFY(view.numbers(0, view.size()) == expected);
    filter.order = LogOrder::Duration;
    LogView paces(*m_index, filter, {});
    QString error;
    std::int64_t last = ascending ? -1 : INT64_MAX;
    for (const LogRow& row : readRows(m_index->database(), paces.numbers(0, paces.size()), error)) {
        const std::int64_t pace = api::paceOf(*row.durationMicros);
        QVERIFY(ascending ? pace >= last : pace <= last);
        last = pace;
    }
}

void LogViewTest::anyPlaceIsFoundByItself()
{
    std::mt19937 random(9);
    for (int order = 0; order < 5; ++order) {
        LogFilter filter;
        filter.order = static_cast<LogOrder>(order);
        LogView view(*m_index, filter, {});
        const auto all = view.numbers(0, view.size());
        for (int round = 0; round < 40; ++round) {
            const auto first = static_cast<std::int64_t>(random() % all.size());
            const auto some = view.numbers(first, 70);
            const auto end = std::min<std::int64_t>(first + 70, view.size());
            QVERIFY(
                std::ranges::equal(some,
                                   std::span(all).subspan(static_cast<std::size_t>(first),
                                                          static_cast<std::size_t>(end - first))));
        }
    }
}

// A second log whose index is read before and while records come.
void LogViewTest::theListingMayMoveOnUnderAView()
{
    SampleLog log;
    {
        LogIndex index(openReader(log, "stale"));
        for (int round = 0; round < 6; ++round) {
            log.fill(150);
            QCOMPARE(index.refresh(), QString());
            log.waitForListing();
            for (const auto order : {LogOrder::Time, LogOrder::Tool, LogOrder::Duration}) {
                LogFilter filter;
                filter.order = order;
                filter.part = LogPart::Calls;
                LogView view(index, filter, {});
                std::vector<std::int64_t> shown = view.numbers(0, view.size());
                std::ranges::sort(shown);
                std::vector<std::int64_t> expected;
                QSqlQuery query =
                    runQuery(index.database(),
                             plainSql(filter) + (order == LogOrder::Duration
                                                     ? QStringLiteral(" AND duration_us NOT NULL")
                                                     : QString()));
                while (query.next()) {
                    expected.push_back(query.value(0).toLongLong());
                }
                std::ranges::sort(expected);
                QVERIFY(shown == expected);
            }
        }
    }
    QSqlDatabase::removeDatabase(QStringLiteral("stale"));
}

void LogViewTest::recordsThatAreNotListedYetAreThere()
{
    SampleLog log;
    {
        LogIndex index(openReader(log, "fresh"));
        for (int round = 0; round < 12; ++round) {
            log.fill(150);
            QCOMPARE(index.refresh(), QString());
            QCOMPARE(index.end(), static_cast<std::int64_t>(log.log().recordCount()));
            for (const bool ascending : {false, true}) {
                LogFilter filter;
                filter.ascending = ascending;
                LogView view(index, filter, {});
                std::vector<std::int64_t> expected;
                QSqlQuery query = runQuery(index.database(),
                                           plainSql(filter) + QStringLiteral(" ORDER BY n") +
                                               (ascending ? QString() : QStringLiteral(" DESC")));
                while (query.next()) {
                    expected.push_back(query.value(0).toLongLong());
                }
                QVERIFY(view.numbers(0, view.size()) == expected);
            }
        }
    }
    QSqlDatabase::removeDatabase(QStringLiteral("fresh"));
}

void LogViewTest::aNumberAndACallLeadToTheirRecords()
{
    LogFilter filter;
    filter.text = QStringLiteral("4711");
    QCOMPARE(LogView(*m_index, filter, {}).numbers(0, 5), std::vector<std::int64_t>{4711});
    QString error;
    const auto rows = readRows(m_index->database(),
                               plain(QStringLiteral("SELECT max(n) FROM rec WHERE type = "
                                                    "'call.outcome'")),
                               error);
    filter.text = rows.at(0).call.toUpper();
    LogView view(*m_index, filter, {});
    QCOMPARE(view.size(), 2);
    QCOMPARE(view.numbers(1, 5), std::vector<std::int64_t>{rows.at(0).n});
    filter.text = QStringLiteral("99999999");
    QCOMPARE(LogView(*m_index, filter, {}).size(), 0);
}

void LogViewTest::anEmptyViewHasNoRows()
{
    LogFilter filter;
    filter.tool = QStringLiteral("no such tool");
    for (int order = 0; order < 5; ++order) {
        filter.order = static_cast<LogOrder>(order);
        LogView view(*m_index, filter, {});
        QCOMPARE(view.size(), 0);
        QVERIFY(view.numbers(0, 10).empty());
    }
}

void LogViewTest::readsRowsInTheOrderAsked()
{
    QString error;
    const auto rows = readRows(m_index->database(), {7, 3, 5}, error);
    QCOMPARE(rows.size(), 3U);
    QCOMPARE(rows[0].n, 7);
    QCOMPARE(rows[1].n, 3);
    QVERIFY(rows[1].micros < rows[2].micros);
    QVERIFY(error.isEmpty());
    QCOMPARE(readRows(m_index->database(), {3, 1'000'000}, error).size(), 1U);
}

void LogViewTest::cellsDoNotRunInSpreadsheets()
{
    QCOMPARE(csvCell(QStringLiteral("=1+2")), QStringLiteral("'=1+2"));
    for (const char* cell : {"+1", "-1", "@SUM(A1)", "\tx"}) {
        QVERIFY(csvCell(QLatin1String(cell)).startsWith(QLatin1Char('\'')));
    }
    QCOMPARE(csvCell(QStringLiteral("\r=1")), QStringLiteral("\"'\r=1\""));
    QCOMPARE(csvCell(QStringLiteral("a,\"b\"")), QStringLiteral("\"a,\"\"b\"\"\""));
    QCOMPARE(csvCell(QStringLiteral("two\nlines")), QStringLiteral("\"two\nlines\""));
    QCOMPARE(csvCell(QStringLiteral("plain")), QStringLiteral("plain"));
    LogRow row;
    row.n = 5;
    row.micros = 1'790'000'000'123'000;
    row.tool = QStringLiteral("=cmd");
    row.durationMicros = 1500;
    QCOMPARE(csvLine(row), QStringLiteral("5,2026-09-21T14:13:20.123Z,,,,'=cmd,,,,1500,,,\r\n"));
}

QTEST_GUILESS_MAIN(LogViewTest)
#include "log_view_test.moc"
