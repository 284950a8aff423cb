#include "app/ctl/bridge.h"

#include "app/ctl/output.h"

#include <sys/signalfd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <poll.h>
#include <unistd.h>

namespace portcullis::ctl {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds kPatience{5000};
constexpr milliseconds kSecondPatience{250}; // where it has been waited for already
constexpr milliseconds kLastWords{1700};     // everything ends within 2 s
constexpr milliseconds kFirstBackoff{25};
constexpr milliseconds kLongestBackoff{1000};
constexpr std::size_t kMaxLine = std::size_t{16} * 1024 * 1024; // the gateway's own limit
constexpr std::size_t kEnough = std::size_t{4} * 1024 * 1024; // waiting to be written: read no more
constexpr std::size_t kChunk = std::size_t{64} * 1024;
constexpr std::size_t kPipeChunk = 4096; // PIPE_BUF: what poll() promises not to block

} // namespace

// SIGINT and SIGTERM as something to poll.
class Bridge::Signals
{
public:
    Signals()
    {
        sigset_t set;
        ::sigemptyset(&set);
        ::sigaddset(&set, SIGINT);
        ::sigaddset(&set, SIGTERM);
        ::sigprocmask(SIG_BLOCK, &set, nullptr);
        m_descriptor = ::signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
        std::signal(SIGPIPE, SIG_IGN); // a closed output is seen where it is written
    }

    ~Signals() { ::close(m_descriptor); }

    Signals(const Signals&) = delete;
    Signals& operator=(const Signals&) = delete;
    Signals(Signals&&) = delete;
    Signals& operator=(Signals&&) = delete;

    [[nodiscard]] int descriptor() const { return m_descriptor; }

private:
    int m_descriptor = -1;
};

Bridge::Bridge(BridgeLink& link, int input, int output)
    : m_link(link)
    , m_input(input)
    , m_output(output)
    , m_in(kMaxLine)
    , m_patience(Clock::now() + kPatience)
    , m_nextAttempt(Clock::now())
    , m_backoff(kFirstBackoff)
{}

ExitCode Bridge::run()
{
    const Signals signals;
    while (true) {
        if (!m_link.isOpen() && Clock::now() >= m_nextAttempt) {
            tryToConnect();
        }
        if (m_session.over()) {
            endInput();
        }
        giveUpWhenDue();
        pump();
        if (finished()) {
            break;
        }
        step(signals);
    }
    if (m_link.isOpen()) {
        m_link.closeSending();
    }
    if (m_session.over()) {
        warn("The client sent too many messages that are too long, one after another.");
        return ExitCode::Failed;
    }
    return ExitCode::Ok;
}

bool Bridge::finished() const
{
    if (m_outputGone) {
        return true;
    }
    return m_ending && (Clock::now() >= *m_ending ||
                        (m_session.idle() && m_link.out().empty() && m_out.empty()));
}

// Until the next moment at which something is due.
int Bridge::timeout() const
{
    std::optional<Time> due = m_ending;
    const auto consider = [&due](Time time) { due = due ? std::min(*due, time) : time; };
    if (!m_link.isOpen()) {
        consider(m_nextAttempt);
    }
    if (!m_link.isGreeted() && m_session.waiting()) {
        consider(m_patience);
    }
    if (!due) {
        return -1;
    }
    const auto left = std::chrono::ceil<milliseconds>(*due - Clock::now());
    return static_cast<int>(std::max(left, milliseconds(0)).count());
}

