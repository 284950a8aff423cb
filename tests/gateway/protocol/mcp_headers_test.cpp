#include "gateway/protocol/decimal.h"
#include "gateway/protocol/mcp_headers.h"
#include "tests/gateway/protocol/support.h"

#include <gtest/gtest.h>

#include <limits>

namespace portcullis::protocol {

namespace {

Tool sampleTool()
{
    Tool tool;
    tool.name = "t";
    tool.headerParams = {{"Region", {"region"}}, {"Count", {"count"}}, {"Deep", {"o", "flag"}}};
    return tool;
}

using Fields = std::vector<std::pair<std::string, std::string>>;

} // namespace

// Value Encoding on the page of Streamable HTTP of 2026-07-28; the first five are its examples.
TEST(HeaderValue, IsEncodedWhereItCouldNotTravel)
{
    const struct
    {
        std::string value;
        std::string encoded;
    } cases[] = {
        {"us-west1", "us-west1"},
        {"Hello, \xE4\xB8\x96\xE7\x95\x8C", "=?base64?SGVsbG8sIOS4lueVjA==?="},
        {" padded ", "=?base64?IHBhZGRlZCA=?="},
        {"line1\nline2", "=?base64?bGluZTEKbGluZTI=?="},
        {"=?base64?literal?=", "=?base64?PT9iYXNlNjQ/bGl0ZXJhbD89?="},
        {"",
         "=?base64?"
         "?="},
        {"in ner", "in ner"},
        {"ta\tb", "=?base64?dGEJYg==?="},
        {"=?base64?=", "=?base64?PT9iYXNlNjQ/PQ==?="},
        {"=?base64?open", "=?base64?open"},
        {"\x7F", "=?base64?fw==?="},
    };

    for (const auto& [value, encoded] : cases) {
        EXPECT_EQ(encodeHeaderValue(value), encoded);
        EXPECT_EQ(decodeHeaderValue(encoded), value);
    }
}

// B-13, B-14
TEST(HeaderValue, IsRefusedWhenDamaged)
{
    for (const std::string value : {"=?base64?dA=?=",
                                    "=?base64?dA?=",
                                    "=?base64?d A==?=",
                                    "=?base64?/w==?=",
                                    "=?base64?=",
                                    "a\x01",
                                    "a\r\nb",
                                    "caf\xC3\xA9",
                                    "\x7F"}) {
        EXPECT_FALSE(decodeHeaderValue(value).has_value()) << value;
    }
    EXPECT_EQ(decodeHeaderValue(" \ta b\t "), "a b");
    EXPECT_EQ(decodeHeaderValue("=?BASE64?dA==?="), "=?BASE64?dA==?=");
}

// C-38
TEST(ParameterHeaders, MirrorTheArguments)
{
    const struct
    {
        const char* arguments;
        Fields fields;
    } cases[] = {
        {R"({"region":"us-west1","count":42,"o":{"flag":false}})",
         {{"Mcp-Param-Region", "us-west1"},
          {"Mcp-Param-Count", "42"},
          {"Mcp-Param-Deep", "false"}}},
        {R"({"region":null,"count":-7.0,"o":{}})", {{"Mcp-Param-Count", "-7"}}},
        {R"({"region":"\u00e9","o":5})", {{"Mcp-Param-Region", "=?base64?w6k=?="}}},
        {R"({"count":123456789012345678901234567890})",
         {{"Mcp-Param-Count", "123456789012345678901234567890"}}},
        {R"({"region":{},"count":[1]})", {}},
        {R"({})", {}},
    };

    for (const auto& [arguments, fields] : cases) {
        const Json json(arguments);
        EXPECT_EQ(parameterHeaders(sampleTool(), json.root()), fields) << arguments;
    }
    EXPECT_TRUE(parameterHeaders(sampleTool(), {}).empty());
}

// B-15
TEST(ParameterHeaders, AreCheckedAgainstTheArguments)
{
    const struct
    {
        const char* arguments;
        Fields sent;
        bool agrees;
    } cases[] = {
        {R"({"region":"a"})", {{"region", "a"}}, true},
        {R"({"region":"a"})", {{"region", "=?base64?YQ==?="}}, true},
        {R"({"region":"a"})", {}, false},
        {R"({"region":"a"})", {{"region", "A"}}, false},
        {R"({"region":"a"})", {{"region", "a"}, {"region", "a"}}, false},
        {R"({"region":"a"})", {{"region", "=?base64?YQ=?="}}, false},
        {R"({"region":null})", {}, true},
        {R"({"region":null})", {{"region", "null"}}, false},
        {R"({})", {{"region", "a"}}, false},
        {R"({})", {{"unknown", "a"}}, true},
        {R"({"count":42})", {{"count", "42.0"}}, true},
        {R"({"count":42.0})", {{"count", "42"}}, true},
        {R"({"count":4.2e1})", {{"count", "42"}}, true},
        {R"({"count":42})", {{"count", "43"}}, false},
        {R"({"count":42})", {{"count", "0x2A"}}, false},
        {R"({"count":9007199254740993})", {{"count", "9007199254740992"}}, false},
        {R"({"o":{"flag":true}})", {{"deep", "true"}}, true},
        {R"({"o":{"flag":true}})", {{"deep", "True"}}, false},
        {R"({"count":[1]})", {}, true},
        {R"({"count":[1]})", {{"count", "1"}}, false},
    };

    for (const auto& [arguments, sent, agrees] : cases) {
        McpHeaders headers;
        headers.params = sent;
        const Json json(arguments);
        const auto fault = checkParameterHeaders(sampleTool(), json.root(), headers);
        ASSERT_EQ(!fault.has_value(), agrees) << arguments;
        if (fault) {
            EXPECT_EQ(fault->code, code::kHeaderMismatch);
        }
    }
}

TEST(ParameterHeaders, AgreeWithTheirOwnCheck)
{
    const Json arguments(R"({"region":" \u4e16\n","count":1e400,"o":{"flag":true}})");
    McpHeaders headers;
    for (const auto& [name, value] : parameterHeaders(sampleTool(), arguments.root())) {
        std::string rest = name.substr(std::string("Mcp-Param-").size());
        rest.front() = static_cast<char>(std::tolower(rest.front()));
        headers.params.emplace_back(rest, value);
    }
    EXPECT_EQ(headers.params.size(), 3U);
    EXPECT_FALSE(checkParameterHeaders(sampleTool(), arguments.root(), headers).has_value());
}

TEST(Decimal, ComparesExactly)
{
    EXPECT_TRUE(sameNumber("0", "-0.00e7"));
    EXPECT_TRUE(sameNumber("1e400", "10e399"));
    EXPECT_TRUE(sameNumber("100", "1E+2"));
    EXPECT_TRUE(sameNumber("123456789012345678901234567890", "12345678901234567890123456789e1"));
    EXPECT_FALSE(sameNumber("123456789012345678901234567890", "123456789012345678901234567891"));
    EXPECT_FALSE(sameNumber("1", "-1"));
    for (const std::string bad :
         {"", "-", "+1", "1.", ".5", "1e", "1e+", "1x", "nan", "1e99999999999999999999"}) {
        EXPECT_FALSE(sameNumber(bad, bad)) << bad;
    }
}

TEST(Decimal, WritesIntegersPlainly)
{
    EXPECT_EQ(plainInteger("42"), "42");
    EXPECT_EQ(plainInteger("-42.000"), "-42");
    EXPECT_EQ(plainInteger("4.2e1"), "42");
    EXPECT_EQ(plainInteger("-0"), "0");
    EXPECT_EQ(plainInteger("1.5"), "1.5");
    EXPECT_EQ(plainInteger("1e400"), "1e400");
    EXPECT_EQ(plainInteger("1e999999999"), "1e999999999");
}

TEST(Decimal, ComesAsNearAsADoubleCan)
{
    const double infinity = std::numeric_limits<double>::infinity();
    EXPECT_EQ(nearestDouble("1.5"), 1.5);
    EXPECT_EQ(nearestDouble("1e400"), infinity);
    EXPECT_EQ(nearestDouble("-1e400"), -infinity);
    EXPECT_EQ(nearestDouble("1e-400"), 0.0);
    EXPECT_EQ(nearestDouble("-1e-99999999999999999999"), 0.0);
    EXPECT_EQ(nearestDouble("1e99999999999999999999"), infinity);
    EXPECT_EQ(nearestDouble("1" + std::string(400, '0')), infinity);
    EXPECT_EQ(nearestDouble("1" + std::string(400, '0') + ".5"), infinity);
    EXPECT_EQ(nearestDouble("0." + std::string(400, '0') + "1"), 0.0);
}

} // namespace portcullis::protocol
