#include "gateway/audit/bundle/bundle_check.h"
#include "gateway/base/encoding.h"
#include "tests/gateway/audit/bundle/bundle_fixture.h"

#include <fstream>
#include <sstream>

// What verify.py says to bundles that were put together by somebody who has the log's keys.
namespace portcullis::audit::bundle::test {
namespace {

class BundleVerifyScript : public BundleTest
{
protected:
    [[nodiscard]] std::filesystem::path exported(const ExportRequest& request)
    {
        m_log = openFilled(10);
        static_cast<void>(mustExport(*m_log, request));
        return unpack();
    }

    static void write(const std::filesystem::path& file, const std::string& content)
    {
        std::ofstream(file, std::ios::binary | std::ios::trunc) << content;
    }

    static void
    replace(const std::filesystem::path& file, const std::string& from, const std::string& to)
    {
        std::string content = readFile(file);
        const std::size_t at = content.find(from);
        ASSERT_NE(at, std::string::npos) << from << " in " << content;
        write(file, content.replace(at, from.size(), to));
    }

    // Without the line of the record.
    static std::string withoutRecord(const std::string& lines, int n)
    {
        std::istringstream in(lines);
        std::string out;
        for (std::string line; std::getline(in, line);) {
            if (line.find(R"("n":)" + std::to_string(n) + ",") == std::string::npos) {
                out += line + "\n";
            }
        }
        return out;
    }

    // MANIFEST.sha256 and both signatures anew.
    [[nodiscard]] Ran verifySignedAgain(const std::filesystem::path& folder) const
    {
        std::istringstream old(readFile(folder / "MANIFEST.sha256"));
        std::string sums;
        for (std::string line; std::getline(old, line);) {
            const std::string name = line.substr(66);
            sums += toHex(sha256(readFile(folder / name))) + "  " + name + "\n";
        }
        const LogSigner signer = LogSigner::make(m_keys, m_log->origin()).value();
        const OfBothKeys signatures = signer.signManifest(sums).value();
        write(folder / "MANIFEST.sha256", sums);
        write(folder / "signatures/manifest.ed25519", signatures.ed25519);
        write(folder / "signatures/manifest.p256", signatures.p256);
        return verify(folder);
    }

