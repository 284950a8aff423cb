#include "gateway/audit/content_seal.h"
#include "gateway/base/crypto.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>

namespace portcullis::audit {
namespace {

class ContentSealTest : public testing::Test
{
protected:
    [[nodiscard]] SealedContent sealed(std::int64_t n = 7,
                                       std::optional<std::string_view> text = "the text")
    {
        const auto done = m_seal.seal(m_day, m_one.bytes(), n, "salts", text);
        EXPECT_TRUE(done);
        return done ? **done : SealedContent();
    }

    [[nodiscard]] Result<OpenContent>
    open(const SealedContent& content, std::int64_t n = 7, const SecretBytes* day = nullptr)
    {
        return m_seal.open(day != nullptr ? *day : m_day,
                           n,
                           content.wrappedKey,
                           content.salts,
                           content.text ? std::optional<std::string_view>(*content.text)
                                        : std::nullopt);
    }

    SecretBytes m_day = randomSecret(kContentKeyBytes);
    SecretBytes m_one = randomSecret(kContentKeyBytes);
    ContentSeal m_seal;
};

TEST_F(ContentSealTest, OpensWhatItSealed)
{
    const auto content = open(sealed());
    ASSERT_TRUE(content);
    EXPECT_EQ(content->salts.revealText(), "salts");
    EXPECT_EQ(content->text->revealText(), "the text");
}

TEST_F(ContentSealTest, SealsWithoutAText)
{
    const SealedContent content = sealed(7, std::nullopt);
    EXPECT_FALSE(content.text);
    const auto opened = open(content);
    ASSERT_TRUE(opened);
    EXPECT_FALSE(opened->text);
    EXPECT_TRUE(open(sealed(7, ""))->text->revealText().empty());
}

TEST_F(ContentSealTest, ShowsNothingOfTheContent)
{
    const SealedContent content = sealed();
    EXPECT_EQ(content.wrappedKey.size(), kWrappedKeyBytes);
    EXPECT_EQ(content.salts.find("salts"), std::string::npos);
    EXPECT_EQ(content.text->find("text"), std::string::npos);
}

TEST_F(ContentSealTest, DoesNotOpenUnderAnotherRecordOrKey)
{
    const SealedContent content = sealed();
    const SecretBytes otherDay = randomSecret(kContentKeyBytes);
    EXPECT_EQ(open(content, 8).error().code, ErrorCode::Corrupt);
    EXPECT_EQ(open(content, 7, &otherDay).error().code, ErrorCode::Corrupt);
}

TEST_F(ContentSealTest, SaltsAndTextCannotChangePlaces)
{
    SealedContent content = sealed();
    std::swap(content.salts, *content.text);
    EXPECT_FALSE(open(content));
}

TEST_F(ContentSealTest, NoChangeGoesUnnoticed)
{
    const SealedContent good = sealed();
    for (std::string SealedContent::* part : {&SealedContent::wrappedKey, &SealedContent::salts}) {
        for (std::size_t i = 0; i < (good.*part).size(); ++i) {
            SealedContent bad = good;
            (bad.*part)[i] = static_cast<char>((bad.*part)[i] ^ 1);
            EXPECT_FALSE(open(bad)) << i;
        }
    }
    SealedContent cut = good;
    cut.salts.resize(8);
    EXPECT_FALSE(open(cut));
    cut = good;
    cut.wrappedKey.pop_back();
    EXPECT_FALSE(open(cut));
}

TEST_F(ContentSealTest, AKeyWrappedAnewOpensWithTheNewSharedKeyOnly)
{
    SealedContent content = sealed();
    const SecretBytes next = randomSecret(kContentKeyBytes);
    const auto wrapped = m_seal.rewrap(m_day, next, content.wrappedKey);
    ASSERT_TRUE(wrapped);
    content.wrappedKey = *wrapped;
    EXPECT_TRUE(open(content, 7, &next));
    EXPECT_FALSE(open(content));
    EXPECT_FALSE(m_seal.rewrap(m_day, next, content.wrappedKey));
}

} // namespace
} // namespace portcullis::audit
