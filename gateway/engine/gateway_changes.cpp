#include "gateway/api/config_json.h"
#include "gateway/base/atomic_file.h"
#include "gateway/base/crypto.h"
#include "gateway/base/encoding.h"
#include "gateway/engine/audit_gate.h"
#include "gateway/engine/gateway_impl.h"
#include "gateway/policy/virtual_key.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <utility>
#include <variant>

// The commands that change something for good: each is saved and recorded, or not made.
namespace portcullis::engine {

using http::Task;

namespace {

Error notRecorded(const Error& why)
{
    return {why.code,
            "The change was not made because it cannot be recorded: " + why.message,
            why.cause};
}

audit::ConfigurationChanged changeRecord(const api::GatewayConfig& before,
                                         const api::GatewayConfig& after)
{
    audit::ConfigurationChanged record;
    record.revision = after.revision;
    record.before = configHash(before);
    record.after = configHash(after);
    return record;
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
    if (std::holds_alternative<SecretChange>(pending.change)) {
        co_return co_await applySecret(pending);
    }
    if (std::holds_alternative<ToolsApproved>(pending.change)) {
        co_return co_await applyApproval(pending);
    }
    const auto& change = std::get<api::ConfigChange>(pending.change);
    auto next = api::applyChange(*m_config, change);
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
    const api::ConfigPtr before =
        std::exchange(m_config, std::make_shared<const api::GatewayConfig>(std::move(*next)));
    m_runtime->configure(m_config);
    if (m_http) {
        const api::Limits& limits = m_config->settings.limits;
        m_http->setLimits({limits.bodyBytes, limits.headerBytes, limits.urlBytes});
    }
    m_events.emit(api::ConfigChanged{m_config});
    announceShownTools(*before);
    statusChanged();
    co_return m_config;
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

// Windows that show the tools of a server look again when they are shown to clients in another way.
void Gateway::Impl::announceShownTools(const api::GatewayConfig& before)
{
    const bool renamed = before.settings.toolNames != m_config->settings.toolNames;
    for (const api::ServerConfig& server : m_config->servers) {
        const api::ServerConfig* old = api::findServer(before, server.id);
        if (old != nullptr &&
            (renamed || old->tools != server.tools || old->changedTools != server.changedTools)) {
            m_events.emit(api::ToolsChanged{server.id});
        }
    }
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
    const Result<> recorded = co_await recordApproval(change, *approval, pending.by);
    if (!recorded) {
        m_runtime->catalog.takeBackApproval(change.server);
        co_return fail(notRecorded(recorded.error()));
    }
    m_runtime->catalog.approve(change.server, *approval);
    m_events.emit(api::ToolsChanged{change.server});
    armListAnnouncement();
    co_return m_config;
}

// One record a tool, with the hash of the definition that was looked at.
Task<Result<>> Gateway::Impl::recordApproval(const ToolsApproved& change,
                                             const ToolCatalog::Approval& approval,
                                             std::string by)
{
    for (const auto& [tool, hash] : approval.tools) {
        audit::ConfigurationChanged record = changeRecord(*m_config, *m_config);
        record.change = kToolApproved;
        record.subject = approvalSubject(change.server, tool, hash);
        record.before = toHex(sha256(approval.before));
        record.after = toHex(sha256(approval.after));
        record.by = by;
        const Result<audit::Receipt> receipt = co_await commit(*m_runtime->log, std::move(record));
        if (!receipt) {
            co_return fail(receipt.error());
        }
    }
    co_return Result<>();
}

// What the program was started with, once the log is open to say so.
Task<Result<>> Gateway::Impl::takeAmended()
{
    audit::ConfigurationChanged record = changeRecord(*m_config, *m_amended);
    record.change = api::changeName(api::ReplaceConfig{});
    record.by = "start";
    Result<> stored = co_await saveAndRecord(*m_amended, std::move(record));
    if (stored) {
        m_config = std::make_shared<const api::GatewayConfig>(std::move(*m_amended));
        m_amended.reset();
        m_events.emit(api::ConfigChanged{m_config});
    }
    co_return stored;
}

Task<Result<>> Gateway::Impl::save(const api::GatewayConfig& config)
{
    auto outcome = std::make_shared<Result<>>(fail(ErrorCode::IoError, "It could not be saved."));
    std::function<void()> job = [this, outcome, copy = config] { *outcome = m_store.save(copy); };
    co_await aside(std::move(job));
    co_return *outcome;
}

// Runs a job where blocking does no harm, and waits for its end.
Task<> Gateway::Impl::aside(std::function<void()> job)
{
    const auto over = std::make_shared<http::Promise<bool>>(m_io.get_executor());
    work(std::move(job), [over] { over->set(true); });
    co_await over->wait();
}

// Both or neither: a change that cannot be recorded is taken back from the disk.
Task<Result<>> Gateway::Impl::saveAndRecord(const api::GatewayConfig& next,
                                            audit::ConfigurationChanged record)
{
    const Result<> saved = co_await save(next);
    if (!saved) {
        co_return saved;
    }
    const Result<audit::Receipt> receipt = co_await commit(*m_runtime->log, std::move(record));
    if (receipt) {
        co_return Result<>();
    }
    static_cast<void>(co_await save(*m_config));
    co_return fail(notRecorded(receipt.error()));
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
