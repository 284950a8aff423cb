#include "gateway/audit/bundle/archive.h"
#include "gateway/audit/bundle/byte_source.h"
#include "gateway/audit/bundle/part_file.h"
#include "gateway/audit/bundle/side_file.h"
#include "gateway/audit/bundle/zip_writer.h"
#include "gateway/base/crypto.h"
#include "tests/support/temp_folder.h"

#include <gtest/gtest.h>

#include <array>
#include <fcntl.h>
#include <string>

namespace portcullis::audit::bundle {
namespace {

class BundleSideFile : public testing::Test
{
protected:
    [[nodiscard]] std::filesystem::path path() const { return m_folder.file("out.zip"); }

    [[nodiscard]] std::string unpacked(std::string_view name) const
    {
        const auto archive = Archive::open(path());
        if (!archive) {
            return archive.error().message;
        }
        const auto source = archive->source(name);
        std::string text;
        std::array<char, 4096> piece{};
        while (source) {
            const auto count = (*source)->read(piece);
            if (!count || *count == 0) {
                return count ? text : count.error().message;
            }
            text.append(piece.data(), *count);
        }
        return source.error().message;
    }

    test::TempFolder m_folder;
};

TEST_F(BundleSideFile, StandsInTheArchiveAsIfItHadBeenWrittenThere)
{
    const FileHandle file(::open(path().c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
    auto zip = ZipWriter::create(file.get(), path());
    auto side = SideFile::create(path());
    ASSERT_TRUE(zip && side && zip->begin("a.jsonl", MemberSize::Any));
    std::string beside;
    std::string within;
    for (int i = 0; i < 60'000; ++i) { // more than one piece of each
        const std::string line = "line " + std::to_string(i);
        ASSERT_TRUE(side->line(line) && zip->write(line));
        beside += line + "\n";
        within += line;
    }
    EXPECT_EQ(zip->end(), sha256(within));
    const auto packed = side->end();
    ASSERT_TRUE(packed);
    EXPECT_EQ(packed->size, beside.size());
    EXPECT_EQ(zip->add("b.jsonl", *side, *packed), sha256(beside));
    ASSERT_TRUE(zip->finish());
    EXPECT_EQ(unpacked("a.jsonl"), within);
    EXPECT_EQ(unpacked("b.jsonl"), beside);
}

TEST_F(BundleSideFile, MayBeEmpty)
{
    const FileHandle file(::open(path().c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
    auto zip = ZipWriter::create(file.get(), path());
    auto side = SideFile::create(path());
    ASSERT_TRUE(zip && side);
    const auto packed = side->end();
    ASSERT_TRUE(packed);
    EXPECT_EQ(packed->size, 0U);
    EXPECT_EQ(zip->add("b.jsonl", *side, *packed), sha256(""));
    ASSERT_TRUE(zip->finish());
    EXPECT_EQ(unpacked("b.jsonl"), "");
}

TEST_F(BundleSideFile, HasNoNameAndTakesThePlaceOfOneThatWasLeftBehind)
{
    m_folder.write("out.zip.side", "left behind");
    const auto first = SideFile::create(path());
    const auto second = SideFile::create(path());
    ASSERT_TRUE(first && second);
    EXPECT_TRUE(std::filesystem::is_empty(m_folder.path()));
}

TEST_F(BundleSideFile, SaysWhichFolderIsMissing)
{
    const auto side = SideFile::create(m_folder.file("none/out.zip"));
    ASSERT_FALSE(side);
    EXPECT_EQ(side.error().code, ErrorCode::NotFound);
    EXPECT_NE(side.error().message.find("none/out.zip.side cannot be made"), std::string::npos);
}

} // namespace
} // namespace portcullis::audit::bundle
