#include "ui/audit/record_lines.h"

#include <QTest>

using namespace portcullis;

namespace {

const char* const kIntentHeader =
    R"({"body":"b","call":"019aab12-3456-7789-8abc-def012345678","hw":1795339800000000,"key":"vk_1",)"
    R"("kn":4,"n":8,"sn":3,"srv":"fx","t":1795339800000000,"type":"call.intent","v":1})";
const char* const kIntentBody =
    R"({"args":{"bytes":32,"mode":"full"},"c":{},"caller":{"client":"claude","client_ver":"2.1",)"
    R"("exe":"/usr/bin/claude","pid":4711,"revision":"2025-11-25","session":"s-1","transport":"sse"},)"
    R"("config":7,"hint":{"destructive":true},"llm":{"conv":"c-9","model":"m-1","req":"r-1",)"
    R"("trace":"00-aa-bb-01","trace_state":"x=1"},"method":"tasks/get","n":8,"nonce":"00",)"
    R"("policy":{"decision":"allow","rule":"fx:*"},"server":{"cfg_sha256":"0123456789abcdef",)"
    R"("revision":"2026-07-28","transport":"stdio","ver":"fixture 1.2"},)"
    R"("task":"019aab12-0000-7789-8abc-def012345678","tool":"echo","tool_sha256":"dddddddddddd"})";
const char* const kOutcomeHeader =
    R"({"body":"b","call":"019aab12-3456-7789-8abc-def012345678","hw":1795339800001500,"n":9,)"
    R"("t":1795339800001500,"type":"call.outcome","v":1})";
const char* const kOutcomeBody =
    R"({"args_bytes":32,"c":{},"client":"claude 2.1","code":-32001,"dur_us":1500,"err":"withheld",)"
    R"("in":8,"n":9,"nonce":"00","queue_us":200,"result":{"blocks":2,"bytes":45,"mode":"prove-only"},)"
    R"("status":"task_created","tool":"echo","upstream_us":1200})";

api::CallDetails sampleDetails()
{
    api::CallDetails details;
    details.row.n = 9;
    details.row.call = CallId("019aab12-3456-7789-8abc-def012345678");
    details.row.key = KeyId("vk_1");
    details.row.server = ServerId("fx");
    details.row.client = "claude 2.1";
    details.row.tool = "echo";
    details.row.outcome = api::Outcome::TaskCreated;
    details.row.durationMicros = 1500;
    details.intentHeader = kIntentHeader;
    details.intentBody = kIntentBody;
    details.outcomeHeader = kOutcomeHeader;
    details.outcomeBody = kOutcomeBody;
    details.arguments = "{}";
    return details;
}

api::CallDetails ofLog(const std::string& type, const std::string& body)
{
    api::CallDetails details;
    details.outcomeHeader = R"({"hw":5,"n":3,"t":5,"type":")" + type + "\"}";
    details.outcomeBody = body;
    return details;
}

// Letters alone: without the marks that isolate ids.
QString said(QStringList lines)
{
    lines.removeAll(QString());
    QString text = lines.join(QLatin1Char('\n'));
    return text.remove(QChar(0x2066)).remove(QChar(0x2069));
}

} // namespace

// What the panel of a record says, member by member.
class RecordLinesTest final : public QObject
{
    Q_OBJECT

private slots:

    void everyMemberOfACallIsTold()
    {
        const api::CallDetails details = sampleDetails();
        const ui::RecordTexts record(details);
        QCOMPARE(said(ui::clientLines(record, {})),
                 QStringLiteral("claude 2.1\nKey vk_1\nOver the old transport HTTP+SSE\n"
                                "Speaks 2025-11-25 (session era)\nProgram /usr/bin/claude\n"
                                "Process 4711\nSession s-1"));
        QCOMPARE(said(ui::modelLines(record)),
                 QStringLiteral("m-1\nConversation c-9\nIts request r-1\nTrace 00-aa-bb-01\n"
                                "Trace state x=1"));
        QCOMPARE(said(ui::decisionLines(record)),
                 QStringLiteral("Allowed\nBy the rule fx:*\nAsked how a task is (tasks/get)\n"
                                "Of the task of call 019aab12-0000-7789-8abc-def012345678\n"
                                "The server says that the tool may destroy\n"
                                "Definition shown dddddddd dddd\nUnder configuration 7"));
        QCOMPARE(said(ui::serverLines(record, {})),
                 QStringLiteral("fx\nVersion fixture 1.2\nSpeaks 2026-07-28 (stateless era)\n"
                                "Over a command (stdio)\nAnswered in 1.2 ms\nAsked after 0.2 ms\n"
                                "Configured as 01234567 89abcdef"));
        const QString result = said(ui::resultLines(record));
        QVERIFY(result.startsWith(QStringLiteral("Became a task\n")));
        QVERIFY(result.contains(QStringLiteral("Error code -32001\nWithheld")));
        QVERIFY(result.endsWith(QStringLiteral("Parts of its content: 2")));
        QCOMPARE(said(ui::otherLines(record, {})), QString());
        QVERIFY(said(ui::proofLines(record)).contains(QStringLiteral("No. 4 of its key")));
    }

