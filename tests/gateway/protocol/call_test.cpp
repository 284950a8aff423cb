#include "gateway/protocol/call.h"
#include "tests/gateway/protocol/support.h"

#include <gtest/gtest.h>

#include <cmath>

namespace portcullis::protocol {

namespace {

constexpr const char* kWideArguments =
    R"({"n" : 1e400, "big":123456789012345678901234567890,"b":1,"a":-0.0, "s":"\u00e9\/"})";

std::string callText(const std::string& params)
{
    return R"({"jsonrpc":"2.0","id":1,"method":"tools/call","params":)" + params + "}";
}

} // namespace

TEST(ReadClientCall, ReadsNameArgumentsAndToken)
{
    const ParsedMessage message(callText(R"({"name":"caf\u00e9","arguments":)" +
                                         std::string(kWideArguments) +
                                         R"(,"_meta":{"progressToken":"p\u0031"},"task":{}})"));
    const auto call = readClientCall(*message);
    ASSERT_TRUE(call.has_value());
    EXPECT_EQ(call->name, "caf\xC3\xA9");
    EXPECT_EQ(call->arguments.raw(), kWideArguments);
    EXPECT_EQ(call->progressToken, R"("p\u0031")");
}

// G-20, A-86
TEST(ReadClientCall, ChecksTheShapeOfParams)
{
    const struct
    {
        const char* params;
        bool valid;
    } cases[] = {
        {R"({"name":"t"})", true},
        {R"({"name":"t","arguments":{}})", true},
        {R"({"name":"t","arguments":null})", true},
        {R"({"name":"t","task":{"ttl":1}})", true},
        {R"({})", false},
        {R"({"name":7})", false},
        {R"({"name":"t","arguments":[]})", false},
        {R"({"name":"t","arguments":"{}"})", false},
        {R"({"name":"t","_meta":5})", false},
    };

    for (const auto& [params, valid] : cases) {
        const ParsedMessage message(callText(params));
        const auto call = readClientCall(*message);
        ASSERT_EQ(call.has_value(), valid) << params;
        if (!valid) {
            EXPECT_EQ(call.error().code, code::kInvalidParams);
        }
    }
    const ParsedMessage none(R"({"jsonrpc":"2.0","id":1,"method":"tools/call"})");
    EXPECT_FALSE(readClientCall(*none).has_value());
}

// D-41
TEST(ReadClientCall, TakesStringsAndIntegersAsTokens)
{
    const struct
    {
        const char* token;
        const char* expected;
    } cases[] = {
        {"5", "5"}, {R"("5")", R"("5")"}, {"1.5", ""}, {"1e2", ""}, {"null", ""}, {"{}", ""}};

    for (const auto& [token, expected] : cases) {
        const ParsedMessage message(
            callText(R"({"name":"t","_meta":{"progressToken":)" + std::string(token) + "}}"));
        EXPECT_EQ(readClientCall(*message)->progressToken, expected);
    }
}

// A-54, F-09, H-04, H-10, B-43
TEST(ForwardedMeta, PassesAllButWhatThisHopOwns)
{
    const Json meta(R"({
        "progressToken": 1,
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientInfo": {},
        "io.modelcontextprotocol/clientCapabilities": {},
        "io.modelcontextprotocol/logLevel": "debug",
        "io.modelcontextprotocol/related-task": {},
        "io.portcullis/principal": "forged",
        "io.portcullis\/escaped": "forged",
        "baggage": "user=1",
        "traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "tracestate": "a=1",
        "vendor/n": 1e400, "plain" : {"k" : [1]}})");
    EXPECT_EQ(
        forwardedMeta(meta.root()),
        R"("traceparent":"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01","tracestate":"a=1","vendor/n":1e400,"plain":{"k" : [1]})");
    EXPECT_EQ(forwardedMeta({}), "");
    EXPECT_EQ(forwardedMeta(Json(R"({"traceparent":"bad","tracestate":"a=1"})").root()), "");
}

// A-90, C-35, D-40
TEST(WriteToolCallParams, MatchesTheGoldenTextOfEachEra)
{
    const auto params = [](std::string_view arguments, const RequestMeta& meta, Revision revision) {
        return writeParams(
            writeCallMembers(
                {.name = "t", .arguments = arguments, .inputResponses = {}, .requestState = {}}),
            meta,
            revision);
    };
    EXPECT_EQ(params(kWideArguments, {R"("v/x":1)", "7", "{}", {}}, Revision::V2025_11_25),
              R"({"name":"t","arguments":)" + std::string(kWideArguments) +
                  R"(,"_meta":{"progressToken":7,"v/x":1}})");
    EXPECT_EQ(params("", {}, Revision::V2025_11_25), R"({"name":"t"})");
    EXPECT_EQ(
        params("{}", {R"("v/x":1)", "", R"({"roots":{}})", {}}, Revision::V2026_07_28),
        R"({"name":"t","arguments":{},"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientInfo":{"name":"portcullis","version":")" PORTCULLIS_VERSION
        R"(","title":"Portcullis"},"io.modelcontextprotocol/clientCapabilities":{"roots":{}},"v/x":1}})");
    const Json token(params("{}", {"", R"("p")", "{}", {}}, Revision::V2026_07_28));
    EXPECT_TRUE(token["_meta"]["progressToken"].stringEquals("p"));
}

