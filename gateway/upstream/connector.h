#pragma once

#include "gateway/upstream/handshake.h"
#include "gateway/upstream/server.h"
#include "gateway/upstream/server_log.h"
#include "gateway/upstream/tool_list.h"

#include <expected>
#include <memory>
#include <vector>

namespace portcullis::upstream {

// A connection that is ready for calls.
struct Connected
{
    std::shared_ptr<RpcConnection> connection;
    protocol::ServerHello hello;
    ToolList tools;
    std::optional<EraVerdict> verdict;          // when it is new
    std::optional<protocol::LogLevel> logLevel; // that it was told (D-45)
};

// Gets a server from nothing to ready: starts it, finds out its era, shakes hands, lists its tools.
// Owner: ServerCore, which keeps it alive while connect() runs. Thread: gateway. Failure: connect()
// says why, and leaves nothing running.
class Connector
{
public:
    struct Parts
    {
        asio::io_context& io;
        const ServerOptions& options;
        CredentialSource& credentials;
        const Clock& clock;
        std::shared_ptr<ServerLog> log;
        const std::optional<protocol::LogLevel>& logLevel; // that is wanted now
    };

    explicit Connector(Parts parts);

    [[nodiscard]] Task<std::expected<Connected, Failure>> connect();

    // How long until a verdict of the session era, which keeps working silently, has to be checked;
    // nothing when there is none.
    [[nodiscard]] std::optional<std::chrono::milliseconds> checkDue() const;
    // Checks it on a throw-away connection beside the live one (C-05). The new verdict, which the
    // next connect() follows; nothing when there was no evidence.
    [[nodiscard]] Task<std::optional<EraVerdict>> check();

    // The next connect() probes.
    void forgetVerdict() { m_verdict.reset(); }

    // Makes a running connect() fail soon, and ends a check().
    void abort(const Error& reason);
    // When nothing that was ever started is left, or the time is over.
    [[nodiscard]] Task<> gone(std::chrono::milliseconds limit);

    [[nodiscard]] protocol::UpstreamKind kind() const;

private:
    struct Handshake
    {
        std::shared_ptr<RpcConnection> connection;
        protocol::ServerHello hello;
    };

    using Outcome = std::expected<Handshake, Failure>;

    [[nodiscard]] bool isHttp() const; // Streamable HTTP
    [[nodiscard]] bool isSse() const;
    [[nodiscard]] std::filesystem::path workingDirectory() const;
    [[nodiscard]] std::optional<protocol::Era> knownEra(const std::string& print) const;
    void remember(const std::string& print, Connected& connected);

    Task<std::optional<protocol::LogLevel>> tellLogLevel(const Handshake& handshake);
    [[nodiscard]] std::expected<std::shared_ptr<RpcConnection>, Failure>
    open(api::Transport transport);
    [[nodiscard]] Result<std::shared_ptr<RpcConnection>> openConnection(api::Transport transport);
    [[nodiscard]] Result<std::shared_ptr<Channel>> openChannel(api::Transport transport);
    [[nodiscard]] Result<std::shared_ptr<Channel>> openStdio();
    void closeCurrent(const Error& reason);

    Task<Outcome> shakeHands(std::optional<protocol::Era> era);
    Task<Outcome> probe(std::chrono::milliseconds timeout, bool onlyStateless);
    Task<Outcome> openSession(std::shared_ptr<RpcConnection> connection,
                              protocol::Revision revision);
    Task<Outcome> tryOlderTransport(Failure failure);

    asio::io_context& m_io;
    const ServerOptions& m_options;
    CredentialSource& m_credentials;
    const Clock& m_clock;
    std::shared_ptr<ServerLog> m_log;
    const std::optional<protocol::LogLevel>& m_logLevel;
    ConnectionKey m_key;
    std::optional<EraVerdict> m_verdict;
    std::shared_ptr<RpcConnection> m_current; // while connect() runs
    std::shared_ptr<RpcConnection> m_trial;   // while check() runs
    std::optional<Error> m_aborted;
    std::vector<std::weak_ptr<Channel>> m_channels;
};

} // namespace portcullis::upstream
