#include "gateway/audit/disk_space.h"
#include "tests/support/temp_folder.h"

#include <gmock/gmock.h>

namespace portcullis::audit {
namespace {

using testing::HasSubstr;

constexpr std::uint64_t kMiB = 1024 * 1024;

class DiskSpaceTest : public testing::Test
{
protected:
    std::optional<std::uint64_t> m_free = 100 * kMiB;
    test::TempFolder m_folder;
    DiskSpace m_space{m_folder.path(), {kMiB, 16 * kMiB, 64 * kMiB}, [this] { return m_free; }};
};

TEST_F(DiskSpaceTest, SaysNothingWhileThereIsRoom)
{
    EXPECT_FALSE(m_space.check());
    EXPECT_FALSE(m_space.warning());
    EXPECT_TRUE(std::filesystem::exists(m_folder.file("audit.reserve")));
}

TEST_F(DiskSpaceTest, WarnsBeforeItRefuses)
{
    m_free = 64 * kMiB - 1;
    EXPECT_FALSE(m_space.check());
    ASSERT_TRUE(m_space.warning());
    EXPECT_THAT(*m_space.warning(), HasSubstr("only 63 MiB left; below 16 MiB"));
    m_free = 16 * kMiB - 1;
    const auto error = m_space.check();
    ASSERT_TRUE(error);
    EXPECT_EQ(error->code, ErrorCode::ResourceExhausted);
    EXPECT_FALSE(m_space.warning());
}

TEST_F(DiskSpaceTest, ComesBackOnlyWithALittleMoreThanEnough)
{
    ASSERT_FALSE(m_space.check());
    m_free = 16 * kMiB - 1;
    ASSERT_TRUE(m_space.check());
    m_free = 16 * kMiB;
    const auto still = m_space.check();
    ASSERT_TRUE(still);
    EXPECT_THAT(still->message, HasSubstr("at least 17 MiB"));
    m_free = 17 * kMiB;
    EXPECT_FALSE(m_space.check());
    m_free = 16 * kMiB;
    EXPECT_FALSE(m_space.check());
}

TEST_F(DiskSpaceTest, WhatCannotBeKnownIsNotEnough)
{
    m_free.reset();
    EXPECT_EQ(m_space.check()->code, ErrorCode::IoError);
    EXPECT_FALSE(m_space.warning());
}

} // namespace
} // namespace portcullis::audit