// D-42: numbers pass as lexemes.
TEST(Progress, PassesNumbersAsReceived)
{
    const ParsedMessage message(
        R"({"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":"t","progress":1.50,"total":123456789012345678901234567890,"message":"h\u00e9"}})");
    const auto progress = readProgress(*message);
    ASSERT_TRUE(progress.has_value());
    EXPECT_EQ(progress->token, "\"t\"");
    EXPECT_DOUBLE_EQ(progress->value, 1.5);
    EXPECT_EQ(
        writeProgress("9", *progress),
        R"({"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":9,"progress":1.50,"total":123456789012345678901234567890,"message":"h\u00e9"}})");
}

TEST(Progress, TakesNumbersBeyondDouble)
{
    const auto valueOf = [](const std::string& number) {
        const ParsedMessage message(
            R"({"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":1,"progress":)" +
            number + "}}");
        return readProgress(*message)->value;
    };
    EXPECT_TRUE(std::isinf(valueOf("1e400")) && valueOf("1e400") > 0);
    EXPECT_TRUE(std::isinf(valueOf("-1e400")) && valueOf("-1e400") < 0);
    EXPECT_EQ(valueOf("1e-400"), 0.0);
}

TEST(Progress, IsNothingWhenMalformed)
{
    for (const std::string params : {R"({})",
                                     R"({"progressToken":1})",
                                     R"({"progress":1})",
                                     R"({"progressToken":null,"progress":1})",
                                     R"({"progressToken":1,"progress":"1"})"}) {
        const ParsedMessage message(
            R"({"jsonrpc":"2.0","method":"notifications/progress","params":)" + params + "}");
        EXPECT_FALSE(readProgress(*message).has_value()) << params;
    }
}

TEST(Progress, LeavesOutWhatIsMissingAndWritesOwnValues)
{
    Progress progress;
    progress.value = 0.5;
    EXPECT_EQ(
        writeProgress("1", progress),
        R"({"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":1,"progress":0.5}})");
}

// A-50
TEST(Cancelled, NamesTheRequestOrNothing)
{
    const auto idOf = [](const std::string& params) {
        const ParsedMessage message(
            R"({"jsonrpc":"2.0","method":"notifications/cancelled","params":)" + params + "}");
        return std::string(readCancelled(*message));
    };
    EXPECT_EQ(idOf(R"({"requestId":5,"reason":"r"})"), "5");
    EXPECT_EQ(idOf(R"({"requestId":"5"})"), "\"5\"");
    EXPECT_EQ(idOf(R"({"requestId":1.5})"), "");
    EXPECT_EQ(idOf(R"({})"), "");
    EXPECT_EQ(
        writeCancelled("5", "stop\n", Revision::V2026_07_28),
        R"({"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":5,"reason":"stop\n"}})");
    EXPECT_EQ(writeCancelled("5", "", Revision::V2025_11_25),
              R"({"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":5}})");
}

// B-43
TEST(Trace, TakesW3cFormsOnly)
{
    const std::string id = "0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    const struct
    {
        std::string parent;
        bool valid;
    } cases[] = {
        {"00-" + id, true},
        {"cc-" + id + "-more", true},
        {"00-" + id + "-more", false},
        {"cc-" + id + "more", false},
        {"ff-" + id, false},
        {"00-0AF7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", false},
        {"00-00000000000000000000000000000000-b7ad6b7169203331-01", false},
        {"00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01", false},
        {"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0", false},
        {"", false},
    };

    for (const auto& [parent, valid] : cases) {
        const Json meta(R"({"traceparent":")" + parent + R"(","tracestate":"k=v"})");
        const TraceContext trace = readTrace(meta.root());
        EXPECT_EQ(trace.traceParent, valid ? parent : "") << parent;
        EXPECT_EQ(trace.traceState, valid ? "k=v" : "") << parent;
    }
    for (const std::string state : {"novalue", "=v", "k=v,,", "k=\\u0001", "k=\\u00e9"}) {
        const Json meta(R"({"traceparent":"00-)" + id + R"(","tracestate":")" + state + R"("})");
        EXPECT_EQ(readTrace(meta.root()).traceState, "") << state;
        EXPECT_FALSE(readTrace(meta.root()).traceParent.empty());
    }
}

} // namespace portcullis::protocol
