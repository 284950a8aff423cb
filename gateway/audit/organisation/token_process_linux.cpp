#include "gateway/audit/organisation/token_process.h"

#include <sys/socket.h>
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <spawn.h>
#include <unistd.h>
#include <utility>

namespace portcullis::audit::organisation {

namespace {

// What a child gets: the socket as its standard input, no other descriptor, no noise of a module in
// the gateway's own output, and signals as after a login.
class ChildSettings
{
public:
    explicit ChildSettings(int socket)
    {
        ::posix_spawn_file_actions_init(&m_actions);
        ::posix_spawn_file_actions_adddup2(&m_actions, socket, STDIN_FILENO);
        for (const int out : {STDOUT_FILENO, STDERR_FILENO}) {
            ::posix_spawn_file_actions_addopen(&m_actions, out, "/dev/null", O_WRONLY, 0);
        }
        ::posix_spawn_file_actions_addclosefrom_np(&m_actions, STDERR_FILENO + 1);
        sigset_t signals;
        ::posix_spawnattr_init(&m_attributes);
        ::sigemptyset(&signals);
        ::posix_spawnattr_setsigmask(&m_attributes, &signals);
        ::sigfillset(&signals);
        ::posix_spawnattr_setsigdefault(&m_attributes, &signals);
        ::posix_spawnattr_setflags(&m_attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    }

    ~ChildSettings()
    {
        ::posix_spawn_file_actions_destroy(&m_actions);
        ::posix_spawnattr_destroy(&m_attributes);
    }

    ChildSettings(const ChildSettings&) = delete;
    ChildSettings& operator=(const ChildSettings&) = delete;

    [[nodiscard]] int spawn(const std::string& program, pid_t& process) const
    {
        std::string name = program;
        const std::array<char*, 2> arguments{name.data(), nullptr};
        return ::posix_spawn(
            &process, program.c_str(), &m_actions, &m_attributes, arguments.data(), environ);
    }

private:
    posix_spawn_file_actions_t m_actions{};
    posix_spawnattr_t m_attributes{};
};

ErrorCode codeFrom(std::string_view text)
{
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool good =
        error == std::errc() && value >= 0 && value < static_cast<int>(ErrorCode::Internal);
    return good ? static_cast<ErrorCode>(value) : ErrorCode::Internal;
}

} // namespace

TokenProcess::TokenProcess(TokenChannel channel, pid_t process, std::chrono::milliseconds patience)
    : m_channel(std::move(channel))
    , m_process(process)
    , m_patience(patience)
{}

TokenProcess::TokenProcess(TokenProcess&& other) noexcept
    : m_channel(std::move(other.m_channel))
    , m_process(std::exchange(other.m_process, -1))
    , m_patience(other.m_patience)
    , m_deadline(other.m_deadline)
{}

TokenProcess::~TokenProcess()
{
    if (m_process < 0) {
        return;
    }
    constexpr std::chrono::seconds kFarewell(2);
    m_channel.finish();
    // Its end of the socket closes when it ends.
    static_cast<void>(m_channel.receive(std::chrono::steady_clock::now() + kFarewell));
    static_cast<void>(kill());
}

Result<TokenProcess> TokenProcess::start(const std::filesystem::path& program,
                                         std::chrono::milliseconds patience)
{
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) {
        return fail(ErrorCode::ResourceExhausted,
                    "The token cannot be asked: too many files are open.",
                    std::strerror(errno));
    }
    TokenChannel ours(ends[0]);
    const TokenChannel theirs(ends[1]);
    pid_t process = -1;
    const int problem = ChildSettings(ends[1]).spawn(program.string(), process);
    if (problem == ENOENT) {
        return fail(ErrorCode::NotFound,
                    "The program portcullis-token is missing: install Portcullis again.",
                    program.string());
    }
    if (problem != 0) {
        return fail(ErrorCode::ResourceExhausted,
                    "The program portcullis-token cannot be started.",
                    std::strerror(problem));
    }
    return TokenProcess(std::move(ours), process, patience);
}

Result<SecretBytes> TokenProcess::answer()
{
    m_deadline = std::chrono::steady_clock::now() + m_patience;
    const auto first = more();
    if (!first) {
        return fail(first.error());
    }
    return first->revealText() == kTokenOk ? more() : errorAnswered();
}

Result<SecretBytes> TokenProcess::more()
{
    auto message = m_channel.receive(m_deadline);
    return message ? std::move(message) : ended(message.error());
}

Result<SecretBytes> TokenProcess::errorAnswered()
{
    std::array<std::string, 3> parts;
    for (std::string& part : parts) {
        const auto message = more();
        if (!message) {
            return fail(message.error());
        }
        part = message->revealText();
    }
    return fail(codeFrom(parts[0]), std::move(parts[1]), std::move(parts[2]));
}

std::unexpected<Error> TokenProcess::ended(const Error& error)
{
    const int status = kill();
    if (error.code == ErrorCode::DeadlineExceeded) {
        return fail(ErrorCode::DeadlineExceeded,
                    "The token or its module does not answer. Take the token out and put it in "
                    "again, then try once more.");
    }
    return fail(ErrorCode::Unavailable,
                "The token's module has crashed; ask its maker for a newer one.",
                WIFSIGNALED(status) ? ::strsignal(WTERMSIG(status)) : "it ended by itself");
}

// Gives how it ended, which may have been before. Its end of the socket closes when it ends; one
// that a driver holds fast in the kernel is not waited for.
int TokenProcess::kill()
{
    constexpr std::chrono::seconds kPatience(2);
    int status = 0;
    if (m_process >= 0) {
        ::kill(m_process, SIGKILL);
        const auto deadline = std::chrono::steady_clock::now() + kPatience;
        auto rest = m_channel.receive(deadline);
        while (rest) {
            rest = m_channel.receive(deadline);
        }
        const int how = rest.error().code == ErrorCode::DeadlineExceeded ? WNOHANG : 0;
        while (::waitpid(m_process, &status, how) < 0 && errno == EINTR) {
        }
        m_process = -1;
    }
    return status;
}

} // namespace portcullis::audit::organisation
