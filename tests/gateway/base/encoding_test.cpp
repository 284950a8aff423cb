#include "gateway/base/ascii.h"
#include "gateway/base/encoding.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace portcullis {
namespace {

std::string textOf(const std::vector<std::uint8_t>& bytes)
{
    return {bytes.begin(), bytes.end()};
}

TEST(Hex, WritesLowerCaseAndReadsBoth)
{
    const std::vector<std::uint8_t> bytes = {0x00, 0x7F, 0x80, 0xAB, 0xFF};
    EXPECT_EQ(toHex(bytes), "007f80abff");
    EXPECT_EQ(fromHex("007f80abff").value(), bytes);
    EXPECT_EQ(fromHex("007F80ABFF").value(), bytes);
    EXPECT_TRUE(fromHex("").value().empty());
}

TEST(Hex, RefusesWithAReason)
{
    for (const char* text : {"0", "0g", "g0", " 00", "0x00", "00 ", "0-"}) {
        const auto bytes = fromHex(text);
        ASSERT_FALSE(bytes) << text;
        EXPECT_EQ(bytes.error().code, ErrorCode::InvalidArgument);
        EXPECT_FALSE(bytes.error().message.empty());
    }
}

TEST(Base64, MatchesTheVectorsOfRfc4648)
{
    const std::vector<std::pair<std::string, std::string>> vectors = {{"", ""},
                                                                      {"f", "Zg=="},
                                                                      {"fo", "Zm8="},
                                                                      {"foo", "Zm9v"},
                                                                      {"foob", "Zm9vYg=="},
                                                                      {"fooba", "Zm9vYmE="},
                                                                      {"foobar", "Zm9vYmFy"}};
    for (const auto& [plain, encoded] : vectors) {
        EXPECT_EQ(toBase64(asBytes(plain)), encoded);
        EXPECT_EQ(textOf(fromBase64(encoded).value()), plain);
        const std::string unpadded = encoded.substr(0, encoded.find('='));
        EXPECT_EQ(toBase64Url(asBytes(plain)), unpadded);
        EXPECT_EQ(textOf(fromBase64Url(unpadded).value()), plain);
    }
}

TEST(Base64, RoundTripsEveryByte)
{
    std::vector<std::uint8_t> bytes;
    for (unsigned i = 0; i < 256; ++i) {
        bytes.push_back(static_cast<std::uint8_t>(i));
        EXPECT_EQ(fromBase64(toBase64(bytes)).value(), bytes);
        EXPECT_EQ(fromBase64Url(toBase64Url(bytes)).value(), bytes);
    }
}

TEST(Base64, KeepsItsAlphabetsApart)
{
    const std::vector<std::uint8_t> bytes = {0xFB, 0xEF, 0xFF};
    EXPECT_EQ(toBase64(bytes), "++//");
    EXPECT_EQ(toBase64Url(bytes), "--__");
    EXPECT_FALSE(fromBase64("--__"));
    EXPECT_FALSE(fromBase64Url("++//"));
}

TEST(Base64, RefusesWhatNoEncoderWrites)
{
    for (const char* text : {"Zg",
                             "Zg=",
                             "Zg===",
                             "Z===",
                             "====",
                             "Zh==",
                             "Zm9=",
                             "Zm9v=",
                             "Z g=",
                             "Zg==\n",
                             "=Zg=",
                             "Zm=v"}) {
        EXPECT_FALSE(fromBase64(text)) << text;
    }
    for (const char* text : {"Z", "Zg==", "Zh", "Zm9", "Zm9vY"}) {
        EXPECT_FALSE(fromBase64Url(text)) << text;
    }
}

TEST(Utf8, AcceptsEveryWellFormedLength)
{
    for (const char* text : {"",
                             "plain",
                             "\x7F",
                             "\xC2\x80",
                             "\xDF\xBF",
                             "\xE0\xA0\x80",
                             "\xED\x9F\xBF",
                             "\xEE\x80\x80",
                             "\xEF\xBF\xBF",
                             "\xF0\x90\x80\x80",
                             "\xF4\x8F\xBF\xBF",
                             "a\xC3\xA9z\xE6\xBC\xA2\xF0\x9F\x98\x80!"}) {
        EXPECT_TRUE(isValidUtf8(text)) << text;
    }
    EXPECT_TRUE(isValidUtf8(std::string_view("\0", 1)));
}

TEST(Utf8, RefusesOverlongSurrogateTooLargeAndCutOff)
{
    for (const char* text : {"\x80",
                             "\xBF",
                             "\xC0\x80",
                             "\xC1\xBF",
                             "\xC2",
                             "\xC2z",
                             "\xC2\xC2\x80",
                             "\xE0\x9F\xBF",
                             "\xE0\xA0",
                             "\xE2\x82z",
                             "\xED\xA0\x80",
                             "\xED\xBF\xBF",
                             "\xF0\x8F\xBF\xBF",
                             "\xF0\x9F\x98",
                             "\xF0\x9F\x98z",
                             "\xF4\x90\x80\x80",
                             "\xF5\x80\x80\x80",
                             "\xFE",
                             "\xFF",
                             "ok\xE2\x82"}) {
        EXPECT_FALSE(isValidUtf8(text)) << toHex(asBytes(text));
    }
}

TEST(Ascii, LowersItsLettersOnly)
{
    EXPECT_EQ(asciiLower("Mcp-PARAM-\xC3\x89[@`{"), "mcp-param-\xC3\x89[@`{");
    EXPECT_EQ(asciiLower('Z'), 'z');
}

} // namespace
} // namespace portcullis
