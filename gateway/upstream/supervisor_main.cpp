#include "gateway/upstream/descendants_linux.h"
#include "gateway/upstream/supervisor.h"

#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <ctime>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string_view>
#include <unistd.h>

namespace portcullis::upstream {

namespace {

constexpr int kKillRoundMillis = 20;
constexpr int kKillRounds = 500; // a process that SIGKILL does not end in 10 s is not ours to end

struct Settings
{
    int graceMillis = kGraceMillis;
    int termMillis = kTermMillis;
    char** command = nullptr;
};

// Watches one child from its start to the end of its last descendant. Owner: main(). Failure:
// reported on the status descriptor.
class Supervisor
{
public:
    explicit Supervisor(const Settings& settings)
        : m_settings(settings)
    {}

    int run();

private:
    bool start();
    [[noreturn]] void becomeChild(int errorPipe) const;
    void watch();
    void endAll();
    bool waitMillis(int millis, bool forAll);
    void wakeUp(int millis, bool withLifeline);
    void readSignals();
    void readLifeline();
    void reap();
    void signalAll(int signal) const;

    Settings m_settings;
    int m_signals = -1;
    pid_t m_child = -1; // -1 once it has been reaped
    bool m_anyLeft = true;
    bool m_stopping = false;
    bool m_orderly = false;
};

void report(const char* word, int value)
{
    char text[32];
    const int length = std::snprintf(text, sizeof text, "%s %d\n", word, value);
    const ssize_t ignored = ::write(kStatusFd, text, static_cast<std::size_t>(length));
    static_cast<void>(ignored);
}

long long nowMillis()
{
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000LL + now.tv_nsec / 1'000'000;
}

int Supervisor::run()
{
    sigset_t watched;
    ::sigemptyset(&watched);
    for (const int number : {SIGCHLD, SIGTERM, SIGINT, SIGHUP}) {
        ::sigaddset(&watched, number);
    }
    ::sigprocmask(SIG_SETMASK, &watched, nullptr);
    ::signal(SIGPIPE, SIG_IGN);
    m_signals = ::signalfd(-1, &watched, SFD_CLOEXEC | SFD_NONBLOCK);
    ::prctl(PR_SET_CHILD_SUBREAPER, 1);
    if (!start()) {
        return 1;
    }
    watch();
    endAll();
    return 0;
}

// Only the child may hold the ends of the pipes: otherwise its exit would not close them.
void releaseStreams()
{
    const int nothing = ::open("/dev/null", O_RDWR | O_CLOEXEC);
    for (const int stream : {0, 1, 2}) {
        ::dup2(nothing, stream);
    }
    ::close(nothing);
}

bool Supervisor::start()
{
    int errorPipe[2];
    if (::pipe2(errorPipe, O_CLOEXEC) != 0) {
        report("exec", errno);
        return false;
    }
    m_child = ::fork();
    if (m_child == 0) {
        becomeChild(errorPipe[1]);
    }
    const int forkError = errno;
    ::close(errorPipe[1]);
    releaseStreams();
    if (m_child < 0) {
        report("exec", forkError);
        return false;
    }
    int error = 0;
    if (::read(errorPipe[0], &error, sizeof error) == sizeof error) {
        ::waitpid(m_child, nullptr, 0);
        report("exec", error);
        return false;
    }
    ::close(errorPipe[0]);
    return true;
}

void Supervisor::becomeChild(int errorPipe) const
{
    const pid_t supervisor = ::getppid();
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != supervisor) {
        ::_exit(1); // it died between fork and prctl
    }
    ::setsid();
    for (int number = 1; number < NSIG; ++number) {
        ::signal(number, SIG_DFL);
    }
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    ::close_range(3, ~0U, CLOSE_RANGE_CLOEXEC);
    ::execvp(m_settings.command[0], m_settings.command);
    const int error = errno;
    const ssize_t ignored = ::write(errorPipe, &error, sizeof error);
    static_cast<void>(ignored);
    ::_exit(127);
}

void Supervisor::watch()
{
    while (m_child != -1 && !m_stopping) {
        wakeUp(-1, true);
    }
    if (m_stopping && !m_orderly) {
        m_settings.graceMillis = std::min(m_settings.graceMillis, kOrphanMillis);
        m_settings.termMillis = std::min(m_settings.termMillis, kOrphanMillis);
    }
}

void Supervisor::endAll()
{
    if (waitMillis(m_settings.graceMillis, false) && !m_anyLeft) {
        return;
    }
    signalAll(SIGTERM);
    if (waitMillis(m_settings.termMillis, true)) {
        return;
    }
    for (int round = 0; round < kKillRounds && m_anyLeft; ++round) {
        signalAll(SIGKILL); // again each round: descendants may fork while they are being listed
        waitMillis(kKillRoundMillis, true);
    }
}

// True when the child, or every descendant, is gone before the time is over.
bool Supervisor::waitMillis(int millis, bool forAll)
{
    const long long deadline = nowMillis() + millis;
    for (;;) {
        reap();
        if (forAll ? !m_anyLeft : m_child == -1) {
            return true;
        }
        const long long left = deadline - nowMillis();
        if (left <= 0) {
            return false;
        }
        wakeUp(static_cast<int>(left), false);
    }
}

void Supervisor::wakeUp(int millis, bool withLifeline)
{
    pollfd ready[] = {{m_signals, POLLIN, 0}, {withLifeline ? kLifelineFd : -1, POLLIN, 0}};
    if (::poll(ready, 2, millis) <= 0) {
        return;
    }
    if (ready[0].revents != 0) {
        readSignals();
    }
    if (ready[1].revents != 0) {
        readLifeline();
    }
}

void Supervisor::readSignals()
{
    signalfd_siginfo info{};
    while (::read(m_signals, &info, sizeof info) == sizeof info) {
        m_stopping = m_stopping || info.ssi_signo != static_cast<unsigned>(SIGCHLD);
    }
    reap();
}

void Supervisor::readLifeline()
{
    char byte = 0;
    if (::read(kLifelineFd, &byte, 1) == 1) {
        m_orderly = m_orderly || byte == kOrderlyStop;
    } else {
        m_stopping = true;
    }
}

void Supervisor::reap()
{
    int status = 0;
    pid_t pid = 0;
    while ((pid = ::waitpid(-1, &status, WNOHANG)) > 0) {
        if (pid != m_child) {
            continue;
        }
        m_child = -1;
        if (WIFSIGNALED(status)) {
            report("signal", WTERMSIG(status));
        } else {
            report("exit", WEXITSTATUS(status));
        }
    }
    // Orphans come to this process, so that without a child of its own it has no descendant either.
    m_anyLeft = pid == 0;
}

void Supervisor::signalAll(int signal) const
{
    if (m_child != -1) {
        ::kill(-m_child, signal);
    }
    for (const pid_t pid : descendants()) {
        ::kill(pid, signal);
    }
}

bool readMillis(std::string_view argument, std::string_view option, int& millis)
{
    if (!argument.starts_with(option)) {
        return false;
    }
    argument.remove_prefix(option.size());
    const char* end = argument.data() + argument.size();
    return std::from_chars(argument.data(), end, millis).ptr == end && millis >= 0;
}

bool readArguments(int count, char** arguments, Settings& settings)
{
    for (int i = 1; i < count; ++i) {
        const std::string_view argument = arguments[i];
        if (argument == "--") {
            settings.command = arguments + i + 1;
            return i + 1 < count;
        }
        if (!readMillis(argument, "--grace=", settings.graceMillis) &&
            !readMillis(argument, "--term=", settings.termMillis)) {
            return false;
        }
    }
    return false;
}

bool isOpen(int descriptor)
{
    return ::fcntl(descriptor, F_GETFD) != -1;
}

int superviseMain(int count, char** arguments)
{
    Settings settings;
    if (!readArguments(count, arguments, settings) || !isOpen(kLifelineFd) || !isOpen(kStatusFd)) {
        std::fputs("portcullis-supervisor is started by Portcullis, not by hand.\n", stderr);
        return 2;
    }
    ::fcntl(kLifelineFd, F_SETFD, FD_CLOEXEC);
    ::fcntl(kStatusFd, F_SETFD, FD_CLOEXEC);
    ::close_range(kStatusFd + 1, ~0U, 0);
    return Supervisor(settings).run();
}

} // namespace

} // namespace portcullis::upstream

int main(int count, char** arguments)
{
    return portcullis::upstream::superviseMain(count, arguments);
}
