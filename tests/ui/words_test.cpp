#include "tests/ui/samples.h"
#include "ui/client_snippets.h"
#include "ui/keys/key_words.h"
#include "ui/servers/command_line.h"
#include "ui/servers/server_form.h"
#include "ui/text.h"
#include "ui/words.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QSet>
#include <QTest>

using namespace portcullis;
using namespace portcullis::ui;

// Texts: every code has words, snippets are valid, command lines survive the way there and back.
class WordsTest final : public QObject
{
    Q_OBJECT

private slots:

    void everyReasonHasItsOwnWords()
    {
        QSet<QString> titles;
        const int last = static_cast<int>(api::Reason::RoleMissing);
        for (int i = 0; i <= last; ++i) {
            const Phrase phrase = describe(static_cast<api::Reason>(i));
            QVERIFY2(phrase.explanation.size() > 20, qPrintable(phrase.title));
            titles.insert(phrase.title);
        }
        QCOMPARE(titles.size(), last + 1);
    }

    void warnsOfMoreToolsThanClientsHandle()
    {
        QVERIFY(toolCountWarning(0).isEmpty());
        QVERIFY(toolCountWarning(40).isEmpty());
        QCOMPARE(toolCountWarning(41), QStringLiteral("41 tools: some clients handle at most 40."));
        QCOMPARE(toolCountWarning(93),
                 QStringLiteral("93 tools: many clients handle at most 80 well."));
        QVERIFY(toolCountWarning(101).contains(QStringLiteral("100")));
        QVERIFY(toolCountWarning(500).contains(QStringLiteral("128")));
    }

    void everyOutcomeAndStateHasWords()
    {
        for (int i = 0; i <= static_cast<int>(api::Outcome::Orphaned); ++i) {
            QVERIFY(!describe(static_cast<api::Outcome>(i)).explanation.isEmpty());
        }
        for (int i = 0; i <= static_cast<int>(api::ServerState::Failed); ++i) {
            QVERIFY(!describe(static_cast<api::ServerState>(i)).explanation.isEmpty());
        }
        for (int i = 0; i <= static_cast<int>(api::GatewayState::Stopping); ++i) {
            QVERIFY(!describe(static_cast<api::GatewayState>(i)).explanation.isEmpty());
        }
        for (int i = 0; i <= static_cast<int>(ErrorCode::Internal); ++i) {
            QVERIFY(!describe(static_cast<ErrorCode>(i)).isEmpty());
        }
    }

    void refusalIsDescribedByItsReason()
    {
        const auto row =
            test::sampleRefusal(1, "files", "delete_file", api::Reason::ToolNotAllowed);
        QCOMPARE(describe(row).title, QStringLiteral("Tool not allowed"));
        QVERIFY(describe(row).explanation.contains(QStringLiteral("allow-list")));
    }

    void revisionTellsTheEra()
    {
        QCOMPARE(revisionText("2025-11-25"), QStringLiteral("2025-11-25 (session era)"));
        QCOMPARE(revisionText("2026-07-28"), QStringLiteral("2026-07-28 (stateless era)"));
        QVERIFY(revisionText("").isEmpty());
    }

    void commandLinesSurviveTheWayThereAndBack_data()
    {
        QTest::addColumn<QStringList>("parts");
        QTest::newRow("plain") << QStringList{QStringLiteral("node"), QStringLiteral("a.mjs")};
        QTest::newRow("spaces") << QStringList{QStringLiteral("/opt/my tools/x"),
                                               QStringLiteral("two words")};
        QTest::newRow("empty") << QStringList{QStringLiteral("x"), QString()};
        QTest::newRow("quotes") << QStringList{QStringLiteral("x"),
                                               QStringLiteral("it's \"so\" \\ here")};
        QTest::newRow("none") << QStringList();
    }

    void commandLinesSurviveTheWayThereAndBack()
    {
        QFETCH(QStringList, parts);
        QCOMPARE(splitCommandLine(joinCommandLine(parts)).value(), parts);
    }

    void commandLinesKnowBothQuotes()
    {
        const QStringList expected{
            QStringLiteral("a"), QStringLiteral("b c\\"), QStringLiteral("d\"e f")};
        QCOMPARE(splitCommandLine(QStringLiteral("a  'b c\\' \"d\\\"e f\" ")).value(), expected);
        QVERIFY(!splitCommandLine(QStringLiteral("a 'b")).has_value());
        QVERIFY(!splitCommandLine(QStringLiteral("a \\")).has_value());
    }

