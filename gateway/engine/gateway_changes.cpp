#include "gateway/api/config_json.h"
#include "gateway/base/atomic_file.h"
#include "gateway/base/crypto.h"
#include "gateway/base/encoding.h"
#include "gateway/engine/audit_gate.h"
#include "gateway/engine/change_record.h"
#include "gateway/engine/gateway_impl.h"
#include "gateway/engine/policy_gate.h"
#include "gateway/policy/key_binding.h"
#include "gateway/policy/virtual_key.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <utility>
#include <variant>

// The commands that change something for good: each is saved and recorded, or not made.
namespace portcullis::engine {

using http::Task;

namespace {

// Windows that show the tools of a server look again when they are shown to clients in another way.
void announceShownTools(EventHub& events,
                        const api::GatewayConfig& before,
                        const api::GatewayConfig& after)
{
    const bool renamed = before.settings.toolNames != after.settings.toolNames;
    for (const api::ServerConfig& server : after.servers) {
        const api::ServerConfig* old = api::findServer(before, server.id);
        if (old != nullptr &&
            (renamed || old->tools != server.tools || old->changedTools != server.changedTools)) {
            events.emit(api::ToolsChanged{server.id});
        }
    }
}

// One record a tool, with the hash of the definition that was looked at.
Task<Result<>> recordApproval(audit::AuditLog& log,
                              audit::ConfigurationChanged record,
                              const ToolsApproved& change,
                              const ToolCatalog::Approval& approval)
{
    record.change = kToolApproved;
    record.before = toHex(sha256(approval.before));
    record.after = toHex(sha256(approval.after));
    for (const auto& [tool, hash] : approval.tools) {
        audit::ConfigurationChanged one = record;
        one.subject = approvalSubject(change.server, tool, hash);
        const Result<audit::Receipt> receipt = co_await commit(log, std::move(one));
        if (!receipt) {
            co_return fail(receipt.error());
        }
    }
    co_return Result<>();
}

} // namespace

// Changes are applied one after the other, in the order in which they came.
void Gateway::Impl::apply(api::ConfigChange change,
                          std::string by,
                          api::Completion<api::ConfigPtr> done)
{
    enqueue({std::move(change), std::move(by), std::move(done)});
}

void Gateway::Impl::enqueue(PendingChange pending)
{
    m_changes.push_back(std::move(pending));
    if (!m_applying) {
        m_applying = true;
        asio::co_spawn(m_io, applyChanges(), asio::detached);
    }
}

Task<> Gateway::Impl::applyChanges()
{
    struct Turn
    {
        explicit Turn(Impl& impl)
            : self(impl)
        {}

        ~Turn()
        {
            self.m_applying = false;
            self.m_quiet.notify();
        }

        Turn(const Turn&) = delete;
        Turn& operator=(const Turn&) = delete;
        Turn(Turn&&) = delete;
        Turn& operator=(Turn&&) = delete;

        Impl& self;
    };

    const Turn turn(*this);
    while (!m_changes.empty()) {
        PendingChange pending = std::move(m_changes.front());
        m_changes.pop_front();
        Result<api::ConfigPtr> result = co_await applyOne(pending);
        pending.done(std::move(result));
    }
}

Task<Result<api::ConfigPtr>> Gateway::Impl::applyOne(PendingChange& pending)
{
    if (!m_runtime || m_opening || m_state == api::GatewayState::Stopping) {
        co_return locked();
    }
    if (m_failed) {
        co_return fail(ErrorCode::Unavailable, m_reason);
    }
    if (std::holds_alternative<PolicyChanged>(pending.change)) {
        co_return co_await m_policy->applyChange();
    }
    if (auto may = m_policy->mayChange(); !may) {
        co_return fail(std::move(may.error()));
    }
    if (std::holds_alternative<SecretChange>(pending.change)) {
        co_return co_await applySecret(pending);
    }
    if (std::holds_alternative<ToolsApproved>(pending.change)) {
        co_return co_await applyApproval(pending);
    }
    const auto& change = std::get<api::ConfigChange>(pending.change);
    auto made = co_await nextConfig(change);
    auto next = m_policy->admitted(std::move(made));
    if (!next) {
        co_return fail(next.error());
    }
    if (auto zones = checkTimeZones(*m_config, *next); !zones) {
        co_return fail(std::move(zones.error()));
    }
    audit::ConfigurationChanged record = changeRecord(*m_config, *next);
    record.change = api::changeName(change);
    record.subject = api::changeSubject(change);
    record.by = pending.by;
    const Result<> stored = co_await saveAndRecord(*next, std::move(record));
    if (!stored) {
        co_return fail(stored.error());
    }
    takeIntoForce(std::move(*next));
    co_return m_config;
}

// What a change makes of the configuration; of the history it is asked where that may block.
Task<Result<api::GatewayConfig>> Gateway::Impl::nextConfig(const api::ConfigChange& change)
{
    if (!speaksOfHistory(change)) {
        co_return api::applyChange(*m_config, change);
    }
    const auto resolved =
        std::make_shared<Result<api::ConfigChange>>(fail(ErrorCode::IoError, "It was not read."));
    std::function<void()> job = [this, resolved, change, current = m_config] {
        *resolved = m_history.resolve(change, *current);
    };
    co_await aside(std::move(job));
    if (!*resolved) {
        co_return fail(resolved->error());
    }
    co_return api::applyChange(*m_config, **resolved);
}

void Gateway::Impl::takeIntoForce(api::GatewayConfig next)
{
    const api::ConfigPtr before =
        std::exchange(m_config, std::make_shared<const api::GatewayConfig>(std::move(next)));
    followConfig(*before);
}

// What is configured is now what m_config says.
void Gateway::Impl::followConfig(const api::GatewayConfig& before)
{
    m_runtime->configure(m_config, m_policy->ceiling());
    if (m_http) {
        const api::Limits& limits = m_config->settings.limits;
        m_http->setLimits({limits.bodyBytes, limits.headerBytes, limits.urlBytes});
    }
    m_events.emit(api::ConfigChanged{m_config});
    announceShownTools(m_events, before, *m_config);
    statusChanged();
}

// A copy is changed and written aside, and taken when the change is recorded: servers that start
// meanwhile read what is in force. The name is recorded, and hashes of it as it is sealed: they say
// that it is another one, and nothing of what it is.
Task<Result<api::ConfigPtr>> Gateway::Impl::applySecret(PendingChange& pending)
{
    const auto change = std::get<SecretChange>(pending.change);
    const auto vault = std::make_shared<secrets::Vault>(m_runtime->vault.duplicate());
    const auto saved = std::make_shared<Result<>>(fail(ErrorCode::IoError, "It was not saved."));
    std::function<void()> job = [vault, saved, change] {
        *saved = change.secret->empty() ? vault->remove(change.name)
                                        : vault->put(change.name, *change.secret);
    };
    co_await aside(std::move(job));
    if (!*saved) {
        co_return fail(saved->error());
    }
    audit::ConfigurationChanged record = changeRecord(*m_config, *m_config);
    record.change = change.secret->empty() ? "secret.remove" : "secret.set";
    record.subject = change.name;
    record.before = m_runtime->vault.sealedHash(change.name);
    record.after = vault->sealedHash(change.name);
    record.by = pending.by;
    const Result<audit::Receipt> receipt = co_await commit(*m_runtime->log, std::move(record));
    if (!receipt) {
        std::function<void()> back = [this] { static_cast<void>(m_runtime->vault.save()); };
        co_await aside(std::move(back));
        co_return fail(notRecorded(receipt.error()));
    }
    m_runtime->vault = std::move(*vault);
    co_return m_config;
}

// Saved, recorded, and only then in force.
Task<Result<api::ConfigPtr>> Gateway::Impl::applyApproval(PendingChange& pending)
{
    const auto change = std::get<ToolsApproved>(pending.change);
    if (api::findServer(*m_config, change.server) == nullptr) {
        co_return fail(ErrorCode::NotFound, "There is no server " + change.server.str() + ".");
    }
    const auto approval = m_runtime->catalog.prepareApproval(change.server, change.tools);
    if (!approval) {
        co_return fail(approval.error());
    }
    if (approval->tools.empty()) {
        co_return m_config;
    }
    const auto saved = std::make_shared<Result<>>(fail(ErrorCode::IoError, "It was not saved."));
    std::function<void()> job = [saved, file = approval->file, text = approval->after] {
        *saved = writeFileAtomically(file, text);
    };
    co_await aside(std::move(job));
    if (!*saved) {
        co_return fail(saved->error());
    }
    audit::ConfigurationChanged record = changeRecord(*m_config, *m_config);
    record.by = pending.by;
    const Result<> recorded =
        co_await recordApproval(*m_runtime->log, std::move(record), change, *approval);
    if (!recorded) {
        m_runtime->catalog.takeBackApproval(change.server);
        co_return fail(notRecorded(recorded.error()));
    }
    m_runtime->catalog.approve(change.server, *approval);
    m_events.emit(api::ToolsChanged{change.server});
    armListAnnouncement();
    co_return m_config;
}

// Runs a job where blocking does no harm, and waits for its end.
Task<> Gateway::Impl::aside(std::function<void()> job)
{
    const auto over = std::make_shared<http::Promise<bool>>(m_io.get_executor());
    work(std::move(job), [over] { over->set(true); });
    co_await over->wait();
}

void Gateway::Impl::createKey(api::NewKey key,
                              std::string by,
                              api::Completion<api::CreatedKey> done)
{
    if (!m_runtime) {
        done(locked());
        return;
    }
    policy::MadeKey made = policy::makeKey(m_runtime->pepper());
    api::KeyConfig config;
    config.id = made.id;
    config.label = std::move(key.label);
    config.owner = std::move(key.owner);
    config.created = m_clock.wallNow();
    config.expires = key.expires;
    config.hash = made.hash;
    config.content = key.content;
    config.lenientAccept = key.lenientAccept;
    config.allow = std::move(key.allow);
    config.team = std::move(key.team);
    config.caseId = std::move(key.caseId);
    config.rate = key.rate;
    config.concurrency = key.concurrency;
    config.transports = std::move(key.transports);
    config.programs = std::move(key.programs);
    auto secret = std::make_shared<SecretBytes>(std::move(made.secret));
    apply(
        api::AddKey{config}, std::move(by), [config, secret, done](Result<api::ConfigPtr> applied) {
            if (!applied) {
                done(fail(applied.error()));
                return;
            }
            done(api::CreatedKey{config, std::move(*secret)});
        });
}

void Gateway::Impl::rotateKey(const api::KeyRotation& asked,
                              std::string by,
                              api::Completion<api::CreatedKey> done)
{
    if (!m_runtime) {
        done(locked());
        return;
    }
    policy::MadeKey made = policy::makeKey(m_runtime->pepper());
    auto rotation =
        policy::rotationOf(api::findKey(*m_config, asked.key), asked, made.hash, m_clock.wallNow());
    if (!rotation) {
        done(fail(std::move(rotation.error())));
        return;
    }
    auto secret = std::make_shared<SecretBytes>(std::move(made.secret));
    apply(std::move(*rotation),
          std::move(by),
          [id = asked.key, secret, done](Result<api::ConfigPtr> applied) {
              if (!applied) {
                  done(fail(applied.error()));
                  return;
              }
              done(api::CreatedKey{*api::findKey(**applied, id), std::move(*secret)});
          });
}

void Gateway::Impl::approveTools(ServerId server,
                                 std::vector<api::ToolApproval> tools,
                                 std::string by,
                                 api::Completion<> done)
{
    ToolsApproved change{std::move(server), std::move(tools)};
    enqueue({std::move(change), std::move(by), [done](const Result<api::ConfigPtr>& applied) {
                 done(applied ? Result<>() : Result<>(fail(applied.error())));
             }});
}

void Gateway::Impl::putSecret(std::string name,
                              SecretBytes secret,
                              std::string by,
                              api::Completion<> done)
{
    SecretChange change{std::move(name), std::make_shared<SecretBytes>(std::move(secret))};
    enqueue({std::move(change), std::move(by), [done](const Result<api::ConfigPtr>& applied) {
                 done(applied ? Result<>() : Result<>(fail(applied.error())));
             }});
}

} // namespace portcullis::engine
