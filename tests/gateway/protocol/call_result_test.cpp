#include "gateway/protocol/call.h"
#include "tests/gateway/protocol/support.h"

#include <gtest/gtest.h>

#include <array>

namespace portcullis::protocol {

namespace {

constexpr std::array kAll = {Revision::V2024_11_05,
                             Revision::V2025_03_26,
                             Revision::V2025_06_18,
                             Revision::V2025_11_25,
                             Revision::V2026_07_28};

const std::string kServerInfo =
    R"("io.modelcontextprotocol/serverInfo":{"name":"portcullis","version":")" PORTCULLIS_VERSION
    R"(","title":"Portcullis"})";

std::string written(const std::string& result, Revision to, std::string_view meta = {})
{
    return writeCallResult(CallKind::Tool, Json(result).root(), to, {}, meta);
}

constexpr const char* kText = R"({"content":[{"type":"text","text":"a"}], "x" : 1e400})";
constexpr const char* kRich =
    R"({"resultType":"complete","ttlMs":1,"cacheScope":"public","requestState":"s","inputRequests":{},"content":[{"type":"text","text":"t"},{"type":"audio","data":"AA==","mimeType":"audio/wav","annotations":{"priority":1}},{"type":"resource_link","uri":"file:///x","name":"x","_meta":{"a":1}},{"type":"image","data":"AA==","mimeType":"image/png"}],"isError":false,"_meta":{"io.modelcontextprotocol/serverInfo":{"name":"up","version":"1"},"io.portcullis/call":"forged","v/k":[1]},"more":123456789012345678901234567890})";

struct StructuredCase
{
    const char* content;
    const char* structured;
    const char* old;  // content for 2025-03-26
    const char* mid;  // for 2025-11-25
    bool midKeeps;    // structuredContent
    const char* last; // for 2026-07-28
};

constexpr StructuredCase kStructured[] = {
    // The usual way: the server renders its data as text, with its own white space.
    {R"([{"type":"text","text":"{\"a\": 1}"}])",
     R"({"a":1})",
     R"([{"type":"text","text":"{\"a\": 1}"}])",
     R"([{"type":"text","text":"{\"a\": 1}"}])",
     true,
     R"([{"type":"text","text":"{\"a\": 1}"}])"},
    // No text at all.
    {"[]",
     R"({"a" :1})",
     R"([{"type":"text","text":"{\"a\" :1}"}])",
     R"([{"type":"text","text":"{\"a\" :1}"}])",
     true,
     R"([{"type":"text","text":"{\"a\" :1}"}])"},
    // A text that says something else.
    {R"([{"type":"text","text":"one"}])",
     R"({"a":1})",
     R"([{"type":"text","text":"one"},{"type":"text","text":"{\"a\":1}"}])",
     R"([{"type":"text","text":"one"}])",
     true,
     R"([{"type":"text","text":"one"}])"},
    // Not an object: no member of the session era can hold it.
    {R"([{"type":"text","text":"two"}])",
     "[1,2]",
     R"([{"type":"text","text":"two"},{"type":"text","text":"[1,2]"}])",
     R"([{"type":"text","text":"two"},{"type":"text","text":"[1,2]"}])",
     false,
     R"([{"type":"text","text":"two"}])"},
    {R"([{"type":"text","text":"[1, 2]"}])",
     "[1,2]",
     R"([{"type":"text","text":"[1, 2]"}])",
     R"([{"type":"text","text":"[1, 2]"}])",
     false,
     R"([{"type":"text","text":"[1, 2]"}])"},
    {R"([{"type":"text","text":"\"a b\""}])",
     R"("ab")",
     R"([{"type":"text","text":"\"a b\""},{"type":"text","text":"\"ab\""}])",
     R"([{"type":"text","text":"\"a b\""},{"type":"text","text":"\"ab\""}])",
     false,
     R"([{"type":"text","text":"\"a b\""}])"},
};

} // namespace

