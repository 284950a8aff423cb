#include "gateway/base/atomic_file.h"
#include "gateway/engine/ask_log.h"
#include "gateway/engine/data_folder.h"
#include "gateway/engine/gateway_impl.h"
#include "gateway/engine/policy_gate.h"

#include <chrono>
#include <filesystem>
#include <system_error>
#include <utility>

// Holds, erasure and retention: questions to the log that change it.
namespace portcullis::engine {

namespace {

std::optional<WallTime> daysBefore(WallTime now, std::uint32_t days)
{
    return days == 0 ? std::nullopt : std::optional<WallTime>(now - std::chrono::days(days));
}

RemovalTurn::Now timeOf(const Clock& clock)
{
    return {clock.wallNow(), clock.elapsedNow(), clock.monotonicNow()};
}

// What a later run begins with when this one does not trust the clock: by then the log has records
// by that clock. A mark that cannot be written is written when the clock is next found ahead.
void keepTrusted(const std::filesystem::path& file, const std::optional<WallTime>& trusted)
{
    std::error_code ignored;
    if (!trusted) {
        std::filesystem::remove(file, ignored);
    } else {
        static_cast<void>(writeFileAtomically(file, formatTime(*trusted)));
    }
}

} // namespace

std::optional<WallTime> trustedTime(const std::filesystem::path& dataFolder,
                                    const audit::AuditLog& log)
{
    constexpr std::size_t kMostBytes = 64;
    const auto kept = readWholeFile(dataFolder / kTrustedTimeFile, kMostBytes);
    if (!kept && kept.error().code == ErrorCode::NotFound) {
        return log.openedAfter();
    }
    WallTime time{}; // of a mark that cannot be read: long ago
    static_cast<void>(kept && parseTime(*kept, time));
    return time;
}

// What fails now is tried again later.
void Gateway::Impl::keepRetention()
{
    const WallTime now = m_clock.wallNow();
    const api::Retention& retention = m_config->settings.retention;
    const api::RetentionRequest request{daysBefore(now, retention.contentDays),
                                        daysBefore(now, retention.bodyDays)};
    if (!m_removal.hasBegun()) {
        m_removal.begin(timeOf(m_clock), m_runtime->trustedTime);
    }
    m_removal.look(timeOf(m_clock));
    if (m_removal.takeChange()) {
        work([file = m_options.dataFolder / kTrustedTimeFile, trusted = m_removal.trusted()] {
            keepTrusted(file, trusted);
        });
    }
    // A log that takes no records tells why by itself.
    // Without the policy that says how long things stay, nothing is removed.
    if (request == api::RetentionRequest() || !m_policy->isHeld() ||
        !m_removal.isDue(timeOf(m_clock)) || m_runtime->log->health()) {
        return;
    }
    m_removal.started();
    const auto ask = [request](audit::AuditLog& log, const api::JobWatch& job) {
        return log.removeOld(request, "retention", job);
    };
    const api::Completion<api::RetentionReport> done =
        [this](const Result<api::RetentionReport>& removed) {
            m_removal.ended(timeOf(m_clock), removed ? std::string() : removed.error().message);
        };
    askLog({}, done, ask);
}

std::string Gateway::Impl::logWarning() const
{
    const std::string warning = m_runtime->log->warning().value_or("");
    const bool removes = m_config->settings.retention != api::Retention();
    const std::string problem = removes ? m_removal.problem(timeOf(m_clock)) : std::string();
    std::string all = warning;
    for (const std::string& more : {problem, m_runtime->budgets.warning()}) {
        all += (all.empty() || more.empty() ? "" : " ") + more;
    }
    return all;
}

void Gateway::Impl::trustClock()
{
    m_removal.confirm(timeOf(m_clock));
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
    const auto ask = [request, by = m_by](audit::AuditLog& log, const api::JobWatch& job) {
        return log.erase(request, by, job);
    };
    if (!m_impl.post([this, ask, request, watch = std::move(watch), done] {
            if (auto may = m_impl.policyGate().mayErase(request); !may) {
                done(fail(std::move(may.error())));
                return;
            }
            m_impl.askLog(watch, done, ask);
        })) {
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
    const api::Completion<api::RetentionReport> removed =
        [this, done, looks = request.onlyLook](Result<api::RetentionReport> report) {
            if (report && !looks) {
                m_impl.trustClock();
            }
            done(std::move(report));
        };
    if (!m_impl.post([this, ask, request, watch = std::move(watch), removed] {
            if (auto may = m_impl.policyGate().mayRemove(request); !may) {
                removed(fail(std::move(may.error())));
                return;
            }
            m_impl.askLog(watch, removed, ask);
        })) {
        done(gone());
    }
}

} // namespace portcullis::engine
