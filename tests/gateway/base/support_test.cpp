#include "tests/support/temp_folder.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace portcullis::test {
namespace {

TEST(TempFolder, IsUniquePrivateAndGoneAtTheEnd)
{
    std::filesystem::path path;
    {
        const TempFolder folder;
        const TempFolder other;
        path = folder.path();
        EXPECT_NE(path, other.path());
        EXPECT_EQ(std::filesystem::status(path).permissions(), std::filesystem::perms::owner_all);
        std::filesystem::create_directories(folder.file("deep") / "er");
        folder.write("deep/er/file", "content");
    }
    EXPECT_FALSE(std::filesystem::exists(path));
}

TEST(TempFolder, WritesAndReplacesFiles)
{
    const TempFolder folder;
    folder.write("name", "a longer first content");
    const std::filesystem::path file = folder.write("name", "second");
    EXPECT_EQ(file, folder.file("name"));
    std::ifstream in(file, std::ios::binary);
    EXPECT_EQ(std::string(std::istreambuf_iterator<char>(in), {}), "second");
}

} // namespace
} // namespace portcullis::test
