#include "app/ctl/terminal_job.h"

#include <csignal>
#include <cstdio>
#include <memory>
#include <unistd.h>
#include <utility>

namespace portcullis::ctl {

namespace {

constexpr const char* kWipe = "\r\x1b[K"; // to the line's beginning, and clear it

// Writes only what has changed.
class ProgressLine
{
public:
    explicit ProgressLine(std::string doing)
        : m_doing(std::move(doing))
    {}

    void show(std::uint64_t done, std::uint64_t total)
    {
        const int percent = total == 0 ? 0 : static_cast<int>(100 * done / total);
        if (percent == m_percent) {
            return;
        }
        m_percent = percent;
        const std::string line = kWipe + m_doing + " " + std::to_string(percent) + " %";
        std::fwrite(line.data(), 1, line.size(), stderr);
        std::fflush(stderr);
    }

private:
    std::string m_doing;
    int m_percent = -1;
};

} // namespace

TerminalJob::TerminalJob(std::string doing)
    : m_doing(std::move(doing))
    , m_isWatched(::isatty(STDERR_FILENO) == 1)
    , m_io(1)
    , m_signals(m_io, SIGINT, SIGTERM)
{
    m_signals.async_wait([this](const boost::system::error_code& error, int) {
        if (!error) {
            m_stop.request_stop();
        }
    });
    m_thread = std::jthread([this] { m_io.run(); });
}

TerminalJob::~TerminalJob()
{
    m_io.stop();
    if (m_isWatched) {
        std::fputs(kWipe, stderr);
    }
}

api::JobWatch TerminalJob::watch() const
{
    if (!m_isWatched) {
        return {{}, m_stop.get_token()};
    }
    auto line = std::make_shared<ProgressLine>(m_doing);
    return {[line](std::uint64_t done, std::uint64_t total) { line->show(done, total); },
            m_stop.get_token()};
}

} // namespace portcullis::ctl
