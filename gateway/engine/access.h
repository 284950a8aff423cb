#pragma once

#include "gateway/api/config.h"
#include "gateway/audit/audit_log.h"
#include "gateway/base/clock.h"
#include "gateway/base/json.h"
#include "gateway/base/peer_identity.h"
#include "gateway/policy/decision.h"
#include "gateway/policy/standing.h"
#include "gateway/policy/virtual_key.h"

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <tuple>

namespace portcullis::engine {

// One configuration with what is prepared from it. Immutable, swapped in whole: a running call
// keeps the one it began with.
struct Access
{
    api::ConfigPtr config;
    policy::KeyRing ring;
    policy::AllowLists rights;
    std::map<ServerId, std::string> serverHashes; // hex, over how each is configured
    std::map<ServerId, std::string>
        credentials;            // the same over how each is reached and signed in to
    bool bindsPrograms = false; // some key is bound to programs

    // `ceiling`: of the policy, or null.
    Access(api::ConfigPtr configuration,
           SecretBytes pepper,
           policy::RequestRulesPtr ceiling = nullptr);
};

// What a client's message may be.
[[nodiscard]] inline JsonLimits messageLimits(const Access& access)
{
    const api::Limits& limits = access.config->settings.limits;
    return {limits.bodyBytes, limits.jsonDepth, limits.jsonMembers};
}

using AccessPtr = std::shared_ptr<const Access>;

// Of one server; empty where there is none. Of secrets it knows the names alone.
[[nodiscard]] std::string credentialOf(const Access& access, const ServerId& server);

// Not removed, and nothing stands in its way: neither itself nor its team, customer or case.
[[nodiscard]] bool mayBeUsed(const api::GatewayConfig& config, const KeyId& key, WallTime now);

// Who makes a request. `key` lives as long as `access`.
struct Principal
{
    AccessPtr access;
    const api::KeyConfig* key = nullptr;
    policy::RequestRulesPtr narrow = nullptr; // what this request limits itself to; or null
    bool retiring = false;                    // it came with the key's older secret

    // What `access` is asked. `server` and the subject's name are to live as long as the question.
    [[nodiscard]] policy::Question question(const ServerId& server,
                                            const policy::Subject& subject) const
    {
        return {key->id, server, subject, narrow.get()};
    }

    // Does it exist for who asks?
    [[nodiscard]] bool sees(const ServerId& server, const policy::Subject& subject) const
    {
        return access->rights.shows(question(server, subject));
    }
};

// When the secret that was presented ends; nothing for the key's own.
[[nodiscard]] std::optional<WallTime> secretEnd(const Principal& who);

// What records say of a key and how it was presented. The key may be null: then nothing.
void describeKey(audit::Caller& caller, const Principal& who);

[[nodiscard]] inline policy::Subject promptSubject(std::string_view name)
{
    return {name, api::Governed::Prompt, {}, false};
}

[[nodiscard]] inline policy::Subject resourceSubject(std::string_view uri)
{
    return {uri, api::Governed::Resource, {}, false};
}

[[nodiscard]] inline policy::Subject templateSubject(std::string_view uri)
{
    return {uri, api::Governed::Resource, {}, true};
}

// Records refused requests without letting anybody flood the log: the first of a source and reason
// at once, those of the next ten seconds in one record with their count. Owner: engine. Thread:
// gateway. Errors: none; a log that cannot be written refuses calls by itself.
class RefusalRecorder
{
public:
    // Takes the activity row of a refusal that was recorded; called on any thread.
    using Announce = std::function<void(const api::ActivityRow&)>;

    RefusalRecorder(audit::AuditLog& log, const Clock& clock, Announce announce);

    void refused(const audit::Caller& caller, const std::string& source, api::Reason reason);
    // Somebody asked of the gateway itself what their roles do not give them.
    void denied(const Account& account, api::Operation operation);
    // Writes what has waited long enough; called now and then, and with `all` at the end.
    void sweep(bool all = false);

private:
    struct Held
    {
        audit::Caller caller;
        std::string operation;
        std::string user;
        std::uint64_t count = 0;
        MonotonicTime since;
    };

    using Source = std::tuple<std::string, api::Reason, KeyId>;

    void refused(const std::string& source, api::Reason reason, Held first);
    void write(const Source& source, const Held& held);

    audit::AuditLog& m_log;
    const Clock& m_clock;
    Announce m_announce;
    std::map<Source, Held> m_held;
};

} // namespace portcullis::engine