void Bridge::step(const Signals& signals)
{
    const bool readsInput = !m_ending && m_link.out().size() < kEnough;
    const bool readsLink = m_link.isOpen() && m_out.size() < kEnough;
    const auto mask = [](bool in, bool out) {
        return static_cast<short>((in ? POLLIN : 0) | (out ? POLLOUT : 0));
    };
    std::array<pollfd, 4> wanted = {{
        {readsInput ? m_input : -1, POLLIN, 0},
        {m_output, mask(false, !m_out.empty()), 0},
        {m_link.descriptor(), mask(readsLink, !m_link.out().empty()), 0},
        {signals.descriptor(), POLLIN, 0},
    }};
    if (::poll(wanted.data(), wanted.size(), timeout()) < 0) {
        return; // interrupted: everything is looked at again
    }
    if ((wanted[3].revents & POLLIN) != 0) {
        endInput();
    }
    if ((wanted[1].revents & (POLLERR | POLLNVAL)) != 0) {
        m_outputGone = true;
        return;
    }
    if ((wanted[1].revents & POLLOUT) != 0) {
        writeOutput();
    }
    if ((wanted[2].revents & POLLOUT) != 0 && !m_link.out().writeTo(m_link.descriptor(), kChunk)) {
        linkLost();
        return;
    }
    if ((wanted[2].revents & (POLLIN | POLLHUP | POLLERR)) != 0) {
        readLink();
    }
    if (wanted[0].revents != 0) {
        readInput();
    }
}

void Bridge::readInput()
{
    std::array<char, kChunk> bytes;
    const ssize_t got = ::read(m_input, bytes.data(), bytes.size());
    if (got < 0 && (errno == EINTR || errno == EAGAIN)) {
        return;
    }
    if (got <= 0) {
        endInput();
        return;
    }
    m_in.feed({bytes.data(), static_cast<std::size_t>(got)});
    takeInput();
}

void Bridge::takeInput()
{
    for (std::size_t n = m_in.takeDropped(); n > 0; --n) {
        m_session.dropped();
    }
    while (auto line = m_in.next()) {
        m_session.fromClient(std::move(*line));
    }
    if (!m_link.isGreeted() && m_session.waiting()) {
        // It may have come back while nobody asked.
        m_patience = std::max(m_patience, Clock::now() + kSecondPatience);
        m_nextAttempt = Clock::now();
        m_backoff = kFirstBackoff;
    }
}

void Bridge::endInput()
{
    if (m_ending) {
        return;
    }
    if (auto last = m_in.rest()) {
        m_session.fromClient(std::move(*last));
    }
    m_ending = Clock::now() + kLastWords;
    m_patience = std::min(m_patience, *m_ending - milliseconds(100));
}

void Bridge::readLink()
{
    if (!m_link.receive()) {
        linkLost();
        return;
    }
    while (auto line = m_link.next()) {
        noticeGreeting();
        if (auto refused = m_session.fromGateway(std::move(*line))) {
            m_link.close();
            m_link.setWhy(std::move(*refused));
            linkLost();
            return;
        }
    }
    if (!m_link.isOpen()) {
        linkLost();
    }
}

void Bridge::tryToConnect()
{
    if (!m_link.connect()) {
        m_nextAttempt = Clock::now() + m_backoff;
        m_backoff = std::min(m_backoff * 2, kLongestBackoff);
    }
}

void Bridge::linkLost()
{
    m_link.close();
    if (m_greeted) {
        m_greeted = false;
        m_session.disconnected();
        m_patience = Clock::now() + kPatience;
        m_backoff = kFirstBackoff;
    }
    m_nextAttempt = Clock::now() + m_backoff;
    m_backoff = std::min(m_backoff * 2, kLongestBackoff);
}

void Bridge::noticeGreeting()
{
    if (m_link.isGreeted() && !m_greeted) {
        m_greeted = true;
        m_backoff = kFirstBackoff;
        m_session.connected();
    }
}

// Moves lines between the session and both ends.
void Bridge::pump()
{
    noticeGreeting();
    for (const std::string& line : m_session.takeToGateway()) {
        m_link.out().addLine(line);
    }
    for (const std::string& line : m_session.takeToClient()) {
        m_out.addLine(line);
    }
}

void Bridge::writeOutput()
{
    m_outputGone = !m_out.writeTo(m_output, kPipeChunk);
}

void Bridge::giveUpWhenDue()
{
    if (!m_link.isGreeted() && m_session.waiting() && Clock::now() >= m_patience) {
        m_session.giveUp(m_link.why());
    }
}

} // namespace portcullis::ctl
