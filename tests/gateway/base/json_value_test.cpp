#include "gateway/base/json.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace portcullis {
namespace {

JsonDocument parsed(std::string text)
{
    return JsonDocument::parse(std::move(text)).value();
}

TEST(JsonValue, RawIsTheExactBytesWithoutTheSpaceAround)
{
    const std::string text =
        " { \"a\" : [ 1e400 , \"x\\u0041\" ,\n{ } ] , \"b\":123456789012345678901234567890 } ";
    const JsonDocument document = parsed(text);
    const JsonValue root = document.root();
    EXPECT_EQ(root.raw(), text.substr(1, text.size() - 2));
    EXPECT_EQ(root.offset(), 1U);
    const JsonValue a = root["a"];
    EXPECT_EQ(a.raw(), "[ 1e400 , \"x\\u0041\" ,\n{ } ]");
    EXPECT_EQ(a.rawName(), "\"a\"");
    EXPECT_EQ(a.first().raw(), "1e400");
    EXPECT_EQ(a.first().next().raw(), "\"x\\u0041\"");
    EXPECT_EQ(a.first().next().next().raw(), "{ }");
    EXPECT_FALSE(a.first().next().next().next());
    EXPECT_EQ(root["b"].raw(), "123456789012345678901234567890");
    EXPECT_EQ(root["b"].offset(), text.find("1234"));
    EXPECT_EQ(text.substr(a.offset(), a.raw().size()), a.raw());
}

TEST(JsonValue, KnowsItsKind)
{
    const JsonDocument document = parsed(R"([null,false,true,0,"",[],{}])");
    const std::vector<JsonKind> kinds = {JsonKind::Null,
                                         JsonKind::False,
                                         JsonKind::True,
                                         JsonKind::Number,
                                         JsonKind::String,
                                         JsonKind::Array,
                                         JsonKind::Object};
    JsonValue value = document.root().first();
    for (const JsonKind kind : kinds) {
        EXPECT_EQ(value.kind(), kind);
        EXPECT_EQ(value.isNull(), kind == JsonKind::Null);
        EXPECT_EQ(value.isBool(), kind == JsonKind::False || kind == JsonKind::True);
        EXPECT_EQ(value.boolean(), kind == JsonKind::True);
        EXPECT_EQ(value.isNumber(), kind == JsonKind::Number);
        EXPECT_EQ(value.isString(), kind == JsonKind::String);
        EXPECT_EQ(value.isArray(), kind == JsonKind::Array);
        EXPECT_EQ(value.isObject(), kind == JsonKind::Object);
        value = value.next();
    }
    EXPECT_FALSE(value.exists());
    EXPECT_EQ(document.root().size(), kinds.size());
}

TEST(JsonValue, MissingAnswersNoToEverything)
{
    const JsonDocument document = parsed(R"({"a":1})");
    for (const JsonValue missing : {JsonValue(), document.root()["params"]["name"]}) {
        EXPECT_FALSE(missing);
        EXPECT_EQ(missing.kind(), JsonKind::Null);
        EXPECT_FALSE(missing.isNull());
        EXPECT_FALSE(missing.isString());
        EXPECT_FALSE(missing.boolean());
        EXPECT_EQ(missing.raw(), "");
        EXPECT_EQ(missing.string(), "");
        EXPECT_FALSE(missing.stringEquals(""));
        EXPECT_EQ(missing.name(), "");
        EXPECT_EQ(missing.rawName(), "");
        EXPECT_EQ(missing.size(), 0U);
        EXPECT_FALSE(missing.integer());
        EXPECT_FALSE(missing.number());
        EXPECT_FALSE(missing.first());
        EXPECT_FALSE(missing.next());
        EXPECT_FALSE(missing["x"]);
    }
}

TEST(JsonValue, FindsMembersByNameEscapedOrNot)
{
    const JsonDocument document =
        parsed(R"({"plain":1,"\u006e\u0061me":2,"":3,"a\"b":4,"é":5,"list":[{"plain":6}]})");
    const JsonValue root = document.root();
    EXPECT_EQ(root["plain"].integer(), 1);
    EXPECT_EQ(root["name"].integer(), 2);
    EXPECT_EQ(root["name"].name(), "name");
    EXPECT_EQ(root["name"].rawName(), R"("\u006e\u0061me")");
    EXPECT_EQ(root[""].integer(), 3);
    EXPECT_EQ(root["a\"b"].integer(), 4);
    EXPECT_EQ(root["é"].integer(), 5);
    EXPECT_FALSE(root["\\u006e\\u0061me"]);
    EXPECT_FALSE(root["Plain"]);
    EXPECT_FALSE(root["list"]["plain"]);
    EXPECT_EQ(root["list"].first()["plain"].integer(), 6);
    EXPECT_FALSE(root["plain"]["plain"]);
}

TEST(JsonValue, ElementsAndTheRootHaveNoName)
{
    const JsonDocument document = parsed(R"({"a":[1,[2]]})");
    EXPECT_EQ(document.root().name(), "");
    EXPECT_EQ(document.root().rawName(), "");
    EXPECT_EQ(document.root()["a"].first().rawName(), "");
    EXPECT_EQ(document.root()["a"].first().next().first().rawName(), "");
}

