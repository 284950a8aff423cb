#include "gateway/audit/bundle/bundle_files.h"
#include "tests/gateway/audit/bundle/bundle_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <stop_token>
#include <zlib.h>

namespace portcullis::audit::bundle {

namespace {

using test::BundleFolder;
using ::testing::EndsWith;
using ::testing::StartsWith;

std::string number(std::uint64_t value, std::size_t bytes)
{
    std::string text;
    for (std::size_t i = 0; i < bytes; ++i) {
        text.push_back(static_cast<char>(value >> (8 * i) & 0xFFU));
    }
    return text;
}

// An archive of stored files.
std::string archiveOf(const std::map<std::string, std::string>& files)
{
    std::string entries;
    std::string directory;
    for (const auto& [name, text] : files) {
        const auto crc =
            crc32(0, reinterpret_cast<const Bytef*>(text.data()), static_cast<uInt>(text.size()));
        const std::string common = number(0, 8) + number(crc, 4) + number(text.size(), 4) +
                                   number(text.size(), 4) + number(name.size(), 2) + number(0, 2);
        directory += "PK\x01\x02" + number(20, 2) + number(20, 2) + common + std::string(10, '\0') +
                     number(entries.size(), 4) + name;
        entries += "PK\x03\x04" + number(20, 2) + common + name + text;
    }
    return entries + directory + "PK\x05\x06" + number(0, 4) + number(files.size(), 2) +
           number(files.size(), 2) + number(directory.size(), 4) + number(entries.size(), 4) +
           number(0, 2);
}

std::map<std::string, std::string> someFiles()
{
    std::map<std::string, std::string> files;
    for (const auto name : kNeeded) {
        files[std::string(name)] = "text of " + std::string(name) + "\n";
    }
    return files;
}

class BundleFilesTest : public ::testing::Test
{
protected:
    Result<BundleFiles> opened(const std::string& archive)
    {
        std::ofstream(m_path, std::ios::binary) << archive;
        return BundleFiles::open(m_path);
    }

    std::string refusal(const std::string& archive)
    {
        const auto files = opened(archive);
        return files ? "" : files.error().message;
    }

