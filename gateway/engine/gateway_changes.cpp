#include "gateway/api/config_json.h"
#include "gateway/engine/audit_gate.h"
#include "gateway/engine/gateway_impl.h"
#include "gateway/policy/virtual_key.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <utility>

// The commands that change something for good: each is saved and recorded, or not made.
namespace portcullis::engine {

using http::Task;

namespace {

const Error kLocked{ErrorCode::Locked, "Portcullis is locked: unlock it first.", {}};

audit::ConfigurationChanged changeRecord(const api::GatewayConfig& before,
                                         const api::GatewayConfig& after)
{
    audit::ConfigurationChanged record;
    record.revision = after.revision;
    record.before = configHash(before);
    record.after = configHash(after);
    return record;
}

std::string subjectOf(const api::ConfigChange& change)
{
    struct Subject
    {
        std::string operator()(const api::AddServer& c) const { return c.server.id.str(); }

        std::string operator()(const api::UpdateServer& c) const { return c.server.id.str(); }

        std::string operator()(const api::RemoveServer& c) const { return c.id.str(); }

        std::string operator()(const api::AddKey& c) const { return c.key.id.str(); }

        std::string operator()(const api::UpdateKey& c) const { return c.id.str(); }

        std::string operator()(const api::SetAllowList& c) const { return c.id.str(); }

        std::string operator()(const api::RemoveKey& c) const { return c.id.str(); }

        std::string operator()(const api::UpdateSettings&) const { return {}; }

        std::string operator()(const api::ReplaceConfig&) const { return {}; }
    };

    return std::visit(Subject{}, change);
}

} // namespace

// Changes are applied one after the other, in the order in which they came.
void Gateway::Impl::apply(api::ConfigChange change,
                          std::string by,
                          api::Completion<api::ConfigPtr> done)
{
    m_changes.push_back({std::move(change), std::move(by), std::move(done)});
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
        co_return fail(kLocked);
    }
    if (m_failed) {
        co_return fail(ErrorCode::Unavailable, m_reason);
    }
    auto next = api::applyChange(*m_config, pending.change);
    if (!next) {
        co_return fail(next.error());
    }
    audit::ConfigurationChanged record = changeRecord(*m_config, *next);
    record.change = api::changeName(pending.change);
    record.subject = subjectOf(pending.change);
    record.by = pending.by;
    const Result<> stored = co_await saveAndRecord(*next, std::move(record));
    if (!stored) {
        co_return fail(stored.error());
    }
    m_config = std::make_shared<const api::GatewayConfig>(std::move(*next));
    m_runtime->configure(m_config);
    m_events.emit(api::ConfigChanged{m_config});
    statusChanged();
    co_return m_config;
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
    co_return fail(receipt.error().code,
                   "The change was not made because it cannot be recorded: " +
                       receipt.error().message,
                   receipt.error().cause);
}

void Gateway::Impl::createKey(api::NewKey key, api::Completion<api::CreatedKey> done)
{
    if (!m_runtime) {
        done(fail(kLocked));
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
    config.allow = std::move(key.allow);
    auto secret = std::make_shared<SecretBytes>(std::move(made.secret));
    apply(api::AddKey{config}, "user", [config, secret, done](Result<api::ConfigPtr> applied) {
        if (!applied) {
            done(fail(applied.error()));
            return;
        }
        done(api::CreatedKey{config, std::move(*secret)});
    });
}

void Gateway::Impl::putSecret(std::string name, SecretBytes secret, const api::Completion<>& done)
{
    if (!m_runtime) {
        done(fail(kLocked));
        return;
    }
    done(secret.empty() ? m_runtime->vault.remove(name) : m_runtime->vault.put(name, secret));
}

} // namespace portcullis::engine
