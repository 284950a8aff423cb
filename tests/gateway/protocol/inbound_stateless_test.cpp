#include "gateway/protocol/inbound.h"
#include "gateway/protocol/lifecycle.h"
#include "gateway/protocol/mcp_headers.h"
#include "tests/gateway/protocol/support.h"

#include <gtest/gtest.h>

namespace portcullis::protocol {

namespace {

constexpr const char* kFullMeta =
    R"("io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientInfo":{"name":"c","version":"1"},"io.modelcontextprotocol/clientCapabilities":{"roots":{}})";

std::string
request(const std::string& method, const std::string& meta, const std::string& rest = {})
{
    return R"({"jsonrpc":"2.0","id":1,"method":")" + method + R"(","params":{"_meta":{)" + meta +
           "}" + rest + "}}";
}

std::string call(const std::string& name)
{
    return request("tools/call", kFullMeta, R"(,"name":)" + jsonQuote(name));
}

McpHeaders headersFor(const char* method, std::optional<std::string> name = {})
{
    McpHeaders headers;
    headers.protocolVersion = "2026-07-28";
    headers.method = method;
    headers.name = std::move(name);
    return headers;
}

struct RefusalCase
{
    const char* id; // requirement
    std::string text;
    McpHeaders headers;
    unsigned status;
    int code;
};

McpHeaders changed(McpHeaders headers, void (*change)(McpHeaders&))
{
    change(headers);
    return headers;
}

std::string version(const std::string& json)
{
    return R"("io.modelcontextprotocol/protocolVersion":)" + json +
           R"(,"io.modelcontextprotocol/clientCapabilities":{})";
}

std::vector<RefusalCase> headerFaults()
{
    const McpHeaders list = headersFor("tools/list");
    const std::string plain = request("tools/list", kFullMeta);
    const auto noVersion = changed(list, [](McpHeaders& h) { h.protocolVersion.reset(); });
    const auto otherVersion =
        changed(list, [](McpHeaders& h) { h.protocolVersion = "2025-11-25"; });
    const auto noMethod = changed(list, [](McpHeaders& h) { h.method.reset(); });
    const auto otherCase = changed(list, [](McpHeaders& h) { h.method = "Tools/List"; });
    const auto twice = changed(list, [](McpHeaders& h) { h.duplicated = true; });
    return {
        {"B-10", plain, noVersion, 400, code::kHeaderMismatch},
        {"B-10", plain, otherVersion, 400, code::kHeaderMismatch},
        {"B-11", plain, noMethod, 400, code::kHeaderMismatch},
        {"B-11", plain, otherCase, 400, code::kHeaderMismatch},
        {"B-14", plain, twice, 400, code::kHeaderMismatch},
        {"B-12", call("t"), headersFor("tools/call"), 400, code::kHeaderMismatch},
        {"B-12", call("t"), headersFor("tools/call", "T"), 400, code::kHeaderMismatch},
        {"B-13", call("t"), headersFor("tools/call", "=?base64?dA?="), 400, code::kHeaderMismatch},
        {"B-13", call("t"), headersFor("tools/call", "=?BASE64?dA==?="), 400, -32020},
        {"B-13", call("t"), headersFor("tools/call", "=?base64?/w==?="), 400, -32020},
        {"B-13", call("=?base64?dA==?="), headersFor("tools/call", "=?base64?dA==?="), 400, -32020},
        {"B-14", call("t"), headersFor("tools/call", "t\x01"), 400, code::kHeaderMismatch},
    };
}

std::vector<RefusalCase> bodyFaults()
{
    const McpHeaders list = headersFor("tools/list");
    const auto old = changed(list, [](McpHeaders& h) { h.protocolVersion = "1900-01-01"; });
    const auto session = changed(list, [](McpHeaders& h) { h.protocolVersion = "2025-11-25"; });
    const std::string noCapabilities = R"("io.modelcontextprotocol/protocolVersion":"2026-07-28")";
    const std::string badClient = R"(,"io.modelcontextprotocol/clientInfo":)";
    return {
        {"B-17", request("ping", kFullMeta), headersFor("ping"), 404, code::kMethodNotFound},
        {"B-17", request("initialize", kFullMeta), headersFor("initialize"), 404, -32601},
        {"B-17", request("tasks/list", kFullMeta), headersFor("tasks/list"), 404, -32601},
        {"B-18", request("tasks/list", kFullMeta), headersFor("tasks/list"), 404, -32601},
        {"B-19", request("tools/list", version("\"1900-01-01\"")), old, 400, -32022},
        {"B-19", request("tools/list", version("\"2025-11-25\"")), session, 400, -32022},
        {"B-20", request("tools/list", version("5")), list, 400, code::kInvalidParams},
        {"B-20", request("tools/list", noCapabilities), list, 400, code::kInvalidParams},
        {"G-17",
         request("tools/list",
                 noCapabilities + R"(,"io.modelcontextprotocol/clientCapabilities":[])"),
         list,
         400,
         code::kInvalidParams},
        {"B-20", request("tools/list", kFullMeta), list, 0, 0},
        {"B-20",
         request("tools/list", version("\"2026-07-28\"") + badClient + "7"),
         list,
         400,
         -32602},
        {"B-20",
         request("tools/list", version("\"2026-07-28\"") + badClient + R"({"name":1})"),
         list,
         400,
         -32602},
        // Two faults answer the earlier one (B-04): method, header, version, _meta.
        {"B-04", request("ping", version("5")), list, 404, code::kMethodNotFound},
        {"B-04", request("tools/list", version("\"1900-01-01\"")), list, 400, -32020},
        {"B-04",
         request("tools/list", R"("io.modelcontextprotocol/protocolVersion":"1900-01-01")"),
         old,
         400,
         -32022},
    };
}

void expectAnswer(const RefusalCase& one)
{
    const Json json(one.text);
    const Inbound inbound = classifyPost(json.document(), one.headers);
    const auto* refusal = std::get_if<Refusal>(&inbound);
    ASSERT_EQ(refusal == nullptr, one.status == 0) << one.id << ": " << one.text;
    if (refusal != nullptr) {
        EXPECT_EQ(refusal->httpStatus, one.status) << one.id << ": " << one.text;
        EXPECT_EQ(refusal->error.code, one.code) << one.id << ": " << one.text;
        EXPECT_EQ(refusal->id, "1") << one.id << ": " << one.text;
    }
}

} // namespace

TEST(ClassifyStateless, ChecksHeaders)
{
    for (const auto& one : headerFaults()) {
        expectAnswer(one);
    }
}

TEST(ClassifyStateless, ChecksMethodVersionAndMeta)
{
    for (const auto& one : bodyFaults()) {
        expectAnswer(one);
    }
}

TEST(ClassifyStateless, GivesClientAndCapabilitiesOfThisRequest)
{
    const Json json(call("weather"));
    const Inbound inbound = classifyPost(json.document(), headersFor(" tools/call ", " weather\t"));
    const auto& message = std::get<StatelessMessage>(inbound);
    EXPECT_EQ(message.revision, Revision::V2026_07_28);
    EXPECT_EQ(message.client.name, "c");
    EXPECT_EQ(message.client.version, "1");
    EXPECT_EQ(message.capabilities.raw(), R"({"roots":{}})");
    EXPECT_EQ(message.message.method, "tools/call");
}

// B-13: names outside the safe set travel encoded, and any name may.
TEST(ClassifyStateless, DecodesNames)
{
    for (const std::string name : {"t", "caf\xC3\xA9", " padded ", "=?base64?literal?="}) {
        const Json json(call(name));
        const std::string sent = encodeHeaderValue(name);
        const Inbound inbound = classifyPost(json.document(), headersFor("tools/call", sent));
        EXPECT_TRUE(std::holds_alternative<StatelessMessage>(inbound)) << name;
    }
    const Json json(call("t"));
    const Inbound inbound =
        classifyPost(json.document(), headersFor("tools/call", "=?base64?dA==?="));
    EXPECT_TRUE(std::holds_alternative<StatelessMessage>(inbound));
}

// B-12: Mcp-Name on another method is ignored, as is a session id (B-24).
TEST(ClassifyStateless, IgnoresFieldsThatDoNotApply)
{
    McpHeaders headers = headersFor("tools/list", "whatever");
    headers.sessionId = "old";
    const Json json(request("tools/list", kFullMeta));
    EXPECT_TRUE(std::holds_alternative<StatelessMessage>(classifyPost(json.document(), headers)));
}

// B-19, X6
TEST(ClassifyStateless, ListsSupportedVersions)
{
    McpHeaders headers = headersFor("tools/list");
    headers.protocolVersion = "1900-01-01";
    const Json json(request("tools/list", version("\"1900-01-01\"")));
    const Inbound inbound = classifyPost(json.document(), headers);
    EXPECT_EQ(
        std::get<Refusal>(inbound).error.data,
        R"({"supported":["2026-07-28","2025-11-25","2025-06-18","2025-03-26","2024-11-05"],"requested":"1900-01-01"})");
}

// B-19: a client that chooses among these finds its choice in server/discover, too.
TEST(ClassifyStateless, ListsTheVersionsThatDiscoverLists)
{
    McpHeaders headers = headersFor("tools/list");
    headers.protocolVersion = "1900-01-01";
    const Json json(request("tools/list", version("\"1900-01-01\"")));
    const Inbound inbound = classifyPost(json.document(), headers);
    const Json refused(std::get<Refusal>(inbound).error.data);
    const Json discovered(writeDiscoverResult(""));
    EXPECT_EQ(refused["supported"].raw(), discovered["supportedVersions"].raw());
}

// G-20: the shape of params is the method's matter and answered with HTTP 200.
TEST(ClassifyStateless, LeavesParamsToTheMethod)
{
    const Json json(request("tools/call", kFullMeta, R"(,"name":7)"));
    const Inbound inbound = classifyPost(json.document(), headersFor("tools/call", "7"));
    EXPECT_TRUE(std::holds_alternative<StatelessMessage>(inbound));
}

// B-25, X2
TEST(ClassifyStateless, AcceptsNotificationsWithFewHeaders)
{
    const std::string claimed =
        R"({"jsonrpc":"2.0","method":"notifications/x","params":{"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28"}}})";
    const Json withClaim(claimed);
    const Json bare(R"({"jsonrpc":"2.0","method":"notifications/x"})");
    McpHeaders onlyVersion;
    onlyVersion.protocolVersion = "2026-07-28";
    McpHeaders wrongMethod = onlyVersion;
    wrongMethod.method = "notifications/y";

    EXPECT_TRUE(std::holds_alternative<StatelessMessage>(classifyPost(withClaim.document(), {})));
    EXPECT_TRUE(
        std::holds_alternative<StatelessMessage>(classifyPost(bare.document(), onlyVersion)));
    EXPECT_EQ(std::get<Refusal>(classifyPost(bare.document(), wrongMethod)).error.code,
              code::kHeaderMismatch);
    EXPECT_EQ(std::get<Refusal>(classifyPost(withClaim.document(), wrongMethod)).id, "");
}

// B-03
TEST(ClassifyStateless, NeedsNoHeadersOnStreams)
{
    const Json good(call("t"));
    const Json unknown(request("ping", kFullMeta));
    const Json bad(request("tools/list", version("\"1900-01-01\"")));
    EXPECT_TRUE(std::holds_alternative<StatelessMessage>(classifyLine(good.document())));
    EXPECT_EQ(std::get<Refusal>(classifyLine(unknown.document())).error.code,
              code::kMethodNotFound);
    EXPECT_EQ(std::get<Refusal>(classifyLine(bad.document())).error.code,
              code::kUnsupportedVersion);
}

} // namespace portcullis::protocol
