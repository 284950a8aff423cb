#pragma once

#include "gateway/api/evidence.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>

#include <stop_token>
#include <string>
#include <thread>

namespace portcullis::ctl {

// A long job as a terminal shows it: how far it is on standard error, when somebody looks there,
// and Ctrl-C to call it off.
//
// Owner: a command. Thread: its own; the watch from any.
class TerminalJob
{
public:
    explicit TerminalJob(std::string doing); // "Exporting"
    ~TerminalJob();                          // wipes the line of progress
    TerminalJob(const TerminalJob&) = delete;
    TerminalJob& operator=(const TerminalJob&) = delete;
    TerminalJob(TerminalJob&&) = delete;
    TerminalJob& operator=(TerminalJob&&) = delete;

    [[nodiscard]] api::JobWatch watch() const;

private:
    std::string m_doing;
    bool m_isWatched; // standard error is a terminal
    std::stop_source m_stop;
    boost::asio::io_context m_io;
    boost::asio::signal_set m_signals;
    std::jthread m_thread; // last: it uses all of the above
};

} // namespace portcullis::ctl
