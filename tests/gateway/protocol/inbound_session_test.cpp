#include "gateway/protocol/inbound.h"
#include "tests/gateway/protocol/support.h"

#include <gtest/gtest.h>

namespace portcullis::protocol {

namespace {

constexpr const char* kPing = R"({"jsonrpc":"2.0","id":1,"method":"ping"})";
constexpr const char* kInitialize =
    R"({"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25"}})";
constexpr const char* kAnswer = R"({"jsonrpc":"2.0","id":1,"result":{}})";
constexpr const char* kNote = R"({"jsonrpc":"2.0","method":"notifications/initialized"})";

McpHeaders withVersion(const char* version)
{
    McpHeaders headers;
    if (version != nullptr) {
        headers.protocolVersion = version;
    }
    return headers;
}

struct RefusalCase
{
    const char* id; // requirement
    std::string text;
    const char* version; // MCP-Protocol-Version or null
    unsigned status;
    int code;
    const char* answeredId;
};

std::string batchOf(const std::string& elements)
{
    return "[" + elements + "]";
}

std::vector<RefusalCase> refusals()
{
    const std::string claim =
        R"({"jsonrpc":"2.0","id":1,"method":"ping","params":{"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28"}}})";
    const std::string discover = R"({"jsonrpc":"2.0","id":"d","method":"server/discover"})";
    const std::string listen = R"({"jsonrpc":"2.0","id":2,"method":"subscriptions/listen"})";
    return {
        {"A-43", kPing, "1999-01-01", 400, code::kInvalidRequest, "1"},
        {"G-15", kPing, "", 400, code::kInvalidRequest, "1"},
        {"A-43", kAnswer, "1999-01-01", 400, code::kInvalidRequest, "1"},
        {"A-43", kNote, "banana", 400, code::kInvalidRequest, ""},
        {"A-45", "[]", nullptr, 400, code::kInvalidRequest, ""},
        {"A-45", batchOf(kInitialize), nullptr, 400, code::kInvalidRequest, ""},
        {"A-45", batchOf(std::string(kPing) + "," + kInitialize), nullptr, 400, -32600, ""},
        {"A-45", batchOf(kPing), "1999-01-01", 400, code::kInvalidRequest, ""},
        {"B-02.2", batchOf(claim), nullptr, 400, code::kInvalidRequest, ""},
        {"B-02.2", batchOf(discover), nullptr, 400, code::kInvalidRequest, ""},
        {"G-13", batchOf(kPing), "2026-07-28", 400, code::kInvalidRequest, ""},
        {"G-12", batchOf("1"), nullptr, 400, code::kInvalidRequest, ""},
        {"G-12", "7", nullptr, 400, code::kInvalidRequest, ""},
        {"G-12", R"({"jsonrpc":"2.0","id":9,"method":5})", nullptr, 400, -32600, "9"},
        {"G-12", R"({"jsonrpc":"2.0","id":null,"method":"ping"})", nullptr, 400, -32600, ""},
        {"B-02.4", kInitialize, "2026-07-28", 400, code::kHeaderMismatch, "1"},
        {"B-02.5", kPing, "2026-07-28", 400, code::kInvalidParams, "1"},
        {"B-02.6", discover, nullptr, 400, code::kInvalidParams, "\"d\""},
        {"B-02.6", listen, nullptr, 400, code::kInvalidParams, "2"},
        {"B-26", kAnswer, "2026-07-28", 400, code::kInvalidRequest, "1"},
    };
}

} // namespace

TEST(ClassifyPost, RefusesInTheOrderOfTheLadder)
{
    for (const auto& [id, text, version, status, code, answeredId] : refusals()) {
        const Json json(text);
        const Inbound inbound = classifyPost(json.document(), withVersion(version));
        const auto* refusal = std::get_if<Refusal>(&inbound);
        ASSERT_NE(refusal, nullptr) << id << ": " << text;
        EXPECT_EQ(refusal->httpStatus, status) << id << ": " << text;
        EXPECT_EQ(refusal->error.code, code) << id << ": " << text;
        EXPECT_EQ(refusal->id, answeredId) << id << ": " << text;
        EXPECT_FALSE(refusal->error.message.empty());
    }
}

TEST(ClassifyPost, SortsTheSessionEra)
{
    struct Case
    {
        const char* text;
        const char* version;
        std::optional<Revision> expected;
    };

    const Case cases[] = {
        {kPing, nullptr, std::nullopt},
        {kPing, "2025-06-18", Revision::V2025_06_18},
        {kPing, " 2025-11-25\t", Revision::V2025_11_25},
        {kInitialize, nullptr, std::nullopt},
        {kInitialize, "2099-01-01", std::nullopt}, // the header counts after initialize (A-43)
        {kAnswer, "2025-11-25", Revision::V2025_11_25},
        {kNote, nullptr, std::nullopt},
    };
    for (const auto& [text, version, expected] : cases) {
        const Json json(text);
        const Inbound inbound = classifyPost(json.document(), withVersion(version));
        const auto* session = std::get_if<SessionMessages>(&inbound);
        ASSERT_NE(session, nullptr) << text;
        EXPECT_EQ(session->messages.size(), 1U);
        EXPECT_FALSE(session->batch);
        EXPECT_EQ(session->headerRevision, expected) << text;
    }
}

// A-45: which sessions may is for the engine to say.
TEST(ClassifyPost, TakesBatchesOfTheSessionEraApart)
{
    const Json json(batchOf(std::string(kPing) + "," + kNote + "," + kAnswer));
    const Inbound inbound = classifyPost(json.document(), withVersion("2025-03-26"));
    const auto& session = std::get<SessionMessages>(inbound);
    EXPECT_TRUE(session.batch);
    ASSERT_EQ(session.messages.size(), 3U);
    EXPECT_EQ(session.messages[0].kind, MessageKind::Request);
    EXPECT_EQ(session.messages[1].kind, MessageKind::Notification);
    EXPECT_EQ(session.messages[2].kind, MessageKind::Response);
    EXPECT_EQ(session.headerRevision, Revision::V2025_03_26);
}

// B-14
TEST(ClassifyPost, RefusesFieldsThatComeTwice)
{
    McpHeaders headers = withVersion("2025-11-25");
    headers.duplicated = true;
    const Json json(kPing);
    const Inbound inbound = classifyPost(json.document(), headers);
    EXPECT_EQ(std::get<Refusal>(inbound).httpStatus, 400U);
}

TEST(ClassifyPost, NamesTheMissingKeys)
{
    const Json json(kPing);
    const Inbound inbound = classifyPost(json.document(), withVersion("2026-07-28"));
    const std::string& text = std::get<Refusal>(inbound).error.message;
    EXPECT_NE(text.find("io.modelcontextprotocol/protocolVersion"), std::string::npos);
    EXPECT_NE(text.find("io.modelcontextprotocol/clientCapabilities"), std::string::npos);
}

// B-03
TEST(ClassifyLine, FollowsTheLadderWithoutHeaders)
{
    const Json ping(kPing);
    const Json batch(batchOf(kPing));
    const Json discover(R"({"jsonrpc":"2.0","id":1,"method":"server/discover"})");
    EXPECT_TRUE(std::holds_alternative<SessionMessages>(classifyLine(ping.document())));
    EXPECT_TRUE(std::get<SessionMessages>(classifyLine(batch.document())).batch);
    EXPECT_EQ(std::get<Refusal>(classifyLine(discover.document())).error.code,
              code::kInvalidParams);
}

// A-10, G-11
TEST(NotJson, IsAParseErrorWithoutId)
{
    for (const std::string& text : {std::string("{"),
                                    std::string("\xFF"),
                                    std::string("{\"id\":1,\"id\":2}"),
                                    std::string("{}\0", 3),
                                    std::string(200, '[') + std::string(200, ']')}) {
        const auto parsed = JsonDocument::parse(text);
        ASSERT_FALSE(parsed.has_value());
        const Refusal refusal = notJson(parsed.error());
        EXPECT_EQ(refusal.httpStatus, 400U);
        EXPECT_EQ(refusal.error.code, code::kParseError);
        EXPECT_EQ(refusal.id, "");
    }
}

} // namespace portcullis::protocol