    std::unique_ptr<AuditLog> m_log;
};

TEST_F(BundleVerifyScript, AcceptsWhatIsSignedAgainUnchanged)
{
    const auto folder = exported({});
    EXPECT_EQ(verifySignedAgain(folder).status, 0);
}

// Two requests about one task at once, each with a number of its own, long after its call.
TEST_F(BundleVerifyScript, AcceptsWhatATaskHasLeftAndSoDoesTheProgram)
{
    m_log = open();
    CallIntent call = audit::test::intent(callName(1));
    CallOutcome created =
        audit::test::outcome(callName(1), mustAppend(*m_log, call), R"({"taskId":"t"})");
    created.outcome = api::Outcome::TaskCreated;
    mustAppend(*m_log, created);
    fill(*m_log, 3);
    std::vector<std::int64_t> intents;
    for (const int i : {101, 102}) {
        CallIntent poll = audit::test::intent(callName(i), "");
        poll.method = "tasks/get";
        poll.task = call.call;
        intents.push_back(mustAppend(*m_log, poll));
    }
    CallDenied later = audit::test::denied(callName(103), "echo");
    later.method = "tasks/cancel";
    later.task = call.call;
    mustAppend(*m_log, later);
    for (const int i : {101, 102}) {
        mustAppend(
            *m_log,
            audit::test::outcome(callName(i), intents[static_cast<std::size_t>(i - 101)], "{}"));
    }
    static_cast<void>(mustExport(*m_log));
    const auto folder = unpack();
    EXPECT_EQ(verify(folder).status, 0) << verify(folder).output;
    const auto verdict = checkBundle(bundlePath(), {});
    ASSERT_TRUE(verdict);
    EXPECT_EQ(verdict->status, Verdict::Status::Valid) << verdict->sentence;
    const std::string bodies = readFile(folder / "log/bodies.jsonl");
    EXPECT_NE(bodies.find(R"("status":"task_created")"), std::string::npos);
    std::size_t named = 0;
    const std::string member = R"("task":")" + call.call.str() + R"(","tool":"echo")";
    for (std::size_t at = 0; (at = bodies.find(member, at)) != std::string::npos; ++at) {
        ++named;
    }
    EXPECT_EQ(named, 3U);
}

TEST_F(BundleVerifyScript, FindsAMissingRecord)
{
    const auto folder = exported({});
    const auto headers = folder / "log/headers.jsonl";
    write(headers, withoutRecord(readFile(headers), 7));
    const Ran ran = verifySignedAgain(folder);
    EXPECT_EQ(ran.status, 1);
    EXPECT_EQ(ran.lastLine(), "INVALID: log/headers.jsonl, line 8: record 7 should stand here.\n");
}

TEST_F(BundleVerifyScript, FindsAWithheldBody)
{
    const auto folder = exported({});
    const auto bodies = folder / "log/bodies.jsonl";
    write(bodies, withoutRecord(readFile(bodies), 29));
    write(folder / "log/openings.jsonl",
          withoutRecord(readFile(folder / "log/openings.jsonl"), 29));
    EXPECT_EQ(verifySignedAgain(folder).lastLine(),
              "INVALID: Record 29 is within the bundle's scope, but its body is withheld.\n");
}

TEST_F(BundleVerifyScript, FindsATimeThatTheRangeDoesNotReach)
{
    const WallTime start = fromMicros(portcullis::test::ManualClock::kDefaultStart);
    ExportRequest request;
    request.range = TimeRange{start + std::chrono::seconds(4), start + std::chrono::seconds(7)};
    const auto manifest = exported(request) / "manifest.json";
    const auto folder = manifest.parent_path();
    const std::string original = readFile(manifest);
    const auto micros = [start](int seconds) {
        return std::to_string(toMicros(start + std::chrono::seconds(seconds)));
    };
    replace(manifest, R"("from":)" + micros(4), R"("from":)" + micros(3));
    EXPECT_EQ(verifySignedAgain(folder).lastLine(),
              "INVALID: Record 4 is within the bundle's scope, but its body is withheld.\n");
    write(manifest, original);
    replace(manifest, R"("from":)" + micros(4), R"("from":)" + micros(2));
    EXPECT_EQ(verifySignedAgain(folder).status, 1);
    write(manifest, original);
    replace(manifest, R"("to":)" + micros(7), R"("to":)" + micros(60));
    EXPECT_EQ(verifySignedAgain(folder).status, 1);
}

TEST_F(BundleVerifyScript, WantsTheNeighboursOfATime)
{
    ExportRequest request;
    request.range = RecordRange{6, 9}; // of the seconds 5 and 6
    const auto folder = exported(request);
    const auto second = [](int i) {
        return std::to_string(portcullis::test::ManualClock::kDefaultStart + i * 1'000'000LL);
    };
    const std::string original = readFile(folder / "manifest.json");
    replace(folder / "manifest.json", R"("scope":{})", R"("scope":{"from":)" + second(5) + "}");
    EXPECT_EQ(verifySignedAgain(folder).lastLine(),
              "INVALID: Record 5 and those before it may belong to the bundle's time: no "
              "neighbour shows where it begins.\n");
    write(folder / "manifest.json", original);
    replace(folder / "manifest.json", R"("scope":{})", R"("scope":{"to":)" + second(7) + "}");
    EXPECT_EQ(verifySignedAgain(folder).lastLine(),
              "INVALID: Record 9 and those after it may belong to the bundle's time: no "
              "neighbour shows where it ends.\n");
}

TEST_F(BundleVerifyScript, FindsTheBodyOfAnotherTool)
{
    const auto folder = exported({});
    replace(folder / "manifest.json", R"("scope":{})", R"("scope":{"tool":"echo"})");
    EXPECT_EQ(verifySignedAgain(folder).lastLine(),
              "INVALID: Record 2 lies outside the bundle's scope, but its body is there.\n");
}

TEST_F(BundleVerifyScript, RefusesAScopeThatItDoesNotKnow)
{
    const auto folder = exported({});
    replace(folder / "manifest.json", R"("scope":{})", R"("scope":{"person":"x"})");
    EXPECT_EQ(verifySignedAgain(folder).lastLine(),
              "INVALID: manifest.json, scope: person is unknown.\n");
}

TEST_F(BundleVerifyScript, CountsCallsWithoutAnOutcomeByTheHeadersAlone)
{
    m_log = openFilled(3);
    ExportRequest request;
    request.key = KeyId(kOtherKey); // shows no outcome's body
    static_cast<void>(mustExport(*m_log, request));
    EXPECT_EQ(verify(bundlePath()).output.find("no outcome"), std::string::npos);
    request.range = RecordRange{0, 7}; // the last of these is an intent
    static_cast<void>(mustExport(*m_log, request));
    EXPECT_NE(verify(bundlePath()).output.find("1 calls have no outcome within the range."),
              std::string::npos);
}

} // namespace
} // namespace portcullis::audit::bundle::test
