#include "gateway/protocol/tools.h"
#include "tests/gateway/protocol/support.h"

#include <gtest/gtest.h>

#include <array>

namespace portcullis::protocol {

namespace {

constexpr std::array kSessionRevisions = {
    Revision::V2024_11_05, Revision::V2025_03_26, Revision::V2025_06_18, Revision::V2025_11_25};

Tool toolOf(const std::string& definition)
{
    const Json result(R"({"tools":[)" + definition + "]}");
    auto page = readToolsPage(result.root(), UpstreamKind::Stdio, Era::Stateless);
    EXPECT_TRUE(page && page->tools.size() == 1) << definition;
    return page && !page->tools.empty() ? std::move(page->tools.front()) : Tool{};
}

std::string written(const std::string& definition, Revision revision)
{
    return writeTool(toolOf(definition), "srv__t", revision);
}

constexpr const char* kRich = R"({
  "name": "t", "title": "Title", "description": "D", "icons": [{"src": "data:,"}],
  "inputSchema": {"type": "object", "properties": {
    "n": {"type": "integer", "maximum": 123456789012345678901234567890, "x-mcp-header": "N"}}},
  "outputSchema": {"type": "object", "properties": {"v": {"maximum": 1e400}}},
  "execution": {"taskSupport": "required"},
  "annotations": {"readOnlyHint": true}, "custom": [1e400],
  "_meta": {"vendor/x": 1, "io.portcullis/tool": "forged"}})";

} // namespace

// A-90: one golden text for each kind of client.
TEST(WriteTool, MatchesTheGoldenTextOfEachRevision)
{
    const std::string start =
        R"({"name":"srv__t","title":"Title","description":"D","icons":[{"src": "data:,"}],)";
    const std::string output =
        R"("outputSchema":{"type": "object", "properties": {"v": {"maximum": 1e400}}},)";
    const std::string middle = R"("annotations":{"readOnlyHint": true},"custom":[1e400],)";
    const std::string input =
        R"("inputSchema":{"type": "object", "properties": {    "n": {"type": "integer", "maximum": 123456789012345678901234567890)";
    const std::string header = R"(, "x-mcp-header": "N")";
    const std::string end = R"(}}},"_meta":{"vendor/x":1,"io.portcullis/tool":"t"}})";

    EXPECT_EQ(written(kRich, Revision::V2024_11_05), start + middle + input + end);
    EXPECT_EQ(written(kRich, Revision::V2025_03_26), start + middle + input + end);
    EXPECT_EQ(written(kRich, Revision::V2025_06_18), start + output + middle + input + end);
    EXPECT_EQ(written(kRich, Revision::V2025_11_25), start + output + middle + input + end);
    EXPECT_EQ(written(kRich, Revision::V2026_07_28),
              start + output + middle + input + header + end);
}

// A-87, A-93
TEST(WriteTool, KeepsTasksAndHeadersFromSessionClients)
{
    for (const Revision revision : kSessionRevisions) {
        const std::string text = written(kRich, revision);
        EXPECT_EQ(text.find("execution"), std::string::npos);
        EXPECT_EQ(text.find("x-mcp-header"), std::string::npos);
    }
    EXPECT_EQ(written(kRich, Revision::V2026_07_28).find("execution"), std::string::npos);
}

// A-92
TEST(WriteTool, AdvertisesOnlyObjectOutputToSessionClients)
{
    const std::string definition =
        R"({"name":"t","inputSchema":{"type":"object"},"outputSchema":{"type":"array"}})";
    for (const Revision revision : kSessionRevisions) {
        EXPECT_FALSE(Json(written(definition, revision))["outputSchema"].exists());
    }
    EXPECT_TRUE(Json(written(definition, Revision::V2026_07_28))["outputSchema"].exists());
}

// B-16, A-93: cuts leave valid JSON wherever the annotation stands.
TEST(WriteTool, CutsAnnotationsWhereverTheyStand)
{
    const struct
    {
        const char* property;
        const char* expected;
    } cases[] = {
        {R"({"x-mcp-header":"A","type":"string"})", R"({"type":"string"})"},
        {R"({"type":"string" , "x-mcp-header" : "A" })", R"({"type":"string" })"},
        {R"({"type":"string","x-mcp-header":"A","title":"x"})", R"({"type":"string","title":"x"})"},
        {R"({"type":"object","properties":{"q":{"type":"string","x-mcp-header":"A"}},"x-mcp-header":{"x-mcp-header":1}})",
         R"({"type":"object","properties":{"q":{"type":"string"}}})"},
        {R"({"x-mcp-header":"A"})", R"({})"},
    };

    for (const auto& [property, expected] : cases) {
        const std::string schema =
            R"({"type":"object","properties":{"p":)" + std::string(property) + "}}";
        const Json tool(
            written(R"({"name":"t","inputSchema":)" + schema + "}", Revision::V2025_11_25));
        EXPECT_EQ(tool["inputSchema"]["properties"]["p"].raw(), expected);
    }
}

