#include "gateway/base/json.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

// What RFC 8259 lets in, one small text a line.

namespace portcullis {
namespace {

// NOLINTBEGIN(modernize-raw-string-literal): the backslashes of the texts are the point
const std::vector<std::string>& acceptedTexts()
{
    static const std::vector<std::string> texts = {
        // Literals and whitespace
        "null",
        "true",
        "false",
        " null",
        "null ",
        "\t\r\n true \n\r\t",
        "[null,true,false]",
        // Numbers (§6)
        "0",
        "-0",
        "1",
        "-1",
        "9",
        "10",
        "1234567890",
        "0.0",
        "-0.0",
        "0.10",
        "1.5",
        "-1.5",
        "1e1",
        "1E1",
        "1e+1",
        "1e-1",
        "1.5E+10",
        "0e0",
        "0E-0",
        "-0e+00",
        "1e400",
        "-1e400",
        "1e-400",
        "123456789012345678901234567890",
        "0.1234567890123456789012345678901234567890",
        "18446744073709551616",
        "[0]",
        "[-0]",
        "[1,2]",
        "{\"a\":0}",
        "[1e00007]",
        // Strings (§7)
        "\"\"",
        "\"a\"",
        "\" \"",
        "\"'\"",
        "\"/\"",
        "\"\x7F\"",
        "\"\\\"\"",
        "\"\\\\\"",
        "\"\\/\"",
        "\"\\b\\f\\n\\r\\t\"",
        "\"\\u0000\"",
        "\"\\u0061\"",
        "\"\\uABCD\"",
        "\"\\uabcd\"",
        "\"\\uAbCd\"",
        "\"\\\\u00g0\"",
        "\"\\u0022\"",
        "\"\\u005c\"",
        "\"\\\\\\\"\"",
        "\"\\ud83d\\ude00\"",
        // Lone surrogate escapes are lexemes like any other (§8.2)
        "\"\\ud800\"",
        "\"\\udc00\"",
        "\"\\udfff\\ud800\"",
        "\"\\ud800\\ud800\\udc00\"",
        "\"\\ud800\\n\"",
        "\"\\uD800x\"",
        // UTF-8
        "\"\xC2\x80\"",
        "\"\xDF\xBF\"",
        "\"\xE0\xA0\x80\"",
        "\"\xED\x9F\xBF\"",
        "\"\xEE\x80\x80\"",
        "\"\xEF\xBB\xBF\"",
        "\"\xEF\xBF\xBF\"",
        "\"\xF0\x90\x80\x80\"",
        "\"\xF4\x8F\xBF\xBF\"",
        "\"\xE2\x80\xA8\"",
        "\"caf\xC3\xA9 \xE6\xBC\xA2\xE5\xAD\x97 \xF0\x9F\x98\x80.\"",
        // Arrays (§5)
        "[]",
        "[ ]",
        "[\n]",
        "[1]",
        "[ 1 ]",
        "[1,2,3]",
        "[ 1 , 2 ]",
        "[[]]",
        "[[],[]]",
        "[[[[]]]]",
        "[{}]",
        "[\"\"]",
        "[\"]\"]",
        "[\"[\",\",\"]",
        "[1,[2,[3]],4]",
        // Objects (§4)
        "{}",
        "{ }",
        "{\n}",
        "{\"a\":1}",
        "{ \"a\" : 1 }",
        "{\"a\":1,\"b\":2}",
        "{\"\":0}",
        "{\"a\":{}}",
        "{\"a\":{\"a\":{\"a\":1}}}",
        "{\"a\":[],\"b\":{}}",
        "{\"}\":\"{\"}",
        "{\"\\u0000\":1}",
        "{\"a\\nb\":\"c\"}",
        "{\"\xC3\xA9\":1}",
        "{\"a\":\"a\",\"A\":\"a\"}",
        "{\"a:b\":\"c,d\"}",
        "{\"\":{\"\":[{\"\":null}]}}"};
    return texts;
}

// NOLINTEND(modernize-raw-string-literal)

TEST(JsonScanner, AcceptsWhatRfc8259Accepts)
{
    EXPECT_GE(acceptedTexts().size(), 100U);
    for (const std::string& text : acceptedTexts()) {
        const auto document = JsonDocument::parse(text);
        ASSERT_TRUE(document) << text << ": " << document.error().message;
        EXPECT_EQ(document->text(), text);
    }
}

TEST(JsonScanner, AcceptsItAtEveryPlaceOfALargerText)
{
    // String bodies are read in blocks, so where a text begins may matter.
    for (std::size_t padding = 0; padding < 40; ++padding) {
        const std::string before = "[\"" + std::string(padding, 'x') + "\",";
        for (const std::string& text : acceptedTexts()) {
            const std::string whole =
                before + text + ",\"" + std::string(40 - padding, 'y') + "\"]";
            EXPECT_TRUE(JsonDocument::parse(whole)) << whole;
        }
    }
}

} // namespace
} // namespace portcullis
