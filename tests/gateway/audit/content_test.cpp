#include "gateway/audit/content.h"
#include "gateway/base/encoding.h"

#include <gtest/gtest.h>

#include <numeric>

namespace portcullis::audit {
namespace {

std::vector<std::string> names(const std::vector<FieldText>& fields)
{
    std::vector<std::string> out;
    for (const FieldText& field : fields) {
        out.push_back(field.field);
    }
    return out;
}

TEST(ArgumentFields, TakeEachTopLevelValueAsItIsWritten)
{
    const std::string text = R"( { "b" : [1, 2.50],"a":"x\u0041" , "c":{"d":1e400} } )";
    const auto fields = argumentFields(text);
    ASSERT_EQ(names(fields), (std::vector<std::string>{"args/a", "args/b", "args/c"}));
    EXPECT_EQ(fields[0].text, R"("x\u0041")");
    EXPECT_EQ(fields[1].text, "[1, 2.50]");
    EXPECT_EQ(fields[2].text, R"({"d":1e400})");
}

TEST(ArgumentFields, TakeAllAsOneWhenTheyCannotBeSeparated)
{
    std::string many = "{";
    for (int i = 0; i < 65; ++i) {
        many += (i == 0 ? "\"" : ",\"") + std::to_string(i) + "\":1";
    }
    many += "}";
    for (const std::string& text : {std::string("{}"),
                                    std::string("[1]"),
                                    std::string("not json"),
                                    std::string(),
                                    std::string(R"({"a":1,"a":2})"),
                                    std::string("{\"\xC3\xA4\":1}"),
                                    "{\"" + std::string(257, 'x') + "\":1}",
                                    many}) {
        const auto fields = argumentFields(text);
        ASSERT_EQ(names(fields), std::vector<std::string>{"args"}) << text;
        EXPECT_EQ(fields[0].text, text);
    }
}

TEST(ArgumentFields, SeparateUpToSixtyFour)
{
    std::string many = "{";
    for (int i = 0; i < 64; ++i) {
        many += (i == 0 ? "\"" : ",\"") + std::to_string(i) + "\":1";
    }
    EXPECT_EQ(argumentFields(many + "}").size(), 64U);
}

TEST(Hasher, MakesTheSameCommitmentAsHmac)
{
    Hasher hasher;
    std::array<std::uint8_t, kSaltBytes> salt{};
    std::iota(salt.begin(), salt.end(), std::uint8_t{1});
    for (const std::size_t size : {0U, 1U, 55U, 64U, 1000U}) {
        const std::string text(size, 'x');
        EXPECT_EQ(hasher.commitment(salt, "args/a", text),
                  hmacSha256(salt, asBytes("args/a\n" + text)));
    }
    EXPECT_EQ(hasher.hash("a", "bc"), sha256(std::string_view("abc")));
}

TEST(RandomPool, GivesEachByteOnce)
{
    RandomPool pool;
    std::array<std::uint8_t, kSaltBytes> first{};
    std::array<std::uint8_t, kSaltBytes> second{};
    for (int i = 0; i < 300; ++i) { // more than one fetch
        pool.take(first);
        pool.take(second);
        ASSERT_NE(first, second);
        ASSERT_NE(first, (std::array<std::uint8_t, kSaltBytes>{}));
    }
}

} // namespace
} // namespace portcullis::audit
