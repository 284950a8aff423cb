#include "gateway/base/encoding.h"
#include "tests/ui/revisions/sample_history.h"
#include "ui/revisions/revision_words.h"
#include "ui/text.h"
#include "ui/translations.h"

#include <QRegularExpression>

using namespace portcullis;
using namespace portcullis::test;

namespace {

api::GatewayConfig sampleConfig()
{
    FakeGatewayClient client;
    fillWithSamples(client);
    return client.currentConfig;
}

// What the values of the only difference are.
ui::ValueTexts valuesBetween(const api::GatewayConfig& before, const api::GatewayConfig& after)
{
    const auto found = api::compareConfigs(before, after);
    return found.size() == 1 ? ui::valueTexts(found.front()) : ui::ValueTexts();
}

QString madeOf(const char* change, const std::string& subject)
{
    api::Revision revision;
    revision.time = sampleNow();
    revision.change = change;
    revision.subject = subject;
    return ui::changeText(revision, sampleConfig());
}

} // namespace

// What was changed, and what stands where, as people read it.
class RevisionWordsTest final : public QObject
{
    Q_OBJECT

private slots:

    void initTestCase()
    {
        QLocale::setDefault(QLocale(QStringLiteral("en")));
        ui::installTranslations(*qApp, QLocale(QStringLiteral("en"))); // for plurals
    }

    void listsShowWhatDiffers()
    {
        api::GatewayConfig before = sampleConfig();
        before.keys[0].allow = {{ServerId("files"), "a"}, {ServerId("files"), "b"}};
        api::GatewayConfig after = before;
        after.keys[0].allow[1].tool = "c";
        QCOMPARE(valuesBetween(before, after).before, QStringLiteral("files:b"));
        QCOMPARE(valuesBetween(before, after).after, QStringLiteral("files:c"));
        after.keys[0].allow = {before.keys[0].allow[1], before.keys[0].allow[0]};
        QCOMPARE(valuesBetween(before, after).after, QStringLiteral("files:b\nfiles:a"));
        after.keys[0].allow.clear();
        QCOMPARE(valuesBetween(before, after).after, QStringLiteral("(empty)"));
        QCOMPARE(ui::placeText(api::compareConfigs(before, after).front()),
                 QStringLiteral("Key “Editor” › allow-list"));
    }

    void aLongValueIsCutWhereAskedFor()
    {
        const QString text = QStringLiteral("1\n2\n3\n4\n5\n6\n7\n8");
        QCOMPARE(ui::shortened(text), QStringLiteral("1\n2\n3\n4\n5\n6\nand 2 more"));
        QCOMPARE(ui::shortened(QString(500, u'x')), QString(120, u'x') + QStringLiteral("…"));
        QCOMPARE(ui::shortened(QStringLiteral("1\n2")), QStringLiteral("1\n2"));
    }

    void aKeyIsToldWithoutWhatOnlyProgramsRead()
    {
        const api::GatewayConfig after = sampleConfig();
        api::GatewayConfig before = after;
        before.keys.erase(before.keys.begin() + 1);
        const api::KeyConfig& key = after.keys[1];
        const QString text = valuesBetween(before, after).after;
        QVERIFY2(text.contains(QStringLiteral("disabled: no")), qPrintable(text));
        QVERIFY2(text.contains(QStringLiteral("contents kept: arguments and results")),
                 qPrintable(text));
        QVERIFY2(text.contains(QStringLiteral("expires: ") + ui::dateText(*key.expires)),
                 qPrintable(text));
        QVERIFY2(!text.contains(ui::toQString(toHex(key.hash))), qPrintable(text));
        QVERIFY2(!text.contains(ui::toQString(key.id.str())), qPrintable(text));
    }

    void whatAPersonNamedIsNotWorded()
    {
        const api::GatewayConfig before = sampleConfig();
        api::GatewayConfig after = before;
        after.servers[0].environment = {{"level", std::string("key")},
                                        {"created", std::string("2026-11-25T02:59:20Z")}};
        const auto found = api::compareConfigs(before, after);
        QCOMPARE(found.size(), std::size_t{2});
        QVERIFY(ui::placeText(found[0]).endsWith(QStringLiteral(" › created")));
        QCOMPARE(ui::valueTexts(found[0]).after, QStringLiteral("2026-11-25T02:59:20Z"));
        QCOMPARE(ui::valueTexts(found[1]).after, QStringLiteral("key"));
    }

    void newSecretsAndRolesHaveWords()
    {
        const std::string id = sampleConfig().keys[0].id.str();
        const QString rotated =
            madeOf("key.rotate", id + ": old secret until 2026-11-22T12:30:00.000Z");
        QCOMPARE(rotated,
                 QStringLiteral("New secret of the key: Editor, the old one works until 12:30:00"));
        QCOMPARE(madeOf("key.rotate", id + ": old secret ended"),
                 QStringLiteral("New secret of the key: Editor"));
        QCOMPARE(madeOf("key.retire", id), QStringLiteral("Old secret of the key ended: Editor"));
        QCOMPARE(madeOf("roles.set", "administrators: users ada"), QStringLiteral("Roles"));
    }

    // The last: translations stay installed.
    void everythingIsSaidInGerman()
    {
        ui::installTranslations(*qApp, QLocale(QStringLiteral("de")));
        const api::GatewayConfig all = sampleConfig();
        api::GatewayConfig none = all;
        none.keys.clear();
        none.servers.clear();
        for (const api::ConfigDifference& difference : api::compareConfigs(none, all)) {
            const QString text = ui::valueTexts(difference).after;
            static const QRegularExpression kRaw(
                QStringLiteral("true|false|\\d{4}-\\d\\d-\\d\\dT|allow-list|calls at once"));
            QVERIFY2(!text.contains(kRaw), qPrintable(text));
        }
        const QString rotated = madeOf("key.rotate", all.keys[0].id.str() + ": old secret ended");
        QCOMPARE(rotated, QStringLiteral("Neues Geheimnis des Schlüssels: Editor"));
    }
};

QTEST_MAIN(RevisionWordsTest)
#include "revision_words_test.moc"
