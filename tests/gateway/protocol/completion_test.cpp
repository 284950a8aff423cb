#include "gateway/protocol/completion.h"
#include "tests/gateway/protocol/support.h"

#include <gtest/gtest.h>

#include <array>

namespace portcullis::protocol {

namespace {

constexpr std::array kAll = {Revision::V2024_11_05,
                             Revision::V2025_03_26,
                             Revision::V2025_06_18,
                             Revision::V2025_11_25,
                             Revision::V2026_07_28};

constexpr const char* kArgument = R"({"name":"a","value":"v"})";

ParsedMessage asking(const std::string& ref,
                     const std::string& argument = kArgument,
                     const std::string& rest = {})
{
    return ParsedMessage(
        R"({"jsonrpc":"2.0","id":1,"method":"completion/complete","params":{"ref":)" + ref +
        R"(,"argument":)" + argument + rest + "}}");
}

std::string resultFor(const std::string& result, Revision to = Revision::V2025_11_25)
{
    return writeCompletionResult(Json(result).root(), to);
}

std::string manyValues(std::size_t count)
{
    return "[" + repeated(R"("v",)", count - 1) + R"("v"])";
}

} // namespace

// A-68
TEST(ReadCompletion, ReadsBothKindsOfReferences)
{
    const ParsedMessage ofPrompt =
        asking(R"({"type":"ref/prompt","name":"s__caf\u00e9","uri":"u","title":"T"})",
               R"({"value":"", "name":"a" ,"x":1e400})",
               R"(,"context":{"arguments":{"b":"c"}})");
    const auto prompt = readCompletion(*ofPrompt);
    ASSERT_TRUE(prompt.has_value());
    EXPECT_TRUE(prompt->ofPrompt);
    EXPECT_EQ(prompt->name, "s__caf\xC3\xA9");
    EXPECT_EQ(prompt->argument.raw(), R"({"value":"", "name":"a" ,"x":1e400})");
    EXPECT_EQ(prompt->context.raw(), R"({"arguments":{"b":"c"}})");

    const ParsedMessage ofResource = asking(R"({"uri":"s+f:{x}","type":"ref\/resource"})");
    const auto resource = readCompletion(*ofResource);
    ASSERT_TRUE(resource.has_value());
    EXPECT_FALSE(resource->ofPrompt);
    EXPECT_EQ(resource->name, "s+f:{x}");
    EXPECT_FALSE(resource->context.exists());
}

// A-68
TEST(ReadCompletion, RefusesBadReferences)
{
    for (const char* const ref : {"null",
                                  "7",
                                  "[]",
                                  R"("ref/prompt")",
                                  "{}",
                                  R"({"type":"ref/prompt"})",
                                  R"({"type":"ref/prompt","uri":"u"})",
                                  R"({"type":"ref/prompt","name":7})",
                                  R"({"type":"ref/prompt","name":["n"]})",
                                  R"({"type":"ref/resource","name":"n"})",
                                  R"({"type":"ref/resource","uri":null})",
                                  R"({"type":"ref/tool","name":"n"})",
                                  R"({"type":"Ref/Prompt","name":"n"})",
                                  R"({"type":["ref/prompt"],"name":"n"})",
                                  R"({"name":"n","uri":"u"})"}) {
        const ParsedMessage message = asking(ref);
        const auto read = readCompletion(*message);
        ASSERT_FALSE(read.has_value()) << ref;
        EXPECT_EQ(read.error().code, code::kInvalidParams);
    }
}

TEST(ReadCompletion, RefusesBadArguments)
{
    for (const char* const argument : {"null",
                                       "\"a\"",
                                       "[]",
                                       "{}",
                                       R"({"name":"a"})",
                                       R"({"value":"v"})",
                                       R"({"name":"a","value":7})",
                                       R"({"name":null,"value":"v"})",
                                       R"({"name":{},"value":[]})"}) {
        const ParsedMessage message = asking(R"({"type":"ref/prompt","name":"n"})", argument);
        const auto read = readCompletion(*message);
        ASSERT_FALSE(read.has_value()) << argument;
        EXPECT_EQ(read.error().code, code::kInvalidParams);
    }
    const ParsedMessage none(R"({"jsonrpc":"2.0","id":1,"method":"completion/complete"})");
    EXPECT_FALSE(readCompletion(*none).has_value());
}

// E-30
TEST(WriteCompletionMembers, GivesTheContextToServersThatKnowIt)
{
    const ParsedMessage message =
        asking(R"({"type":"ref/prompt","name":"s__n"})", kArgument, R"(,"context":{"k" : 1})");
    const auto request = readCompletion(*message);
    ASSERT_TRUE(request.has_value());
    for (const Revision server : kAll) {
        const std::string context =
            server >= Revision::V2025_06_18 ? R"(,"context":{"k" : 1})" : "";
        EXPECT_EQ(writeCompletionMembers(*request, "n\"", server),
                  R"("ref":{"type":"ref/prompt","name":"n\""},"argument":)" +
                      std::string(kArgument) + context);
    }
}