// B-16
TEST(WriteTool, DropsAllAnnotationsWhenOneIsBad)
{
    const Json tool(written(
        R"({"name":"t","inputSchema":{"x-mcp-header":"Root","type":"object","properties":{"p":{"type":"string","x-mcp-header":"P"}}}})",
        Revision::V2026_07_28));
    EXPECT_EQ(tool["inputSchema"].raw(),
              R"({"type":"object","properties":{"p":{"type":"string"}}})");
}

// C-29
TEST(WriteTool, CompletesTheInputSchema)
{
    const struct
    {
        const char* definition;
        const char* expected;
    } cases[] = {
        {R"({"name":"t"})", R"({"type":"object"})"},
        {R"({"name":"t","inputSchema":null})", R"({"type":"object"})"},
        {R"({"name":"t","inputSchema":{ }})", R"({"type":"object" })"},
        {R"({"name":"t","inputSchema":{"x-mcp-header":"R"}})", R"({"type":"object"})"},
        {R"({"name":"t","inputSchema":{"properties":{}}})", R"({"type":"object","properties":{}})"},
    };

    for (const auto& [definition, expected] : cases) {
        const Json tool(written(definition, Revision::V2025_11_25));
        EXPECT_EQ(tool["inputSchema"].raw(), expected) << definition;
    }
}

// E-07
TEST(WriteTool, TitlesAndKeepsTheOriginalName)
{
    const Json bare(written(R"({"name":"a.b","inputSchema":{}})", Revision::V2025_11_25));
    EXPECT_EQ(bare["title"].string(), "a.b");
    EXPECT_EQ(bare["_meta"]["io.portcullis/tool"].string(), "a.b");
    const Json annotated(
        written(R"({"name":"t","annotations":{"title":"Nice"}})", Revision::V2025_03_26));
    EXPECT_EQ(annotated["title"].string(), "Nice");
}

// E-48: a member of a wrong type would make a strict client refuse the whole list.
TEST(WriteTool, DropsMembersOfWrongTypes)
{
    const Json tool(written(
        R"({"name":"t","title":null,"description":null,"annotations":[],"icons":{},"outputSchema":null,"_meta":"m","inputSchema":{}})",
        Revision::V2026_07_28));
    for (const auto* name : {"description", "annotations", "icons", "outputSchema"}) {
        EXPECT_FALSE(tool[name].exists()) << name;
    }
    EXPECT_EQ(tool["title"].string(), "t");
    EXPECT_TRUE(tool["_meta"].isObject());
}

// A-61, B-35 to B-40, E-40
TEST(WriteToolsResult, MatchesTheGoldenTextOfEachEra)
{
    const std::string a = R"({"name":"a"})";
    const std::string b = R"({"name":"b"})";
    const std::array<const std::string*, 2> both = {&a, &b};
    EXPECT_EQ(writeListResult("tools", both, Revision::V2025_11_25, 30'000),
              R"({"tools":[{"name":"a"},{"name":"b"}]})");
    EXPECT_EQ(writeListResult("tools", {}, Revision::V2024_11_05, 0, "next"),
              R"({"tools":[],"nextCursor":"next"})");
    EXPECT_EQ(
        writeListResult("tools", both, Revision::V2026_07_28, 30'000, "n"),
        R"({"resultType":"complete","tools":[{"name":"a"},{"name":"b"}],"nextCursor":"n","ttlMs":30000,"cacheScope":"private","_meta":{"io.modelcontextprotocol/serverInfo":{"name":"portcullis","version":")" PORTCULLIS_VERSION
        R"(","title":"Portcullis"}}})");
    EXPECT_EQ(Json(writeListResult("tools", {}, Revision::V2026_07_28, -1))["ttlMs"].integer(), 0);
}

} // namespace portcullis::protocol
