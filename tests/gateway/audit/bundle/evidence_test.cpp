#include "gateway/audit/bundle/bundle_check.h"
#include "gateway/audit/bundle/evidence.h"
#include "gateway/audit/report/html.h"
#include "tests/gateway/audit/bundle/bundle_fixture.h"

#include <filesystem>

// The part of a bundle that is for people.
namespace portcullis::audit::bundle::test {
namespace {

constexpr const char* kTables[] = {"access_reviews",
                                   "admin_actions",
                                   "denials",
                                   "exports",
                                   "integrity_checks",
                                   "key_lifecycle",
                                   "orphans",
                                   "policy_changes"};

// Prints the page instead of a PDF: whatever text is in a report is in it.
class PagePrinter final : public report::ReportRenderer
{
public:
    std::optional<Error> failure;

    [[nodiscard]] Result<std::string> pdf(const report::Document& document) const override
    {
        return failure ? Result<std::string>(fail(*failure)) : report::htmlOf(document);
    }
};

class BundleEvidence : public BundleTest
{
protected:
    void change(AuditLog& log, const char* change, const char* subject)
    {
        mustAppend(log, ConfigurationChanged{change, subject, 8, "aa", "bb", "gui"});
    }

    [[nodiscard]] Result<ExportSummary>
    tryPrinted(const AuditLog& log, const ExportRequest& request, const PagePrinter& printer)
    {
        const LogSigner signer = LogSigner::make(m_keys, log.origin()).value();
        Connection connection = audit::test::readOnly(database(), key());
        return exportBundle(
            connection, contentKeys(), signer, request, bundlePath(), {{}, {}, {}, &printer});
    }

    // What people would read, as one text.
    [[nodiscard]] static std::string evidenceIn(const std::filesystem::path& folder)
    {
        std::string all = readFile(folder / "report.html") + readFile(folder / "report.pdf") +
                          readFile(folder / "evidence/controls.json");
        for (const char* const table : kTables) {
            all += csv(folder, table);
        }
        return all;
    }

