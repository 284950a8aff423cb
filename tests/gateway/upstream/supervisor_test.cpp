#include "gateway/upstream/process.h"
#include "tests/gateway/upstream/harness.h"

#include <sys/wait.h>

#include <fstream>
#include <signal.h>
#include <thread>
#include <unistd.h>

namespace portcullis::upstream::test {

namespace {

const std::vector<std::string> kEnvironment{"PATH=/usr/bin:/bin"};

ProcessOptions options(std::vector<std::string> command)
{
    ProcessOptions result;
    result.supervisor = PORTCULLIS_SUPERVISOR;
    result.command = std::move(command);
    result.workingDirectory = "/";
    result.environment = &kEnvironment;
    result.grace = std::chrono::milliseconds(100);
    result.term = std::chrono::milliseconds(100);
    return result;
}

bool exists(pid_t pid)
{
    return ::kill(pid, 0) == 0;
}

std::size_t openFiles()
{
    std::size_t count = 0;
    for ([[maybe_unused]] const auto& entry :
         std::filesystem::directory_iterator("/proc/self/fd")) {
        ++count;
    }
    return count;
}

// The pids of a child and its grandchild, once both run.
std::vector<pid_t> readPids(const std::filesystem::path& file)
{
    std::vector<pid_t> pids;
    for (int i = 0; i < 2000 && pids.size() < 2; ++i) {
        std::ifstream stream(file);
        pids.clear();
        for (pid_t pid = 0; stream >> pid;) {
            pids.push_back(pid);
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    return pids;
}

bool vanish(const std::vector<pid_t>& pids, std::chrono::milliseconds limit)
{
    const auto end = std::chrono::steady_clock::now() + limit;
    while (std::any_of(pids.begin(), pids.end(), exists) &&
           std::chrono::steady_clock::now() < end) {
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return std::none_of(pids.begin(), pids.end(), exists);
}

ProcessEnd endOf(Loop& loop, std::vector<std::string> command)
{
    std::optional<ProcessEnd> end;
    const auto process =
        Process::start(loop.io, options(std::move(command)), [&end](ProcessEnd how) { end = how; });
    EXPECT_TRUE(process);
    EXPECT_TRUE(loop.until([&] { return end && (*process)->gone().isOpen(); }));
    return end.value_or(ProcessEnd());
}

} // namespace

TEST(Supervisor, ReportsHowAChildEnded)
{
    Loop loop;
    EXPECT_EQ(describe(endOf(loop, {"sh", "-c", "exit 7"})), "it exited with status 7");
    EXPECT_EQ(describe(endOf(loop, {"sh", "-c", "kill -9 $$"})),
              "it was ended by signal 9 (SIGKILL)");
    EXPECT_EQ(endOf(loop, {"/no/such/program"}).kind, ProcessEnd::Kind::NotStarted);
}

TEST(Supervisor, LeavesNoZombiesAndNoFilesOpen)
{
    Loop loop;
    endOf(loop, {"true"}); // what is opened once for good
    const std::size_t before = openFiles();
    for (int i = 0; i < 10; ++i) {
        endOf(loop, {"true"});
        endOf(loop, {"/no/such/program"});
    }
    EXPECT_EQ(openFiles(), before);
    EXPECT_EQ(::waitpid(-1, nullptr, WNOHANG), -1) << "a child is left";
}

TEST(Supervisor, GivesTheChildNothingButItsThreeStreams)
{
    Loop loop;
    EXPECT_EQ(endOf(loop, {"sh", "-c", "set -- /proc/self/fd/*; test $# -le 4"}).value, 0);
    // The shell expands in its own process, where it holds the folder open itself: 0, 1, 2 and
    // that.
}

TEST(Supervisor, EndsAChildThatIgnoresEverything)
{
    Loop loop;
    const portcullis::test::TempFolder folder;
    const auto file = folder.path() / "pids";
    std::optional<ProcessEnd> end;
    const std::string argument = "grandchild=" + file.string();
    const auto process = Process::start(loop.io,
                                        options({PORTCULLIS_TEST_SERVER, "term=ignore", argument}),
                                        [&end](ProcessEnd how) { end = how; });
    ASSERT_TRUE(process);
    const auto pids = readPids(file);
    ASSERT_EQ(pids.size(), 2U);
    (*process)->release();
    EXPECT_TRUE(loop.until([&] { return (*process)->gone().isOpen(); }));
    ASSERT_TRUE(end);
    EXPECT_EQ(end->value, SIGKILL);
    EXPECT_FALSE(exists(pids[0]) || exists(pids[1]));
}

TEST(Supervisor, EndsWhatAChildLeavesBehind)
{
    Loop loop;
    const portcullis::test::TempFolder folder;
    const auto file = folder.path() / "pids";
    const std::string argument = "grandchild=" + file.string();
    const auto end = endOf(loop, {PORTCULLIS_TEST_SERVER, "start=exit", argument});
    EXPECT_EQ(end.value, 3);
    const auto pids = readPids(file);
    ASSERT_EQ(pids.size(), 2U);
    EXPECT_FALSE(exists(pids[0]) || exists(pids[1]));
}

TEST(Supervisor, EndsEverythingWithinFiveSecondsOfAKilledGateway)
{
    const portcullis::test::TempFolder folder;
    const auto file = folder.path() / "pids";
    const pid_t gateway = ::fork();
    if (gateway == 0) {
        ProcessOptions child =
            options({PORTCULLIS_TEST_SERVER, "term=ignore", "grandchild=" + file.string()});
        child.grace = std::chrono::milliseconds(3000);
        child.term = std::chrono::milliseconds(2000);
        static_cast<void>(detail::spawn(child));
        for (;;) {
            ::pause();
        }
    }
    const auto pids = readPids(file);
    ASSERT_EQ(pids.size(), 2U);
    ::kill(gateway, SIGKILL);
    ::waitpid(gateway, nullptr, 0);
    EXPECT_TRUE(vanish(pids, std::chrono::milliseconds(5000)));
}

TEST(Supervisor, EndsAtOnceForAServerThatEndsWithItsInput)
{
    const portcullis::test::TempFolder folder;
    const auto file = folder.path() / "starts";
    const pid_t gateway = ::fork();
    if (gateway == 0) {
        static_cast<void>(
            detail::spawn(options({PORTCULLIS_TEST_SERVER, "starts=" + file.string()})));
        for (;;) {
            ::pause();
        }
    }
    std::vector<pid_t> pids;
    while (pids.empty()) {
        pid_t pid = 0;
        std::ifstream stream(file);
        if (stream >> pid) {
            pids.push_back(pid);
        }
    }
    ::kill(gateway, SIGKILL);
    ::waitpid(gateway, nullptr, 0);
    EXPECT_TRUE(vanish(pids, std::chrono::milliseconds(5000)));
}

TEST(Supervisor, RefusesToBeRunByHand)
{
    Loop loop;
    EXPECT_EQ(endOf(loop, {PORTCULLIS_SUPERVISOR, "--version"}).value, 2);
}

} // namespace portcullis::upstream::test
