#include "gateway/audit/bundle/bundle_check.h"
#include "tests/gateway/audit/bundle/bundle_fixture.h"

#include <sys/stat.h>

// What a bundle shows and what it hides. Each is judged by the verifier in Python.
namespace portcullis::audit::bundle::test {
namespace {

constexpr const char* kValid =
    "VALID: nothing was changed, and nothing between the first and the last record is missing.\n";

class BundleExport : public BundleTest
{
protected:
    // What a bundle says of its own end.
    static api::PreviousBundle endOf(const std::filesystem::path& bundle)
    {
        const auto verdict = checkBundle(bundle, {});
        EXPECT_TRUE(verdict);
        return {{verdict->origin, verdict->end, verdict->endRoot}, verdict->p256Key};
    }

    void expectNoJoint(const AuditLog& log, const ExportRequest& request, const std::string& says)
    {
        const auto refused = tryExport(log, request);
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().code, ErrorCode::InvalidArgument);
        EXPECT_NE(refused.error().message.find(says), std::string::npos) << refused.error().message;
    }
};

TEST_F(BundleExport, AWholeLogIsValidAndShowsEveryValue)
{
    const auto log = openFilled(20);
    const ExportSummary summary = mustExport(*log);
    EXPECT_EQ(summary.begin, 0U);
    EXPECT_EQ(summary.end, 60U);
    EXPECT_EQ(summary.counts, (BundleCounts{60, 60, 80, 0, 0}));
    const Ran ran = verify(bundlePath());
    EXPECT_EQ(ran.status, 0);
    EXPECT_EQ(ran.lastLine(), kValid);
    EXPECT_NE(ran.output.find("60 records, 60 bodies, 80 values shown, 0 withheld."),
              std::string::npos)
        << ran.output;
}

TEST_F(BundleExport, TheFileIsItsOwnersOnlyAndNothingIsLeftBesideIt)
{
    const auto log = openFilled(1);
    static_cast<void>(mustExport(*log));
    struct stat info = {};
    ASSERT_EQ(::stat(bundlePath().c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0777U, 0600U);
    EXPECT_EQ(filesWritten(), 1U);
}

TEST_F(BundleExport, TheSummaryNamesTheCheckpointAndTheManifest)
{
    const auto log = openFilled(3);
    const ExportSummary summary = mustExport(*log);
    EXPECT_EQ(summary.head.origin, log->origin());
    EXPECT_EQ(summary.head.size, 9U);
    EXPECT_EQ(verify(bundlePath(), "--pin " + api::formatPin(summary.head)).status, 0);
    const auto folder = unpack();
    EXPECT_EQ(summary.manifestSums, sha256(readFile(folder / "MANIFEST.sha256")));
    EXPECT_NE(readFile(folder / "manifest.json").find(summary.bundleId), std::string::npos);
}

TEST_F(BundleExport, ARangeOfRecordsIsProvenToBeComplete)
{
    const auto log = openFilled(200);
    ExportRequest request;
    request.range = RecordRange{101, 307};
    const ExportSummary summary = mustExport(*log, request);
    EXPECT_EQ(summary.counts.headers, 206U);
    const Ran ran = verify(bundlePath());
    EXPECT_EQ(ran.status, 0) << ran.output;
    EXPECT_NE(ran.output.find("records 101 to 306 of 600."), std::string::npos);
    EXPECT_EQ(linesOf(unpack() / "log/headers.jsonl"), 206U);
}

TEST_F(BundleExport, ARangeOutsideTheLogIsRefused)
{
    const auto log = openFilled(2);
    ExportRequest request;
    for (const auto& [range, code] : {std::pair(RecordRange{0, 7}, ErrorCode::InvalidArgument),
                                      std::pair(RecordRange{5, 4}, ErrorCode::InvalidArgument),
                                      std::pair(RecordRange{7, {}}, ErrorCode::InvalidArgument),
                                      std::pair(RecordRange{6, {}}, ErrorCode::NotFound)}) {
        request.range = range;
        const auto summary = tryExport(*log, request);
        ASSERT_FALSE(summary);
        EXPECT_EQ(summary.error().code, code);
    }
    EXPECT_EQ(filesWritten(), 0U);
}

TEST_F(BundleExport, AnEmptyLogHasNothingToExport)
{
    const auto log = open();
    const auto summary = tryExport(*log, {});
    ASSERT_FALSE(summary);
    EXPECT_EQ(summary.error().code, ErrorCode::NotFound);
}

TEST_F(BundleExport, ATimeComesWithTheNeighboursThatProveItsBorders)
{
    const auto log = openFilled(10); // two seconds a round: records 3i and 3i+1, then 3i+2
    const WallTime start = fromMicros(portcullis::test::ManualClock::kDefaultStart);
    ExportRequest request;
    request.range = TimeRange{start + std::chrono::seconds(4), start + std::chrono::seconds(7)};
    const ExportSummary summary = mustExport(*log, request);
    // Seconds 4, 5 and 6: a refusal, a call and a refusal; a neighbour on each side.
    EXPECT_EQ(summary.begin, 4U);
    EXPECT_EQ(summary.end, 10U);
    EXPECT_EQ(summary.counts.bodies, 4U);
    EXPECT_EQ(verify(bundlePath()).lastLine(), kValid);
}

TEST_F(BundleExport, ATimeWithoutRecordsShowsThatThereAreNone)
{
    const auto log = openFilled(2);
    const WallTime start = fromMicros(portcullis::test::ManualClock::kDefaultStart);
    ExportRequest request;
    request.range = TimeRange{start + std::chrono::hours(1), {}};
    const ExportSummary summary = mustExport(*log, request);
    EXPECT_EQ(summary.counts, (BundleCounts{1, 0, 0, 0, 0}));
    EXPECT_EQ(verify(bundlePath()).lastLine(), kValid);
}

TEST_F(BundleExport, OneKeyShowsItsBodiesAndNobodyElses)
{
    const auto log = openFilled(10);
    ExportRequest request;
    request.key = KeyId(kOtherKey);
    const ExportSummary summary = mustExport(*log, request);
    EXPECT_EQ(summary.counts.headers, 30U);
    EXPECT_EQ(summary.counts.bodies, 10U);
    EXPECT_EQ(verify(bundlePath()).lastLine(), kValid);
    const auto folder = unpack();
    EXPECT_EQ(readFile(folder / "log/openings.jsonl").find("P1"), std::string::npos);
    EXPECT_EQ(readFile(folder / "log/bodies.jsonl").find("claude"), std::string::npos);
}

TEST_F(BundleExport, ADecisionIsAScope)
{
    const auto log = openFilled(10);
    ExportRequest request;
    request.decision = Decision::Deny;
    EXPECT_EQ(mustExport(*log, request).counts.bodies, 10U);
    EXPECT_EQ(verify(bundlePath()).lastLine(), kValid);
    request.decision = Decision::Allow;
    EXPECT_EQ(mustExport(*log, request).counts.bodies, 20U);
    EXPECT_EQ(verify(bundlePath()).lastLine(), kValid);
}

TEST_F(BundleExport, AServerIsAScope)
{
    const auto log = openFilled(3);
    ExportRequest request;
    request.server = ServerId("other");
    EXPECT_EQ(mustExport(*log, request).counts.bodies, 0U);
    EXPECT_EQ(verify(bundlePath()).lastLine(), kValid);
    request.server = ServerId("fx");
    EXPECT_EQ(mustExport(*log, request).counts.bodies, 9U);
    EXPECT_EQ(verify(bundlePath()).lastLine(), kValid);
}

TEST_F(BundleExport, OneToolIsValidButForTheExportersWord)
{
    const auto log = openFilled(10);
    ExportRequest request;
    request.tool = "drop";
    EXPECT_EQ(mustExport(*log, request).counts.bodies, 10U);
    const Ran ran = verify(bundlePath());
    EXPECT_EQ(ran.status, 3);
    EXPECT_EQ(ran.lastLine(),
              "VALID, BUT INCOMPLETE: that 20 records without a body do not concern the tool is "
              "the exporter's word.\n");
}

TEST_F(BundleExport, OneCaseIsValidButForTheExportersWord)
{
    const auto log = openFilled(2);
    m_clock.advance(std::chrono::seconds(1));
    CallIntent intent = audit::test::intent(callName(100));
    intent.caller.caseId = CaseId("tiger");
    CallOutcome outcome = audit::test::outcome(callName(100), mustAppend(*log, intent), "{}");
    outcome.caseId = CaseId("tiger");
    mustAppend(*log, outcome);
    ExportRequest request;
    request.caseId = CaseId("tiger");
    EXPECT_EQ(mustExport(*log, request).counts.bodies, 2U);
    const Ran ran = verify(bundlePath());
    EXPECT_EQ(ran.status, 3);
    EXPECT_NE(ran.output.find(R"(Scope: {"case":"tiger"}.)"), std::string::npos) << ran.output;
    EXPECT_EQ(ran.lastLine(),
              "VALID, BUT INCOMPLETE: that 6 records without a body do not concern the case is "
              "the exporter's word.\n");
    request.tool = "echo";
    EXPECT_EQ(mustExport(*log, request).counts.bodies, 2U);
    EXPECT_EQ(verify(bundlePath()).lastLine(),
              "VALID, BUT INCOMPLETE: that 6 records without a body do not concern the tool and "
              "the case is the exporter's word.\n");
    const auto folder = unpack();
    EXPECT_EQ(readFile(folder / "log/headers.jsonl").find("tiger"), std::string::npos);
    request.caseId = CaseId("");
    EXPECT_EQ(tryExport(*log, request).error().code, ErrorCode::InvalidArgument);
}

TEST_F(BundleExport, RedactedValuesAreWithheldAndCounted)
{
    const auto log = openFilled(5);
    ExportRequest request;
    request.redacted = {"args/patient"};
    const ExportSummary summary = mustExport(*log, request);
    EXPECT_EQ(summary.counts.values, 10U);   // limit and result of each call
    EXPECT_EQ(summary.counts.withheld, 10U); // patient, and refused arguments taken as one
    EXPECT_EQ(verify(bundlePath()).lastLine(), kValid);
    const auto folder = unpack();
    EXPECT_EQ(readFile(folder / "log/openings.jsonl").find("P1"), std::string::npos);
    EXPECT_NE(readFile(folder / "manifest.json").find(R"("redacted":["args/patient"])"),
              std::string::npos);
}

TEST_F(BundleExport, NoValuesMeansNone)
{
    const auto log = openFilled(5);
    ExportRequest request;
    request.values = Values::None;
    EXPECT_EQ(mustExport(*log, request).counts, (BundleCounts{15, 15, 0, 20, 0}));
    EXPECT_EQ(verify(bundlePath()).lastLine(), kValid);
    EXPECT_EQ(readFile(unpack() / "log/openings.jsonl"), "");
}

TEST_F(BundleExport, AllArgumentsAreOneWord)
{
    const auto log = openFilled(5);
    ExportRequest request;
    request.redacted = {"args"};
    EXPECT_EQ(mustExport(*log, request).counts, (BundleCounts{15, 15, 5, 15, 0}));
}

TEST_F(BundleExport, AMisspeltRedactionIsRefusedInsteadOfShowingTheValue)
{
    const auto log = openFilled(1);
    ExportRequest request;
    request.redacted = {"patient"};
    const auto summary = tryExport(*log, request);
    ASSERT_FALSE(summary);
    EXPECT_EQ(summary.error().code, ErrorCode::InvalidArgument);
    EXPECT_NE(summary.error().message.find("args/"), std::string::npos);
}

TEST_F(BundleExport, AnEmptyFilterIsRefusedInsteadOfMeaningEverything)
{
    const auto log = openFilled(1);
    std::vector<ExportRequest> requests(4);
    requests[0].key = KeyId();
    requests[1].server = ServerId();
    requests[2].tool = "";
    requests[3].tool = "\xFF";
    for (const ExportRequest& request : requests) {
        const auto summary = tryExport(*log, request);
        ASSERT_FALSE(summary);
        EXPECT_EQ(summary.error().code, ErrorCode::InvalidArgument);
    }
}

TEST_F(BundleExport, ContentThatIsNotUtf8IsShownByteForByte)
{
    const auto log = open();
    appendCall(*log, 0, "\xFF\xFE not JSON");
    EXPECT_EQ(mustExport(*log).counts.values, 2U);
    EXPECT_EQ(verify(bundlePath()).lastLine(), kValid);
    EXPECT_NE(
        readFile(unpack() / "log/openings.jsonl").find(R"({"b":"//4gbm90IEpTT04=","f":"args")"),
        std::string::npos);
}

TEST_F(BundleExport, WhatWasKeptOnlyToBeProvenIsWithheld)
{
    const auto log = open();
    CallIntent call = audit::test::intent(callName(0));
    call.arguments.mode = api::ContentMode::ProveOnly;
    mustAppend(*log, call);
    call.call = CallId(callName(1));
    call.arguments.mode = api::ContentMode::None;
    mustAppend(*log, call);
    EXPECT_EQ(mustExport(*log).counts, (BundleCounts{2, 2, 0, 2, 0}));
    EXPECT_EQ(verify(bundlePath()).lastLine(), kValid);
}

TEST_F(BundleExport, ConsecutiveBundlesJoin)
{
    const auto log = openFilled(10);
    ExportRequest request;
    request.range = RecordRange{0, 12};
    static_cast<void>(mustExport(*log, request));
    const auto first = m_folder.path() / "first.zip";
    std::filesystem::rename(bundlePath(), first);
    request.range = RecordRange{12, {}};
    request.previous = endOf(first);
    static_cast<void>(mustExport(*log, request));
    const Ran ran = verify(bundlePath(), "--previous " + quoted(first));
    EXPECT_EQ(ran.status, 0) << ran.output;
    EXPECT_NE(ran.output.find("It goes on where the previous bundle ends."), std::string::npos);
    request.previous->end.size = 11;
    expectNoJoint(*log, request, "which is not in the range of 12 to");
}

// Whatever the check of both would call invalid is not begun.
TEST_F(BundleExport, NoBundleIsJoinedToOneThatIsNotOfTheLog)
{
    const auto log = openFilled(10);
    ExportRequest request;
    request.range = RecordRange{0, 12};
    static_cast<void>(mustExport(*log, request));
    const api::PreviousBundle first = endOf(bundlePath());
    request.range = RecordRange{12, {}};
    request.previous = first;
    request.previous->end.origin = "portcullis.local/00112233445566778899aabbccddeeff/1";
    expectNoJoint(*log, request, "is of another log");
    request.previous->end.origin = first.end.origin.substr(0, first.end.origin.rfind('/')) + "/2";
    expectNoJoint(*log, request, "from before a person accepted");
    request.previous = first;
    request.previous->logKey.back() = 'x';
    expectNoJoint(*log, request, "signed by other keys");
    request.previous = first;
    request.previous->end.root[0] ^= 1;
    expectNoJoint(*log, request, "has other records than the log");
    request.previous = first;
    static_cast<void>(mustExport(*log, request));
}

TEST_F(BundleExport, TheManifestSaysWhoAskedAndWhatFor)
{
    const auto log = openFilled(1);
    ExportRequest request;
    request.purpose = "Review of \"Q3\"\n\xFF";
    request.requestedBy = "J. Müller";
    request.created = m_clock.wallNow();
    static_cast<void>(mustExport(*log, request));
    EXPECT_EQ(verify(bundlePath()).lastLine(), kValid);
    const auto manifest = audit::test::parsed(readFile(unpack() / "manifest.json"));
    EXPECT_EQ(manifest.root()["purpose"].string(), "Review of \"Q3\"\n\xEF\xBF\xBD");
    EXPECT_EQ(manifest.root()["requested_by"].string(), "J. Müller");
    EXPECT_EQ(manifest.root()["created"].integer(), toMicros(m_clock.wallNow()));
    EXPECT_EQ(manifest.root()["version"].string(), PORTCULLIS_VERSION);
}

TEST_F(BundleExport, TheBundleBringsItsFormatAndItsVerifier)
{
    const auto log = openFilled(1);
    static_cast<void>(mustExport(*log));
    const auto folder = unpack();
    const std::filesystem::path source = PORTCULLIS_SOURCE_DIR "/gateway/audit";
    EXPECT_EQ(readFile(folder / "FORMAT.md"), readFile(source / "FORMAT.md"));
    EXPECT_EQ(readFile(folder / "verify/verify.py"), readFile(source / "bundle/verify.py"));
    EXPECT_EQ(run("cd " + quoted(folder) + " && python3 -B verify/verify.py .").lastLine(), kValid);
    EXPECT_EQ(run("cd " + quoted(folder) + " && sha256sum --quiet -c MANIFEST.sha256").status, 0);
}

TEST_F(BundleExport, TheReadmeNamesTheFingerprintsThatOpensslComputes)
{
    const auto log = openFilled(1);
    static_cast<void>(mustExport(*log));
    const auto folder = unpack();
    const std::string readme = readFile(folder / "README.txt");
    for (const char* const key : {"keys/log-p256.pem", "keys/log-ed25519.pem"}) {
        const std::string hash =
            run("openssl pkey -pubin -in " + quoted(folder / key) + " -outform DER | sha256sum")
                .output;
        EXPECT_NE(readme.find(hash.substr(0, 8) + " " + hash.substr(8, 8) + " "), std::string::npos)
            << key;
        EXPECT_NE(readme.find(" " + hash.substr(56, 8) + "\n"), std::string::npos) << key;
    }
    EXPECT_NE(readme.find(log->origin()), std::string::npos);
}

} // namespace
} // namespace portcullis::audit::bundle::test
