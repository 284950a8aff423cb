#include "gateway/api/config_change.h"

#include "gateway/api/config_rules.h"

#include <algorithm>
#include <utility>

namespace portcullis::api {

namespace {

[[nodiscard]] std::unexpected<Error> noServer(const ServerId& id)
{
    return fail(ErrorCode::NotFound, "There is no server \"" + id.str() + "\".");
}

[[nodiscard]] std::unexpected<Error> noKey(const KeyId& id)
{
    return fail(ErrorCode::NotFound, "There is no key \"" + id.str() + "\".");
}

[[nodiscard]] std::string subjectOf(const KeyConfig& key)
{
    return "Key \"" + (key.label.empty() ? key.id.str() : key.label) + "\":";
}

// The file keeps these as JSON objects, whose members have no order of their own: sorted at once, a
// configuration reads back equal to what was written.
void sortEntries(ServerConfig& server)
{
    std::ranges::sort(server.environment, {}, &NamedValue::name);
    std::ranges::sort(server.headers, {}, &NamedValue::name);
    std::ranges::sort(server.tools, {}, &ToolOverride::tool);
}

// One overload for each kind of change; each edits its own copy of the configuration.
class Applier
{
public:
    explicit Applier(GatewayConfig& config)
        : m_config(config)
    {}

    Result<> operator()(const AddServer& change)
    {
        if (findServer(m_config, change.server.id) != nullptr) {
            return fail(ErrorCode::AlreadyExists,
                        "There is already a server \"" + change.server.id.str() +
                            "\": choose another id.");
        }
        m_config.servers.push_back(change.server);
        return checked(m_config.servers.back());
    }

    Result<> operator()(const UpdateServer& change)
    {
        const auto found = std::ranges::find(m_config.servers, change.server.id, &ServerConfig::id);
        if (found == m_config.servers.end()) {
            return noServer(change.server.id);
        }
        *found = change.server;
        return checked(*found);
    }

    Result<> operator()(const RemoveServer& change)
    {
        if (std::erase_if(m_config.servers,
                          [&](const ServerConfig& s) { return s.id == change.id; }) == 0) {
            return noServer(change.id);
        }
        for (KeyConfig& key : m_config.keys) {
            std::erase_if(key.allow, [&](const AllowRule& r) { return r.server == change.id; });
        }
        return {};
    }

    Result<> operator()(const AddKey& change)
    {
        if (findKey(m_config, change.key.id) != nullptr) {
            return fail(ErrorCode::AlreadyExists,
                        "There is already a key \"" + change.key.id.str() + "\".");
        }
        m_config.keys.push_back(change.key);
        return checked(m_config.keys.back());
    }

    Result<> operator()(const UpdateKey& change)
    {
        KeyConfig* key = find(change.id);
        if (key == nullptr) {
            return noKey(change.id);
        }
        key->label = change.label;
        key->owner = change.owner;
        key->expires = change.expires;
        key->disabled = change.disabled;
        key->content = change.content;
        key->lenientAccept = change.lenientAccept;
        return checked(*key);
    }

    Result<> operator()(const SetAllowList& change)
    {
        KeyConfig* key = find(change.id);
        if (key == nullptr) {
            return noKey(change.id);
        }
        key->allow = change.allow;
        return checked(*key);
    }

    Result<> operator()(const RemoveKey& change)
    {
        if (std::erase_if(m_config.keys, [&](const KeyConfig& k) { return k.id == change.id; }) ==
            0) {
            return noKey(change.id);
        }
        return {};
    }

    Result<> operator()(const UpdateSettings& change)
    {
        m_config.settings = change.settings;
        if (const auto problem = checkSettings(m_config.settings)) {
            return fail(describe("Settings:", *problem));
        }
        return {};
    }

    Result<> operator()(const ReplaceConfig& change)
    {
        const std::uint64_t revision = m_config.revision;
        m_config = change.config;
        m_config.revision = revision;
        std::ranges::for_each(m_config.servers, sortEntries);
        return {};
    }

private:
    [[nodiscard]] KeyConfig* find(const KeyId& id)
    {
        const auto found = std::ranges::find(m_config.keys, id, &KeyConfig::id);
        return found == m_config.keys.end() ? nullptr : &*found;
    }

    // The whole is checked in the end; these speak of the part a person has just edited.
    [[nodiscard]] static Result<> checked(ServerConfig& server)
    {
        sortEntries(server);
        return validate(std::as_const(server));
    }

    [[nodiscard]] static Result<> checked(const KeyConfig& key)
    {
        if (const auto problem = checkKey(key)) {
            return fail(describe(subjectOf(key), *problem));
        }
        return {};
    }

    GatewayConfig& m_config;
};

struct Namer
{
    const char* operator()(const AddServer&) const { return "server.add"; }

    const char* operator()(const UpdateServer&) const { return "server.update"; }

    const char* operator()(const RemoveServer&) const { return "server.remove"; }

    const char* operator()(const AddKey&) const { return "key.add"; }

    const char* operator()(const UpdateKey&) const { return "key.update"; }

    const char* operator()(const SetAllowList&) const { return "key.allow"; }

    const char* operator()(const RemoveKey&) const { return "key.remove"; }

    const char* operator()(const UpdateSettings&) const { return "settings.update"; }

    const char* operator()(const ReplaceConfig&) const { return "config.replace"; }
};

} // namespace

Result<GatewayConfig> applyChange(const GatewayConfig& config, const ConfigChange& change)
{
    GatewayConfig next = config;
    Applier applier(next);
    if (auto applied = std::visit(applier, change); !applied) {
        return fail(std::move(applied.error()));
    }
    if (auto valid = validate(next); !valid) {
        return fail(std::move(valid.error()));
    }
    next.revision = config.revision + 1;
    return next;
}

const char* changeName(const ConfigChange& change)
{
    return std::visit(Namer{}, change);
}

} // namespace portcullis::api
