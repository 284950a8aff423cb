#include "gateway/audit/delayed_sync.h"
#include "gateway/audit/instance_lock.h"
#include "tests/support/temp_folder.h"

#include <gtest/gtest.h>

#include <cerrno>
#include <fcntl.h>

namespace portcullis::audit {
namespace {

TEST(DelayedSync, SyncsOnceForWritesThatComeTogether)
{
    const portcullis::test::TempFolder folder;
    const FileHandle file(::open(folder.write("f", "x").c_str(), O_RDWR | O_CLOEXEC));
    DelayedSync sync(file.get(), std::chrono::milliseconds(20), [](int) { FAIL(); });
    EXPECT_TRUE(sync.isClean());
    for (int i = 0; i < 100; ++i) {
        sync.written();
    }
    while (!sync.isClean()) {
        std::this_thread::yield();
    }
    EXPECT_TRUE(sync.hasEnded(1));
    EXPECT_FALSE(sync.hasEnded(101));
}

TEST(DelayedSync, NamesTheSyncThatCoversWhatIsWritten)
{
    const portcullis::test::TempFolder folder;
    const FileHandle file(::open(folder.write("f", "x").c_str(), O_RDWR | O_CLOEXEC));
    DelayedSync sync(file.get(), std::chrono::hours(1), [](int) { FAIL(); });
    EXPECT_TRUE(sync.hasEnded(sync.covering()));
    sync.written();
    const std::uint64_t covering = sync.covering();
    EXPECT_FALSE(sync.hasEnded(covering));
    while (!sync.hasEnded(covering)) {
        sync.hurry();
        std::this_thread::yield();
    }
    EXPECT_TRUE(sync.isClean());
    EXPECT_EQ(sync.covering(), covering);
}

TEST(DelayedSync, SyncsWhatIsLeftAtTheEndAndReportsAFailure)
{
    int failure = 0;
    {
        DelayedSync sync(-1, std::chrono::hours(1), [&failure](int code) { failure = code; });
        sync.written();
    }
    EXPECT_EQ(failure, EBADF);
}

} // namespace
} // namespace portcullis::audit
