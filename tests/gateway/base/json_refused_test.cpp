#include "gateway/base/json.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

// What RFC 8259 does not let in, one small text a line, and how the errors tell.

namespace portcullis {
namespace {

// Keeps NUL bytes that a literal has inside.
template <std::size_t size>
std::string bytes(const char (&literal)[size])
{
    return {literal, size - 1};
}

// NOLINTBEGIN(modernize-raw-string-literal): the backslashes of the texts are the point
const std::vector<std::string>& refusedTexts()
{
    static const std::vector<std::string> texts = {
        // Nothing, or more than one value
        "",
        " ",
        "\n",
        "1 2",
        "{}{}",
        "[][]",
        "null null",
        "nullx",
        "1x",
        "\"\"\"\"",
        "{}x",
        "[],",
        "1,",
        ",1",
        "]",
        "}",
        ":",
        ",",
        // A NUL is nowhere whitespace
        bytes("\0"),
        bytes("1\0"),
        bytes("\0"
              "1"),
        bytes("[1\0]"),
        bytes("{}\0"),
        bytes("[]\0[]"),
        bytes("nul\0"),
        bytes("\"a\0b\""),
        bytes("{\"a\0\":1}"),
        bytes("\"\\\0\""),
        bytes("\"\\u00\0"
              "0\""),
        // Byte order marks (§8.1) and other encodings
        "\xEF\xBB\xBF{}",
        "\xEF\xBB\xBF",
        "\xFE\xFF",
        bytes("\xFF\xFE{\0}\0"),
        bytes("{\0}\0"),
        // Literals
        "n",
        "nul",
        "Null",
        "NULL",
        "True",
        "TRUE",
        "tru",
        "truE",
        "fals",
        "falsey",
        "None",
        "nil",
        "undefined",
        "NaN",
        "nan",
        "Infinity",
        "-Infinity",
        "inf",
        // Whitespace of other standards
        "\x0B"
        "1",
        "\x0C"
        "1",
        "1\x0C",
        "\xC2\xA0"
        "1",
        "\xE2\x80\xA8"
        "1",
        "[1\x0B]",
        // Numbers
        "-",
        "+",
        "+1",
        "--1",
        "-+1",
        "- 1",
        "00",
        "01",
        "-01",
        "007",
        "1.",
        "-1.",
        ".1",
        "-.1",
        "1..2",
        "1.2.3",
        "1e",
        "1E",
        "1e+",
        "1e-",
        "1.e1",
        "1e1.5",
        "1ee1",
        "1e+-1",
        "0x1",
        "0x",
        "0b1",
        "1_000",
        "1,000",
        "1a",
        "1 000",
        "0e",
        "1f",
        "1n",
        "\xEF\xBC\x91",
        "[01]",
        "[1.]",
        "[-]",
        "{\"a\":01}",
        // Strings
        "\"",
        "\"a",
        "\"a\\",
        "\"\\\"",
        "'a'",
        "a",
        "\"a\"b",
        "\"\\",
        "\"\\a\"",
        "\"\\v\"",
        "\"\\'\"",
        "\"\\0\"",
        "\"\\x41\"",
        "\"\\U0041\"",
        "\"\\u\"",
        "\"\\u1\"",
        "\"\\u12\"",
        "\"\\u123\"",
        "\"\\u123",
        "\"\\u123g\"",
        "\"\\ug123\"",
        "\"\\u 123\"",
        "\"\\u+123\"",
        "\"\\u{41}\"",
        "\"\\ud800\\u\"",
        "\"\\ \"",
        "\"\\\n\"",
        "\"\\\xC3\xA9\"",
        // Control characters
        "\"\x01\"",
        "\"\x1F\"",
        "\"\n\"",
        "\"\r\"",
        "\"\t\"",
        "\"a long enough text\x02 for a block\"",
        "{\"a\nb\":1}",
        // UTF-8
        "\"\x80\"",
        "\"\xBF\"",
        "\"\xC0\x80\"",
        "\"\xC0\xAF\"",
        "\"\xC1\xBF\"",
        "\"\xC2\"",
        "\"\xC2",
        "\"\xE0\x80\x80\"",
        "\"\xE0\x9F\xBF\"",
        "\"\xE2\x82\"",
        "\"\xE2\x82",
        "\"\xED\xA0\x80\"",
        "\"\xED\xBF\xBF\"",
        "\"\xED\xA0\xBD\xED\xB8\x80\"",
        "\"\xF0\x80\x80\x80\"",
        "\"\xF0\x8F\xBF\xBF\"",
        "\"\xF0\x9F\x98\"",
        "\"\xF0\x9F\x98",
        "\"\xF4\x90\x80\x80\"",
        "\"\xF5\x80\x80\x80\"",
        "\"\xF8\x88\x80\x80\x80\"",
        "\"\xFE\"",
        "\"\xFF\"",
        "\"\xC3\x28\"",
        "{\"\xFF\":1}",
        "\xC3\xA9",
        "[\xFF]",
        // Arrays
        "[",
        "[1",
        "[1,",
        "[,",
        "[,]",
        "[1,]",
        "[,1]",
        "[1,,2]",
        "[1 2]",
        "[1;2]",
        "[1:2]",
        "[\"a\":1]",
        "[}",
        "[1}",
        "[[]",
        "[]]",
        "[",
        "[\"a",
        "[{}",
        "[1,\n",
        "[...]",
        "(1)",
        // Objects
        "{",
        "{\"",
        "{\"a",
        "{\"a\"",
        "{\"a\":",
        "{\"a\":1",
        "{\"a\":1,",
        "{\"a\":1,}",
        "{,}",
        "{,\"a\":1}",
        "{\"a\":1,,\"b\":2}",
        "{\"a\" 1}",
        "{\"a\"=1}",
        "{\"a\"::1}",
        "{\"a\":}",
        "{:1}",
        "{a:1}",
        "{'a':1}",
        "{1:1}",
        "{null:1}",
        "{\"a\":1 \"b\":2}",
        "{\"a\":1;\"b\":2}",
        "{]",
        "{\"a\":1]",
        "{\"a\",\"b\"}",
        "{\"a\"}",
        "{{}}",
        "{[]:1}",
        "{}}",
        "{\"a\":1}}",
        "{\"a\":1:2}",
        // Comments
        "// c\n1",
        "/* c */1",
        "1 // c",
        "[1/**/]",
        "# c\n1",
        "{\"a\":1} // c",
        // Duplicate names in one object (§4 lets a receiver choose)
        "{\"a\":1,\"a\":1}",
        "{\"a\":1,\"\\u0061\":2}",
        "{\"\":1,\"\":2}"};
    return texts;
}

// NOLINTEND(modernize-raw-string-literal)

TEST(JsonScanner, RefusesEverythingElse)
{
    EXPECT_GE(refusedTexts().size(), 150U);
    for (const std::string& text : refusedTexts()) {
        const auto document = JsonDocument::parse(text);
        ASSERT_FALSE(document) << text;
        EXPECT_EQ(document.error().code, ErrorCode::ProtocolError) << text;
        EXPECT_NE(document.error().message.find("at byte "), std::string::npos) << text;
    }
}

TEST(JsonScanner, FindsDamageAtEveryPlaceOfALongString)
{
    const std::vector<std::string> damages = {
        "\x01", "\x1F", "\x80", "\xFF", "\xC3(", "\xED\xA0\x80", "\\x", "\\u12G4", bytes("\0")};
    for (std::size_t at = 0; at < 50; ++at) {
        for (const std::string& damage : damages) {
            const std::string text =
                '"' + std::string(at, 'a') + damage + std::string(50 - at, 'b') + '"';
            EXPECT_FALSE(JsonDocument::parse(text)) << text;
        }
        const std::string text = '"' + std::string(at, 'a') + "\xF0\x9F\x98\x80\\n\xC3\xA9" +
                                 std::string(50 - at, 'b') + '"';
        EXPECT_TRUE(JsonDocument::parse(text)) << text;
    }
}

TEST(JsonScanner, RefusesEveryTruncation)
{
    const std::string whole = "{\"a\":[1.5e+3,-0,true,false,null,{}],\"caf\xC3\xA9\":{"
                              "\"\\u0061\\n\":\"\xF0\x9F\x98\x80\"}}";
    ASSERT_TRUE(JsonDocument::parse(whole));
    for (std::size_t size = 0; size < whole.size(); ++size) {
        EXPECT_FALSE(JsonDocument::parse(whole.substr(0, size))) << size;
    }
}

TEST(JsonScanner, NamesTheOffendingByteAndWhatBelongsThere)
{
    const auto errorOf = [](std::string text) {
        return JsonDocument::parse(std::move(text)).error().message;
    };
    EXPECT_EQ(errorOf("{\"a\":1 \"b\"}"),
              "The text is not valid JSON at byte 7: expected a comma or }.");
    EXPECT_EQ(errorOf("[1"),
              "The text is not valid JSON at byte 2, its end: expected a comma or ].");
    EXPECT_EQ(errorOf("[1,01]"),
              "The text is not valid JSON at byte 4: expected no digit after a leading zero.");
    EXPECT_EQ(errorOf("\"abc\xFF\""),
              "The text is not valid JSON at byte 4: expected well-formed UTF-8.");
    EXPECT_EQ(errorOf("\"\\u12x4\""),
              "The text is not valid JSON at byte 5: expected four hexadecimal digits after \\u.");
    EXPECT_EQ(errorOf("{} x"),
              "The text is not valid JSON at byte 3: expected the end of the text.");
    EXPECT_EQ(errorOf("{\"a\":1,\"b\":2,\"a\":3}"),
              "The text is not valid JSON at byte 13: expected a name that the object does not "
              "have yet.");
}

TEST(JsonScanner, NeverRepeatsTheTextInItsErrors)
{
    const auto document = JsonDocument::parse(R"({"password":"hunter2","password":"hunter3"})");
    ASSERT_FALSE(document);
    EXPECT_EQ(document.error().message.find("hunter"), std::string::npos);
    EXPECT_EQ(document.error().message.find("password"), std::string::npos);
}

} // namespace
} // namespace portcullis
