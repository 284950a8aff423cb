#include "gateway/protocol/tools.h"
#include "tests/gateway/protocol/support.h"

#include <gtest/gtest.h>

namespace portcullis::protocol {

namespace {

constexpr const char* kSchema = R"({"type":"object","properties":{"a":{"type":"string"}}})";

ToolsPage
pageOf(const std::string& tools, UpstreamKind kind = UpstreamKind::Stdio, Era era = Era::Session)
{
    const Json result(R"({"tools":[)" + tools + "]}");
    auto page = readToolsPage(result.root(), kind, era);
    EXPECT_TRUE(page.has_value());
    return page ? std::move(*page) : ToolsPage{};
}

std::string toolWith(const std::string& schema, const std::string& rest = {})
{
    return R"({"name":"t","inputSchema":)" + schema + rest + "}";
}

std::string nestedSchema(std::size_t levels)
{
    return R"({"type":"object","properties":{"p":)" + repeated(R"({"not":)", levels - 1) + "{}" +
           repeated("}", levels - 1) + "}}";
}

std::string wideSchema(std::size_t subschemas)
{
    return R"({"type":"object","anyOf":[)" + repeated("true,", subschemas - 2) + "true]}";
}

} // namespace

TEST(ReadToolsPage, ReadsWhatTheGatewayShows)
{
    const std::string definition =
        R"({"name":"caf\u00e9","title":"T","description":"D","inputSchema":)" +
        std::string(kSchema) +
        R"(,"annotations":{"readOnlyHint":true,"destructiveHint":true},"x":1e400})";
    const ToolsPage page = pageOf(definition);
    ASSERT_EQ(page.tools.size(), 1U);
    const Tool& tool = page.tools.front();
    EXPECT_EQ(tool.name, "caf\xC3\xA9");
    EXPECT_EQ(tool.title, "T");
    EXPECT_EQ(tool.description, "D");
    EXPECT_TRUE(tool.readOnlyHint);
    EXPECT_TRUE(tool.destructiveHint);
    EXPECT_EQ(tool.definition, definition);
    EXPECT_TRUE(page.notes.empty());
    EXPECT_FALSE(page.nextCursor);
}

// B-67, G-61, C-46
TEST(ReadToolsPage, ReadsCursorAndCaching)
{
    struct Case
    {
        const char* members;
        std::optional<std::string> cursor;
        std::int64_t ttl;
        bool isPublic;
    };

    const Case cases[] = {
        {R"(,"nextCursor":"c","ttlMs":5000,"cacheScope":"public")", "c", 5000, true},
        {R"(,"nextCursor":"","ttlMs":-5,"cacheScope":"private")", "", 0, false},
        {R"(,"nextCursor":null,"ttlMs":1.5,"cacheScope":1)", std::nullopt, 0, false},
        {R"(,"nextCursor":7,"ttlMs":"60")", std::nullopt, 0, false},
        {R"(,"ttlMs":999999999999)", std::nullopt, 24LL * 3600 * 1000, false},
        {R"(,"ttlMs":123456789012345678901234567890)", std::nullopt, 0, false},
    };
    for (const auto& [members, cursor, ttl, isPublic] : cases) {
        const Json result(R"({"tools":[])" + std::string(members) + "}");
        const auto page = readToolsPage(result.root(), UpstreamKind::Http, Era::Stateless);
        ASSERT_TRUE(page.has_value());
        EXPECT_EQ(page->nextCursor, cursor) << members;
        EXPECT_EQ(page->ttlMillis, ttl) << members;
        EXPECT_EQ(page->publicScope, isPublic) << members;
    }
}

TEST(ReadToolsPage, RefusesWhatIsNoPage)
{
    for (const std::string text : {R"({})", R"({"tools":{}})", R"([])", R"("x")"}) {
        const auto page = readToolsPage(Json(text).root(), UpstreamKind::Stdio, Era::Session);
        ASSERT_FALSE(page.has_value()) << text;
        EXPECT_EQ(page.error().code, ErrorCode::ProtocolError);
    }
    const Json task(R"({"resultType":"task","tools":[]})");
    EXPECT_FALSE(readToolsPage(task.root(), UpstreamKind::Http, Era::Stateless).has_value());
    EXPECT_TRUE(readToolsPage(task.root(), UpstreamKind::Http, Era::Session).has_value());
}

// E-48, G-54, C-47: the bad one goes with a note, the good one stays.
TEST(ReadToolsPage, LeavesBadToolsOut)
{
    const std::string good = R"({"name":"good","inputSchema":{"type":"object"}})";

    const struct
    {
        const char* id;
        std::string tool;
        const char* says;
    } cases[] = {
        {"E-48", "7", "not an object"},
        {"E-48", R"({"inputSchema":{"type":"object"}})", "no name"},
        {"E-48", R"({"name":"","inputSchema":{"type":"object"}})", "no name"},
        {"E-48", R"({"name":5,"inputSchema":{"type":"object"}})", "no name"},
        {"G-54", R"({"name":")" + std::string(257, 'n') + R"("})", "longer than 256"},
        {"E-48", toolWith("true"), "not an object"},
        {"E-48", toolWith(R"({"type":"string"})"), "not of type object"},
        {"E-48", toolWith(R"({"type":["object"]})"), "not of type object"},
        {"E-48", toolWith(R"({"type":"object","properties":[]})"), "properties"},
        {"E-48", toolWith(R"({"type":"object","required":"a"})"), "required"},
        {"C-47", toolWith(nestedSchema(64)), "deeper than 64"},
        {"C-47", toolWith(wideSchema(10'001)), "10000 subschemas"},
        {"C-47", toolWith("{}", R"(,"outputSchema":)" + nestedSchema(64)), "deeper than 64"},
        {"C-47", toolWith("{}", ",\"description\":\"" + std::string(256 * 1024, 'd') + '"'), "256"},
        {"G-55", R"({"name":"good","inputSchema":{"type":"object"}})", "another one"},
    };

    for (const auto& [id, tool, says] : cases) {
        const ToolsPage page = pageOf(good + "," + tool);
        EXPECT_EQ(page.tools.size(), 1U) << id << ": " << says;
        EXPECT_EQ(page.tools.front().name, "good");
        ASSERT_EQ(page.notes.size(), 1U) << id << ": " << says;
        EXPECT_NE(page.notes.front().find(says), std::string::npos) << page.notes.front();
    }
}

TEST(ReadToolsPage, TakesSchemasAtTheLimit)
{
    EXPECT_EQ(pageOf(toolWith(nestedSchema(63))).tools.size(), 1U);
    EXPECT_EQ(pageOf(toolWith(wideSchema(10'000))).tools.size(), 1U);
    EXPECT_EQ(pageOf(R"({"name":")" + repeated("\xC3\xA9", 256) + R"("})").tools.size(), 1U);
}

// G-54
TEST(ReadToolsPage, StopsAtTheLimitsOfAServer)
{
    std::string many;
    for (int i = 0; i < 2001; ++i) {
        many += (i == 0 ? "" : ",") + std::string(R"({"name":"t)") + std::to_string(i) + "\"}";
    }
    const ToolsPage manyTools = pageOf(many);
    EXPECT_EQ(manyTools.tools.size(), kMaxTools);
    EXPECT_NE(manyTools.notes.back().find("2000"), std::string::npos);

    const std::string big = ",\"description\":\"" + std::string(250 * 1024, 'd') + "\"}";
    std::string heavy;
    for (int i = 0; i < 34; ++i) {
        heavy += (i == 0 ? "" : ",") + std::string(R"({"name":"t)") + std::to_string(i) + '"' + big;
    }
    const auto document =
        JsonDocument::parse(R"({"tools":[)" + heavy + "]}", {.bytes = 16UL * 1024 * 1024});
    ASSERT_TRUE(document.has_value());
    const auto page = readToolsPage(document->root(), UpstreamKind::Stdio, Era::Session);
    EXPECT_EQ(page->tools.size(), 32U);
    EXPECT_NE(page->notes.back().find("8 MiB"), std::string::npos);
}

// C-29
TEST(ReadToolsPage, MendsMissingSchemasWithANote)
{
    for (const std::string tool : {R"({"name":"t"})",
                                   R"({"name":"t","inputSchema":null})",
                                   R"({"name":"t","inputSchema":{}})"}) {
        const ToolsPage page = pageOf(tool);
        EXPECT_EQ(page.tools.size(), 1U) << tool;
        ASSERT_EQ(page.notes.size(), 1U) << tool;
        EXPECT_NE(page.notes.front().find("inputSchema"), std::string::npos);
    }
}

// C-37, and the rules for x-mcp-header on the page of tools of 2026-07-28.
TEST(HeaderAnnotations, DecideOverToolsOfStatelessHttpServersOnly)
{
    const auto property = [](const std::string& text) {
        return R"({"type":"object","properties":{"p":)" + text + "}}";
    };
    const std::string annotated = R"({"type":"string","x-mcp-header":"Region"})";

    const struct
    {
        std::string schema;
        bool valid;
    } cases[] = {
        {property(annotated), true},
        {property(R"({"type":"integer","x-mcp-header":"a!#$%&'*+-.^_`|~9"})"), true},
        {property(R"({"type":"object","properties":{"q":)" + annotated + "}}"), true},
        {property(R"({"type":"number","x-mcp-header":"N"})"), false},
        {property(R"({"type":["string","null"],"x-mcp-header":"N"})"), false},
        {property(R"({"x-mcp-header":"N"})"), false},
        {property(R"({"type":"string","x-mcp-header":""})"), false},
        {property(R"({"type":"string","x-mcp-header":"a b"})"), false},
        {property(R"({"type":"string","x-mcp-header":"a\r\n"})"), false},
        {property(R"({"type":"string","x-mcp-header":5})"), false},
        {property(R"({"type":"array","items":)" + annotated + "}"), false},
        {property(R"({"anyOf":[)" + annotated + "]}"), false},
        {R"({"type":"object","x-mcp-header":"Root"})", false},
        {R"({"type":"object","$defs":{"d":)" + annotated + "}}", false},
        {R"({"type":"object","then":{"properties":{"p":)" + annotated + "}}}", false},
        {R"({"type":"object","properties":{"a":)" + annotated +
             R"(,"b":{"type":"string","x-mcp-header":"REGION"}}})",
         false},
        // No annotations: a parameter of that name, and data that looks like one.
        {R"({"type":"object","properties":{"x-mcp-header":{"type":"number"}}})", true},
        {property(R"({"type":"object","default":{"x-mcp-header":""}})"), true},
    };

    for (const auto& [schema, valid] : cases) {
        const ToolsPage http = pageOf(toolWith(schema), UpstreamKind::Http, Era::Stateless);
        EXPECT_EQ(http.tools.size(), valid ? 1U : 0U) << schema;
        EXPECT_EQ(http.notes.empty(), valid) << schema;
        for (const auto& other : {pageOf(toolWith(schema), UpstreamKind::Stdio, Era::Stateless),
                                  pageOf(toolWith(schema), UpstreamKind::Http, Era::Session)}) {
            ASSERT_EQ(other.tools.size(), 1U) << schema;
            EXPECT_EQ(other.notes.empty(), valid) << schema;
            EXPECT_TRUE(valid || other.tools.front().headerParams.empty()) << schema;
        }
    }
}

TEST(HeaderAnnotations, AreReadWithTheirPaths)
{
    const ToolsPage page = pageOf(
        toolWith(
            R"({"type":"object","properties":{"a":{"type":"string","x-mcp-header":"A"},"o":{"type":"object","properties":{"b\u0063":{"type":"boolean","x-mcp-header":"B"}}}}})"),
        UpstreamKind::Http,
        Era::Stateless);
    ASSERT_EQ(page.tools.size(), 1U);
    const auto& params = page.tools.front().headerParams;
    ASSERT_EQ(params.size(), 2U);
    EXPECT_EQ(params[0].header, "A");
    EXPECT_EQ(params[0].path, (std::vector<std::string>{"a"}));
    EXPECT_EQ(params[1].header, "B");
    EXPECT_EQ(params[1].path, (std::vector<std::string>{"o", "bc"}));
}

// E-13
TEST(ToolHash, ChangesWithWhatAModelSeesAndNothingElse)
{
    const auto hash = [](const std::string& tool) { return pageOf(tool).tools.at(0).hash; };
    const std::string base = R"({"name":"t","description":"d","inputSchema":{"type":"object"}})";
    for (const std::string other :
         {R"({"name":"u","description":"d","inputSchema":{"type":"object"}})",
          R"({"name":"t","description":"e","inputSchema":{"type":"object"}})",
          R"({"name":"t","description":"d","inputSchema":{"type":"object","properties":{}}})",
          R"({"name":"t","description":"d","inputSchema":{"type":"object"},"outputSchema":{}})",
          R"({"name":"t","description":"d","inputSchema":{"type":"object"},"title":"T"})",
          R"({"name":"t","description":"d","inputSchema":{"type":"object"},"annotations":{}})"}) {
        EXPECT_NE(hash(base), hash(other)) << other;
    }
    EXPECT_EQ(hash(base),
              hash(R"({"inputSchema":{"type":"object"}, "_meta":{"v":2},"icons":[],)"
                   R"("description":"d","name":"t"})"));
}

// A-61, G-23
TEST(Cursor, IsAStringOrMissing)
{
    const auto cursorOf = [](const std::string& params) {
        return readCursor(
            *ParsedMessage(R"({"jsonrpc":"2.0","id":1,"method":"tools/list")" + params + "}"));
    };
    EXPECT_EQ(cursorOf("").value(), std::nullopt);
    EXPECT_EQ(cursorOf(R"(,"params":{})").value(), std::nullopt);
    EXPECT_EQ(cursorOf(R"(,"params":{"cursor":""})").value(), "");
    EXPECT_EQ(cursorOf(R"(,"params":{"cursor":"x\n"})").value(), "x\n");
    for (const std::string cursor : {"7", "null", "{}"}) {
        const auto refused = cursorOf(R"(,"params":{"cursor":)" + cursor + "}");
        ASSERT_FALSE(refused.has_value());
        EXPECT_EQ(refused.error().code, code::kInvalidParams);
    }
}

TEST(Cursor, IsWrittenWithMeta)
{
    EXPECT_EQ(writeListParams(std::nullopt, ""), "{}");
    EXPECT_EQ(writeListParams("", ""), R"({"cursor":""})");
    EXPECT_EQ(writeListParams("a\"b", R"({"k":1})"), R"({"cursor":"a\"b","_meta":{"k":1}})");
}

} // namespace portcullis::protocol