// E-22
TEST(WriteCompletionMembers, NamesTheServersOwnTemplate)
{
    const ParsedMessage message = asking(R"({"type":"ref/resource","uri":"s+f:{x}"})");
    EXPECT_EQ(writeCompletionMembers(*readCompletion(*message), "f:{x}", Revision::V2026_07_28),
              R"("ref":{"type":"ref/resource","uri":"f:{x}"},"argument":)" +
                  std::string(kArgument));
}

TEST(WriteCompletionMembers, LeavesStrangeContextsOut)
{
    for (const char* const context : {"null", "7", "[]", "\"a\""}) {
        const ParsedMessage message = asking(R"({"type":"ref/prompt","name":"n"})",
                                             kArgument,
                                             R"(,"context":)" + std::string(context));
        const std::string members =
            writeCompletionMembers(*readCompletion(*message), "n", Revision::V2025_11_25);
        EXPECT_EQ(members.find("context"), std::string::npos);
    }
}

// A-68
TEST(WriteCompletionResult, PassesValuesTotalAndMore)
{
    EXPECT_EQ(
        resultFor(R"({"completion":{"hasMore":true,"total":7,"values":["\u00e9","", "b"],"x":1}})"),
        R"({"completion":{"values":["\u00e9","","b"],"total":7,"hasMore":true}})");
    EXPECT_EQ(resultFor(R"({"completion":{"values":[],"hasMore":false}})"),
              R"({"completion":{"values":[],"hasMore":false}})");
    EXPECT_EQ(resultFor(R"({"completion":{"values":["a"]},"_meta":{"a":1}})"),
              R"({"completion":{"values":["a"]}})");
}

// A-68
TEST(WriteCompletionResult, GivesAHundredValuesAtMost)
{
    const std::string full =
        resultFor(R"({"completion":{"values":)" + manyValues(100) + R"(,"hasMore":false}})");
    EXPECT_EQ(Json(full)["completion"]["values"].size(), 100U);
    EXPECT_TRUE(Json(full)["completion"]["hasMore"].isBool());
    EXPECT_FALSE(Json(full)["completion"]["hasMore"].boolean());
    for (const char* const more : {"", R"(,"hasMore":false)", R"(,"hasMore":true)"}) {
        for (const std::size_t count : {101U, 5000U}) {
            const Json cut(
                resultFor(R"({"completion":{"values":)" + manyValues(count) + more + "}}"));
            EXPECT_EQ(cut["completion"]["values"].size(), 100U);
            EXPECT_TRUE(cut["completion"]["hasMore"].boolean());
        }
    }
}

// E-30
TEST(WriteCompletionResult, IsEmptyWhereTheServersIsNone)
{
    for (const char* const result : {"null",
                                     "7",
                                     "[]",
                                     "{}",
                                     R"({"completion":null})",
                                     R"({"completion":[]})",
                                     R"({"completion":["values"]})",
                                     R"({"completion":{}})",
                                     R"({"completion":{"values":null}})",
                                     R"({"completion":{"values":"abc"}})",
                                     R"({"completion":{"values":{"a":"b"}}})",
                                     R"({"completion":{"values":[1,null,{},[["a"]]]}})",
                                     R"({"completion":{"total":"1","hasMore":"yes"}})",
                                     R"({"completion":{"total":1.5,"hasMore":1}})",
                                     R"({"values":["a"]})"}) {
        EXPECT_EQ(resultFor(result), R"({"completion":{"values":[]}})") << result;
    }
}

TEST(WriteCompletionResult, CountsTextsAlone)
{
    const Json out(resultFor(R"({"completion":{"values":[)" + repeated("7,null,", 200) +
                             R"("a"],"total":123456789012345678901234567890}})"));
    EXPECT_EQ(out.root().raw(), R"({"completion":{"values":["a"]}})");
}

// B-35, B-36
TEST(WriteCompletionResult, NeverMixesTheEras)
{
    for (const Revision to : kAll) {
        const Json out(resultFor(R"({"resultType":"complete","completion":{"values":["a"]}})", to));
        const bool stateless = eraOf(to) == Era::Stateless;
        EXPECT_EQ(out["resultType"].string(), stateless ? "complete" : "");
        EXPECT_EQ(out["completion"].raw(), R"({"values":["a"]})");
        EXPECT_EQ(out["_meta"]["io.modelcontextprotocol/serverInfo"]["name"].string(),
                  stateless ? "portcullis" : "");
    }
}

} // namespace portcullis::protocol
