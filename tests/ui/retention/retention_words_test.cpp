#include "tests/ui/samples.h"
#include "ui/retention/record_words.h"

#include <QTest>

using namespace portcullis;

namespace {

api::RecordFilter ofKey(const char* key)
{
    api::RecordFilter records;
    records.key = KeyId(key);
    return records;
}

api::RecordFilter between(std::optional<std::int64_t> from, std::optional<std::int64_t> to)
{
    api::RecordFilter records;
    if (from) {
        records.time.from = fromMicros(*from);
    }
    if (to) {
        records.time.to = fromMicros(*to);
    }
    return records;
}

} // namespace

class RetentionWordsTest final : public QObject
{
    Q_OBJECT

private slots:

    void recordsAreSaidByTheNamesThatPeopleKnow()
    {
        const api::GatewayConfig none;
        QCOMPARE(ui::recordsText({}, none), QStringLiteral("every record"));
        api::GatewayConfig config;
        config.keys.emplace_back().id = KeyId("vk_1");
        config.keys.back().label = "Agent";
        api::RecordFilter records = ofKey("vk_1");
        records.time.to = fromMicros(1'790'000'000'000'000);
        QCOMPARE(ui::recordsText(records, config),
                 QStringLiteral("key Agent, before 2026-09-21 14:13"));
        QVERIFY(ui::recordsText(records, none).contains(QStringLiteral("vk_1")));
    }

    // An erasure and a hold: what both are about is what the hold keeps of it.
    void bothOfTwoFiltersAreTheRecordsThatEachHoldsFor()
    {
        QCOMPARE(ui::bothOf(ofKey("a"), ofKey("b")), std::nullopt);
        QCOMPARE(ui::bothOf(ofKey("a"), {}), std::optional(ofKey("a")));
        QCOMPARE(ui::bothOf({}, ofKey("a")), std::optional(ofKey("a")));
        QCOMPARE(ui::bothOf(between(1, 5), between(3, {})), std::optional(between(3, 5)));
        QCOMPARE(ui::bothOf(between({}, 5), between({}, 3)), std::optional(between({}, 3)));
        QCOMPARE(ui::bothOf(between(1, 3), between(3, 9)), std::nullopt);
    }

    void aHoldIsOfTheRecordsThatItsFilterNames()
    {
        api::ActivityRow row = test::sampleCall(7, "files", "read_file", api::Outcome::Ok);
        row.key = KeyId("a");
        QVERIFY(ui::holdsFor({}, row, fromMicros(5)));
        QVERIFY(ui::holdsFor(ofKey("a"), row, fromMicros(5)));
        QVERIFY(!ui::holdsFor(ofKey("b"), row, fromMicros(5)));
        QVERIFY(ui::holdsFor(between(5, 6), row, fromMicros(5)));
        QVERIFY(!ui::holdsFor(between(6, {}), row, fromMicros(5)));
        QVERIFY(!ui::holdsFor(between({}, 5), row, fromMicros(5)));
    }

    void aShorterTimeIsNoticedAndForEverIsTheLongest()
    {
        QVERIFY(ui::keepsLess({0, 0}, {30, 0}));
        QVERIFY(ui::keepsLess({90, 365}, {90, 30}));
        QVERIFY(!ui::keepsLess({30, 0}, {90, 0}));
        QVERIFY(!ui::keepsLess({30, 30}, {0, 0}));
    }

    void anErrorSaysWhatToDo()
    {
        const QString text = ui::adviceFor({ErrorCode::IoError, "x", "No space left"});
        QVERIFY(text.startsWith(QStringLiteral("No space left\n")));
        QVERIFY(text.contains(QStringLiteral("Make room")));
        QVERIFY(ui::adviceFor({ErrorCode::PermissionDenied, "x", {}})
                    .contains(QStringLiteral("legal holds")));
    }
};

QTEST_GUILESS_MAIN(RetentionWordsTest)
#include "retention_words_test.moc"
