#include "gateway/audit/content_keys.h"
#include "gateway/base/atomic_file.h"
#include "gateway/base/crypto.h"
#include "tests/support/temp_folder.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace portcullis::audit {
namespace {

class ContentKeysTest : public testing::Test
{
protected:
    [[nodiscard]] std::shared_ptr<ContentKeys> open()
    {
        auto keys = ContentKeys::open(m_file, m_logKey);
        EXPECT_TRUE(keys) << (keys ? "" : keys.error().message);
        return keys ? std::move(*keys) : nullptr;
    }

    [[nodiscard]] std::string bytes() const { return readWholeFile(m_file, 1U << 20U).value(); }

    portcullis::test::TempFolder m_folder;
    std::filesystem::path m_file = m_folder.path() / "audit.keys";
    SecretBytes m_logKey = randomSecret(32);
};

TEST_F(ContentKeysTest, AreThereAgainWhenOpenedAgain)
{
    const auto keys = open();
    const std::int64_t first = keys->make().value();
    const std::int64_t second = keys->make().value();
    EXPECT_NE(first, second);
    const auto again = open();
    EXPECT_TRUE(again->find(first)->equals(*keys->find(first)));
    EXPECT_TRUE(again->find(second)->equals(*keys->find(second)));
    EXPECT_FALSE(again->find(first)->equals(*again->find(second)));
    EXPECT_FALSE(again->find(0));
}

TEST_F(ContentKeysTest, OnlyTheNamedOnesAreKept)
{
    const auto keys = open();
    const std::int64_t gone = keys->make().value();
    const std::int64_t kept = keys->make().value();
    const std::size_t before = bytes().size();
    EXPECT_EQ(keys->keepOnly({kept}).value(), 0U);
    EXPECT_FALSE(keys->find(gone));
    EXPECT_FALSE(open()->find(gone));
    EXPECT_TRUE(open()->find(kept));
    EXPECT_LT(bytes().size(), before);
}

TEST_F(ContentKeysTest, OthersAreMovedIntoAFileOfTheirOwn)
{
    const auto keys = open();
    const std::int64_t away = keys->make().value();
    const std::int64_t kept = keys->make().value();
    ASSERT_TRUE(keys->setAside({kept}, 123456));
    EXPECT_FALSE(keys->find(away));
    EXPECT_FALSE(open()->find(away));
    EXPECT_TRUE(open()->find(kept));
    const std::filesystem::path aside = m_file.string() + ".0000123456";
    const auto there = ContentKeys::open(aside, m_logKey).value();
    EXPECT_TRUE(there->find(away));
    EXPECT_FALSE(there->find(kept));
    ASSERT_TRUE(keys->setAside({}, 123456));
    EXPECT_TRUE(ContentKeys::open(aside, m_logKey).value()->find(away)) << "not in its place";
    EXPECT_TRUE(ContentKeys::open(m_file.string() + ".0000123457", m_logKey).value()->find(kept));
}

// Erased is what no key opens.
TEST_F(ContentKeysTest, NoKeyIsDestroyedWhileOneThatWasSetAsideCannotBe)
{
    const auto keys = open();
    const std::int64_t id = keys->make().value();
    ASSERT_TRUE(writeFileAtomically(m_file.string() + ".1795339800", "damaged"));
    const auto kept = keys->keepOnly({});
    ASSERT_FALSE(kept);
    EXPECT_NE(kept.error().message.find(".1795339800"), std::string::npos);
    EXPECT_TRUE(keys->find(id)) << "the next attempt must know what is to go";
}

TEST_F(ContentKeysTest, MissingOnesAreCounted)
{
    const auto keys = open();
    const std::int64_t there = keys->make().value();
    EXPECT_EQ(keys->keepOnly({there, there + 7}).value(), 1U);
    EXPECT_TRUE(keys->find(there));
}

TEST_F(ContentKeysTest, AnotherLogsFileIsRefused)
{
    static_cast<void>(open()->make());
    const auto other = ContentKeys::open(m_file, randomSecret(32));
    ASSERT_FALSE(other);
    EXPECT_EQ(other.error().code, ErrorCode::Corrupt);
    EXPECT_NE(other.error().message.find(m_file.string()), std::string::npos);
}

TEST_F(ContentKeysTest, NoChangeOfTheFileGoesUnnoticed)
{
    static_cast<void>(open()->make());
    const std::string good = bytes();
    for (std::size_t i = 0; i < good.size(); ++i) {
        std::string bad = good;
        bad[i] = static_cast<char>(bad[i] ^ 1);
        ASSERT_TRUE(writeFileAtomically(m_file, bad));
        EXPECT_FALSE(ContentKeys::open(m_file, m_logKey)) << i;
    }
    for (const std::size_t size :
         {std::size_t{0}, std::size_t{11}, std::size_t{12}, good.size() - 1}) {
        ASSERT_TRUE(writeFileAtomically(m_file, good.substr(0, size)));
        EXPECT_FALSE(ContentKeys::open(m_file, m_logKey)) << size;
    }
}

TEST_F(ContentKeysTest, AKeyThatCannotBeWrittenIsNotGivenOut)
{
    const auto keys = open();
    const std::int64_t first = keys->make().value();
    std::filesystem::remove(m_file);
    std::filesystem::create_directory(m_file); // nothing can take its place
    EXPECT_FALSE(keys->make());
    EXPECT_FALSE(keys->keepOnly({}));
    EXPECT_TRUE(keys->find(first)) << "it is still in the file, for all that is known";
}

} // namespace
} // namespace portcullis::audit
