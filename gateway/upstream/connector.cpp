#include "gateway/upstream/connector.h"

#include "gateway/upstream/environment.h"
#include "gateway/upstream/fingerprint.h"
#include "gateway/upstream/http_channel.h"
#include "gateway/upstream/log_level.h"
#include "gateway/upstream/sse_channel.h"
#include "gateway/upstream/stdio_channel.h"

#include <algorithm>
#include <unistd.h>
#include <utility>

namespace portcullis::upstream {

namespace {

// How long a process that did not answer the probe may take to go before a fresh one is started.
constexpr std::chrono::milliseconds kProbeLeaves{1000};
constexpr std::chrono::milliseconds kVerdictLife =
    std::chrono::days(7); // of the session era (C-05)

std::unexpected<Failure> failed(Error error)
{
    return std::unexpected(Failure{.error = std::move(error)});
}

} // namespace

Connector::Connector(Parts parts)
    : m_io(parts.io)
    , m_options(parts.options)
    , m_credentials(parts.credentials)
    , m_clock(parts.clock)
    , m_log(std::move(parts.log))
    , m_logLevel(parts.logLevel)
    , m_key{m_options.config.id, {}, {}, m_options.features}
    , m_verdict(m_options.verdict)
{}

bool Connector::isHttp() const
{
    return m_options.config.transport == api::Transport::Http;
}

bool Connector::isSse() const
{
    return m_options.config.transport == api::Transport::Sse;
}

// Of the two, HTTP+SSE is like stdio: nothing of a message is mirrored in header fields.
protocol::UpstreamKind Connector::kind() const
{
    return isHttp() ? protocol::UpstreamKind::Http : protocol::UpstreamKind::Stdio;
}

std::filesystem::path Connector::workingDirectory() const
{
    const auto& own = m_options.config.workingDirectory;
    return own.empty() ? homeFolder() : std::filesystem::path(own);
}

std::optional<protocol::Era> Connector::knownEra(const std::string& print) const
{
    if (isSse()) {
        return protocol::Era::Session;
    }
    if (m_options.config.protocol != api::ProtocolChoice::Auto) {
        return m_options.config.protocol == api::ProtocolChoice::Session ? protocol::Era::Session
                                                                         : protocol::Era::Stateless;
    }
    if (!m_verdict || m_verdict->fingerprint != print) {
        return std::nullopt;
    }
    return protocol::eraOf(m_verdict->revision);
}

std::optional<std::chrono::milliseconds> Connector::checkDue() const
{
    if (m_options.config.protocol != api::ProtocolChoice::Auto || !m_verdict ||
        protocol::eraOf(m_verdict->revision) != protocol::Era::Session) {
        return std::nullopt;
    }
    const std::chrono::microseconds age(toMicros(m_clock.wallNow()) - m_verdict->probedMicros);
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(kVerdictLife - age);
    return std::clamp(left, std::chrono::milliseconds(0), kVerdictLife);
}

Task<std::optional<EraVerdict>> Connector::check()
{
    auto opened = openConnection(m_options.config.transport);
    if (!opened) {
        co_return std::nullopt;
    }
    const auto trial = std::move(*opened);
    m_trial = trial;
    const RpcOutcome outcome =
        co_await discover(trial,
                          listingCapabilities(m_options.features),
                          isHttp() ? m_options.handshakeTimeout : m_options.probeTimeout);
    if (m_trial != trial) {
        co_return std::nullopt; // aborted
    }
    m_trial.reset();
    trial->close({ErrorCode::Cancelled, "The check is over.", {}});
    const ProbeVerdict verdict = judgeProbe(outcome, isHttp());
    if (verdict.kind == ProbeVerdict::Kind::Failed || !m_verdict) {
        co_return std::nullopt;
    }
    if (verdict.kind == ProbeVerdict::Kind::Stateless) {
        m_verdict->revision = verdict.hello.revision;
        m_log->note("the server speaks " +
                    std::string(protocol::revisionName(m_verdict->revision)) +
                    " by now; this counts from its next start on");
    }
    m_verdict->probedMicros = toMicros(m_clock.wallNow());
    co_return m_verdict;
}

Task<std::expected<Connected, Failure>> Connector::connect()
{
    m_aborted.reset();
    m_log->forgetSecrets();
    const std::string print = fingerprint(m_options.config, workingDirectory());
    const std::optional<protocol::Era> era = knownEra(print);
    auto handshake = co_await shakeHands(era);
    if (m_aborted) {
        co_return failed(*m_aborted);
    }
    if (!handshake) {
        closeCurrent(handshake.error().error);
        forgetVerdict(); // it may be what was wrong (C-05, C-11)
        co_return std::unexpected(std::move(handshake.error()));
    }
    const auto logLevel = co_await tellLogLevel(*handshake);
    auto tools = co_await fetchTools(handshake->connection,
                                     handshake->hello.features.tools,
                                     kind(),
                                     listingCapabilities(m_options.features),
                                     m_options.listTimeout);
    if (m_aborted) {
        co_return failed(*m_aborted);
    }
    if (!tools) {
        closeCurrent(tools.error().error);
        co_return std::unexpected(std::move(tools.error()));
    }
    Connected connected{
        std::move(m_current), std::move(handshake->hello), std::move(*tools), {}, logLevel};
    if (m_options.config.protocol == api::ProtocolChoice::Auto && !era) {
        remember(print, connected);
    }
    co_return connected;
}

// Before the calls that have started the server: they want to hear its messages.
Task<std::optional<protocol::LogLevel>> Connector::tellLogLevel(const Handshake& handshake)
{
    const auto wanted = m_logLevel;
    if (!wanted || !handshake.hello.features.logging ||
        protocol::eraOf(handshake.hello.revision) == protocol::Era::Stateless) {
        co_return std::nullopt;
    }
    RpcRequest request = setLevelRequest(*wanted);
    request.timeout = m_options.handshakeTimeout;
    co_await handshake.connection->ask(std::move(request)); // refused: it keeps its own
    co_return wanted;
}

void Connector::remember(const std::string& print, Connected& connected)
{
    m_verdict = EraVerdict{print, connected.hello.revision, toMicros(m_clock.wallNow())};
    connected.verdict = m_verdict;
}

Task<Connector::Outcome> Connector::shakeHands(std::optional<protocol::Era> era)
{
    if (era == protocol::Era::Session) {
        auto connection = open(m_options.config.transport);
        if (!connection) {
            co_return std::unexpected(std::move(connection.error()));
        }
        co_return co_await openSession(std::move(*connection), protocol::kNewestSession);
    }
    const bool forced = m_options.config.protocol == api::ProtocolChoice::Stateless;
    const auto timeout = era || isHttp() ? m_options.handshakeTimeout : m_options.probeTimeout;
    co_return co_await probe(timeout, forced);
}

Task<Connector::Outcome> Connector::probe(std::chrono::milliseconds timeout, bool onlyStateless)
{
    auto connection = open(m_options.config.transport);
    if (!connection) {
        co_return std::unexpected(std::move(connection.error()));
    }
    const RpcOutcome outcome =
        co_await discover(*connection, listingCapabilities(m_options.features), timeout);
    ProbeVerdict verdict = judgeProbe(outcome, isHttp());
    if (verdict.kind == ProbeVerdict::Kind::Failed) {
        const auto retryAfter = outcome ? std::chrono::milliseconds(0) : outcome.error().retryAfter;
        co_return std::unexpected(
            Failure{.error = std::move(verdict.error), .retryAfter = retryAfter});
    }
    if (verdict.kind == ProbeVerdict::Kind::Stateless) {
        (*connection)->speak(verdict.hello.revision);
        co_return Handshake{std::move(*connection), std::move(verdict.hello)};
    }
    if (onlyStateless) {
        co_return failed(
            {ErrorCode::Unsupported,
             "The server does not speak MCP 2026-07-28. Set its protocol to auto or session.",
             outcome ? std::string() : outcome.error().error.message});
    }
    if (verdict.kind == ProbeVerdict::Kind::NotAnswered) {
        (*connection)->close({ErrorCode::Cancelled, "The probe got no answer.", {}});
        co_await (*connection)->gone(kProbeLeaves);
        connection = open(m_options.config.transport);
        if (!connection) {
            co_return std::unexpected(std::move(connection.error()));
        }
    }
    co_return co_await openSession(std::move(*connection), verdict.session);
}

Task<Connector::Outcome> Connector::openSession(std::shared_ptr<RpcConnection> connection,
                                                protocol::Revision revision)
{
    auto hello = co_await initialize(connection, m_key, revision, m_options.handshakeTimeout);
    if (hello) {
        co_return Handshake{std::move(connection), std::move(*hello)};
    }
    Failure failure = std::move(hello.error());
    const unsigned status = failure.httpStatus;
    if (!isHttp() || m_aborted || (status != 400 && status != 404 && status != 405)) {
        co_return std::unexpected(std::move(failure));
    }
    connection->close({ErrorCode::Cancelled, "Nothing here speaks Streamable HTTP.", {}});
    co_return co_await tryOlderTransport(std::move(failure));
}

// A server that takes no POST at its URL may be one of HTTP+SSE (C-09).
Task<Connector::Outcome> Connector::tryOlderTransport(Failure failure)
{
    failure.error.message = "Nothing at this URL speaks MCP, neither over Streamable HTTP (the "
                            "answer was " +
                            std::to_string(failure.httpStatus) +
                            ") nor over HTTP+SSE. Check the URL.";
    auto connection = open(api::Transport::Sse);
    if (!connection) {
        co_return std::unexpected(std::move(failure));
    }
    auto hello = co_await initialize(
        *connection, m_key, protocol::kNewestSession, m_options.handshakeTimeout);
    if (hello) {
        m_log->note("the server speaks HTTP+SSE, which is deprecated");
        co_return Handshake{std::move(*connection), std::move(*hello)};
    }
    if (hello.error().httpStatus == 0) {
        failure.error.cause = hello.error().error.message;
    }
    co_return std::unexpected(std::move(failure));
}

std::expected<std::shared_ptr<RpcConnection>, Failure> Connector::open(api::Transport transport)
{
    if (m_aborted) {
        return failed(*m_aborted);
    }
    auto connection = openConnection(transport);
    if (!connection) {
        return failed(std::move(connection.error()));
    }
    m_current = std::move(*connection);
    return m_current;
}

Result<std::shared_ptr<RpcConnection>> Connector::openConnection(api::Transport transport)
{
    auto channel = openChannel(transport);
    if (!channel) {
        return fail(std::move(channel.error()));
    }
    std::erase_if(m_channels, [](const auto& weak) { return weak.expired(); });
    m_channels.push_back(*channel);
    JsonLimits limits;
    limits.bytes = m_options.lineBytes;
    return RpcConnection::create(m_io, {std::move(*channel), m_log, limits});
}

Result<std::shared_ptr<Channel>> Connector::openChannel(api::Transport transport)
{
    switch (transport) {
    case api::Transport::Http:
        return HttpChannel::open(m_io, m_options, m_credentials, m_log);
    case api::Transport::Sse:
        return SseChannel::open(m_io, m_options, m_credentials, m_log);
    case api::Transport::Stdio:
        break;
    }
    return openStdio();
}

Result<std::shared_ptr<Channel>> Connector::openStdio()
{
    auto environment = Environment::make(m_options.config.environment, m_credentials, *m_log);
    if (!environment) {
        return fail(std::move(environment.error()));
    }
    StdioChannel::Parts parts;
    parts.process.supervisor = m_options.supervisor;
    parts.process.command = m_options.config.command;
    parts.process.workingDirectory = workingDirectory();
    parts.process.environment = &environment->entries();
    parts.process.grace = m_options.grace;
    parts.process.term = m_options.term;
    parts.lineBytes = m_options.lineBytes;
    parts.log = m_log;
    auto channel = StdioChannel::start(m_io, parts);
    if (!channel) {
        return fail(std::move(channel.error()));
    }
    return std::shared_ptr<Channel>(std::move(*channel));
}

void Connector::closeCurrent(const Error& reason)
{
    if (const auto current = std::exchange(m_current, nullptr)) {
        current->close(reason);
    }
}

void Connector::abort(const Error& reason)
{
    m_aborted = reason;
    closeCurrent(reason);
    if (const auto trial = std::exchange(m_trial, nullptr)) {
        trial->close(reason);
    }
}

Task<> Connector::gone(std::chrono::milliseconds limit)
{
    const auto channels = m_channels;
    for (const auto& weak : channels) {
        if (const auto channel = weak.lock()) {
            co_await channel->gone(limit);
        }
    }
}

} // namespace portcullis::upstream