    [[nodiscard]] static std::string csv(const std::filesystem::path& folder,
                                         const std::string& table)
    {
        return readFile(folder / "evidence" / (table + ".csv"));
    }
};

TEST_F(BundleEvidence, EveryTableIsThereWithItsTitlesEvenWithoutRows)
{
    const auto log = openFilled(1);
    static_cast<void>(mustExport(*log));
    const auto folder = unpack();
    for (const char* const table : kTables) {
        EXPECT_TRUE(csv(folder, table).starts_with("record,time_utc,type,key,server,")) << table;
        EXPECT_EQ(linesOf(folder / "evidence" / (std::string(table) + ".csv")),
                  std::string_view(table) == "denials" ? 2U : 1U);
    }
}

TEST_F(BundleEvidence, RowsAreFoundAgainByTheNumberOfTheirRecord)
{
    const auto log = openFilled(2);
    change(*log, "key.add", "vk_new");
    change(*log, "server.update", "fx");
    mustAppend(*log, RunClose{"quit"});
    for (const char* const made : {"customer.add", "team.update", "case.remove", "price.set"}) {
        change(*log, made, "acme");
    }
    change(*log, "budget.set", "team.ops.calls.day: 10 calls / day");
    static_cast<void>(mustExport(*log));
    const auto folder = unpack();
    EXPECT_EQ(linesOf(folder / "evidence/policy_changes.csv"), 7U);
    EXPECT_NE(csv(folder, "policy_changes").find("team.ops.calls.day: 10 calls / day"),
              std::string::npos);
    EXPECT_NE(csv(folder, "denials")
                  .find("\r\n2,2026-11-22T09:30:02.000Z,call.denied,"
                        "vk_fedcba9876543210,fx,tool_not_allowed,drop,"),
              std::string::npos);
    EXPECT_NE(csv(folder, "key_lifecycle").find("\r\n6,2026"), std::string::npos);
    EXPECT_NE(csv(folder, "policy_changes").find("\r\n7,2026"), std::string::npos);
    EXPECT_NE(csv(folder, "integrity_checks").find("\r\n8,2026"), std::string::npos);
    EXPECT_EQ(linesOf(folder / "evidence/admin_actions.csv"), 8U);
}

TEST_F(BundleEvidence, BothChecksTakeABundleWithItsReport)
{
    const auto log = openFilled(3);
    ExportRequest request;
    request.organisation = "Beispiel AG";
    request.created = m_clock.wallNow();
    ASSERT_TRUE(tryPrinted(*log, request, {}));
    EXPECT_EQ(verify(bundlePath()).status, 0) << verify(bundlePath()).output;
    const auto verdict = checkBundle(bundlePath(), {});
    ASSERT_TRUE(verdict);
    EXPECT_EQ(verdict->status, Verdict::Status::Valid) << verdict->sentence;
    const auto folder = unpack();
    EXPECT_NE(readFile(folder / "report.html").find("Beispiel AG"), std::string::npos);
    EXPECT_NE(readFile(folder / "MANIFEST.sha256").find("  report.pdf\n"), std::string::npos);
    EXPECT_NE(readFile(folder / "manifest.json").find(R"("organisation":"Beispiel AG")"),
              std::string::npos);
}

TEST_F(BundleEvidence, AChangedReportIsFound)
{
    const auto log = openFilled(1);
    static_cast<void>(mustExport(*log));
    const auto folder = unpack();
    std::ofstream(folder / "report.html", std::ios::app) << " ";
    EXPECT_EQ(verify(folder).lastLine(),
              "INVALID: The file report.html is not the one that was exported.\n");
}

TEST_F(BundleEvidence, WithoutAPrinterThereIsNoPrintedReport)
{
    const auto log = openFilled(1);
    static_cast<void>(mustExport(*log));
    EXPECT_FALSE(std::filesystem::exists(unpack() / "report.pdf"));
    PagePrinter printer;
    printer.failure = Error{ErrorCode::Unsupported, "no font", {}};
    ASSERT_TRUE(tryPrinted(*log, {}, printer));
    EXPECT_FALSE(std::filesystem::exists(unpack() / "report.pdf"));
}

TEST_F(BundleEvidence, AFailedPrinterFailsTheExport)
{
    const auto log = openFilled(1);
    PagePrinter printer;
    printer.failure = Error{ErrorCode::Internal, "out of ink", {}};
    const auto summary = tryPrinted(*log, {}, printer);
    ASSERT_FALSE(summary);
    EXPECT_EQ(summary.error().message, "out of ink");
    EXPECT_EQ(filesWritten(), 0U);
}

TEST_F(BundleEvidence, NothingThatIsWithheldIsInIt)
{
    const auto log = open();
    appendCall(*log, 0, R"({"patient":"PATIENT-4711","limit":3})");
    CallIntent other = audit::test::intent(callName(1), R"({"patient":"PATIENT-4712"})");
    other.caller.key = KeyId(kOtherKey);
    other.tool = "secret_tool";
    mustAppend(*log, other);
    CallDenied denied = audit::test::denied(callName(2), "secret_refused_tool");
    mustAppend(*log, denied);
    ExportRequest request;
    request.key = KeyId("vk_0123456789abcdef");
    request.redacted = {"args/patient"};
    ASSERT_TRUE(tryPrinted(*log, request, {}));
    const std::string evidence = evidenceIn(unpack());
    EXPECT_NE(evidence.find("fx:echo"), std::string::npos); // in scope
    for (const char* const hidden : {"PATIENT-47", "secret_tool", "secret_refused_tool"}) {
        EXPECT_EQ(evidence.find(hidden), std::string::npos) << hidden;
    }
    // All of it is there when it is not withheld, so the test would see it.
    ASSERT_TRUE(tryPrinted(*log, {}, {}));
    EXPECT_NE(evidenceIn(unpack()).find("secret_refused_tool"), std::string::npos);
}

TEST_F(BundleEvidence, AToolsBundleNamesNoOther)
{
    const auto log = openFilled(3);
    ExportRequest request;
    request.tool = "echo";
    ASSERT_TRUE(tryPrinted(*log, request, {}));
    const std::string evidence = evidenceIn(unpack());
    EXPECT_NE(evidence.find("fx:echo"), std::string::npos);
    EXPECT_EQ(evidence.find("drop"), std::string::npos);
}

TEST_F(BundleEvidence, AClientsNameIsNeitherMarkupNorAFormula)
{
    const auto log = open();
    CallDenied denied = audit::test::denied(callName(1), "=HYPERLINK(\"http://x\")");
    denied.caller.client = "<img src=x>";
    mustAppend(*log, denied);
    static_cast<void>(mustExport(*log));
    const auto folder = unpack();
    EXPECT_NE(csv(folder, "denials").find(R"csv(,"'=HYPERLINK(""http://x"")",)csv"),
              std::string::npos);
    EXPECT_EQ(readFile(folder / "report.html").find("<img"), std::string::npos);
}

TEST_F(BundleEvidence, AnyProgramReadsTheTables)
{
    const auto log = open();
    CallDenied denied = audit::test::denied(callName(1), "a,\"b\"\r\nc");
    mustAppend(*log, denied);
    static_cast<void>(mustExport(*log));
    const Ran ran = run("cd " + quoted(unpack()) +
                        " && python3 -c \"import csv; rows = list(csv.DictReader(open("
                        "'evidence/denials.csv', newline='', encoding='utf-8'))); "
                        "print(len(rows), repr(rows[0]['tool']), rows[0]['record'])\"");
    EXPECT_EQ(ran.output, "1 'a,\"b\"\\r\\nc' 0\n");
}

TEST_F(BundleEvidence, ChartsAreWellFormed)
{
    const auto log = openFilled(5);
    static_cast<void>(mustExport(*log));
    const Ran ran = run("cd " + quoted(unpack()) +
                        " && python3 -c \"import re, xml.dom.minidom as m; "
                        "charts = re.findall('<svg.*?</svg>', open('report.html').read(), re.S); "
                        "[m.parseString(c) for c in charts]; print(len(charts) > 5)\"");
    EXPECT_EQ(ran.output, "True\n");
}

TEST_F(BundleEvidence, APartOfALogHasTheRowsOfItsPart)
{
    const auto log = openFilled(700); // a record in three is a refusal
    ExportRequest request;
    request.range = RecordRange{301, 1502};
    static_cast<void>(mustExport(*log, request));
    const auto folder = unpack();
    EXPECT_EQ(linesOf(folder / "evidence/denials.csv"), 1U + 400U);
    EXPECT_NE(readFile(folder / "report.html").find("The newest 100 of 400"), std::string::npos);
    EXPECT_EQ(verify(bundlePath()).status, 0);
}

TEST(RowPlaces, NamesThePartsThatHaveRowsAndNoMore)
{
    RowPlaces places(1000, 1'000'000);
    EXPECT_TRUE(places.partsOf(report::Table::Denials).empty());
    report::TableSet denial;
    denial.set(report::indexOf(report::Table::Denials));
    places.add(denial, 1000);
    places.add(denial, 1001);
    places.add(denial, 999'999);
    const auto parts = places.partsOf(report::Table::Denials);
    ASSERT_EQ(parts.size(), 2U);
    EXPECT_EQ(parts[0].begin, 1000U);
    EXPECT_LE(parts[0].end, 2000U);
    EXPECT_EQ(parts[1].end, 1'000'000U);
    EXPECT_TRUE(places.partsOf(report::Table::Orphans).empty());
}

} // namespace
} // namespace portcullis::audit::bundle::test
