#include "app/ctl/terminal.h"

#include <fcntl.h>
#include <iostream>
#include <string>
#include <termios.h>
#include <unistd.h>
#include <utility>

namespace portcullis::ctl {

namespace {

constexpr std::size_t kMaxAnswer = 1024;
constexpr char kInterrupt = 3; // Ctrl-C, read as a character while the question stands
constexpr char kEndOfFile = 4; // Ctrl-D
constexpr char kBackspace = 8;
constexpr char kDelete = 127;

// The controlling terminal with echo, line editing and signals off, as it was before when it goes.
class QuietTerminal
{
public:
    QuietTerminal()
        : m_descriptor(::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY))
    {
        if (m_descriptor < 0 || ::tcgetattr(m_descriptor, &m_before) != 0) {
            return;
        }
        termios quiet = m_before;
        quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO | ICANON | ISIG);
        quiet.c_cc[VMIN] = 1;
        quiet.c_cc[VTIME] = 0;
        m_usable = ::tcsetattr(m_descriptor, TCSAFLUSH, &quiet) == 0;
    }

    ~QuietTerminal()
    {
        if (m_usable) {
            ::tcsetattr(m_descriptor, TCSAFLUSH, &m_before);
        }
        if (m_descriptor >= 0) {
            ::close(m_descriptor);
        }
    }

    QuietTerminal(const QuietTerminal&) = delete;
    QuietTerminal& operator=(const QuietTerminal&) = delete;
    QuietTerminal(QuietTerminal&&) = delete;
    QuietTerminal& operator=(QuietTerminal&&) = delete;

    [[nodiscard]] bool usable() const { return m_usable; }

    void write(std::string_view text) const
    {
        while (!text.empty()) {
            const ssize_t written = ::write(m_descriptor, text.data(), text.size());
            if (written <= 0) {
                return;
            }
            text.remove_prefix(static_cast<std::size_t>(written));
        }
    }

    [[nodiscard]] char read() const
    {
        char c = kEndOfFile;
        return ::read(m_descriptor, &c, 1) == 1 ? c : kEndOfFile;
    }

private:
    int m_descriptor;
    termios m_before = {};
    bool m_usable = false;
};

} // namespace

bool hasTerminal()
{
    const int descriptor = ::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
    if (descriptor >= 0) {
        ::close(descriptor);
    }
    return descriptor >= 0 && ::isatty(STDIN_FILENO) != 0;
}

Result<SecretBytes> askSecret(std::string_view question)
{
    const QuietTerminal terminal;
    if (!terminal.usable()) {
        return fail(ErrorCode::Unavailable, "There is no terminal to ask on.");
    }
    terminal.write(question);
    SecretBytes typed(kMaxAnswer);
    std::size_t size = 0;
    while (true) {
        const char c = terminal.read();
        if (c == kInterrupt || (c == kEndOfFile && size == 0)) {
            terminal.write("\n");
            return fail(ErrorCode::Cancelled, "Cancelled.");
        }
        if (c == '\n' || c == '\r' || c == kEndOfFile) {
            break;
        }
        if ((c == kBackspace || c == kDelete) && size > 0) {
            --size;
        } else if (c != kBackspace && c != kDelete && size < kMaxAnswer) {
            typed.writable()[size++] = static_cast<std::uint8_t>(c);
        }
    }
    terminal.write("\n");
    return SecretBytes(typed.bytes().first(size));
}

bool isInteractive()
{
    return ::isatty(STDIN_FILENO) != 0 && ::isatty(STDOUT_FILENO) != 0;
}

bool confirm(std::string_view question)
{
    if (!isInteractive()) {
        return true;
    }
    std::cout << question << " [y/N] " << std::flush;
    std::string answer;
    return std::getline(std::cin, answer) && (answer == "y" || answer == "Y" || answer == "yes");
}

} // namespace portcullis::ctl