// A-90: golden results, all revisions.
TEST(WriteToolResult, MatchesTheGoldenTextOfEachRevision)
{
    const std::string text = R"({"content":[{"type":"text","text":"t"},)";
    const std::string audio =
        R"({"type":"audio","data":"AA==","mimeType":"audio/wav","annotations":{"priority":1}},)";
    const std::string audioNote =
        R"({"type":"text","text":"[audio audio/wav left out: the protocol version of this client has no audio]","annotations":{"priority":1}},)";
    const std::string link =
        R"({"type":"resource_link","uri":"file:///x","name":"x","_meta":{"a":1}},)";
    const std::string linkText = R"({"type":"text","text":"x: file:///x"},)";
    const std::string end =
        R"({"type":"image","data":"AA==","mimeType":"image/png"}],"isError":false,"more":123456789012345678901234567890,"_meta":{)";
    const std::string kept = R"("v/k":[1]}})";

    EXPECT_EQ(written(kRich, Revision::V2024_11_05), text + audioNote + linkText + end + kept);
    EXPECT_EQ(written(kRich, Revision::V2025_03_26), text + audio + linkText + end + kept);
    EXPECT_EQ(written(kRich, Revision::V2025_06_18), text + audio + link + end + kept);
    EXPECT_EQ(written(kRich, Revision::V2025_11_25), text + audio + link + end + kept);
    EXPECT_EQ(written(kRich, Revision::V2026_07_28),
              R"({"resultType":"complete",)" + text.substr(1) + audio + link + end + kServerInfo +
                  R"(,"io.portcullis/serverInfo":{"name":"up","version":"1"},)" + kept);
}

// B-36: and nobody can forge it
TEST(WriteToolResult, SaysWhichServerTheGatewayHasAsked)
{
    const auto withInfo = [](const std::string& info) {
        return written(R"({"content":[],"_meta":{"io.portcullis/serverInfo":"forged")" + info +
                           "}}",
                       Revision::V2026_07_28);
    };
    const std::string told = "io.portcullis/serverInfo";
    EXPECT_EQ(withInfo("").find(told), std::string::npos);
    EXPECT_EQ(withInfo(R"(,"io.modelcontextprotocol/serverInfo":"up")").find(told),
              std::string::npos);
    EXPECT_EQ(withInfo(R"(,"io.modelcontextprotocol/serverInfo":{"name":")" +
                       std::string(5000, 'u') + "\"}")
                  .find(told),
              std::string::npos);
    const std::string named = withInfo(R"(,"io.modelcontextprotocol/serverInfo":{"name":"up"})");
    EXPECT_NE(named.find(R"("io.portcullis/serverInfo":{"name":"up"})"), std::string::npos);
    EXPECT_EQ(named.find("forged"), std::string::npos);
}

TEST(WriteToolResult, PassesPlainResultsAsTheyAre)
{
    const std::string same = R"({"content":[{"type":"text","text":"a"}],"x":1e400})";
    for (const Revision to : kAll) {
        if (eraOf(to) == Era::Session) {
            EXPECT_EQ(written(kText, to), same);
        }
    }
    EXPECT_EQ(written(kText, Revision::V2025_11_25, R"("k":1)"),
              R"({"content":[{"type":"text","text":"a"}],"x":1e400,"_meta":{"k":1}})");
}

// A-64, A-91, A-92, table D.1 row 23
TEST(WriteToolResult, LosesNoStructuredData)
{
    for (const auto& [content, structured, old, mid, midKeeps, last] : kStructured) {
        const std::string result =
            R"({"content":)" + std::string(content) + R"(,"structuredContent":)" + structured + "}";
        const Json oldest(written(result, Revision::V2025_03_26));
        EXPECT_EQ(oldest["content"].raw(), old);
        EXPECT_FALSE(oldest["structuredContent"].exists());
        const Json middle(written(result, Revision::V2025_11_25));
        EXPECT_EQ(middle["content"].raw(), mid);
        EXPECT_EQ(middle["structuredContent"].raw(), midKeeps ? structured : "");
        const Json newest(written(result, Revision::V2026_07_28));
        EXPECT_EQ(newest["content"].raw(), last);
        EXPECT_EQ(newest["structuredContent"].raw(), structured);
    }
}

