#include "gateway/engine/runtime.h"

#include "gateway/engine/audit_gate.h"
#include "gateway/engine/call_records.h"
#include "gateway/engine/data_folder.h"
#include "gateway/engine/gateway.h"
#include "gateway/engine/log_opening.h"
#include "gateway/protocol/message.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>

#include <algorithm>
#include <cstdio>
#include <utility>

namespace portcullis::engine {

Result<OpenStores> openStores(const std::filesystem::path& dataFolder,
                              const SecretBytes& master,
                              api::Durability durability,
                              const Clock& clock,
                              LogAids aids)
{
    auto vault = secrets::Vault::open(dataFolder / kVaultFile, deriveKey(master, kVaultPurpose));
    if (!vault) {
        return fail(vault.error());
    }
    auto log = openLog(dataFolder, master, durability, clock, std::move(aids));
    if (!log) {
        return fail(log.error());
    }
    auto uses = (*log)->keyUses();
    if (!uses) {
        return fail(uses.error());
    }
    auto budgets = (*log)->budgetEntries();
    if (!budgets) {
        return fail(budgets.error());
    }
    const auto trusted = trustedTime(dataFolder, **log);
    return OpenStores{
        std::move(*log), std::move(*vault), std::move(*uses), std::move(*budgets), trusted};
}

Runtime::Runtime(asio::io_context& io,
                 const ServerPool::Places& places,
                 OpenStores stores,
                 const SecretBytes& master,
                 EventHub& events,
                 const Clock& clock,
                 const Hooks& hooks)
    : log(std::move(stores.log))
    , trustedTime(stores.trustedTime)
    , vault(std::move(stores.vault))
    , meter(clock)
    , budgets(clock, events)
    , sessions(
          clock,
          [](const std::string& line) { std::fprintf(stderr, "portcullis: %s\n", line.c_str()); })
    , catalog(
          places.dataFolder / "catalog",
          clock,
          hooks.background,
          [](const std::string& line) { std::fprintf(stderr, "portcullis: %s\n", line.c_str()); })
    , offers(places.dataFolder / "catalog", clock, hooks.background)
    , servers(
          io,
          places,
          vault,
          catalog,
          offers,
          clock,
          hooks.background,
          {hooks.statusChanged,
           hooks.toolsChanged,
           hooks.offersChanged,
           [this](const ServerId& server, const ServerPool::Owner& owner, const std::string& uri) {
               if (m_access) {
                   subscriptions.updated(server, owner, uri, m_access->rights);
               }
           },
           [this](const ServerId& server, const std::string& incarnation, const std::string& id) {
               elicitations.complete({server, incarnation}, id);
           },
           [this](const ServerId& server,
                  const ServerPool::Owner& owner,
                  const protocol::Message& message) { tellOwner(server, owner, message); }})
    , subscriptions(servers)
    , listeners({catalog, offers, subscriptions})
    , logLevels({servers, sessions, [this] { return m_access; }})
    , refusals(*log,
               clock,
               [&io, &events](const api::ActivityRow& row) {
                   asio::post(io, [&events, row] { events.emit(api::CallChanged{row}); });
               })
    , m_io(io)
    , m_hold(hooks.hold)
    , m_replay(std::move(stores.budgets))
    , m_clock(clock)
    , m_pepper(deriveKey(master, kVirtualKeyPurpose))
    , m_sealer(deriveKey(master, kSealPurpose))
    , m_pipeline({*log,
                  catalog,
                  offers,
                  servers,
                  m_sealer,
                  meter,
                  budgets,
                  events,
                  clock,
                  times,
                  logLevels,
                  elicitations,
                  [this] { return m_access; }})
    , m_service({m_pipeline,
                 catalog,
                 offers,
                 servers,
                 subscriptions,
                 listeners,
                 logLevels,
                 m_sealer,
                 clock})
    , m_http({m_service, sessions, refusals, meter, clock, times, [this] { return m_access; }})
    , m_sse({io.get_executor(),
             m_service,
             sessions,
             refusals,
             meter,
             clock,
             [this] { return m_access; },
             hooks.hold})
    , m_programs(io, hooks.lookUp, hooks.bridge)
    , m_lines({io.get_executor(),
               m_service,
               sessions,
               refusals,
               meter,
               clock,
               m_programs,
               [this] { return m_access; },
               hooks.hold})
{
    meter.restoreUses(stores.keyUses);
}

std::optional<http::Response> Runtime::admit(const http::RequestHead& head)
{
    return m_sse.serves(head.path) ? m_sse.admit(head) : m_http.admit(head);
}

http::Task<> Runtime::handle(http::Exchange& exchange)
{
    return m_sse.serves(exchange.request().head.path) ? m_sse.handle(exchange)
                                                      : m_http.handle(exchange);
}

void Runtime::configure(api::ConfigPtr config, policy::RequestRulesPtr ceiling)
{
    const bool first = m_access == nullptr;
    const AccessPtr before = std::exchange(
        m_access, std::make_shared<const Access>(config, m_pepper.duplicate(), std::move(ceiling)));
    budgets.configure(config);
    if (first) {
        budgets.replay(std::exchange(m_replay, {}));
        catalog.load(*config);
        offers.load(*config);
    } else {
        catalog.configure(*config);
        offers.configure(*config);
    }
    log->setDurability(config->settings.durability);
    servers.configure(*config);
    if (!config->settings.offerSse) {
        m_sse.endAll();
    }
    subscriptions.renew();
    if (before) {
        endReboundSessions(*before->config);
    }
    sweep();
    announceLists();
}

void Runtime::endSessionsOf(const KeyId& key)
{
    std::vector<SessionId> ids;
    sessions.forEach([&](const Session& session) {
        if (session.key == key && !session.ofConnection) {
            ids.push_back(session.id);
        }
    });
    for (const SessionId& id : ids) {
        sessions.end(id, "the key was given another secret or bound otherwise");
    }
}

void Runtime::endReboundSessions(const api::GatewayConfig& before)
{
    for (const api::KeyConfig& old : before.keys) {
        const api::KeyConfig* key = api::findKey(*m_access->config, old.id);
        if (key == nullptr) {
            continue; // as every key that may no longer be used
        }
        const bool ended = (key->hash != old.hash && !key->retiring) ||
                           (old.retiring && (!key->retiring || *key->retiring != *old.retiring));
        if (ended || key->transports != old.transports || key->programs != old.programs) {
            endSessionsOf(old.id);
        }
    }
}

void Runtime::sweep()
{
    refusals.sweep();
    catalog.sweep();
    offers.sweep();
    if (!m_access) {
        return;
    }
    const WallTime now = m_clock.wallNow();
    std::vector<KeyId> ended;
    std::vector<SessionId> outlived;
    sessions.forEach([&](Session& session) {
        if (session.secretEnds && now >= *session.secretEnds) {
            outlived.push_back(session.id);
        }
        if (!mayBeUsed(*m_access->config, session.key, now)) {
            ended.push_back(session.key);
        }
    });
    for (const KeyId& key : ended) {
        sessions.endAllOf(key, "the key may no longer be used");
    }
    for (const SessionId& id : outlived) {
        sessions.end(id, "the secret it began with has ended");
    }
    sessions.expire(m_access->config->settings.limits);
    m_pipeline.cancelForsaken(*m_access->config);
    listeners.sweep(
        [this, now](const KeyId& key) { return mayBeUsed(*m_access->config, key, now); });
    servers.sweep([this, now](const KeyId& key, const std::string& session) {
        return mayBeUsed(*m_access->config, key, now) &&
               (session.empty() || sessions.contains(SessionId(session)));
    });
    logLevels.refresh();
    keepBudgets();
}

void Runtime::keepBudgets()
{
    if (log->health()) {
        return;
    }
    if (budgets.takeDue(log->recordCount())) {
        asio::co_spawn(m_io, recordBudgets(m_hold()), asio::detached);
    }
}

http::Task<> Runtime::recordBudgets(std::shared_ptr<void> held)
{
    if (auto state = budgets.state()) {
        audit::BudgetState record;
        record.state = std::move(*state);
        const auto receipt = co_await commit(*log, std::move(record));
        if (!receipt) {
            budgets.stateLost();
        }
    }
    held.reset();
}

void Runtime::tellOwner(const ServerId& server,
                        const ServerPool::Owner& owner,
                        const protocol::Message& message)
{
    const auto level = protocol::levelOf(message);
    if (!m_access || !level) {
        return;
    }
    const std::string text = protocol::writeLogMessage(message, server.str());
    sessions.forEach([&](Session& session) {
        const bool owns = session.key == owner.key &&
                          (owner.session.empty() || session.id.str() == owner.session);
        const auto wanted = session.logLevel.value_or(protocol::LogLevel::Debug);
        if (!owns || !session.operating || *level < wanted) {
            return;
        }
        const auto reachable = reachableServers(*m_access, session.key, session.profile);
        if (std::ranges::find(reachable, server) != reachable.end()) {
            static_cast<void>(session.tell(text));
        }
    });
}

void Runtime::announceLists()
{
    if (!m_access) {
        return;
    }
    sessions.forEach([this](Session& session) {
        session.announceLists(
            fingerprintsOf(catalog, offers, m_access->rights, session.key, session.profile));
    });
    listeners.announce(m_access->rights);
}

} // namespace portcullis::engine
