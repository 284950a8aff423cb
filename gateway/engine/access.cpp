#include "gateway/engine/access.h"

#include "gateway/api/config_json.h"
#include "gateway/base/crypto.h"
#include "gateway/base/encoding.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace portcullis::engine {

namespace {

constexpr std::array kCredentialMembers{"transport",
                                        "command",
                                        "environment",
                                        "url",
                                        "headers",
                                        "clientCertFile",
                                        "clientKeyFile",
                                        "clientKeyPassphrase"};
constexpr auto kWindow = std::chrono::seconds(10);
// Sources are addresses without ports; more than this many at once share one.
constexpr std::size_t kMaxSources = 256;

} // namespace

bool mayBeUsed(const api::GatewayConfig& config, const KeyId& key, WallTime now)
{
    const api::KeyConfig* found = api::findKey(config, key);
    return found != nullptr && policy::standingOf(*found, config, now) == api::Reason::Allowed;
}

Access::Access(api::ConfigPtr configuration, SecretBytes pepper, policy::RequestRulesPtr ceiling)
    : config(configuration)
    , ring(configuration, std::move(pepper))
    , rights(configuration, std::move(ceiling))
    , bindsPrograms(std::ranges::any_of(
          configuration->keys, [](const api::KeyConfig& key) { return !key.programs.empty(); }))
{
    for (const api::ServerConfig& server : configuration->servers) {
        const nlohmann::json all = api::toJson(server);
        nlohmann::json reached = nlohmann::json::object();
        for (const char* member : kCredentialMembers) {
            reached[member] = all.value(member, nlohmann::json());
        }
        serverHashes.emplace(server.id, toHex(sha256(all.dump())));
        credentials.emplace(server.id, toHex(sha256(reached.dump())));
    }
}

void describeKey(audit::Caller& caller, const Principal& who)
{
    if (who.key != nullptr) {
        caller.key = who.key->id;
        caller.caseId = who.key->caseId;
        caller.retiring = who.retiring;
    }
}

std::optional<WallTime> secretEnd(const Principal& who)
{
    return who.retiring && who.key->retiring ? std::optional(who.key->retiring->until)
                                             : std::nullopt;
}

std::string credentialOf(const Access& access, const ServerId& server)
{
    const auto found = access.credentials.find(server);
    return found == access.credentials.end() ? std::string() : found->second;
}

RefusalRecorder::RefusalRecorder(audit::AuditLog& log, const Clock& clock, Announce announce)
    : m_log(log)
    , m_clock(clock)
    , m_announce(std::move(announce))
{}

void RefusalRecorder::refused(const audit::Caller& caller,
                              const std::string& source,
                              api::Reason reason)
{
    Held held;
    held.caller = caller;
    refused(source, reason, std::move(held));
}

void RefusalRecorder::denied(const Account& account, api::Operation operation)
{
    Held held;
    held.operation = api::operationName(operation);
    held.user = describeAccount(account);
    const std::string source = held.user + " " + held.operation;
    refused(source, api::Reason::RoleMissing, std::move(held));
}

void RefusalRecorder::refused(const std::string& source, api::Reason reason, Held first)
{
    const bool crowded = m_held.size() >= kMaxSources;
    const Source key(crowded ? std::string() : source, reason, first.caller.key);
    auto [entry, isNew] = m_held.try_emplace(key);
    Held& held = entry->second;
    if (isNew) {
        held = std::move(first);
        held.since = m_clock.monotonicNow();
        held.count = 1;
        write(key, held);
        held.count = 0;
        return;
    }
    ++held.count;
}

void RefusalRecorder::sweep(bool all)
{
    const MonotonicTime now = m_clock.monotonicNow();
    for (auto it = m_held.begin(); it != m_held.end();) {
        if (!all && now - it->second.since < kWindow) {
            ++it;
            continue;
        }
        if (it->second.count == 0) {
            it = m_held.erase(it);
            continue;
        }
        write(it->first, it->second);
        it->second.count = 0;
        it->second.since = now;
        ++it;
    }
}

void RefusalRecorder::write(const Source& source, const Held& held)
{
    audit::AccessRefused record;
    record.caller = held.caller;
    record.reason = std::get<api::Reason>(source);
    record.count = held.count;
    record.operation = held.operation;
    record.user = held.user;
    api::ActivityRow row;
    row.time = m_clock.wallNow();
    row.key = held.caller.key;
    row.caseId = held.caller.caseId;
    row.client = held.caller.client;
    row.reason = record.reason;
    row.outcome = api::Outcome::Denied;
    m_log.append(std::move(record),
                 [announce = m_announce, row](const Result<audit::Receipt>& receipt) mutable {
                     row.n = receipt ? receipt->n : -1;
                     announce(row);
                 });
}

} // namespace portcullis::engine
