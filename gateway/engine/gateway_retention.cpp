#include "gateway/engine/ask_log.h"
#include "gateway/engine/gateway_impl.h"

#include <chrono>
#include <utility>

// Holds, erasure and retention: questions to the log that change it.
namespace portcullis::engine {

namespace {

// Before the first look: a clock that is wrong at the start may be set right by then, and what has
// been removed cannot be brought back.
constexpr std::chrono::minutes kFirstPause{10};
constexpr std::chrono::hours kRemovalPause{1};
// What the wall clock may have been set forward during a run for removals to go on by themselves.
constexpr std::chrono::hours kMostSetForward{24};

std::optional<WallTime> daysBefore(WallTime now, std::uint32_t days)
{
    return days == 0 ? std::nullopt : std::optional<WallTime>(now - std::chrono::days(days));
}

} // namespace

// What fails now is tried again later; a broken log shows in its health.
void Gateway::Impl::keepRetention()
{
    const WallTime now = m_clock.wallNow();
    const api::Retention& retention = m_config->settings.retention;
    const api::RetentionRequest request{daysBefore(now, retention.contentDays),
                                        daysBefore(now, retention.bodyDays)};
    const MonotonicTime elapsed = m_clock.monotonicNow();
    const auto lead = now.time_since_epoch() - m_clock.elapsedNow();
    if (!m_removal.next) {
        m_removal.next = elapsed + kFirstPause;
        m_removal.clockLead = lead;
    }
    if (m_removal.running || elapsed < *m_removal.next ||
        lead > m_removal.clockLead + kMostSetForward || request == api::RetentionRequest()) {
        return;
    }
    m_removal.running = true;
    const auto ask = [request](audit::AuditLog& log, const api::JobWatch& job) {
        return log.removeOld(request, "retention", job);
    };
    const api::Completion<api::RetentionReport> done = [this](const Result<api::RetentionReport>&) {
        m_removal.running = false;
        m_removal.next = m_clock.monotonicNow() + kRemovalPause;
    };
    askLog({}, done, ask);
}

void Gateway::Face::setHold(api::Hold hold, api::Completion<api::Hold> done)
{
    hold.by = m_by;
    const auto ask = [hold = std::move(hold)](audit::AuditLog& log, const api::JobWatch&) {
        return log.setHold(hold);
    };
    if (!m_impl.post([this, ask, done] { m_impl.askLogAtOnce(done, ask); })) {
        done(gone());
    }
}

void Gateway::Face::releaseHold(std::string id, std::string reason, api::Completion<> done)
{
    const auto ask = [id = std::move(id), reason = std::move(reason), by = m_by](
                         audit::AuditLog& log, const api::JobWatch&) {
        return log.releaseHold(id, reason, by);
    };
    if (!m_impl.post([this, ask, done] { m_impl.askLogAtOnce(done, ask); })) {
        done(gone());
    }
}

void Gateway::Face::holds(api::Completion<std::vector<api::Hold>> done)
{
    const auto ask = [](audit::AuditLog& log, const api::JobWatch&) { return log.holds(); };
    if (!m_impl.post([this, ask, done] { m_impl.askLogAtOnce(done, ask); })) {
        done(gone());
    }
}

void Gateway::Face::eraseContents(api::EraseRequest request,
                                  api::JobWatch watch,
                                  api::Completion<api::EraseReport> done)
{
    const auto ask = [request = std::move(request), by = m_by](audit::AuditLog& log,
                                                               const api::JobWatch& job) {
        return log.erase(request, by, job);
    };
    if (!m_impl.post(
            [this, ask, watch = std::move(watch), done] { m_impl.askLog(watch, done, ask); })) {
        done(gone());
    }
}

void Gateway::Face::removeOld(api::RetentionRequest request,
                              api::JobWatch watch,
                              api::Completion<api::RetentionReport> done)
{
    const auto ask = [request, by = m_by](audit::AuditLog& log, const api::JobWatch& job) {
        return log.removeOld(request, by, job);
    };
    if (!m_impl.post(
            [this, ask, watch = std::move(watch), done] { m_impl.askLog(watch, done, ask); })) {
        done(gone());
    }
}

} // namespace portcullis::engine