TEST(JsonValue, WalksChildrenInDocumentOrder)
{
    const JsonDocument document = parsed(R"({"z":[1,[2,3],{"q":4}],"a":{},"m":[]})");
    std::string names;
    for (JsonValue member = document.root().first(); member; member = member.next()) {
        names += member.name();
    }
    EXPECT_EQ(names, "zam");
    EXPECT_EQ(document.root()["z"].size(), 3U);
    EXPECT_EQ(document.root()["z"].first().next().raw(), "[2,3]");
    EXPECT_EQ(document.root()["z"].first().next().next()["q"].raw(), "4");
    EXPECT_FALSE(document.root()["a"].first());
    EXPECT_FALSE(document.root()["m"].first());
    EXPECT_FALSE(document.root().next());
}

TEST(JsonValue, ResolvesEscapes)
{
    const std::vector<std::pair<std::string, std::string>> cases = {
        {R"("")", ""},
        {R"("plain")", "plain"},
        {R"("\"\\\/\b\f\n\r\t")", "\"\\/\b\f\n\r\t"},
        {R"("\u0041\u00e9\u6f22")", "A\xC3\xA9\xE6\xBC\xA2"},
        {R"("\u0000x")", std::string("\0x", 2)},
        {R"("\u007f\u0080\u07ff\u0800\uffff")", "\x7F\xC2\x80\xDF\xBF\xE0\xA0\x80\xEF\xBF\xBF"},
        {R"("\ud800\udc00")", "\xF0\x90\x80\x80"},
        {R"("\ud83d\ude00")", "\xF0\x9F\x98\x80"},
        {R"("\uDBFF\uDFFF")", "\xF4\x8F\xBF\xBF"},
        {R"("a\\u0041b")", "a\\u0041b"},
        {R"("é\né")", "\xC3\xA9\n\xC3\xA9"}};
    for (const auto& [lexeme, text] : cases) {
        const JsonDocument document = parsed(lexeme);
        EXPECT_EQ(document.root().string(), text) << lexeme;
        EXPECT_TRUE(document.root().stringEquals(text)) << lexeme;
        EXPECT_FALSE(document.root().stringEquals(text + "x")) << lexeme;
    }
}

TEST(JsonValue, ReadsLoneSurrogatesAsReplacementCharacters)
{
    const std::string replacement = "\xEF\xBF\xBD";
    const std::vector<std::pair<std::string, std::string>> cases = {
        {R"("\ud800")", replacement},
        {R"("\udfff")", replacement},
        {R"("\ud800x")", replacement + "x"},
        {R"("\ud800\n")", replacement + "\n"},
        {R"("\ud800\u0041")", replacement + "A"},
        {R"("\udc00\ud800")", replacement + replacement},
        {R"("\ud800\ud83d\ude00")", replacement + "\xF0\x9F\x98\x80"}};
    for (const auto& [lexeme, text] : cases) {
        EXPECT_EQ(parsed(lexeme).root().string(), text) << lexeme;
    }
}

TEST(JsonValue, ConvertsIntegersThatFitOnly)
{
    const auto integer = [](std::string text) { return parsed(std::move(text)).root().integer(); };
    EXPECT_EQ(integer("0"), 0);
    EXPECT_EQ(integer("-0"), 0);
    EXPECT_EQ(integer("9223372036854775807"), INT64_MAX);
    EXPECT_EQ(integer("-9223372036854775808"), INT64_MIN);
    for (const char* text : {"9223372036854775808",
                             "-9223372036854775809",
                             "1.0",
                             "1e3",
                             "1E0",
                             "\"1\"",
                             "true",
                             "[]"}) {
        EXPECT_EQ(integer(text), std::nullopt) << text;
    }
}

TEST(JsonValue, ConvertsNumbersThatADoubleCanHold)
{
    const auto number = [](std::string text) { return parsed(std::move(text)).root().number(); };
    EXPECT_EQ(number("0"), 0.0);
    EXPECT_EQ(number("-1.5e3"), -1500.0);
    EXPECT_EQ(number("0.1"), 0.1);
    EXPECT_EQ(number("1E+2"), 100.0);
    EXPECT_EQ(number("12345678901234567890"), 12345678901234567890.0);
    EXPECT_EQ(number("1e400"), std::nullopt);
    EXPECT_EQ(number("-1e400"), std::nullopt);
    EXPECT_EQ(number("1e-400"), std::nullopt);
    EXPECT_EQ(number("\"1\""), std::nullopt);
}

TEST(JsonDocument, MovesWithoutChangingItsValues)
{
    for (const std::string& text :
         {std::string(R"({"a":"b"})"), R"({"a":"b","long":")" + std::string(500, 'x') + "\"}"}) {
        JsonDocument first = parsed(text);
        const JsonDocument second = std::move(first);
        EXPECT_EQ(second.text(), text);
        EXPECT_EQ(second.root().raw(), text);
        EXPECT_EQ(second.root()["a"].string(), "b");
    }
}

TEST(JsonDocument, SharedOnesOutliveTheirMakers)
{
    std::shared_ptr<const JsonDocument> kept;
    JsonValue value;
    {
        auto document = JsonDocument::parseShared(R"({"a":["b"]})");
        ASSERT_TRUE(document);
        value = (*document)->root()["a"].first();
        kept = *document;
    }
    EXPECT_EQ(value.string(), "b");
    EXPECT_FALSE(JsonDocument::parseShared("{"));
}

} // namespace
} // namespace portcullis
