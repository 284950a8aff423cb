#include "gateway/protocol/call.h"
#include "tests/gateway/protocol/support.h"

#include <gtest/gtest.h>

namespace portcullis::protocol {

// Table D.10.
TEST(TranslateError, FollowsTheTable)
{
    const struct
    {
        int from;
        int toSession;
        int toStateless;
    } cases[] = {
        {code::kHeaderMismatch, -32603, -32603},
        {code::kMissingCapability, -32603, -32021}, // D-82
        {code::kUnsupportedVersion, -32603, -32603},
        {code::kResourceNotFound, -32002, -32602},
        {code::kInvalidParams, -32602, -32602},
        {code::kMethodNotFound, -32603, -32603},
        {code::kUrlElicitationRequired, -32603, -32603},
        {code::kSessionNotFound, -32001, -32603},
        {-32000, -32000, -32603},
        {-32019, -32019, -32603},
        {-32023, -32603, -32603},
        {-32099, -32603, -32603},
        {code::kParseError, -32603, -32603},
        {code::kInvalidRequest, -32603, -32603},
        {code::kInternalError, -32603, -32603},
        {-32768, -32603, -32603},
        {-31999, -31999, -31999},
        {-32769, -32769, -32769},
        {42, 42, 42},
        {0, 0, 0},
    };

    for (const auto& [from, toSession, toStateless] : cases) {
        const RpcError error{from, "why", R"({"uri":"u"})"};
        EXPECT_EQ(translateError(error, Revision::V2025_11_25, "srv").code, toSession) << from;
        EXPECT_EQ(translateError(error, Revision::V2024_11_05, "srv").code, toSession) << from;
        EXPECT_EQ(translateError(error, Revision::V2026_07_28, "srv").code, toStateless) << from;
    }
}

// B-23: over all codes of the reserved range.
TEST(TranslateError, EmitsNoForbiddenCodeToStatelessClients)
{
    for (int from = -32800; from <= -31900; ++from) {
        const int to = translateError({from, "m", ""}, Revision::V2026_07_28, "srv").code;
        const bool defined = from == code::kMissingCapability && to == from; // D-82
        EXPECT_FALSE(to >= -32099 && to <= -32000 && !defined) << from << " became " << to;
    }
}

TEST(TranslateError, TellsTheCodeItHides)
{
    const RpcError error =
        translateError({-32050, "odd", R"({"a":1e400})"}, Revision::V2026_07_28, "srv");
    EXPECT_EQ(error.data, R"({"upstreamCode":-32050,"upstreamData":{"a":1e400}})");
    EXPECT_NE(error.message.find("srv"), std::string::npos);
    EXPECT_NE(error.message.find("odd"), std::string::npos);
}

// Table D.10, E-22: for every code that goes to a client with what the server says of it
TEST(TranslateError, NamesTheResourceAsClientsKnowItWhateverTheCode)
{
    const ErrorContext context{CallKind::Tool, "t", UriNames(ServerId("srv"))};
    const std::string own = R"({"uri":"test://x","more":1})";
    const std::string known = R"({"uri":"srv+test://x","more":1})";
    for (const Revision to : {Revision::V2025_11_25, Revision::V2026_07_28}) {
        for (const int from : {-32700, -32600, -32602, -32603, -32002, -32000, -32019, -32050, 5}) {
            const std::string data = translateError({from, "m", own}, to, "srv", context).data;
            EXPECT_EQ(data.find("\"test://x\""), std::string::npos) << from << " " << data;
            EXPECT_NE(data.find(known), std::string::npos) << from << " " << data;
        }
    }
    const std::string feature = R"({"requiredCapabilities":{},"uri":"test://x"})";
    EXPECT_NE(translateError({-32021, "m", feature}, Revision::V2026_07_28, "srv", context)
                  .data.find("srv+test://x"),
              std::string::npos);
    EXPECT_EQ(translateError({5, "m", own}, Revision::V2025_11_25, "srv").data, own);
}

TEST(TranslateError, PassesSmallDataOnly)
{
    const std::string small = '"' + std::string(8190, 'x') + '"';
    EXPECT_EQ(translateError({1, "m", small}, Revision::V2025_11_25, "s").data, small);
    EXPECT_EQ(translateError({1, "m", small + " "}, Revision::V2025_11_25, "s").data, "");
    EXPECT_EQ(translateError({-32000, "m", small + " "}, Revision::V2026_07_28, "s").data,
              R"({"upstreamCode":-32000})");
}

TEST(ToolErrorText, TellsTheModelWhatItMayActOn)
{
    for (const int number : {-32601, -32020, -32021, -32022}) {
        const auto text = toolErrorText({number, "m", ""}, Revision::V2025_11_25, "srv");
        ASSERT_TRUE(text.has_value()) << number;
        EXPECT_NE(text->find("srv"), std::string::npos);
    }
    for (const int number : {-32602, -32603, -32000, -32001, 42}) {
        EXPECT_FALSE(toolErrorText({number, "m", ""}, Revision::V2025_11_25, "srv").has_value())
            << number;
    }
}

// I3
TEST(ToolErrorText, NamesTheAddressesToOpen)
{
    const RpcError error{
        code::kUrlElicitationRequired, "m", R"({"elicitations":[{"url":"https://a/b?c"}]})"};
    EXPECT_NE(toolErrorText(error, Revision::V2025_11_25, "srv")->find("https://a/b?c"),
              std::string::npos);
    EXPECT_TRUE(
        toolErrorText({code::kUrlElicitationRequired, "m", "5"}, Revision::V2025_11_25, "srv")
            .has_value());
}

} // namespace portcullis::protocol
