#pragma once

#include "gateway/base/json.h"

#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace portcullis::ctl {

// What the stdio bridge knows of its client's conversation: enough to answer every request when the
// gateway does not, and to begin a session again behind the client's back when the gateway was
// restarted. No descriptors, no time.
//
// Owner: Bridge. Thread: its own. Errors: JSON-RPC errors toward the client.
class BridgeSession
{
public:
    // A line of the client's. Waits here while the gateway is not there.
    void fromClient(std::string line);
    // A line of the client's that was too long to be read.
    void dropped();
    // A line of the gateway's. The reason when the gateway refuses to go on.
    [[nodiscard]] std::optional<std::string> fromGateway(std::string line);

    void connected();
    // What was asked and not answered gets an error; an `initialize` is kept and asked again.
    void disconnected();
    // The gateway stays away: everything that waits is answered with this reason.
    void giveUp(const std::string& reason);

    [[nodiscard]] bool waiting() const { return !m_waiting.empty(); }

    // The client, or the gateway because of it, is beyond help: it sends one line after another
    // that nobody reads.
    [[nodiscard]] bool over() const { return m_over; }

    // Nothing is open: the bridge may end.
    [[nodiscard]] bool idle() const { return m_waiting.empty() && m_open.empty() && !m_replaying; }

    // Lines to send, in order; taken by the caller.
    [[nodiscard]] std::vector<std::string> takeToClient();
    [[nodiscard]] std::vector<std::string> takeToGateway();

private:
    struct Request
    {
        std::string id;   // lexeme
        std::string line; // kept for `initialize` only
        bool initialize = false;
    };

    struct Waiting
    {
        std::string line;
        std::vector<Request> requests;
        bool cancels = false; // one notifications/cancelled and nothing else
    };

    [[nodiscard]] Waiting read(std::string line);
    void note(JsonValue message, Waiting& entry);
    void forget(std::string_view id);
    void forward(Waiting entry);
    void answered(JsonValue message);
    [[nodiscard]] std::optional<std::string> replayed(JsonValue answer);
    void refuse(const std::string& id, std::string_view why);

    std::vector<std::string> m_toClient;
    std::vector<std::string> m_toGateway;
    std::deque<Waiting> m_waiting;
    std::size_t m_waitingBytes = 0;
    std::vector<Request> m_open; // sent to the gateway, not answered
    bool m_connected = false;
    int m_dropped = 0; // since the last line that could be read
    bool m_over = false;

    // The session era's handshake.
    std::string m_initializeParams;
    bool m_established = false; // `initialize` has been answered with a result
    bool m_initialized = false; // the client has sent notifications/initialized
    bool m_replaying = false;
};

} // namespace portcullis::ctl
