#include "gateway/engine/policy_gate.h"

#include "gateway/engine/audit_gate.h"
#include "gateway/engine/data_folder.h"

#include <utility>

namespace portcullis::engine {

using http::Task;

namespace {

constexpr const char* kBy = "policy"; // in records

} // namespace

struct Gateway::Impl::PolicyGate::Found
{
    std::string stamp;
    Result<MaybePolicy> policy = fail(ErrorCode::IoError, "The policy could not be read.");
    Result<SeenPolicy> seen = fail(ErrorCode::IoError, "The policy could not be read.");
    std::uint64_t records = 0;

    // The disk may answer another time.
    [[nodiscard]] bool mayPass() const
    {
        return (!policy && policy.error().code == ErrorCode::IoError) ||
               (!seen && seen.error().code == ErrorCode::IoError);
    }

    [[nodiscard]] Result<> judge(WallTime now) const
    {
        if (!policy) {
            return fail(policy.error());
        }
        return seen ? judgePolicy(*policy, *seen, now) : Result<>(fail(seen.error()));
    }
};

api::Settings Gateway::Impl::PolicyGate::atStart()
{
    m_read = stampOf(m_impl.m_options.policy);
    const auto found = readPolicy(m_impl.m_options.policy);
    // Nothing can be gone or older yet: which ones there have been is known when the log is open.
    const Result<> good =
        found ? judgePolicy(*found, SeenPolicy{}, m_impl.m_clock.wallNow()) : fail(found.error());
    m_problem = good ? std::string() : good.error().message;
    const api::GatewayConfig& wanted = m_impl.m_amended ? *m_impl.m_amended : *m_impl.m_config;
    if (!found || !*found) {
        return wanted.settings;
    }
    m_lockdown = (*found)->lockdown;
    const auto held = m_lockdown->applyTo(wanted);
    return held ? held->settings : wanted.settings;
}

void Gateway::Impl::PolicyGate::remember(const SecretBytes& master)
{
    m_memory.emplace(m_impl.m_options.dataFolder / kLockdownFile,
                     deriveKey(master, kLockdownPurpose));
}

Task<> Gateway::Impl::PolicyGate::apply()
{
    const auto found = std::make_shared<Found>();
    std::function<void()> job = [this, found, log = m_impl.m_runtime->log] {
        found->stamp =
            stampOf(m_impl.m_options.policy); // first: what changes meanwhile is read again
        found->policy = readPolicy(m_impl.m_options.policy);
        found->records = log->recordCount();
        found->seen = m_memory->load(*log);
    };
    co_await m_impl.aside(std::move(job));
    m_read = found->stamp;
    m_again = found->mayPass();
    Result<> held = found->judge(m_impl.m_clock.wallNow());
    if (held) {
        held = co_await enforce(*found);
    }
    const std::string problem = held ? std::string() : held.error().message;
    const bool isNews = !std::exchange(m_applied, true) || problem != m_problem;
    if (!held && isNews) {
        co_await recordRefusal(problem);
    }
    m_problem = problem;
    if (!m_impl.m_failed && m_impl.m_state != api::GatewayState::Stopping) {
        m_impl.m_runtime->lines().close(problem); // open again where there is none
    }
    m_impl.statusChanged();
}

// Recorded before it is in force, and remembered after: whoever is killed in between finds the
// record at the next start.
Task<Result<>> Gateway::Impl::PolicyGate::enforce(const Found& found)
{
    SeenPolicy seen = *found.seen;
    std::uint64_t records = found.records;
    policy::LockdownPtr lockdown;
    if (*found.policy) {
        const LoadedPolicy& loaded = **found.policy;
        auto next = loaded.lockdown->applyTo(*m_impl.m_config);
        if (!next) {
            co_return fail(std::move(next.error()));
        }
        if (seenOf(loaded) != seen) {
            audit::ConfigurationChanged record = policyRecord(loaded, seen);
            record.revision = m_impl.m_config->revision;
            const auto receipt = co_await commit(*m_impl.m_runtime->log, std::move(record));
            if (!receipt) {
                m_again = true;
                co_return fail(receipt.error());
            }
            seen = seenOf(loaded);
            records = static_cast<std::uint64_t>(receipt->n) + 1;
        }
        Result<> overlaid = co_await overlay(*loaded.lockdown, std::move(*next));
        if (!overlaid) {
            m_again = true;
            co_return overlaid;
        }
        lockdown = loaded.lockdown;
    }
    m_lockdown = std::move(lockdown);
    std::function<void()> job = [this, seen, records] {
        static_cast<void>(m_memory->save(seen, records)); // the log has it
    };
    co_await m_impl.aside(std::move(job));
    co_return Result<>();
}

// Brings the configuration to what the policy has fixed.
Task<Result<>> Gateway::Impl::PolicyGate::overlay(const policy::Lockdown& lockdown,
                                                  api::GatewayConfig next)
{
    if (next == *m_impl.m_config) {
        co_return Result<>();
    }
    next.revision = m_impl.m_config->revision + 1;
    audit::ConfigurationChanged record;
    record.change = "policy.apply";
    record.subject =
        "version " + std::to_string(lockdown.policy().version) + " of " + lockdown.policy().issuer;
    record.revision = next.revision;
    record.before = configHash(*m_impl.m_config);
    record.after = configHash(next);
    record.by = kBy;
    Result<> stored = co_await m_impl.saveAndRecord(next, std::move(record));
    if (stored) {
        m_impl.m_config = std::make_shared<const api::GatewayConfig>(std::move(next));
        m_impl.m_events.emit(api::ConfigChanged{m_impl.m_config});
    }
    co_return stored;
}

// A log that takes no record says so by itself.
Task<> Gateway::Impl::PolicyGate::recordRefusal(std::string problem)
{
    audit::ConfigurationChanged record;
    record.change = "policy.refuse";
    record.subject = std::move(problem);
    record.revision = m_impl.m_config->revision;
    record.by = kBy;
    static_cast<void>(co_await commit(*m_impl.m_runtime->log, std::move(record)));
}

Task<Result<api::ConfigPtr>> Gateway::Impl::PolicyGate::applyChange()
{
    m_queued = false;
    const api::ConfigPtr before = m_impl.m_config;
    co_await apply();
    m_impl.followConfig(*before);
    co_return m_impl.m_config;
}

Result<api::GatewayConfig>
Gateway::Impl::PolicyGate::admitted(Result<api::GatewayConfig> next) const
{
    if (next && m_lockdown) {
        return m_lockdown->admit(*m_impl.m_config, std::move(*next));
    }
    return next;
}

Result<> Gateway::Impl::PolicyGate::mayChange() const
{
    return m_problem.empty() ? Result<>() : fail(ErrorCode::PermissionDenied, m_problem);
}

Result<> Gateway::Impl::PolicyGate::mayTry(const api::ServerConfig& server) const
{
    if (auto may = mayChange(); !may || !m_lockdown) {
        return may;
    }
    return m_lockdown->checkServer(server);
}

Result<> Gateway::Impl::PolicyGate::mayRemove(const api::RetentionRequest& request) const
{
    if (auto may = mayChange(); !may || !m_lockdown) {
        return may;
    }
    return m_lockdown->checkRemoval(request, m_impl.m_clock.wallNow());
}

Result<> Gateway::Impl::PolicyGate::mayErase(const api::EraseRequest& request) const
{
    if (auto may = mayChange(); !may || !m_lockdown) {
        return may;
    }
    return m_lockdown->checkErasure(request, m_impl.m_clock.wallNow());
}

// Files that are just being put in their places are left alone until they were the same twice.
void Gateway::Impl::PolicyGate::look()
{
    if (m_looking || m_queued || m_impl.m_opening || !m_applied) {
        return;
    }
    m_looking = true;
    const auto stamp = std::make_shared<std::string>();
    m_impl.run(
        m_impl.m_lookup,
        [this, stamp] { *stamp = stampOf(m_impl.m_options.policy); },
        [this, stamp] { looked(std::move(*stamp)); });
}

void Gateway::Impl::PolicyGate::looked(std::string stamp)
{
    m_looking = false;
    if (!m_impl.m_runtime || m_impl.m_failed || m_impl.m_state == api::GatewayState::Stopping) {
        return;
    }
    const bool changed = stamp == m_last && stamp != m_read;
    const bool retry = m_again && !m_impl.m_runtime->log->health();
    const bool expired =
        isHeld() && m_lockdown && !judgeExpiry(*m_lockdown, m_impl.m_clock.wallNow());
    m_last = std::move(stamp);
    if (changed || retry || expired) {
        m_queued = true;
        m_impl.enqueue({PolicyChanged{}, kBy, [](const Result<api::ConfigPtr>&) {}});
    }
}

Gateway::Impl::PolicyGate& Gateway::Impl::policyGate()
{
    return *m_policy;
}

policy::RequestRulesPtr Gateway::Impl::PolicyGate::ceiling() const
{
    return m_lockdown ? m_lockdown->ceiling() : nullptr;
}

std::optional<api::LockdownStatus> Gateway::Impl::PolicyGate::status() const
{
    if (!m_lockdown && m_problem.empty()) {
        return std::nullopt;
    }
    auto status = m_lockdown ? m_lockdown->status() : api::LockdownStatus();
    status.problem = m_problem;
    return status;
}

} // namespace portcullis::engine
