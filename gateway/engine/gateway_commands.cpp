#include "gateway/api/config_json.h"
#include "gateway/base/encoding.h"
#include "gateway/engine/audit_gate.h"
#include "gateway/engine/gateway_impl.h"
#include "gateway/engine/handler_count.h"
#include "gateway/policy/virtual_key.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <utility>

// The commands of the waist, as the gateway thread carries them out.
namespace portcullis::engine {

using http::Task;

namespace {

const Error kLocked{ErrorCode::Locked, "Portcullis is locked: unlock it first.", {}};

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

void Gateway::Impl::open(SecretBytes master, api::Completion<> done)
{
    if (m_runtime) {
        done({});
        return;
    }
    if (m_opening || m_state == api::GatewayState::Stopping) {
        done(fail(ErrorCode::Busy, "The gateway is being opened or stopped."));
        return;
    }
    m_opening = true;
    auto key = std::make_shared<SecretBytes>(std::move(master));
    auto stores = std::make_shared<std::optional<Result<OpenStores>>>();
    const api::Durability durability = m_config->settings.durability;
    work(
        [this, key, stores, durability] {
            stores->emplace(openStores(m_options.dataFolder, *key, durability, m_clock));
        },
        [this, key, stores, done] {
            if (!**stores) {
                m_opening = false;
                m_quiet.notify();
                setState(api::GatewayState::Locked, (**stores).error().message);
                done(fail((**stores).error()));
                return;
            }
            opened(std::move(***stores), *key, done);
        });
}

void Gateway::Impl::opened(OpenStores stores, const SecretBytes& master, api::Completion<> done)
{
    Runtime::Hooks hooks;
    hooks.background = [this](std::function<void()> job) { work(std::move(job)); };
    hooks.statusChanged = [this] { statusChanged(); };
    hooks.toolsChanged = [this](const ServerId& server) {
        m_events.emit(api::ToolsChanged{server});
        statusChanged();
        armListAnnouncement();
    };
    hooks.hold = [this] { return std::make_shared<HandlerCount>(m_handlers, m_quiet); };
    m_runtime =
        std::make_unique<Runtime>(m_io,
                                  Runtime::Places{m_options.dataFolder, m_options.supervisor},
                                  std::move(stores),
                                  master,
                                  m_events,
                                  m_clock,
                                  std::move(hooks));
    asio::co_spawn(m_io, recordOpening(std::move(done)), asio::detached);
}

// The run's first record; only then are calls accepted.
Task<> Gateway::Impl::recordOpening(api::Completion<> done)
{
    audit::RunOpen record;
    record.version = PORTCULLIS_VERSION;
    record.configRevision = m_config->revision;
    record.configHash = configHash(*m_config);
    const Result<audit::Receipt> receipt = co_await commit(*m_runtime->log, std::move(record));
    m_opening = false;
    m_quiet.notify();
    if (m_state == api::GatewayState::Stopping) {
        done(fail(ErrorCode::Unavailable, "The gateway is stopping."));
        co_return;
    }
    // A log that cannot be written now (a full disk) refuses calls by itself and recovers by
    // itself.
    m_runtime->configure(m_config);
    if (receipt) {
        setState(api::GatewayState::Running);
    } else {
        setState(api::GatewayState::Refusing, receipt.error().message);
    }
    done({});
}

void Gateway::Impl::unlock(SecretBytes passphrase, api::Completion<> done)
{
    if (!m_options.openWithPassphrase) {
        done(fail(ErrorCode::Unsupported, "This installation has no passphrase."));
        return;
    }
    auto secret = std::make_shared<SecretBytes>(std::move(passphrase));
    auto master = std::make_shared<Result<SecretBytes>>(fail(kLocked));
    work([this, secret, master] { *master = m_options.openWithPassphrase(*secret); },
         [this, master, done] {
             if (!*master) {
                 done(fail(master->error()));
                 return;
             }
             open(std::move(**master), done);
         });
}

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
    if (!m_runtime || m_state == api::GatewayState::Stopping) {
        co_return fail(kLocked);
    }
    if (m_failed) {
        co_return fail(ErrorCode::Unavailable, m_reason);
    }
    auto next = api::applyChange(*m_config, pending.change);
    if (!next) {
        co_return fail(next.error());
    }
    audit::ConfigurationChanged record;
    record.change = api::changeName(pending.change);
    record.subject = subjectOf(pending.change);
    record.revision = next->revision;
    record.before = configHash(*m_config);
    record.after = configHash(*next);
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

// Both or neither: a change that cannot be recorded is taken back from the disk.
Task<Result<>> Gateway::Impl::saveAndRecord(const api::GatewayConfig& next,
                                            audit::ConfigurationChanged record)
{
    const auto save = [this](const api::GatewayConfig& config) -> Task<Result<>> {
        auto promise = std::make_shared<http::Promise<Result<>>>(m_io.get_executor());
        auto outcome = std::make_shared<Result<>>();
        work([this, outcome, copy = config] { *outcome = m_store.save(copy); },
             [promise, outcome] { promise->set(*outcome); });
        co_return co_await promise->wait();
    };
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

void Gateway::Impl::testServer(api::ServerConfig server, api::Completion<api::ServerReport> done)
{
    if (!m_runtime) {
        done(fail(kLocked));
        return;
    }
    if (auto valid = api::validate(server); !valid) {
        done(fail(valid.error()));
        return;
    }
    auto test = [](Impl& self,
                   api::ServerConfig config,
                   api::Completion<api::ServerReport> finished) -> Task<> {
        const HandlerCount counted(self.m_handlers, self.m_quiet);
        Result<api::ServerReport> report = co_await self.m_runtime->servers.test(std::move(config));
        finished(std::move(report));
    };
    asio::co_spawn(m_io, test(*this, std::move(server), std::move(done)), asio::detached);
}

void Gateway::Impl::restartServer(const ServerId& server, const api::Completion<>& done)
{
    upstream::Server* running = m_runtime ? m_runtime->servers.find(server) : nullptr;
    if (running == nullptr) {
        done(fail(ErrorCode::NotFound, "There is no running server " + server.str() + "."));
        return;
    }
    running->restart();
    done({});
}

void Gateway::Impl::serverTools(const ServerId& server,
                                const api::Completion<std::vector<api::ToolInfo>>& done) const
{
    if (api::findServer(*m_config, server) == nullptr) {
        done(fail(ErrorCode::NotFound, "There is no server " + server.str() + "."));
        return;
    }
    std::vector<api::ToolInfo> tools;
    if (m_runtime) {
        for (const auto& entry : m_runtime->catalog.current()->tools) {
            if (entry->server != server) {
                continue;
            }
            api::ToolInfo info;
            info.name = entry->tool.name;
            info.publicName = entry->publicName;
            info.title = entry->tool.title;
            info.description = entry->tool.description;
            info.definitionHash = entry->hash;
            info.readOnlyHint = entry->tool.readOnlyHint;
            info.destructiveHint = entry->tool.destructiveHint;
            tools.push_back(std::move(info));
        }
    }
    done(std::move(tools));
}

void Gateway::Impl::activity(api::ActivityQuery query, api::Completion<api::ActivityPage> done)
{
    if (!m_runtime) {
        done(fail(kLocked));
        return;
    }
    auto page = std::make_shared<Result<api::ActivityPage>>(fail(kLocked));
    work([log = m_runtime->log, query = std::move(query), page] { *page = log->activity(query); },
         [page, done] { done(std::move(*page)); });
}

void Gateway::Impl::callDetails(std::int64_t n, api::Completion<api::CallDetails> done)
{
    if (!m_runtime) {
        done(fail(kLocked));
        return;
    }
    auto details = std::make_shared<Result<api::CallDetails>>(fail(kLocked));
    work([log = m_runtime->log, n, details] { *details = log->details(n); },
         [details, done] { done(std::move(*details)); });
}

} // namespace portcullis::engine
