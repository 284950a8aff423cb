#include "gateway/upstream/process.h"
#include "gateway/upstream/supervisor.h"

#include <sys/syscall.h>
#include <sys/wait.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <unistd.h>
#include <utility>

namespace portcullis::upstream::detail {

namespace {

// Above every number that the supervisor is given, so that no dup2 overwrites a source of a later
// one.
constexpr int kLowestOwnFd = 10;

// Owner: the scope. Failure: -1.
class OwnedFd
{
public:
    OwnedFd() = default;

    explicit OwnedFd(int fd)
        : m_fd(fd)
    {}

    OwnedFd(const OwnedFd&) = delete;
    OwnedFd& operator=(const OwnedFd&) = delete;

    OwnedFd(OwnedFd&& other) noexcept
        : m_fd(other.release())
    {}

    OwnedFd& operator=(OwnedFd&& other) noexcept
    {
        std::swap(m_fd, other.m_fd);
        return *this;
    }

    ~OwnedFd()
    {
        if (m_fd >= 0) {
            ::close(m_fd);
        }
    }

    [[nodiscard]] int get() const { return m_fd; }

    [[nodiscard]] int release() { return std::exchange(m_fd, -1); }

private:
    int m_fd = -1;
};

struct Pipe
{
    OwnedFd read;
    OwnedFd write;

    bool open()
    {
        int ends[2];
        if (::pipe2(ends, O_CLOEXEC) != 0) {
            return false;
        }
        const OwnedFd low[] = {OwnedFd(ends[0]), OwnedFd(ends[1])};
        read = OwnedFd(::fcntl(ends[0], F_DUPFD_CLOEXEC, kLowestOwnFd));
        write = OwnedFd(::fcntl(ends[1], F_DUPFD_CLOEXEC, kLowestOwnFd));
        return read.get() >= 0 && write.get() >= 0;
    }
};

struct Pipes
{
    Pipe input;
    Pipe output;
    Pipe errors;
    Pipe lifeline;
    Pipe status;

    bool open()
    {
        return input.open() && output.open() && errors.open() && lifeline.open() && status.open();
    }
};

std::unexpected<Error> failStart(const std::string& what, int error)
{
    return fail(ErrorCode::Unavailable,
                "The server could not be started: " + what + ".",
                std::strerror(error));
}

// Everything posix_spawn needs beside the argument vectors. Owner: the scope.
class SpawnPlan
{
public:
    SpawnPlan()
    {
        ::posix_spawn_file_actions_init(&m_actions);
        ::posix_spawnattr_init(&m_attributes);
    }

    ~SpawnPlan()
    {
        ::posix_spawn_file_actions_destroy(&m_actions);
        ::posix_spawnattr_destroy(&m_attributes);
    }

    SpawnPlan(const SpawnPlan&) = delete;
    SpawnPlan& operator=(const SpawnPlan&) = delete;

    void pass(const Pipes& pipes)
    {
        const std::array<std::pair<int, int>, 5> numbers{{{pipes.input.read.get(), 0},
                                                          {pipes.output.write.get(), 1},
                                                          {pipes.errors.write.get(), 2},
                                                          {pipes.lifeline.read.get(), kLifelineFd},
                                                          {pipes.status.write.get(), kStatusFd}}};
        for (const auto& [from, to] : numbers) {
            ::posix_spawn_file_actions_adddup2(&m_actions, from, to);
        }
    }

    void enter(const std::filesystem::path& folder)
    {
        ::posix_spawn_file_actions_addchdir_np(&m_actions, folder.c_str());
    }

