#include "gateway/audit/content_keeper.h"
#include "gateway/base/encoding.h"
#include "tests/gateway/audit/read_raw.h"

#include <gmock/gmock.h>

#include <array>

namespace portcullis::audit::test {
namespace {

using AuditQuery = LogTest;

TEST_F(AuditQuery, ListsACallWithItsDetails)
{
    auto log = open();
    const auto started = mustAppend(*log, intent("c1", R"({"text": "hi",  "n":1.50})"));
    m_clock.advance(std::chrono::seconds(2));
    const auto ended = mustAppend(*log, outcome("c1", started, R"({"content":[]})"));
    const auto page = log->activity({});
    ASSERT_TRUE(page.has_value()) << page.error().cause;
    ASSERT_EQ(page->rows.size(), 1U);
    const api::ActivityRow& row = page->rows.front();
    EXPECT_EQ(row.n, ended);
    EXPECT_EQ(row.call.str(), "c1");
    EXPECT_EQ(row.key.str(), "vk_0123456789abcdef");
    EXPECT_EQ(row.client, "claude 2.1");
    EXPECT_EQ(row.tool, "echo");
    EXPECT_EQ(row.outcome, api::Outcome::Ok);
    EXPECT_EQ(row.durationMicros, 1500);
    EXPECT_EQ(row.argumentBytes, 13);
    EXPECT_EQ(row.resultBytes, 14);
    EXPECT_EQ(row.time, m_clock.wallNow());
    const auto details = log->details(ended);
    ASSERT_TRUE(details.has_value()) << details.error().cause;
    EXPECT_EQ(details->row, row);
    EXPECT_EQ(details->arguments, R"({"text": "hi",  "n":1.50})");
    EXPECT_EQ(details->result, R"({"content":[]})");
    EXPECT_THAT(details->intentHeader, ::testing::HasSubstr(R"("type":"call.intent")"));
    EXPECT_THAT(details->outcomeBody, ::testing::HasSubstr(R"("status":"ok")"));
    EXPECT_EQ(log->details(started)->row, row) << "the intent leads to its outcome";
    EXPECT_EQ(log->details(99).error().code, ErrorCode::NotFound);
}

TEST_F(AuditQuery, FindsTheCallsOfACase)
{
    auto log = open();
    CallIntent of = intent("c1");
    of.caller.caseId = CaseId("tiger");
    const auto started = mustAppend(*log, of);
    mustAppend(*log, intent("c2"));
    CallDenied refused = denied("c3", "drop");
    refused.caller.caseId = CaseId("tiger");
    const auto denial = mustAppend(*log, refused);
    api::ActivityQuery query;
    query.caseId = CaseId("tiger");
    const auto numbers = [&] {
        std::vector<std::int64_t> found;
        const auto page = log->activity(query);
        for (const api::ActivityRow& row : page ? page->rows : std::vector<api::ActivityRow>()) {
            found.push_back(row.n);
        }
        return found;
    };
    EXPECT_EQ(numbers(), (std::vector{denial, started})) << "the call that is running, too";
    CallOutcome ended = outcome("c1", started, "{}");
    ended.caseId = CaseId("tiger");
    const auto end = mustAppend(*log, ended);
    EXPECT_EQ(numbers(), (std::vector{end, denial}));
    EXPECT_EQ(log->details(end)->row.caseId, CaseId("tiger"));
    EXPECT_THAT(log->details(end)->intentBody, ::testing::HasSubstr(R"("case":"tiger")"));
    query.caseId = CaseId("lion");
    EXPECT_TRUE(numbers().empty());
}

TEST_F(AuditQuery, ACallOfACaseThatNobodyEndedStaysItsOwn)
{
    auto log = open();
    CallIntent of = intent("c1");
    of.caller.caseId = CaseId("tiger");
    mustAppend(*log, of);
    log.reset();
    log = open();
    api::ActivityQuery query;
    query.caseId = CaseId("tiger");
    const auto page = log->activity(query);
    ASSERT_TRUE(page);
    ASSERT_EQ(page->rows.size(), 1U);
    EXPECT_EQ(page->rows[0].outcome, api::Outcome::Orphaned);
}

TEST_F(AuditQuery, TheBodyTellsHowTheKeyCame)
{
    auto log = open();
    CallIntent of = intent("c1");
    of.caller.retiring = true;
    of.caller.programPath = "/usr/bin/claude";
    of.caller.programHash = std::string(64, 'a');
    const auto n = mustAppend(*log, of);
    const auto details = log->details(n);
    ASSERT_TRUE(details);
    EXPECT_THAT(details->intentBody,
                ::testing::HasSubstr(R"("program":{"path":"/usr/bin/claude","sha256":")" +
                                     std::string(64, 'a') + R"("},"retiring":true,)"));
}

TEST_F(AuditQuery, ShowsACallThatIsRunning)
{
    auto log = open();
    const auto started = mustAppend(*log, intent("c1"));
    auto page = log->activity({});
    ASSERT_EQ(page->rows.size(), 1U);
    EXPECT_EQ(page->rows[0].n, started);
    EXPECT_EQ(page->rows[0].outcome, api::Outcome::Running);
    EXPECT_EQ(page->rows[0].client, "claude 2.1");
    const auto details = log->details(started);
    ASSERT_TRUE(details.has_value());
    EXPECT_EQ(details->row.outcome, api::Outcome::Running);
    EXPECT_TRUE(details->outcomeHeader.empty());
    EXPECT_FALSE(details->result);
    mustAppend(*log, outcome("c1", -1, "{}")); // found by its call
    page = log->activity({});
    ASSERT_EQ(page->rows.size(), 1U);
    EXPECT_EQ(page->rows[0].outcome, api::Outcome::Ok);
    EXPECT_EQ(log->details(page->rows[0].n)->arguments, R"({"text":"hi"})");
}

TEST_F(AuditQuery, ShowsRefusals)
{
    auto log = open();
    const auto n = mustAppend(*log, denied("c2", "delete_all"));
    AccessRefused refused;
    refused.reason = api::Reason::UnknownKey;
    refused.caller.client = "curl";
    refused.count = 12;
    mustAppend(*log, refused);
    mustAppend(*log, outcome("c1", mustAppend(*log, intent("c1")), "{}"));
    api::ActivityQuery query;
    query.refusedOnly = true;
    const auto page = log->activity(query);
    ASSERT_EQ(page->rows.size(), 2U);
    EXPECT_EQ(page->rows[0].reason, api::Reason::UnknownKey);
    EXPECT_EQ(page->rows[0].client, "curl");
    EXPECT_EQ(page->rows[1].reason, api::Reason::ToolNotAllowed);
    EXPECT_EQ(page->rows[1].outcome, api::Outcome::Denied);
    const auto details = log->details(n);
    EXPECT_EQ(details->arguments, "{}");
    EXPECT_FALSE(details->result);
    EXPECT_TRUE(details->intentHeader.empty());
    EXPECT_THAT(details->outcomeBody, ::testing::HasSubstr("tool_not_allowed"));
}

TEST_F(AuditQuery, FiltersByKeyServerAndTool)
{
    auto log = open();
    for (int i = 0; i < 3; ++i) {
        const std::string id = std::to_string(i);
        mustAppend(*log, outcome(id, mustAppend(*log, intent(id)), "{}"));
    }
    CallDenied other = denied("d", "100%_Sure\\");
    other.server = ServerId("db");
    mustAppend(*log, std::move(other));
    mustAppend(*log, intent("running"));
    const auto count = [&log](const api::ActivityQuery& query) {
        const auto page = log->activity(query);
        EXPECT_TRUE(page.has_value());
        return page ? page->rows.size() : 0;
    };
    api::ActivityQuery query;
    EXPECT_EQ(count(query), 5U);
    query.key = KeyId("vk_0123456789abcdef");
    EXPECT_EQ(count(query), 4U);
    query.server = ServerId("db");
    EXPECT_EQ(count(query), 0U);
    query = {};
    query.server = ServerId("db");
    EXPECT_EQ(count(query), 1U);
    query = {};
    for (const char* text : {"%", "_", "\\", "0%_s", "SURE"}) {
        query.text = text;
        EXPECT_EQ(count(query), 1U) << text;
    }
    query.text = "ECHO";
    EXPECT_EQ(count(query), 4U);
    query.text = "'; DROP TABLE rec; --";
    EXPECT_EQ(count(query), 0U);
    EXPECT_EQ(log->recordCount(), 8U);
}

TEST_F(AuditQuery, PagesWithoutRepeatsOrGaps)
{
    auto log = open();
    for (int i = 0; i < 25; ++i) {
        mustAppend(*log, denied(std::to_string(i), "t"));
        mustAppend(*log, RunClose{""}); // not of the list
    }
    const auto running = mustAppend(*log, intent("r"));
    std::vector<std::int64_t> seen;
    api::ActivityQuery query;
    query.limit = 7;
    for (bool more = true; more;) {
        const auto page = log->activity(query);
        ASSERT_TRUE(page.has_value());
        ASSERT_LE(page->rows.size(), 7U);
        for (const auto& row : page->rows) {
            seen.push_back(row.n);
        }
        more = page->more;
        query.before = seen.back();
    }
    ASSERT_EQ(seen.size(), 26U);
    EXPECT_EQ(seen.front(), running);
    for (std::size_t i = 1; i < seen.size(); ++i) {
        EXPECT_EQ(seen[i], static_cast<std::int64_t>(50 - 2 * i));
    }
}

TEST_F(AuditQuery, TellsWhenKeysWereLastUsed)
{
    auto log = open();
    const auto first = m_clock.wallNow();
    mustAppend(*log, denied("d", "t"));
    m_clock.advance(std::chrono::seconds(5));
    mustAppend(*log, intent("c"));
    for (int run = 0; run < 2; ++run) {
        const auto uses = log->keyUses();
        ASSERT_TRUE(uses.has_value());
        EXPECT_THAT(
            *uses,
            ::testing::ElementsAre(api::KeyUse{KeyId("vk_0123456789abcdef"), m_clock.wallNow()},
                                   api::KeyUse{KeyId("vk_fedcba9876543210"), first}));
        log.reset();
        log = open(); // the orphaned call is of the same time
    }
}

TEST_F(AuditQuery, KeepsWhatTheContentModeSays)
{
    auto log = open();
    const std::string text = R"({"patient":"P1234","limit":3})";
    std::vector<std::int64_t> numbers;
    for (const auto mode :
         {api::ContentMode::Full, api::ContentMode::ProveOnly, api::ContentMode::None}) {
        CallIntent call = intent("c");
        call.arguments = content(text, mode);
        numbers.push_back(mustAppend(*log, std::move(call)));
    }
    EXPECT_EQ(log->details(numbers[0])->arguments, text);
    EXPECT_FALSE(log->details(numbers[1])->arguments);
    EXPECT_FALSE(log->details(numbers[2])->arguments);
    Connection reading = readOnly(database(), key());
    auto rows = reading.prepare("SELECT n, length(salts), text FROM payload ORDER BY n");
    ASSERT_TRUE(rows->step().value_or(false));
    EXPECT_EQ(rows->integer(1), 64 + 16);
    EXPECT_EQ(rows->text(2).size(), text.size() + 16) << "sealed";
    ASSERT_TRUE(rows->step().value_or(false));
    EXPECT_EQ(rows->integer(0), numbers[1]);
    EXPECT_EQ(rows->integer(1), 64 + 16);
    EXPECT_TRUE(rows->isNull(2));
    EXPECT_FALSE(rows->step().value_or(true)) << "nothing is kept of the third";
    for (const RawRecord& record : readRecords(reading)) {
        const auto body = parsed(record.body);
        EXPECT_EQ(body.root()["c"].size(), 2U);
        EXPECT_EQ(body.root()["c"]["args/patient"].string().size(), 64U);
        EXPECT_EQ(body.root()["args"]["bytes"].integer(), 29);
    }
}

// What a reviewer does with a salt and a text.
TEST_F(AuditQuery, CommitmentsOpenWithTheirSalts)
{
    auto log = open();
    mustAppend(*log, intent("c", R"({"b":[1, 2],"a":"x"})"));
    Connection reading = readOnly(database(), key());
    auto rows = reading.prepare("SELECT " + std::string(ContentReader::kColumns) +
                                " FROM payload p" + ContentReader::kJoin);
    ASSERT_TRUE(rows->step().value_or(false));
    ContentReader contents(contentKeys());
    const auto opened = contents.open(0, *rows, 0);
    ASSERT_TRUE(opened);
    const auto salts = opened->salts.bytes();
    ASSERT_EQ(salts.size(), 64U);
    const auto body = parsed(readRecords(reading).at(0).body);
    const auto commitments = body.root()["c"];
    EXPECT_EQ(commitments["args/a"].string(),
              toHex(hmacSha256(salts.subspan(0, 32), asBytes("args/a\n\"x\""))));
    EXPECT_EQ(commitments["args/b"].string(),
              toHex(hmacSha256(salts.subspan(32, 32), asBytes("args/b\n[1, 2]"))));
}

} // namespace
} // namespace portcullis::audit::test
