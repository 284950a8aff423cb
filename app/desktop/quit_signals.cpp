#include "app/desktop/quit_signals.h"

#include <QSocketNotifier>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <unistd.h>

namespace portcullis::desktop {

namespace {

constexpr std::array kSignals = {SIGTERM, SIGINT, SIGHUP};

// A signal handler gets no argument of its own, so the end of the pipe must stand where it finds
// it.
std::atomic<int> writeEnd{-1};
static_assert(std::atomic<int>::is_always_lock_free);

void handle(int signal)
{
    const int saved = errno;
    const char byte = 1;
    static_cast<void>(!::write(writeEnd.load(), &byte, 1));
    std::signal(signal, SIG_DFL);
    errno = saved;
}

} // namespace

QuitSignals::QuitSignals(QObject* parent)
    : QObject(parent)
{
    if (::pipe2(m_pipe.data(), O_CLOEXEC | O_NONBLOCK) != 0) {
        return; // without it the signals end the program as they do by default
    }
    writeEnd = m_pipe[1];
    m_notifier = std::make_unique<QSocketNotifier>(m_pipe[0], QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, &QuitSignals::read);
    for (const int signal : kSignals) {
        std::signal(signal, &handle);
    }
}

QuitSignals::~QuitSignals()
{
    for (const int signal : kSignals) {
        std::signal(signal, SIG_DFL);
    }
    writeEnd = -1;
    m_notifier.reset();
    for (const int end : m_pipe) {
        if (end >= 0) {
            ::close(end);
        }
    }
}

void QuitSignals::read()
{
    char byte = 0;
    if (::read(m_pipe[0], &byte, 1) == 1) {
        emit quitRequested();
    }
}

} // namespace portcullis::desktop
