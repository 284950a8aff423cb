#include "gateway/audit/bundle/part_file.h"
#include "gateway/audit/bundle/zip_writer.h"
#include "tests/gateway/audit/bundle/bundle_fixture.h"

#include <sys/stat.h>

#include <fcntl.h>

namespace portcullis::audit::bundle::test {
namespace {

class BundleZip : public ::testing::Test
{
protected:
    [[nodiscard]] FileHandle make(const std::string& name) const
    {
        FileHandle file(
            ::open(m_folder.file(name).c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
        EXPECT_TRUE(file.isOpen());
        return file;
    }

    // An archive of two members, the second of which may become large.
    void write(const std::string& name, std::string_view second) const
    {
        const FileHandle file = make(name);
        auto zip = ZipWriter::create(file.get(), name);
        ASSERT_TRUE(zip);
        ASSERT_TRUE(zip->begin("a/first.txt", MemberSize::Below4GiB) && zip->write("one ") &&
                    zip->write("two"));
        EXPECT_EQ(zip->end(), sha256("one two"));
        ASSERT_TRUE(zip->begin("b/second.jsonl", MemberSize::Any) && zip->write(second));
        EXPECT_EQ(zip->end(), sha256(second));
        ASSERT_TRUE(zip->finish());
    }

    [[nodiscard]] std::string python(const std::string& name, const std::string& expression) const
    {
        return run("python3 -B -c \"import zipfile; z = zipfile.ZipFile(" +
                   quoted(m_folder.file(name)) + "); print(" + expression + ")\"")
            .output;
    }

    portcullis::test::TempFolder m_folder;
};

TEST_F(BundleZip, AnotherProgramReadsWhatWasWritten)
{
    write("x.zip", std::string(300'000, 'x'));
    EXPECT_EQ(python("x.zip", "z.testzip(), z.read('a/first.txt'), len(z.read('b/second.jsonl'))"),
              "None b'one two' 300000\n");
    EXPECT_LT(std::filesystem::file_size(m_folder.file("x.zip")), 2000U);
}

TEST_F(BundleZip, MembersHaveOneTimeNoAttributesAndNoExtraFields)
{
    write("x.zip", "second");
    EXPECT_EQ(python("x.zip",
                     "[(i.filename, i.date_time, i.extra, i.external_attr, i.comment) for i in "
                     "z.infolist()]"),
              "[('a/first.txt', (1980, 1, 1, 0, 0, 0), b'', 0, b''), "
              "('b/second.jsonl', (1980, 1, 1, 0, 0, 0), b'', 0, b'')]\n");
}

TEST_F(BundleZip, EqualContentMakesEqualArchives)
{
    write("x.zip", "second");
    write("y.zip", "second");
    write("z.zip", "secomd");
    EXPECT_EQ(readFile(m_folder.file("x.zip")), readFile(m_folder.file("y.zip")));
    EXPECT_NE(readFile(m_folder.file("x.zip")), readFile(m_folder.file("z.zip")));
}

TEST_F(BundleZip, AFullDiskIsAnErrorThatSaysSo)
{
    const FileHandle full(::open("/dev/full", O_WRONLY | O_CLOEXEC));
    ASSERT_TRUE(full.isOpen());
    auto zip = ZipWriter::create(full.get(), "out.zip");
    ASSERT_TRUE(zip);
    const auto begun = zip->begin("a", MemberSize::Any);
    ASSERT_FALSE(begun);
    EXPECT_EQ(begun.error().code, ErrorCode::ResourceExhausted);
    EXPECT_NE(begun.error().message.find("out.zip cannot be written"), std::string::npos);
    static_cast<void>(zip->write(std::string(100'000, 'x'))); // may be collected
    EXPECT_FALSE(zip->end());
    EXPECT_FALSE(zip->finish());
}

TEST_F(BundleZip, AnUnfinishedArchiveIsGivenUpAnywhere)
{
    const FileHandle file = make("x.zip");
    {
        auto zip = ZipWriter::create(file.get(), "x.zip");
        ASSERT_TRUE(zip);
        ASSERT_TRUE(zip->begin("a", MemberSize::Any));
        ASSERT_TRUE(zip->write("half"));
    }
    EXPECT_NE(python("x.zip", "z").find("is not a zip file"), std::string::npos);
}

class BundlePart : public BundleZip
{
protected:
    static void put(const PartFile& part, std::string_view text)
    {
        ASSERT_EQ(::write(part.descriptor(), text.data(), text.size()),
                  static_cast<ssize_t>(text.size()));
    }
};

TEST_F(BundlePart, IsKeptUnderItsNameForItsOwnerOnly)
{
    const auto path = m_folder.write("out.zip", "old");
    auto part = PartFile::create(path);
    ASSERT_TRUE(part);
    put(*part, "new");
    EXPECT_EQ(readFile(path), "old");
    ASSERT_TRUE(part->keep());
    EXPECT_EQ(readFile(path), "new");
    EXPECT_FALSE(std::filesystem::exists(m_folder.file("out.zip.part")));
    struct stat info = {};
    ASSERT_EQ(::stat(path.c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0777U, 0600U);
}

TEST_F(BundlePart, GoesAwayUnlessItIsKept)
{
    {
        auto part = PartFile::create(m_folder.file("out.zip"));
        ASSERT_TRUE(part);
        EXPECT_TRUE(std::filesystem::exists(m_folder.file("out.zip.part")));
    }
    EXPECT_TRUE(std::filesystem::is_empty(m_folder.path()));
}

TEST_F(BundlePart, TakesThePlaceOfOneLeftBehindAndFollowsNoLink)
{
    const auto other = m_folder.write("other", "precious");
    std::filesystem::create_symlink(other, m_folder.file("out.zip.part"));
    auto part = PartFile::create(m_folder.file("out.zip"));
    ASSERT_TRUE(part);
    put(*part, "new");
    ASSERT_TRUE(part->keep());
    EXPECT_EQ(readFile(other), "precious");
    EXPECT_EQ(readFile(m_folder.file("out.zip")), "new");
}

TEST_F(BundlePart, TwoWritersOfOneNameDoNotMixTheirContents)
{
    auto first = PartFile::create(m_folder.file("out.zip"));
    auto second = PartFile::create(m_folder.file("out.zip"));
    ASSERT_TRUE(first && second);
    put(*first, "first");
    put(*second, "second");
    const auto kept = first->keep();
    ASSERT_FALSE(kept);
    EXPECT_EQ(kept.error().code, ErrorCode::Busy);
    ASSERT_TRUE(second->keep());
    EXPECT_EQ(readFile(m_folder.file("out.zip")), "second");
}

TEST_F(BundlePart, AFolderThatIsNotThereIsSaid)
{
    const auto part = PartFile::create(m_folder.file("nowhere/out.zip"));
    ASSERT_FALSE(part);
    EXPECT_EQ(part.error().code, ErrorCode::NotFound);
}

} // namespace
} // namespace portcullis::audit::bundle::test
