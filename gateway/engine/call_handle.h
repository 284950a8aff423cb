#pragma once

#include "gateway/base/clock.h"
#include "gateway/upstream/server.h"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace portcullis::engine {

// The hold a transport has on a running request: to cancel it, before or after it has reached its
// server. Owner: shared by the transport and the request's coroutine. Thread: gateway.
class CallHandle
{
public:
    void cancel(std::string reason)
    {
        m_cancelled = true;
        m_reason = std::move(reason);
        if (const auto pending = m_pending) {
            pending->cancel(m_reason);
        }
        if (const auto tell = std::exchange(m_onCancel, nullptr)) {
            tell();
        }
    }

    // Called at most once, when the request is cancelled.
    void onCancel(std::function<void()> callback) { m_onCancel = std::move(callback); }

    // Called at most once, when the request goes to its server: from then on the answer takes as
    // long as the server does.
    void onSent(std::function<void()> callback) { m_onSent = std::move(callback); }

    void sent()
    {
        if (const auto tell = std::exchange(m_onSent, nullptr)) {
            tell();
        }
    }

    [[nodiscard]] bool cancelled() const { return m_cancelled; }

    void attach(std::shared_ptr<upstream::PendingCall> pending)
    {
        m_pending = std::move(pending);
        if (m_cancelled) {
            m_pending->cancel(m_reason);
        }
    }

    void detach()
    {
        m_pending.reset();
        m_onCancel = nullptr;
    }

    // In the session era a broken connection is no cancellation: its client may come back for the
    // answer. Since when nobody waits for it is noted here.
    void leave(MonotonicTime now) { m_unattendedSince = now; }

    void comeBack() { m_unattendedSince.reset(); }

    [[nodiscard]] std::optional<MonotonicTime> unattendedSince() const { return m_unattendedSince; }

    // The HTTP status of the answer, where it is not a stream: 200, or what the protocol fixes for
    // an error found late (B-15).
    void setAnswerStatus(unsigned status) { m_answerStatus = status; }

    // What the answer says of when to come back, where it is HTTP and not a stream (RFC 9110
    // §10.2.3).
    void setRetryAfter(std::chrono::seconds wait) { m_retryAfter = wait; }

    [[nodiscard]] std::optional<std::chrono::seconds> retryAfter() const { return m_retryAfter; }

    [[nodiscard]] unsigned answerStatus() const { return m_answerStatus; }

private:
    std::shared_ptr<upstream::PendingCall> m_pending;
    bool m_cancelled = false;
    unsigned m_answerStatus = 200;
    std::optional<std::chrono::seconds> m_retryAfter;
    std::optional<MonotonicTime> m_unattendedSince;
    std::string m_reason;
    std::function<void()> m_onCancel;
    std::function<void()> m_onSent;
};

} // namespace portcullis::engine
