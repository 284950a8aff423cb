#include "gateway/protocol/lifecycle.h"
#include "tests/gateway/protocol/support.h"

#include <gtest/gtest.h>

namespace portcullis::protocol {

namespace {

std::expected<InitializeRequest, RpcError> readParams(const std::string& params)
{
    const ParsedMessage message(R"({"jsonrpc":"2.0","id":1,"method":"initialize","params":)" +
                                params + "}");
    auto read = readInitialize(*message);
    if (read) {
        read->capabilities = {}; // its document ends here
    }
    return read;
}

} // namespace

TEST(Initialize, ReadsWhatTheClientSays)
{
    const ParsedMessage message(
        R"({"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{"roots":{}},"clientInfo":{"name":"n","version":"v","title":"t"}}})");
    const auto request = readInitialize(*message);
    ASSERT_TRUE(request.has_value());
    EXPECT_EQ(request->requested, "2025-06-18");
    EXPECT_EQ(request->client.name, "n");
    EXPECT_EQ(request->client.version, "v");
    EXPECT_EQ(request->capabilities.raw(), R"({"roots":{}})");
}

// G-20
TEST(Initialize, RefusesParamsOfWrongTypes)
{
    for (const std::string params : {R"({})",
                                     R"({"protocolVersion":1})",
                                     R"({"protocolVersion":"v","capabilities":[]})",
                                     R"({"protocolVersion":"v","clientInfo":"me"})"}) {
        const auto request = readParams(params);
        ASSERT_FALSE(request.has_value()) << params;
        EXPECT_EQ(request.error().code, code::kInvalidParams);
    }
    EXPECT_TRUE(readParams(R"({"protocolVersion":"v"})").has_value());
}

// E-33, E-34, A-92
TEST(Initialize, AnswersWithFixedCapabilities)
{
    EXPECT_EQ(
        writeInitializeResult(Revision::V2025_06_18, ""),
        R"({"protocolVersion":"2025-06-18","capabilities":{"tools":{"listChanged":true},"prompts":{"listChanged":true},"resources":{"subscribe":true,"listChanged":true},"completions":{},"logging":{}},"serverInfo":{"name":"portcullis","version":")" PORTCULLIS_VERSION
        R"(","title":"Portcullis"}})");
    const Json result(writeInitializeResult(Revision::V2024_11_05, "Say \"please\"."));
    EXPECT_EQ(result["instructions"].string(), "Say \"please\".");
    EXPECT_FALSE(result["resultType"].exists());
}