    // A session of its own: a Ctrl-C in the terminal of the gateway is not meant for the servers.
    void detach()
    {
        sigset_t none;
        ::sigemptyset(&none);
        sigset_t all;
        ::sigfillset(&all);
        ::posix_spawnattr_setsigmask(&m_attributes, &none);
        ::posix_spawnattr_setsigdefault(&m_attributes, &all);
        ::posix_spawnattr_setflags(
            &m_attributes, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    }

    [[nodiscard]] int
    run(pid_t& pid, const char* program, char** arguments, char** environment) const
    {
        return ::posix_spawn(&pid, program, &m_actions, &m_attributes, arguments, environment);
    }

private:
    posix_spawn_file_actions_t m_actions{};
    posix_spawnattr_t m_attributes{};
};

std::vector<char*> pointers(std::vector<std::string>& texts)
{
    std::vector<char*> result;
    result.reserve(texts.size() + 1);
    for (std::string& text : texts) {
        result.push_back(text.data());
    }
    result.push_back(nullptr);
    return result;
}

std::vector<char*> constPointers(const std::vector<std::string>& texts)
{
    std::vector<char*> result;
    result.reserve(texts.size() + 1);
    for (const std::string& text : texts) {
        result.push_back(const_cast<char*>(text.c_str())); // posix_spawn does not write to them
    }
    result.push_back(nullptr);
    return result;
}

std::vector<std::string> supervisorArguments(const ProcessOptions& options)
{
    std::vector<std::string> arguments{options.supervisor.string(),
                                       "--grace=" + std::to_string(options.grace.count()),
                                       "--term=" + std::to_string(options.term.count()),
                                       "--"};
    arguments.insert(arguments.end(), options.command.begin(), options.command.end());
    return arguments;
}

Result<> checkOptions(const ProcessOptions& options)
{
    if (options.command.empty() || options.command.front().empty()) {
        return fail(ErrorCode::InvalidArgument,
                    "The server has no command: name the program to start.");
    }
    if (options.environment == nullptr) {
        return fail(ErrorCode::Internal, "A child needs an environment.");
    }
    if (::access(options.supervisor.c_str(), X_OK) != 0) {
        return fail(ErrorCode::Unavailable,
                    "The program portcullis-supervisor is missing: install Portcullis again.",
                    options.supervisor.string());
    }
    std::error_code ignored;
    if (!std::filesystem::is_directory(options.workingDirectory, ignored)) {
        return fail(ErrorCode::InvalidArgument,
                    "The working directory " + options.workingDirectory.string() +
                        " does not exist.");
    }
    return {};
}

// A server that closes its input must not end the gateway: writes to pipes have no MSG_NOSIGNAL.
void ignoreBrokenPipes()
{
    struct sigaction current{};
    if (::sigaction(SIGPIPE, nullptr, &current) == 0 && current.sa_handler == SIG_DFL) {
        current.sa_handler = SIG_IGN;
        ::sigaction(SIGPIPE, &current, nullptr);
    }
}

void setNonBlocking(int fd)
{
    ::fcntl(fd, F_SETFL, ::fcntl(fd, F_GETFL) | O_NONBLOCK);
}

} // namespace

Result<SpawnedChild> spawn(const ProcessOptions& options)
{
    if (auto checked = checkOptions(options); !checked) {
        return fail(std::move(checked.error()));
    }
    ignoreBrokenPipes();
    Pipes pipes;
    if (!pipes.open()) {
        return failStart("there are too few file descriptors", errno);
    }
    SpawnPlan plan;
    plan.pass(pipes);
    plan.enter(options.workingDirectory);
    plan.detach();
    std::vector<std::string> arguments = supervisorArguments(options);
    SpawnedChild child;
    const int error = plan.run(child.supervisor,
                               options.supervisor.c_str(),
                               pointers(arguments).data(),
                               constPointers(*options.environment).data());
    if (error != 0) {
        return failStart("the system refused to make a process", error);
    }
    child.exitFd = static_cast<int>(::syscall(SYS_pidfd_open, child.supervisor, 0));
    if (child.exitFd < 0) {
        const int reason = errno;
        pipes = Pipes(); // the end of the lifeline ends the supervisor
        ::waitpid(child.supervisor, nullptr, 0);
        return failStart("the system cannot watch processes", reason);
    }
    child.input = pipes.input.write.release();
    child.output = pipes.output.read.release();
    child.errors = pipes.errors.read.release();
    child.lifeline = pipes.lifeline.write.release();
    child.status = pipes.status.read.release();
    for (const int fd : {child.input, child.output, child.errors, child.lifeline, child.status}) {
        setNonBlocking(fd);
    }
    return child;
}

void collect(int exitFd)
{
    siginfo_t ignored{};
    constexpr auto kById =
        static_cast<idtype_t>(3); // P_PIDFD, which glibc 2.36's header has, older ones not
    ::waitid(kById, static_cast<id_t>(exitFd), &ignored, WEXITED);
}

} // namespace portcullis::upstream::detail