    void budgetsAreToldByNameWithWhatTheCallTook()
    {
        api::GatewayConfig config;
        api::Budget calls;
        calls.id = BudgetId("key.vk_1.calls.day");
        calls.owner = "vk_1";
        calls.limit = 900;
        api::Budget bytes = calls;
        bytes.id = BudgetId("key.vk_1.bytes.day");
        bytes.unit = api::BudgetUnit::Bytes;
        bytes.limit = 800;
        config.budgets = {calls, bytes};
        api::CallDetails details = sampleDetails();
        const std::string begun =
            R"({"budget":{"at":1795339800000000,"budgets":["key.vk_1.calls.day",)"
            R"("key.vk_1.bytes.day"],"bytes":409,"calls":1,"id":7},"n":8})";
        details.intentBody = begun;
        details.outcomeBody =
            R"({"budget":{"at":1795339800001500,"budgets":["key.vk_1.calls.day"],"bytes":77,)"
            R"("calls":1,"id":7},"in":8,"n":9})";
        const auto lines = [&config](const api::CallDetails& of) {
            return said(ui::budgetLines(ui::RecordTexts(of), config));
        };
        QCOMPARE(lines(details),
                 QStringLiteral("vk_1: Calls a day: 1 calls reserved, 1 calls used; its limit is "
                                "900 calls now\n"
                                "vk_1: Bytes a day: 409 bytes reserved, 0 bytes used; its limit "
                                "is 800 bytes now"));
        details.outcomeBody.clear();
        QVERIFY(lines(details).startsWith(
            QStringLiteral("vk_1: Calls a day: 1 calls reserved; its limit is 900 calls now")));
        config.budgets = {calls};
        QVERIFY(lines(details).endsWith(
            QStringLiteral("Budget key.vk_1.bytes.day, which is no longer there\n"
                           "Reserved in all: 1 calls, 409 bytes")));
        QVERIFY2(!lines(details).contains(QLatin1Char('{')), "no JSON");
        QCOMPARE(said(ui::budgetLines(ui::RecordTexts(sampleDetails()), config)), QString());
    }

    void whatIsKeptAndWhatIsGoneIsTold()
    {
        api::CallDetails details = sampleDetails();
        QCOMPARE(said(ui::keptLines(ui::RecordTexts(details))),
                 QStringLiteral("Arguments: 32 bytes, kept in full\n"
                                "Result: 45 bytes, kept only to be proven"));
        details.arguments.reset();
        QVERIFY(said(ui::keptLines(ui::RecordTexts(details)))
                    .contains(QStringLiteral("no longer there: erased, or removed as too old")));
        details.intentBody.clear();
        const ui::RecordTexts purged(details);
        QVERIFY(said(ui::keptLines(purged)).contains(QStringLiteral("removed as too old")));
        QVERIFY2(said(ui::resultLines(purged)).startsWith(QStringLiteral("Became a task")),
                 "it is no refusal");
        QCOMPARE(said(ui::decisionLines(purged)), QString());
    }

