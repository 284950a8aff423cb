#include "gateway/base/program_file.h"
#include "gateway/http/peer_program.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include <array>
#include <csignal>
#include <fcntl.h>
#include <unistd.h>

namespace portcullis::http {
namespace {

const std::filesystem::path kSelf = std::filesystem::read_symlink("/proc/self/exe");

// A process that runs a program and waits. Ended and reaped by end(), or with it.
class Child
{
public:
    explicit Child(const char* program)
    {
        std::array<int, 2> started{};
        EXPECT_EQ(::pipe2(started.data(), O_CLOEXEC), 0);
        m_pid = ::fork();
        if (m_pid == 0) {
            ::execl(program, program, "600", nullptr);
            ::_exit(127);
        }
        ::close(started[1]);
        char nothing = 0;
        EXPECT_EQ(::read(started[0], &nothing, 1), 0) << "closed by execl()";
        ::close(started[0]);
    }

    ~Child() { end(); }

    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;
    Child(Child&&) = delete;
    Child& operator=(Child&&) = delete;

    void end()
    {
        if (m_pid > 0) {
            ::kill(m_pid, SIGKILL);
            ::waitpid(m_pid, nullptr, 0);
            m_pid = -1;
        }
    }

    [[nodiscard]] pid_t pid() const { return m_pid; }

private:
    pid_t m_pid = -1;
};

constexpr const char* kSleep = "/bin/sleep";

TEST(PeerProgram, IsKnownByWhatIsInItsFile)
{
    ProgramFinder finder({});
    const auto self = ProcessFolder::of(::getpid());
    ASSERT_NE(self, nullptr);
    for (int again = 0; again < 2; ++again) {
        const auto program = finder.find(*self);
        ASSERT_TRUE(program);
        EXPECT_EQ(program->hash, hashProgram(kSelf));
        EXPECT_EQ(program->path, kSelf.string());
    }
}

TEST(PeerProgram, OfABridgeIsTheOneThatHasStartedIt)
{
    const Child bridge(kSleep);
    const auto process = ProcessFolder::of(bridge.pid());
    ASSERT_NE(process, nullptr);
    EXPECT_EQ(process->parent(), ::getpid());
    ProgramFinder plain({});
    EXPECT_EQ(plain.find(*process)->hash, hashProgram(kSleep));
    ProgramFinder finder(kSleep);
    const auto program = finder.find(*process);
    ASSERT_TRUE(program);
    EXPECT_EQ(program->hash, hashProgram(kSelf));
}

TEST(PeerProgram, OfAProcessThatHasEndedIsUnknown)
{
    Child child(kSleep);
    const auto process = ProcessFolder::of(child.pid());
    ASSERT_NE(process, nullptr);
    child.end();
    ProgramFinder finder({});
    EXPECT_FALSE(finder.find(*process)) << "even if its number belongs to another by now";
    EXPECT_EQ(process->parent(), std::nullopt);
    EXPECT_EQ(process->programPath(), "");
}

TEST(PeerProgram, NoProcessHasNoFolder)
{
    EXPECT_EQ(ProcessFolder::of(0), nullptr);
    EXPECT_EQ(ProcessFolder::of(-1), nullptr);
}

TEST(PeerProgram, OfASocketIsThatOfTheProcessThatConnected)
{
    std::array<int, 2> ends{};
    ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()), 0);
    const auto process = ProcessFolder::ofPeer(ends[0], ::getpid());
    ASSERT_NE(process, nullptr);
    EXPECT_EQ(process->programPath(), kSelf.string());
    ::close(ends[0]);
    ::close(ends[1]);
}

} // namespace
} // namespace portcullis::http