// A-92, B-35, B-36
TEST(WriteToolResult, NeverMixesTheEras)
{
    for (const std::string& result : {std::string(kRich),
                                      std::string(kText),
                                      std::string(R"({"content":[],"resultType":"task"})"),
                                      std::string(R"({"content":[],"\u0074tlMs":5})")}) {
        for (const Revision to : kAll) {
            const Json out(written(result, to));
            const bool stateless = eraOf(to) == Era::Stateless;
            EXPECT_EQ(out["resultType"].string(), stateless ? "complete" : "");
            for (const auto* name : {"ttlMs", "cacheScope", "requestState", "inputRequests"}) {
                EXPECT_FALSE(out[name].exists()) << name << " in " << out.root().raw();
            }
            const JsonValue info = out["_meta"]["io.modelcontextprotocol/serverInfo"];
            EXPECT_EQ(info["name"].string(), stateless ? "portcullis" : "");
        }
    }
}

TEST(WriteToolResult, GivesContentToEveryClient)
{
    for (const Revision to : kAll) {
        EXPECT_EQ(Json(written("{}", to))["content"].raw(), "[]");
    }
}

// A-62, E-60
TEST(WriteToolError, IsAResultWithOneText)
{
    EXPECT_EQ(writeToolError("no \"way\"", Revision::V2025_11_25),
              R"({"content":[{"type":"text","text":"no \"way\""}],"isError":true})");
    EXPECT_EQ(
        writeToolError("no", Revision::V2026_07_28),
        R"({"resultType":"complete","content":[{"type":"text","text":"no"}],"isError":true,"_meta":{)" +
            kServerInfo + "}}");
    EXPECT_TRUE(JsonDocument::parse(writeToolError("\xFF", Revision::V2025_11_25)).has_value());
}

// G-50, C-41, B-45
TEST(ClassifyToolResult, TellsWhatTheServerMeant)
{
    const struct
    {
        const char* result;
        ResultKind session;
        ResultKind stateless;
    } cases[] = {
        {R"({"content":[]})", ResultKind::Complete, ResultKind::Complete},
        {R"({"content":[],"isError":true})", ResultKind::ToolError, ResultKind::ToolError},
        {R"({"resultType":"complete","content":[],"isError":false})",
         ResultKind::Complete,
         ResultKind::Complete},
        {R"({"resultType":"task","content":[]})", ResultKind::Complete, ResultKind::Malformed},
        {R"({"resultType":5,"content":[]})", ResultKind::Complete, ResultKind::Malformed},
        {R"({"resultType":"input_required","inputRequests":{"a":{}}})",
         ResultKind::Malformed,
         ResultKind::InputRequired},
        {R"({"resultType":"input_required","requestState":"s"})",
         ResultKind::Malformed,
         ResultKind::InputRequired},
        {R"({"resultType":"input_required"})", ResultKind::Malformed, ResultKind::Malformed},
        {R"({"resultType":"input_required","requestState":1})",
         ResultKind::Malformed,
         ResultKind::Malformed},
        {R"({})", ResultKind::Malformed, ResultKind::Malformed},
        {R"({"content":"text"})", ResultKind::Malformed, ResultKind::Malformed},
        {R"({"content":["text"]})", ResultKind::Malformed, ResultKind::Malformed},
        {R"({"content":[{"text":"a"}]})", ResultKind::Malformed, ResultKind::Malformed},
        {R"({"content":[],"isError":"no"})", ResultKind::Malformed, ResultKind::Malformed},
        {R"(null)", ResultKind::Malformed, ResultKind::Malformed},
        {R"([])", ResultKind::Malformed, ResultKind::Malformed},
    };

    for (const auto& [result, session, stateless] : cases) {
        const Json json(result);
        EXPECT_EQ(classifyResult(CallKind::Tool, json.root(), Era::Session), session) << result;
        EXPECT_EQ(classifyResult(CallKind::Tool, json.root(), Era::Stateless), stateless) << result;
    }
}

} // namespace portcullis::protocol