    void holdsOfEitherRecordOfACallAreTold()
    {
        const api::CallDetails details = sampleDetails();
        const ui::RecordTexts record(details);
        api::Hold late{"h", {}, "Case 12", "gui", 3};
        late.records.time.from = fromMicros(1'795'339'800'001'000); // of the outcome alone
        api::Hold other = late;
        other.records.server = ServerId("mail");
        const QString text = said(ui::heldLines(record, {late, other}, {}));
        QVERIFY(text.startsWith(QStringLiteral("On legal hold: “Case 12” (from ")));
        QCOMPARE(text.count(QLatin1Char('\n')), 0);
    }

    void recordsOfTheLogAreTold_data()
    {
        QTest::addColumn<QString>("type");
        QTest::addColumn<QString>("body");
        QTest::addColumn<QString>("text");
        const auto row = [](const char* type, const char* body, const char* text) {
            QTest::newRow(type) << QString::fromLatin1(type) << QString::fromLatin1(body)
                                << QString::fromUtf8(text);
        };
        row("run.open",
            R"({"boot_id":"b-1","build":"abc","c":{},"config":3,"config_sha256":"00112233",)"
            R"("db_bytes":2048,"libs":{"openssl":"3.0"},"n":3,"nonce":"0","unlocked_by":"ctl",)"
            R"("unlocked_with":"keychain","user":"ana/1000","version":"1.0"})",
            "Account ana/1000\nUnlocked with the key in the keychain\n"
            "Unlocked by the command line\nPortcullis 1.0\nBuild abc\nWith openssl 3.0\n"
            "Start of the computer b-1\nSize of the log: 2.0 kB\nConfiguration 3\n"
            "Its hash 00112233");
        row("hold.set",
            R"({"by":"ctl","c":{},"hold":"h-1","n":3,"nonce":"0","reason":"Case","scope":{"server":"fx"},)"
            R"("user":"ana/1000"})",
            "By the command line\nAccount ana/1000\nHold h-1\nFor server fx\nReason: Case");
        row("erasure.done",
            R"({"by":"gui","c":{},"n":3,"nonce":"0","reason":"Art. 17","records":[{"begin":4,"end":5},)"
            R"({"begin":7,"end":10}]})",
            "By the window\nRecords 4, 7 to 9\nReason: Art. 17");
        row("retention.purge",
            R"({"before":1795339800000000,"begin":0,"by":"retention","c":{},"count":12,"end":50,"n":3,)"
            R"("nonce":"0","what":"bodies"})",
            "By the settings\nRemoved: who called, and why\nRecords 0 to 49\nHow many: 12\n"
            "Before: 22 Nov 2026, 09:30:00.000");
        row("review.signoff",
            R"({"begin":0,"by":"gui","c":{},"comment":"Read","end":9,"n":9,"nonce":"0","result":"ok"})",
            "By the window\nRecords 0 to 8\nResult: nothing to object to\n“Read”");
        row("clock.step",
            R"({"at":"run","c":{},"delta_us":-3000000,"from":1795339803000000,"n":3,"nonce":"0",)"
            R"("to":1795339800000000})",
            "Noticed while it ran\nFrom 22 Nov 2026, 09:30:03.000\nTo 22 Nov 2026, 09:30:00.000\n"
            "Difference: −3.0 s");
        row("alarm.log",
            R"({"by":"gui","c":{},"found":{"size":3},"n":3,"nonce":"0","verdict":"rollback"})",
            "By the window\nFinding: the log was turned back\nFound: size 3");
        row("check.log",
            R"({"by":"gui","c":{},"depth":"deep","fault":"Record 7","first_bad":7,"n":3,"nonce":"0",)"
            R"("signatures":2,"size":9})",
            "By the window\nFault: Record 7\nFirst bad record 7\nChecked: every signature, too\n"
            "Signatures checked: 2\nRecords in the log: 9");
        // A member of a later version is not kept back.
        row("audit.suspended",
            R"({"c":{},"n":3,"nonce":"0","novel":true,"reason":"resource_exhausted"})",
            "Reason: resource_exhausted\nnovel: yes");
    }

    void recordsOfTheLogAreTold()
    {
        QFETCH(QString, type);
        QFETCH(QString, body);
        QFETCH(QString, text);
        const api::CallDetails details = ofLog(type.toStdString(), body.toStdString());
        const ui::RecordTexts record(details);
        QCOMPARE(said(ui::otherLines(record, {})), text);
        QCOMPARE(said(ui::resultLines(record)), QString());
        QCOMPARE(said(ui::decisionLines(record)), QString());
        QCOMPARE(said(ui::keptLines(record)), QString());
    }

    void aRefusedRequestIsNoCallAndSaysWhy()
    {
        api::CallDetails details =
            ofLog("access.refused", R"({"c":{},"caller":{},"count":5,"reason":"unknown_key"})");
        details.row.reason = api::Reason::UnknownKey;
        details.row.outcome = api::Outcome::Denied;
        const ui::RecordTexts record(details);
        QVERIFY(
            said(ui::decisionLines(record)).contains(QStringLiteral("Requests of this kind: 5")));
        QCOMPARE(said(ui::otherLines(record, {})), QString());
    }
};

QTEST_GUILESS_MAIN(RecordLinesTest)
#include "record_lines_test.moc"
