#include "app/ctl/folder_gateway.h"

#include "app/ctl/folder_lock.h"
#include "gateway/engine/data_folder.h"
#include "gateway/engine/gateway.h"
#include "gateway/engine/log_opening.h"
#include "gateway/engine/server_pool.h"
#include "gateway/engine/tool_catalog.h"
#include "gateway/policy/key_binding.h"
#include "gateway/policy/virtual_key.h"
#include "gateway/secrets/vault.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <algorithm>
#include <future>
#include <optional>
#include <utility>

namespace portcullis::ctl {

namespace {

constexpr const char* kBy = "ctl"; // who changes and asks, as it stands in the log

std::unexpected<Error> notRunning(const std::filesystem::path& folder)
{
    return fail(ErrorCode::Unavailable,
                "Portcullis is not running on " + folder.string() +
                    ": start the application or `portcullisctl serve`.");
}

bool namesSecrets(const api::ServerConfig& server)
{
    const auto isSecret = [](const api::NamedValue& entry) {
        return std::holds_alternative<api::SecretRef>(entry.value);
    };
    return std::ranges::any_of(server.environment, isSecret) ||
           std::ranges::any_of(server.headers, isSecret) || server.clientKeyPassphrase;
}

} // namespace

FolderGateway::FolderGateway(Options options)
    : m_options(std::move(options))
    , m_store(m_options.dataFolder)
    , m_history(m_options.dataFolder, m_clock)
{}

FolderGateway::~FolderGateway() = default;

Result<api::ConfigPtr> FolderGateway::load() const
{
    auto config = m_store.load();
    if (!config) {
        return fail(std::move(config.error()));
    }
    return std::make_shared<const api::GatewayConfig>(std::move(*config));
}

Result<const SecretBytes*> FolderGateway::master()
{
    if (!m_master) {
        auto opened = m_options.openMaster();
        if (!opened) {
            return fail(std::move(opened.error()));
        }
        m_master = std::move(*opened);
    }
    return &*m_master;
}

Result<audit::AuditLog*> FolderGateway::log()
{
    if (m_log) {
        return m_log.get();
    }
    auto key = master();
    if (!key) {
        return fail(std::move(key.error()));
    }
    auto opened = engine::openLog(
        m_options.dataFolder, **key, api::Durability::Strict, m_clock, m_options.logAids);
    if (!opened) {
        return fail(std::move(opened.error()));
    }
    m_log = std::move(*opened);
    return m_log.get();
}

audit::ConfigurationChanged FolderGateway::changeRecord(const api::GatewayConfig& before,
                                                        const api::GatewayConfig& after)
{
    audit::ConfigurationChanged entry;
    entry.revision = after.revision;
    entry.before = engine::configHash(before);
    entry.after = engine::configHash(after);
    entry.by = kBy;
    return entry;
}

Result<api::ConfigPtr> FolderGateway::change(const api::ConfigChange& change)
{
    if (auto prepared = engine::prepareDataFolder(m_options.dataFolder); !prepared) {
        return fail(std::move(prepared.error()));
    }
    if (const auto opened = isRecorded() ? log() : nullptr; !opened) {
        return fail(opened.error());
    }
    const auto lock = FolderLock::take(m_options.dataFolder);
    if (!lock) {
        return fail(lock.error());
    }
    const auto before = settled();
    if (!before) {
        return before;
    }
    const auto resolved = m_history.resolve(change, **before);
    auto after = resolved ? changed(**before, *resolved) : fail(resolved.error());
    if (!after) {
        return fail(std::move(after.error()));
    }
    auto entry = changeRecord(**before, *after);
    entry.change = api::changeName(change);
    entry.subject = api::changeSubject(change);
    auto kept = m_history.ensure(**before);
    kept = kept ? keep(**before, *after, (*before)->revision, std::move(entry)) : kept;
    if (!kept) {
        return fail(std::move(kept.error()));
    }
    // A server that is gone and comes back is a new one.
    for (const api::ServerConfig& server : (*before)->servers) {
        if (api::findServer(*after, server.id) == nullptr) {
            engine::ToolCatalog::removeFiles(m_options.dataFolder / "catalog", server.id);
        }
    }
    return std::make_shared<const api::GatewayConfig>(std::move(*after));
}

Result<> FolderGateway::record(audit::Record entry)
{
    const auto opened = log();
    if (!opened) {
        return fail(opened.error());
    }
    auto promise = std::make_shared<std::promise<Result<audit::Receipt>>>();
    auto answer = promise->get_future();
    (*opened)->append(std::move(entry), [promise](Result<audit::Receipt> receipt) {
        promise->set_value(std::move(receipt));
    });
    auto receipt = answer.get();
    return receipt ? Result<>() : fail(std::move(receipt.error()));
}

Result<api::CreatedKey> FolderGateway::makeKey(api::NewKey key)
{
    const auto opened = master();
    if (!opened) {
        return fail(opened.error());
    }
    policy::MadeKey made = policy::makeKey(deriveKey(**opened, engine::kVirtualKeyPurpose));
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
    if (auto changed = change(api::AddKey{config}); !changed) {
        return fail(std::move(changed.error()));
    }
    return api::CreatedKey{std::move(config), std::move(made.secret)};
}

Result<api::CreatedKey> FolderGateway::makeSecret(const api::KeyRotation& asked)
{
    const auto opened = master();
    const auto before = load();
    if (!opened || !before) {
        return fail(opened ? before.error() : opened.error());
    }
    policy::MadeKey made = policy::makeKey(deriveKey(**opened, engine::kVirtualKeyPurpose));
    auto rotation =
        policy::rotationOf(api::findKey(**before, asked.key), asked, made.hash, m_clock.wallNow());
    if (!rotation) {
        return fail(std::move(rotation.error()));
    }
    const auto changed = change(std::move(*rotation));
    if (!changed) {
        return fail(changed.error());
    }
    return api::CreatedKey{*api::findKey(**changed, asked.key), std::move(made.secret)};
}

// Both or neither. The vault is open, and so are the keys of the log.
Result<> FolderGateway::storeSecret(const std::string& name, const SecretBytes& secret)
{
    const auto opened = log();
    if (!opened) {
        return fail(opened.error());
    }
    const auto lock = FolderLock::take(m_options.dataFolder);
    if (!lock) {
        return fail(lock.error());
    }
    if (const auto held = lockdown(); !held) {
        return fail(held.error());
    }
    const auto config = load();
    auto vault = secrets::Vault::open(m_options.dataFolder / engine::kVaultFile,
                                      deriveKey(*m_master, engine::kVaultPurpose));
    if (!config || !vault) {
        return fail(config ? vault.error() : config.error());
    }
    const secrets::Vault before = vault->duplicate();
    if (auto stored = secret.empty() ? vault->remove(name) : vault->put(name, secret); !stored) {
        return stored;
    }
    auto entry = changeRecord(**config, **config);
    entry.change = secret.empty() ? "secret.remove" : "secret.set";
    entry.subject = name;
    entry.before = before.sealedHash(name);
    entry.after = vault->sealedHash(name);
    auto entered = record(std::move(entry));
    if (!entered) {
        static_cast<void>(before.save());
    }
    return entered;
}

// The installation's secrets where the server names any; otherwise none, and no key is asked for.
Result<secrets::Vault> FolderGateway::vaultFor(const api::ServerConfig& server)
{
    std::filesystem::path file = m_options.dataFolder / "no-vault.json";
    SecretBytes key = randomSecret(32);
    if (namesSecrets(server)) {
        const auto opened = master();
        if (!opened) {
            return fail(opened.error());
        }
        file = m_options.dataFolder / engine::kVaultFile;
        key = deriveKey(**opened, engine::kVaultPurpose);
    }
    return secrets::Vault::open(file, std::move(key));
}

// A trial in a pool of its own, in which no other server runs.
Result<api::ServerReport> FolderGateway::tryServer(const api::ServerConfig& server)
{
    if (auto valid = api::validate(server); !valid) {
        return fail(std::move(valid.error()));
    }
    if (auto may = mayTry(server); !may) {
        return fail(std::move(may.error()));
    }
    auto vault = vaultFor(server);
    if (!vault) {
        return fail(std::move(vault.error()));
    }
    http::asio::io_context io(1);
    const auto nowhere = [](const std::function<void()>&) {};
    engine::ToolCatalog catalog(m_options.dataFolder / "catalog", m_clock, nowhere);
    engine::OfferCatalog offers(m_options.dataFolder / "catalog", m_clock, nowhere);
    const engine::ServerPool::Places places{
        m_options.dataFolder, m_options.supervisor, m_options.proxies};
    const auto ignored = [](const auto&...) {};
    engine::ServerPool::Events nobody{ignored, ignored, ignored, ignored, ignored, ignored};
    engine::ServerPool pool(
        io, places, *vault, catalog, offers, m_clock, nowhere, std::move(nobody));
    std::optional<Result<api::ServerReport>> report;
    auto run = [](engine::ServerPool& servers,
                  api::ServerConfig config,
                  std::optional<Result<api::ServerReport>>& out) -> http::Task<> {
        out.emplace(co_await servers.test(std::move(config)));
    };
    http::asio::co_spawn(io, run(pool, server, report), http::asio::detached);
    io.run();
    return report ? std::move(*report)
                  : fail(ErrorCode::Internal, "The trial ended without a result.");
}

void FolderGateway::config(api::Completion<api::ConfigPtr> done)
{
    done(load());
}

void FolderGateway::status(api::Completion<api::GatewayStatus> done)
{
    const auto config = load();
    if (!config) {
        done(fail(config.error()));
        return;
    }
    api::GatewayStatus status;
    status.state = api::GatewayState::Stopped;
    status.reason = notRunning(m_options.dataFolder).error().message;
    status.dataFolder = m_options.dataFolder.string();
    status.configRevision = (*config)->revision;
    status.lockdown = lockdownStatus();
    for (const api::ServerConfig& server : (*config)->servers) {
        api::ServerStatus one;
        one.id = server.id;
        one.state = server.enabled ? api::ServerState::Idle : api::ServerState::Disabled;
        status.servers.push_back(std::move(one));
    }
    done(std::move(status));
}

void FolderGateway::apply(api::ConfigChange change, api::Completion<api::ConfigPtr> done)
{
    done(this->change(change));
}

void FolderGateway::createKey(api::NewKey key, api::Completion<api::CreatedKey> done)
{
    done(makeKey(std::move(key)));
}

void FolderGateway::rotateKey(api::KeyRotation rotation, api::Completion<api::CreatedKey> done)
{
    done(makeSecret(rotation));
}

void FolderGateway::putSecret(std::string name, SecretBytes secret, api::Completion<> done)
{
    done(storeSecret(name, secret));
}

void FolderGateway::testServer(api::ServerConfig server, api::Completion<api::ServerReport> done)
{
    done(tryServer(server));
}

void FolderGateway::restartServer(ServerId, api::Completion<> done)
{
    done(notRunning(m_options.dataFolder));
}

// What has been used is counted by a gateway alone.
void FolderGateway::budgets(api::BudgetQuery query,
                            api::Completion<std::vector<api::BudgetState>> done)
{
    const auto config = load();
    if (!config) {
        done(fail(config.error()));
        return;
    }
    std::vector<api::BudgetState> states;
    for (const api::Budget& budget : (*config)->budgets) {
        if (!query.budget || *query.budget == budget.id) {
            states.push_back({budget, std::nullopt});
        }
    }
    done(std::move(states));
}

void FolderGateway::unlock(SecretBytes, api::Completion<> done)
{
    done(notRunning(m_options.dataFolder));
}

void FolderGateway::observe(api::EventSink) {}

} // namespace portcullis::ctl
