#pragma once

#include "app/ctl/bridge_link.h"
#include "app/ctl/bridge_session.h"
#include "app/ctl/exit_code.h"
#include "app/ctl/line_buffer.h"

#include <chrono>
#include <optional>
#include <string>

namespace portcullis::ctl {

// The stdio bridge: lines of an MCP client on standard input go to the gateway's socket, its lines
// to standard output; nothing else is ever written there. One thread with poll(),
// which unlike epoll takes files and terminals, too.
//
// Owner: the stdio command. Thread: its own. Errors: JSON-RPC errors to the client; it ends when
// its input ends, its output is closed, or at SIGINT and SIGTERM; it fails when its client
// sends nothing but lines that are too long (G-05).
class Bridge
{
public:
    Bridge(BridgeLink& link, int input, int output);

    [[nodiscard]] ExitCode run();

private:
    using Clock = std::chrono::steady_clock;
    using Time = Clock::time_point;

    class Signals;

    [[nodiscard]] bool finished() const;
    [[nodiscard]] int timeout() const;
    void step(const Signals& signals);
    void readInput();
    void takeInput();
    void endInput();
    void readLink();
    void tryToConnect();
    void linkLost();
    void noticeGreeting();
    void pump();
    void writeOutput();
    void giveUpWhenDue();

    BridgeLink& m_link;
    BridgeSession m_session;
    int m_input;
    int m_output;
    LineBuffer m_in;
    OutBuffer m_out;
    bool m_outputGone = false;
    bool m_greeted = false;       // as far as the session knows
    std::optional<Time> m_ending; // when at the latest, once the input has ended
    Time m_patience;              // until then requests wait for the gateway
    Time m_nextAttempt;
    std::chrono::milliseconds m_backoff;
};

} // namespace portcullis::ctl
