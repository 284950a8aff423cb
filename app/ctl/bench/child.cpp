#include "app/ctl/bench/child.h"

#include <sys/syscall.h>
#include <sys/wait.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <poll.h>
#include <spawn.h>
#include <sstream>

extern char** environ; // NOLINT(readability-redundant-declaration): POSIX leaves it to the program

namespace portcullis::ctl::bench {

namespace {

struct Pipe
{
    FileDescriptor read;
    FileDescriptor write;
};

std::optional<Pipe> makePipe()
{
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
        return std::nullopt;
    }
    return Pipe{FileDescriptor(ends[0]), FileDescriptor(ends[1])};
}

bool waitReadable(int fd, std::chrono::milliseconds patience)
{
    pollfd file{.fd = fd, .events = POLLIN, .revents = 0};
    return ::poll(&file, 1, static_cast<int>(patience.count())) > 0;
}

// The value in kB of a line of /proc/PID/status.
std::int64_t statusField(const std::string& status, const char* name)
{
    const std::size_t at = status.find(std::string("\n") + name + ":");
    return at == std::string::npos ? 0 : std::atoll(status.c_str() + at + std::strlen(name) + 2);
}

std::string readFile(const std::string& path)
{
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
}

} // namespace

Result<Child> Child::start(const std::vector<std::string>& command, ChildStreams streams)
{
    auto input = makePipe();
    auto output = makePipe();
    if (!input || !output) {
        return fail(ErrorCode::IoError, "No pipe could be made.", std::strerror(errno));
    }
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, input->read.get(), STDIN_FILENO);
    ::posix_spawn_file_actions_adddup2(&actions, output->write.get(), STDOUT_FILENO);
    std::vector<char*> arguments;
    arguments.reserve(command.size() + 1);
    for (const std::string& argument : command) {
        arguments.push_back(const_cast<char*>(argument.c_str())); // NOLINT: exec does not write
    }
    arguments.push_back(nullptr);
    Child child;
    const int error = ::posix_spawnp(
        &child.m_pid, arguments.front(), &actions, nullptr, arguments.data(), environ);
    ::posix_spawn_file_actions_destroy(&actions);
    if (error != 0) {
        child.m_pid = -1;
        return fail(ErrorCode::IoError,
                    "The program " + command.front() + " could not be started.",
                    std::strerror(error));
    }
    if (streams == ChildStreams::Pipes) {
        child.m_input = std::move(input->write);
    }
    child.m_output = std::move(output->read);
    return child;
}

Child::~Child()
{
    stop();
}

Child::Child(Child&& other) noexcept
    : m_pid(std::exchange(other.m_pid, -1))
    , m_input(std::move(other.m_input))
    , m_output(std::move(other.m_output))
    , m_pending(std::move(other.m_pending))
{}

Child& Child::operator=(Child&& other) noexcept
{
    if (this != &other) {
        stop();
        m_pid = std::exchange(other.m_pid, -1);
        m_input = std::move(other.m_input);
        m_output = std::move(other.m_output);
        m_pending = std::move(other.m_pending);
    }
    return *this;
}

std::optional<std::string> Child::readLine(std::chrono::milliseconds patience)
{
    std::array<char, 4096> buffer{};
    std::size_t end = m_pending.find('\n');
    while (end == std::string::npos) {
        if (!waitReadable(m_output.get(), patience)) {
            return std::nullopt;
        }
        const ssize_t got = ::read(m_output.get(), buffer.data(), buffer.size());
        if (got <= 0) {
            return std::nullopt;
        }
        m_pending.append(buffer.data(), static_cast<std::size_t>(got));
        end = m_pending.find('\n');
    }
    std::string line = m_pending.substr(0, end);
    m_pending.erase(0, end + 1);
    return line;
}

std::string Child::readAll()
{
    std::array<char, 4096> buffer{};
    for (ssize_t got = ::read(m_output.get(), buffer.data(), buffer.size()); got > 0;
         got = ::read(m_output.get(), buffer.data(), buffer.size())) {
        m_pending.append(buffer.data(), static_cast<std::size_t>(got));
    }
    return std::exchange(m_pending, {});
}

std::optional<int> Child::waitForEnd(std::chrono::milliseconds patience)
{
    // Called by number: glibc 2.36 declares pidfd_open() without C linkage.
    const FileDescriptor process(static_cast<int>(::syscall(SYS_pidfd_open, m_pid, 0)));
    if (process.isOpen() && !waitReadable(process.get(), patience)) {
        return std::nullopt;
    }
    int status = 0;
    ::waitpid(m_pid, &status, 0);
    m_pid = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

void Child::stop(std::chrono::milliseconds patience)
{
    m_input.reset();
    if (m_pid < 0) {
        return;
    }
    ::kill(m_pid, SIGTERM);
    if (!waitForEnd(patience)) {
        ::kill(m_pid, SIGKILL);
        static_cast<void>(waitForEnd(patience));
    }
}

ProcessUse useOf(pid_t pid)
{
    const std::string folder = "/proc/" + std::to_string(pid);
    ProcessUse use;
    const std::string stat = readFile(folder + "/stat");
    // The program's name, in parentheses, may hold anything; what follows it is numbers (proc(5)).
    const std::size_t name = stat.rfind(')');
    if (name != std::string::npos) {
        std::istringstream fields(stat.substr(name + 2));
        std::string skipped;
        for (int field = 3; field < 14; ++field) {
            fields >> skipped;
        }
        std::int64_t user = 0;
        std::int64_t system = 0;
        fields >> user >> system;
        use.cpu = std::chrono::microseconds((user + system) * 1'000'000 / ::sysconf(_SC_CLK_TCK));
    }
    const std::string status = readFile(folder + "/status");
    use.residentKb = statusField(status, "VmRSS");
    use.peakKb = statusField(status, "VmHWM");
    return use;
}

bool resetPeak(pid_t pid)
{
    std::ofstream file("/proc/" + std::to_string(pid) + "/clear_refs");
    file << "5" << std::flush; // proc(5)
    return file.good();
}

} // namespace portcullis::ctl::bench
