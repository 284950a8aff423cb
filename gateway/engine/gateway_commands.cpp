#include "gateway/api/config_json.h"
#include "gateway/audit/run_facts.h"
#include "gateway/base/encoding.h"
#include "gateway/engine/audit_gate.h"
#include "gateway/engine/gateway_impl.h"
#include "gateway/engine/handler_count.h"
#include "gateway/engine/policy_gate.h"
#include "gateway/policy/virtual_key.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>

#include <utility>

// The commands of the waist, as the gateway thread carries them out.
namespace portcullis::engine {

using http::Task;

namespace {} // namespace

void Gateway::Impl::open(SecretBytes master, Unlocking how, api::Completion<> done)
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
    m_unlocking = std::move(how);
    auto key = std::make_shared<SecretBytes>(std::move(master));
    auto stores = std::make_shared<std::optional<Result<OpenStores>>>(
        fail(ErrorCode::IoError, "The log could not be opened."));
    const api::Durability durability = m_config->settings.durability;
    work(
        [this, key, stores, durability] {
            stores->emplace(
                openStores(m_options.dataFolder, *key, durability, m_clock, m_options.logAids));
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
    hooks.offersChanged = [this] { armListAnnouncement(); };
    hooks.toolsChanged = [this](const ServerId& server) {
        m_events.emit(api::ToolsChanged{server});
        statusChanged();
        armListAnnouncement();
    };
    hooks.hold = [this] { return std::make_shared<HandlerCount>(m_handlers, m_quiet); };
    hooks.lookUp = [this](std::function<void()> job) { asio::post(m_lookup, std::move(job)); };
    hooks.bridge = m_options.bridgeProgram;
    m_runtime = std::make_unique<Runtime>(
        m_io,
        ServerPool::Places{m_options.dataFolder, m_options.supervisor, m_options.proxies},
        std::move(stores),
        master,
        m_events,
        m_clock,
        std::move(hooks));
    m_policy->remember(master);
    keepRetention();
    asio::co_spawn(m_io, recordOpening(std::move(done)), asio::detached);
}

Task<Result<>> Gateway::Impl::recordRun()
{
    const auto facts = std::make_shared<audit::RunOpen>();
    std::function<void()> job = [facts, folder = m_options.dataFolder] {
        *facts = audit::runFacts(folder);
    };
    co_await aside(std::move(job));
    audit::RunOpen record = std::move(*facts);
    record.configRevision = m_config->revision;
    record.configHash = configHash(*m_config);
    record.unlockedBy = m_unlocking.by;
    record.unlockedWith = m_unlocking.with;
    Result<audit::Receipt> receipt = co_await commit(*m_runtime->log, std::move(record));
    co_return receipt ? Result<>() : fail(std::move(receipt.error()));
}

// A log that cannot be written now (a full disk) refuses calls by itself and recovers by itself.
void Gateway::Impl::setStateAfter(const Result<>& recorded)
{
    if (!recorded) {
        setState(api::GatewayState::Refusing, recorded.error().message);
    } else if (!m_policy->problem().empty()) {
        setState(api::GatewayState::Refusing, m_policy->problem());
    } else {
        setState(api::GatewayState::Running);
    }
}

void Gateway::Impl::acceptLog(std::string by, api::Completion<> done)
{
    if (!m_runtime || m_state == api::GatewayState::Stopping) {
        done(locked());
        return;
    }
    if (!m_runtime->log->suspension()) {
        if (!m_runtime->budgets.alarm().empty()) {
            m_runtime->budgets.acceptLoss();
            statusChanged();
        }
        done({});
        return;
    }
    auto accept = [](Impl& self, std::string who, api::Completion<> finished) -> Task<> {
        const HandlerCount counted(self.m_handlers, self.m_quiet);
        Result<> accepted;
        const auto log = self.m_runtime->log;
        std::function<void()> job = [&] { accepted = log->accept(std::move(who)); };
        co_await self.aside(std::move(job));
        if (!accepted) {
            finished(std::move(accepted));
            co_return;
        }
        Result<> recorded = co_await self.recordRun();
        if (self.m_state != api::GatewayState::Stopping) {
            self.setStateAfter(recorded);
        }
        finished(std::move(recorded));
    };
    asio::co_spawn(m_io, accept(*this, std::move(by), std::move(done)), asio::detached);
}

// The run's first record; only then are calls accepted.
Task<> Gateway::Impl::recordOpening(api::Completion<> done)
{
    const HandlerCount counted(m_handlers, m_quiet);
    const Result<> receipt = co_await recordRun();
    Result<> amended;
    if (receipt) {
        amended = co_await takeFoundAndAmended();
    } else if (m_amended) {
        amended = fail(receipt.error());
    }
    if (amended) {
        co_await m_policy->apply();
    }
    m_opening = false;
    m_quiet.notify();
    if (m_state == api::GatewayState::Stopping) {
        done(fail(ErrorCode::Unavailable, "The gateway is stopping."));
        co_return;
    }
    if (!amended) {
        // Not with other rights than the ones that were asked for.
        m_runtime.reset();
        setState(api::GatewayState::Locked, amended.error().message);
        done(std::move(amended));
        co_return;
    }
    m_runtime->configure(m_config, m_policy->ceiling());
    setStateAfter(receipt);
    done({});
}

void Gateway::Impl::unlock(SecretBytes passphrase, const std::string& by, api::Completion<> done)
{
    if (!m_options.openWithPassphrase) {
        done(fail(ErrorCode::Unsupported, "This installation has no passphrase."));
        return;
    }
    auto secret = std::make_shared<SecretBytes>(std::move(passphrase));
    auto master = std::make_shared<Result<SecretBytes>>(locked());
    work([this, secret, master] { *master = m_options.openWithPassphrase(*secret); },
         [this, master, by, done] {
             if (!*master) {
                 done(fail(master->error()));
                 return;
             }
             open(std::move(**master), {by, kPassphrase}, done);
         });
}

void Gateway::Impl::testServer(api::ServerConfig server, api::Completion<api::ServerReport> done)
{
    if (!m_runtime || m_state == api::GatewayState::Stopping) {
        done(locked());
        return;
    }
    if (auto valid = api::validate(server); !valid) {
        done(fail(valid.error()));
        return;
    }
    if (auto may = m_policy->mayTry(server); !may) {
        done(fail(std::move(may.error())));
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
        tools = m_runtime->catalog.describe(server);
    }
    done(std::move(tools));
}

std::vector<api::BudgetState> Gateway::Impl::budgets(const api::BudgetQuery& query) const
{
    std::vector<api::BudgetState> states;
    const std::uint32_t history =
        api::historyOfEach(query, query.budget ? 1 : m_config->budgets.size());
    for (const api::Budget& budget : m_config->budgets) {
        if (!query.budget || *query.budget == budget.id) {
            states.push_back(
                {budget, m_runtime ? m_runtime->budgets.use(budget.id, history) : std::nullopt});
        }
    }
    return states;
}

void Gateway::Impl::activity(api::ActivityQuery query, api::Completion<api::ActivityPage> done)
{
    if (!m_runtime) {
        done(locked());
        return;
    }
    auto page = std::make_shared<Result<api::ActivityPage>>(locked());
    look([log = m_runtime->log, query = std::move(query), page] { *page = log->activity(query); },
         [page, done] { done(std::move(*page)); });
}

void Gateway::Impl::callDetails(std::int64_t n, api::Completion<api::CallDetails> done)
{
    if (!m_runtime) {
        done(locked());
        return;
    }
    auto details = std::make_shared<Result<api::CallDetails>>(locked());
    look([log = m_runtime->log, n, details] { *details = log->details(n); },
         [details, done] { done(std::move(*details)); });
}

void Gateway::Impl::openLog(api::Completion<api::LogConnection> done)
{
    if (!m_runtime) {
        done(locked());
        return;
    }
    auto opened = std::make_shared<Result<api::LogConnection>>(locked());
    look([log = m_runtime->log, opened] { *opened = log->openReader(); },
         [opened, done] { done(std::move(*opened)); });
}

void Gateway::Impl::signOff(api::SignOff review, std::string by, api::Completion<std::int64_t> done)
{
    if (!m_runtime || m_state == api::GatewayState::Stopping) {
        done(locked());
        return;
    }
    const auto records = static_cast<std::int64_t>(m_runtime->log->recordCount());
    if (review.begin < 0 || review.begin >= review.end || review.end > records) {
        done(fail(ErrorCode::InvalidArgument, "There are no such records to sign off."));
        return;
    }
    auto write = [](Impl& self,
                    audit::ReviewSignedOff record,
                    api::Completion<std::int64_t> finished) -> Task<> {
        const HandlerCount counted(self.m_handlers, self.m_quiet);
        Result<audit::Receipt> receipt = co_await commit(*self.m_runtime->log, std::move(record));
        if (receipt) {
            finished(receipt->n);
        } else {
            finished(fail(std::move(receipt.error())));
        }
    };
    audit::ReviewSignedOff record{std::move(review), {}, std::move(by)};
    asio::co_spawn(m_io, write(*this, std::move(record), std::move(done)), asio::detached);
}

} // namespace portcullis::engine