// B-35 to B-38, E-34
TEST(Discover, AnswersWithVersionsCapabilitiesAndCaching)
{
    const Json result(writeDiscoverResult("Use it."));
    EXPECT_TRUE(result["resultType"].stringEquals("complete"));
    EXPECT_EQ(result["supportedVersions"].raw(),
              R"(["2026-07-28","2025-11-25","2025-06-18","2025-03-26","2024-11-05"])");
    EXPECT_EQ(
        result["capabilities"].raw(),
        R"({"tools":{"listChanged":true},"prompts":{"listChanged":true},"resources":{"subscribe":true,"listChanged":true},"completions":{},"logging":{},"extensions":{"io.modelcontextprotocol/tasks":{}}})");
    EXPECT_EQ(result["instructions"].string(), "Use it.");
    EXPECT_EQ(result["ttlMs"].integer(), 300'000);
    EXPECT_TRUE(result["cacheScope"].stringEquals("private"));
    EXPECT_TRUE(
        result["_meta"]["io.modelcontextprotocol/serverInfo"]["name"].stringEquals("portcullis"));
    EXPECT_FALSE(Json(writeDiscoverResult(""))["instructions"].exists());
}

// E-34, A-60
TEST(Offered, DeclaresAndServesWhatIsThereAlone)
{
    Offered offered;
    EXPECT_FALSE(offered.lacks("prompts/list"));
    offered = {.tools = true,
               .prompts = false,
               .resources = true,
               .subscriptions = false,
               .completions = false,
               .logging = false,
               .tasks = false,
               .apps = false};
    EXPECT_EQ(writeServerCapabilities(kNewestStateless, offered),
              R"({"tools":{"listChanged":true},"resources":{"listChanged":true}})");
    for (const char* method : {"prompts/list",
                               "prompts/get",
                               "resources/subscribe",
                               "resources/unsubscribe",
                               "completion/complete",
                               "logging/setLevel"}) {
        EXPECT_TRUE(offered.lacks(method)) << method;
    }
    for (const char* method : {"tools/list", "resources/list", "resources/read", "ping", ""}) {
        EXPECT_FALSE(offered.lacks(method)) << method;
    }
}

TEST(Discover, IsReadBackByItsOwnReader)
{
    const Json result(writeDiscoverResult("x"));
    const auto hello = readDiscoverResult(result.root());
    ASSERT_TRUE(hello.has_value());
    EXPECT_EQ(hello->revision, Revision::V2026_07_28);
    EXPECT_EQ(hello->server.name, "portcullis");
    EXPECT_EQ(hello->instructions, "x");
    EXPECT_TRUE(hello->features.tools);
    EXPECT_TRUE(hello->features.toolsListChanged);
}

// C-10, C-40
TEST(Discover, TakesTheBestCommonVersion)
{
    struct Case
    {
        const char* offered;
        std::optional<Revision> expected;
    };

    const Case cases[] = {
        {R"(["2026-07-28","2025-11-25"])", Revision::V2026_07_28},
        {R"(["2024-11-05","2025-06-18"])", Revision::V2025_06_18},
        {R"(["2099-01-01","2025-03-26"])", Revision::V2025_03_26},
        {R"(["2099-01-01"])", std::nullopt},
        {R"([])", std::nullopt},
        {R"([1,null])", std::nullopt},
    };
    for (const auto& [offered, expected] : cases) {
        const Json result(R"({"resultType":"complete","supportedVersions":)" +
                          std::string(offered) + "}");
        EXPECT_TRUE(isDiscoverResult(result.root()));
        const auto hello = readDiscoverResult(result.root());
        ASSERT_EQ(hello.has_value(), expected.has_value()) << offered;
        if (hello) {
            EXPECT_EQ(hello->revision, *expected);
        } else {
            EXPECT_EQ(hello.error().code, ErrorCode::ProtocolError);
            EXPECT_NE(hello.error().message.find("2026-07-28"), std::string::npos);
        }
    }
}

// C-02
TEST(Discover, KnowsAnUnrelatedSuccess)
{
    for (const std::string text : {R"({})",
                                   R"({"tools":[]})",
                                   R"({"supportedVersions":"2026-07-28"})",
                                   R"({"resultType":"task","supportedVersions":[]})",
                                   R"([])",
                                   R"("ok")"}) {
        const Json result(text);
        EXPECT_FALSE(isDiscoverResult(result.root())) << text;
        EXPECT_FALSE(readDiscoverResult(result.root()).has_value());
    }
}

// C-20, C-29, G-63
TEST(InitializeAsClient, ReadsTheServersAnswer)
{
    const Json full(
        R"({"protocolVersion":"2025-03-26","capabilities":{"tools":{"listChanged":true}},"serverInfo":{"name":"s","version":"2","title":"S"},"instructions":"i"})");
    const auto hello = readInitializeResult(full.root());
    ASSERT_TRUE(hello.has_value());
    EXPECT_EQ(hello->revision, Revision::V2025_03_26);
    EXPECT_EQ(hello->server.title, "S");
    EXPECT_TRUE(hello->features.tools);
    EXPECT_TRUE(hello->features.toolsListChanged);

    const auto bare = readInitializeResult(Json(R"({"protocolVersion":"2025-11-25"})").root());
    ASSERT_TRUE(bare.has_value());
    EXPECT_FALSE(bare->features.tools);
}

TEST(InitializeAsClient, RefusesAnUnknownVersionNamingBoth)
{
    for (const std::string version : {"2099-01-01", "2026-07-28"}) {
        const Json result(R"({"protocolVersion":")" + version + R"("})");
        const auto hello = readInitializeResult(result.root());
        ASSERT_FALSE(hello.has_value());
        EXPECT_EQ(hello.error().code, ErrorCode::ProtocolError);
        EXPECT_NE(hello.error().message.find(version), std::string::npos);
        EXPECT_NE(hello.error().message.find("2025-11-25"), std::string::npos);
    }
    EXPECT_FALSE(readInitializeResult(Json("{}").root()).has_value());
    EXPECT_FALSE(readInitializeResult(Json("null").root()).has_value());
}

TEST(InitializeAsClient, WritesItsParams)
{
    const Json params(writeInitializeParams(Revision::V2025_11_25, R"({"roots":{}})"));
    EXPECT_TRUE(params["protocolVersion"].stringEquals("2025-11-25"));
    EXPECT_EQ(params["capabilities"].raw(), R"({"roots":{}})");
    EXPECT_TRUE(params["clientInfo"]["name"].stringEquals("portcullis"));
}

// C-35
TEST(StatelessMeta, CarriesTheRequiredMembers)
{
    const Json meta(
        writeStatelessMeta(Revision::V2026_07_28, R"({"a":{}})", R"("progressToken":3)"));
    EXPECT_TRUE(meta["io.modelcontextprotocol/protocolVersion"].stringEquals("2026-07-28"));
    EXPECT_EQ(meta["io.modelcontextprotocol/clientCapabilities"].raw(), R"({"a":{}})");
    EXPECT_TRUE(
        meta["io.modelcontextprotocol/clientInfo"]["version"].stringEquals(PORTCULLIS_VERSION));
    EXPECT_EQ(meta["progressToken"].raw(), "3");
    EXPECT_EQ(Json(writeStatelessMeta(Revision::V2026_07_28, "{}")).root().size(), 3U);
}

// C-40
TEST(UnsupportedVersion, OffersTheCommonOnesBestFirst)
{
    const RpcError error{
        code::kUnsupportedVersion, "", R"({"supported":["2025-03-26","x","2025-11-25"]})"};
    EXPECT_EQ(readSupported(error),
              (std::vector<Revision>{Revision::V2025_11_25, Revision::V2025_03_26}));
    EXPECT_TRUE(readSupported({code::kUnsupportedVersion, "", ""}).empty());
    EXPECT_TRUE(readSupported({code::kUnsupportedVersion, "", R"({"supported":7})"}).empty());
}

} // namespace portcullis::protocol