    portcullis::test::TempFolder m_folder;
    std::filesystem::path m_path = m_folder.path() / "bundle.zip";
};

TEST_F(BundleFilesTest, ReadsAnArchive)
{
    const auto files = opened(archiveOf(someFiles()));
    ASSERT_TRUE(files) << files.error().message;
    EXPECT_EQ(files->names().size(), kNeeded.size());
    EXPECT_EQ(files->read(kReadme).value(), "text of README.txt\n");
    EXPECT_EQ(files->readLine(kReadme).value(), "text of README.txt");
    EXPECT_EQ(files->digest(kReadme, {}).value(), sha256("text of README.txt\n"));
}

TEST_F(BundleFilesTest, ReadsFilesOfAnArchiveBesideEachOther)
{
    auto contents = someFiles();
    contents[std::string(kHeaders)] = "one\ntwo\n";
    contents[std::string(kBodies)] = "three\nfour\n";
    const auto files = opened(archiveOf(contents));
    ASSERT_TRUE(files);
    auto headers = files->lines(kHeaders);
    auto bodies = files->lines(kBodies);
    ASSERT_TRUE(headers && bodies);
    ASSERT_TRUE(headers->next().value() && bodies->next().value() && headers->next().value());
    EXPECT_EQ(headers->line(), "two");
    EXPECT_EQ(headers->number(), 2);
    EXPECT_EQ(bodies->line(), "three");
    EXPECT_FALSE(headers->next().value());
}

TEST_F(BundleFilesTest, RefusesBytesAroundTheArchive)
{
    const std::string archive = archiveOf(someFiles());
    EXPECT_THAT(refusal("#!/bin/sh\n" + archive), StartsWith("The archive is put together"));
    EXPECT_THAT(refusal(archive + "x"), EndsWith("or something stands after its end."));
    EXPECT_THAT(refusal(""), EndsWith("or something stands after its end."));
}

TEST_F(BundleFilesTest, NoticesDamage)
{
    std::string archive = archiveOf(someFiles());
    archive.replace(archive.find("text of README"), 4, "tent");
    const auto files = opened(archive);
    ASSERT_TRUE(files);
    EXPECT_EQ(files->read(kReadme).error().message, "The entry README.txt is damaged.");
    EXPECT_TRUE(files->read(kVkeys));
}

TEST_F(BundleFilesTest, MissesWhatEveryBundleHas)
{
    auto contents = someFiles();
    contents.erase(std::string(kPurged));
    EXPECT_EQ(refusal(archiveOf(contents)), "The file log/purged.jsonl is missing.");
}

TEST_F(BundleFilesTest, TakesNoOtherSignatures)
{
    auto contents = someFiles();
    contents["signatures/manifest.html"] = "x";
    EXPECT_EQ(refusal(archiveOf(contents)),
              "The file signatures/manifest.html is covered by no signature.");
    contents = someFiles();
    contents[std::string(kCmsSignature)] = "x";
    EXPECT_EQ(refusal(archiveOf(contents)), "");
}

TEST(BundleFolderFiles, RefusesWhatIsNoPlainFile)
{
    const BundleFolder bundle(1);
    ASSERT_TRUE(BundleFiles::open(bundle.path()));
    ASSERT_EQ(::mkfifo((bundle.path() / "pipe").c_str(), 0600), 0);
    EXPECT_EQ(BundleFiles::open(bundle.path()).error().message,
              "The file pipe is not a plain file.");
    std::filesystem::remove(bundle.path() / "pipe");
    std::filesystem::create_symlink("README.txt", bundle.path() / "link");
    EXPECT_EQ(BundleFiles::open(bundle.path()).error().message, "The file link is a link.");
    std::filesystem::remove(bundle.path() / "link");
    bundle.write("Readme.txt", "");
    EXPECT_THAT(BundleFiles::open(bundle.path()).error().message,
                StartsWith("The folder has two files named"));
}

TEST(BundleFolderFiles, AStoppedDigestIsCancelled)
{
    const BundleFolder bundle(1);
    std::stop_source stop;
    stop.request_stop();
    const auto digest = BundleFiles::open(bundle.path())->digest(kReadme, stop.get_token());
    ASSERT_FALSE(digest);
    EXPECT_EQ(digest.error().code, ErrorCode::Cancelled);
}

TEST(FileNames, CannotLeadOutOfAFolder)
{
    for (const auto* const good : {"a", "log/headers.jsonl", "a-b_c.d/e", "0"}) {
        EXPECT_TRUE(isFileName(good)) << good;
    }
    for (const std::string_view bad : {"",
                                       "/",
                                       "/a",
                                       "a/",
                                       "a//b",
                                       "..",
                                       "../a",
                                       "a/../b",
                                       ".a",
                                       "a.",
                                       "a/.",
                                       "a\\b",
                                       "C:a",
                                       "a b",
                                       "\xC3\xA9"}) {
        EXPECT_FALSE(isFileName(bad)) << bad;
    }
    EXPECT_FALSE(isFileName(std::string_view("a\0", 2)));
}

class Pieces final : public ByteSource
{
public:
    explicit Pieces(std::vector<std::string> pieces)
        : m_pieces(std::move(pieces))
    {}

    Result<std::size_t> read(std::span<char> out) override
    {
        if (m_next == m_pieces.size()) {
            return 0;
        }
        const std::string& piece = m_pieces[m_next++];
        std::ranges::copy(piece, out.begin());
        return piece.size();
    }

private:
    std::vector<std::string> m_pieces;
    std::size_t m_next = 0;
};

std::vector<std::string> linesOf(std::vector<std::string> pieces)
{
    LineReader reader(std::make_unique<Pieces>(std::move(pieces)), "file");
    std::vector<std::string> lines;
    while (true) {
        const auto more = reader.next();
        if (!more) {
            lines.push_back(more.error().message);
        }
        if (!more || !*more) {
            return lines;
        }
        lines.emplace_back(reader.line());
    }
}

TEST(LineReading, PutsPiecesTogether)
{
    EXPECT_THAT(linesOf({}), ::testing::IsEmpty());
    EXPECT_THAT(linesOf({"a\nb\n"}), ::testing::ElementsAre("a", "b"));
    EXPECT_THAT(linesOf({"a", "b", "\n", "\n", "c\nd", "\n"}),
                ::testing::ElementsAre("ab", "", "c", "d"));
    const std::string long1(60'000, 'x');
    EXPECT_THAT(linesOf({long1, long1.substr(0, 20'000), long1.substr(0, 30'000) + "\ny\n"}),
                ::testing::ElementsAre(std::string(110'000, 'x'), "y"));
}

TEST(LineReading, WantsALineFeedAtTheEnd)
{
    EXPECT_THAT(linesOf({"a\nb"}),
                ::testing::ElementsAre(
                    "a", "file, line 2: the line feed is missing or the line too long."));
}

} // namespace

} // namespace portcullis::audit::bundle
