#include "gateway/base/atomic_file.h"
#include "tests/support/temp_folder.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <iterator>

namespace portcullis {
namespace {

namespace fs = std::filesystem;

TEST(AtomicFile, ReadsBackWhatWasWritten)
{
    const test::TempFolder folder;
    const fs::path file = folder.file("a.json");
    ASSERT_TRUE(writeFileAtomically(file, std::string_view("first")));
    ASSERT_TRUE(writeFileAtomically(file, std::string_view("second\0with zero", 16)));
    EXPECT_EQ(readWholeFile(file, 100), std::string("second\0with zero", 16));
}

TEST(AtomicFile, IsReadableByItsOwnerOnlyAlsoWhenItWasNot)
{
    const test::TempFolder folder;
    const fs::path file = folder.write("a.json", "old");
    fs::permissions(file, fs::perms(0644));
    ASSERT_TRUE(writeFileAtomically(file, std::string_view("new")));
    EXPECT_EQ(fs::status(file).permissions(), fs::perms(0600));
}

TEST(AtomicFile, LeavesNothingElseBehind)
{
    const test::TempFolder folder;
    ASSERT_TRUE(writeFileAtomically(folder.file("a.json"), std::string_view("x")));
    fs::create_directory(folder.file("occupied"));
    EXPECT_FALSE(writeFileAtomically(folder.file("occupied"), std::string_view("x")));
    const fs::directory_iterator entries(folder.path());
    EXPECT_EQ(std::distance(begin(entries), end(entries)), 2);
}

TEST(AtomicFile, ReplacesALinkInsteadOfWritingThroughIt)
{
    const test::TempFolder folder;
    const fs::path target = folder.write("target", "precious");
    fs::create_symlink(target, folder.file("link"));
    ASSERT_TRUE(writeFileAtomically(folder.file("link"), std::string_view("x")));
    EXPECT_EQ(readWholeFile(target, 100), "precious");
    EXPECT_TRUE(fs::is_regular_file(fs::symlink_status(folder.file("link"))));
}

TEST(AtomicFile, FailsWithoutAFolder)
{
    const test::TempFolder folder;
    const auto written = writeFileAtomically(folder.file("no/a.json"), std::string_view("x"));
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().code, ErrorCode::IoError);
}

TEST(WholeFile, TellsAbsentFromTooLargeFromNoFile)
{
    const test::TempFolder folder;
    EXPECT_EQ(readWholeFile(folder.file("none"), 10).error().code, ErrorCode::NotFound);
    const fs::path file = folder.write("a", "12345");
    EXPECT_EQ(readWholeFile(file, 5), "12345");
    EXPECT_EQ(readWholeFile(file, 4).error().code, ErrorCode::ResourceExhausted);
    EXPECT_EQ(readWholeFile(folder.path(), 10).error().code, ErrorCode::IoError);
    ASSERT_EQ(::mkfifo(folder.file("pipe").c_str(), 0600), 0);
    EXPECT_EQ(readWholeFile(folder.file("pipe"), 10).error().code, ErrorCode::IoError);
}

} // namespace
} // namespace portcullis
