#include "gateway/base/crypto.h"
#include "gateway/protocol/text.h"
#include "gateway/upstream/server_core.h"

#include <algorithm>
#include <array>
#include <utility>

// How a ServerCore looks from outside, and how long it waits before it tries again.
namespace portcullis::upstream {

namespace {

constexpr std::chrono::seconds kHealthy{60};                              // C-59
constexpr std::chrono::milliseconds kCheckAgain = std::chrono::hours(24); // without evidence (C-05)
constexpr std::chrono::seconds kSessionLossPace{5}; // a second loss within this counts as a failure

// 80 % to 120 % of a time, so that servers that failed together do not come back together.
std::chrono::milliseconds jittered(std::chrono::milliseconds time)
{
    std::array<std::uint8_t, 1> random{};
    fillRandom(random);
    return time * (800 + random[0] * 400 / 255) / 1000;
}

// Errors may quote what a server, a proxy or the system said; states of servers are written as
// JSON.
Error cleaned(Error error)
{
    error.message = protocol::toValidUtf8(error.message);
    error.cause = protocol::toValidUtf8(error.cause);
    return error;
}

} // namespace

api::ServerStatus ServerCore::status() const
{
    api::ServerStatus status;
    status.id = m_options.config.id;
    status.state = m_state;
    if (m_hello) {
        status.revision = protocol::revisionName(m_hello->revision);
        status.serverName = m_hello->server.name;
        status.serverVersion = m_hello->server.version;
    }
    status.tools = static_cast<std::uint32_t>(m_tools.tools.size());
    status.inFlight = m_queue != nullptr ? m_queue->inFlight() : 0;
    status.restarts = m_restarts;
    status.lastError = m_lastError;
    status.since = m_since;
    return status;
}

void ServerCore::setState(api::ServerState state)
{
    if (m_state == state) {
        return;
    }
    m_state = state;
    if (!m_released) {
        m_since = m_clock.wallNow();
    }
    if (m_events.stateChanged) {
        m_events.stateChanged();
    }
}

bool ServerCore::isPermanent(const Failure& failure) const
{
    switch (failure.error.code) {
    case ErrorCode::InvalidArgument:
    case ErrorCode::NotFound:
    case ErrorCode::PermissionDenied:
    case ErrorCode::Unauthenticated:
    case ErrorCode::Unsupported:
        return true; // trying again changes nothing: a person has to
    default:
        return m_failures >= m_options.failuresBeforeGivingUp &&
               failure.error.code != ErrorCode::Locked;
    }
}

std::chrono::milliseconds ServerCore::backoff(const Failure& failure) const
{
    const std::uint32_t doublings = std::min(m_failures > 0 ? m_failures - 1 : 0U, 16U);
    const std::chrono::milliseconds doubled = m_options.firstBackoff * (1L << doublings);
    return std::max(jittered(std::min(doubled, m_options.longestBackoff)), failure.retryAfter);
}

Error ServerCore::unavailable(const Error& reason) const
{
    const std::string time = formatTime(m_clock.wallNow());
    return {ErrorCode::Unavailable,
            "Server '" + m_options.config.id.str() + "' is unavailable since " + time + ". " +
                reason.message,
            reason.cause};
}

Task<> ServerCore::pause()
{
    const auto now = std::chrono::steady_clock::now();
    Failure failure = std::exchange(m_loss, {});
    failure.error = cleaned(std::move(failure.error));
    if (m_restartWanted) {
        co_return;
    }
    const bool seldom = !m_lastSessionLoss || now - *m_lastSessionLoss > kSessionLossPace;
    if (failure.sessionLost) {
        m_lastSessionLoss = now;
        if (seldom) {
            co_return; // a new session at once (C-22)
        }
    }
    m_failures = now - m_readySince >= kHealthy ? 1 : m_failures + 1;
    m_lastError = failure.error;
    m_log->note("not running: " + failure.error.message +
                (failure.error.cause.empty() ? "" : " (" + failure.error.cause + ")"));
    m_queue->refuse(unavailable(failure.error));
    if (isPermanent(failure)) {
        setState(api::ServerState::Failed);
        m_first.open();
        co_await m_wake.wait();
    } else {
        setState(api::ServerState::Backoff);
        m_first.open();
        co_await m_wake.waitFor(backoff(failure));
    }
}

// While one connection lives: asks now and then whether the server still is of the era it was.
Task<> ServerCore::keepVerdictFresh(std::shared_ptr<ServerCore> self)
{
    const std::weak_ptr<RpcConnection> connection = self->m_connection;
    std::chrono::milliseconds noEvidence{0};
    const auto isCurrent = [&] {
        return self->m_connection != nullptr && connection.lock() == self->m_connection;
    };
    while (isCurrent()) {
        const auto due = self->m_connector.checkDue();
        if (!due) {
            co_return;
        }
        co_await self->m_lost.waitFor(std::max(*due, noEvidence));
        if (!isCurrent()) {
            co_return;
        }
        const auto verdict = co_await self->m_connector.check();
        noEvidence = verdict ? std::chrono::milliseconds(0) : kCheckAgain;
        if (verdict && self->m_events.verdict) {
            self->m_events.verdict(*verdict);
        }
    }
}

// While one connection lives: stops the server once nobody has needed it for long enough (C-61).
Task<> ServerCore::watchIdleness(std::shared_ptr<ServerCore> self)
{
    const std::weak_ptr<RpcConnection> connection = self->m_connection;
    for (;;) {
        if (self->m_connection == nullptr || connection.lock() != self->m_connection) {
            co_return;
        }
        const auto now = std::chrono::steady_clock::now();
        const bool watched = self->m_options.keepWhileWatched && !self->m_watchedUris.empty();
        const auto idleSince =
            watched ? now : std::max(self->m_queue->idleSince().value_or(now), self->m_readySince);
        const auto left = idleSince + self->m_options.idleStop - now;
        if (left <= left.zero()) {
            self->fallIdle();
            co_return;
        }
        co_await self->m_lost.waitFor(std::chrono::ceil<std::chrono::milliseconds>(left));
    }
}

void ServerCore::fallIdle()
{
    m_log->note("stopped until it is needed again: no call for " +
                std::to_string(m_options.idleStop.count() / 1000) + " s");
    m_resting = true;
    m_fellIdle = true;
    m_failures = 0;
    m_connectedBefore = false; // the next start is no restart
    m_loss = {};
    m_wake.shut();
    m_first.shut();
    m_queue->hold();
    endConnection({ErrorCode::Unavailable, "The server is not needed at present.", {}});
    setState(api::ServerState::Idle);
    m_lost.open();
}

// Calls that come while the child still ends wait with the others for the next start.
Task<> ServerCore::rest()
{
    co_await m_connector.gone(stopLimit());
    co_await m_wake.wait();
}

void ServerCore::wake()
{
    m_resting = false;
    setState(api::ServerState::Starting);
    m_wake.open();
}

// Something is wrong with a server that works all the same.
void ServerCore::flag(const Error& misbehaviour)
{
    m_lastError = misbehaviour;
    m_log->note(misbehaviour.message);
    if (m_events.stateChanged) {
        m_events.stateChanged();
    }
}

std::chrono::milliseconds ServerCore::stopLimit() const
{
    return m_options.grace + m_options.term + std::chrono::seconds(15);
}

Task<Result<>> ServerCore::firstAttempt()
{
    const auto self = shared_from_this();
    self->start();
    if (self->m_state == api::ServerState::Disabled) {
        co_return fail(ErrorCode::Unavailable, "The server is switched off.");
    }
    co_await self->m_first.wait();
    if (self->m_state == api::ServerState::Ready) {
        co_return Result<>();
    }
    co_return fail(self->m_lastError.value_or(
        Error{ErrorCode::Cancelled, "The server was stopped before it was ready.", {}}));
}

} // namespace portcullis::upstream