    void shortNamesAreValidAndUnique()
    {
        QCOMPARE(suggestServerId(QStringLiteral("Project Files (main)"), {}),
                 QStringLiteral("project-file"));
        QCOMPARE(suggestServerId(QStringLiteral("3D maps"), {}), QStringLiteral("d-maps"));
        QCOMPARE(suggestServerId(QStringLiteral("Files"), {ServerId("files")}),
                 QStringLiteral("files2"));
        QCOMPARE(suggestServerId(QString(), {}), QString());
    }

    void snippetsAreValidJson()
    {
        const Connection connection{QStringLiteral("http://127.0.0.1:9/mcp"),
                                    QStringLiteral("/da\"ta"),
                                    QStringLiteral("pcl_x"),
                                    QStringLiteral("/key file")};
        for (const ClientKind kind : kClientKinds) {
            if (kind == ClientKind::Curl) {
                continue;
            }
            const Snippet snippet = clientSnippet(kind, connection);
            QJsonParseError error;
            QJsonDocument::fromJson(snippet.text.toUtf8(), &error);
            QVERIFY2(error.error == QJsonParseError::NoError, qPrintable(snippet.text));
            QCOMPARE(snippet.holdsSecret, snippet.text.contains(QStringLiteral("pcl_x")));
        }
    }

    void snippetOfClaudeCodeHasAddressAndHeader()
    {
        const Snippet snippet = clientSnippet(
            ClientKind::ClaudeCode,
            {QStringLiteral("http://127.0.0.1:9/mcp"), {}, QStringLiteral("pcl_x"), {}});
        const QJsonObject server = QJsonDocument::fromJson(snippet.text.toUtf8())
                                       .object()[QStringLiteral("mcpServers")]
                                       .toObject()[QStringLiteral("portcullis")]
                                       .toObject();
        QCOMPARE(server[QStringLiteral("url")].toString(),
                 QStringLiteral("http://127.0.0.1:9/mcp"));
        QCOMPARE(server[QStringLiteral("headers")]
                     .toObject()[QStringLiteral("Authorization")]
                     .toString(),
                 QStringLiteral("Bearer pcl_x"));
    }

    void snippetsWithoutASecretHaveAPlaceholder()
    {
        const Connection connection{
            QStringLiteral("http://127.0.0.1:9/mcp"), QStringLiteral("/d"), {}, {}};
        QVERIFY(clientSnippet(ClientKind::OtherHttp, connection)
                    .text.contains(QStringLiteral("YOUR-KEY-SECRET")));
        const Snippet bridge = clientSnippet(ClientKind::ClaudeDesktop, connection);
        QVERIFY(bridge.text.contains(QStringLiteral("\"portcullisctl\"")));
        QVERIFY(
            bridge.text.contains(QStringLiteral("[\"stdio\", \"--data\", \"/d\", \"--key-file\"")));
    }

    void differenceOfAllowListsIsToldInWords()
    {
        api::GatewayConfig config;
        config.servers.resize(1);
        config.servers[0].id = ServerId("fx");
        config.servers[0].name = "Fixture";
        const ServerId fx("fx");
        QVERIFY(describeDifference({{fx, "a"}}, {{fx, "a"}}, config).isEmpty());
        QCOMPARE(describeDifference({}, {{fx, "*"}}, config),
                 QStringList{QStringLiteral(
                     "Allows every tool of Fixture, including ones it gets in the future.")});
        QCOMPARE(describeDifference({{fx, "*"}}, {}, config),
                 QStringList{QStringLiteral("Withdraws every tool of Fixture.")});
        const QStringList both = describeDifference({{fx, "a"}}, {{fx, "b"}}, config);
        QCOMPARE(both.size(), 2);
        QVERIFY(both[0].startsWith(QStringLiteral("Allows 1 more tool")));
        QVERIFY(both[1].startsWith(QStringLiteral("Withdraws 1 tool")));
    }

    void stateOfAKeyFollowsTheClock()
    {
        api::KeyConfig key;
        const WallTime now = test::sampleNow();
        QCOMPARE(describe(key, now).title, QStringLiteral("Active"));
        key.expires = now + std::chrono::hours(5);
        QCOMPARE(describe(key, now).title, QStringLiteral("Expires soon"));
        key.expires = now;
        QCOMPARE(describe(key, now).title, QStringLiteral("Expired"));
        key.disabled = true;
        QCOMPARE(describe(key, now).title, QStringLiteral("Disabled"));
    }
};

QTEST_MAIN(WordsTest)
#include "words_test.moc"
