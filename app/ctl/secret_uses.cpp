#include "app/ctl/secret_uses.h"

#include "gateway/engine/data_folder.h"
#include "gateway/secrets/vault.h"

namespace portcullis::ctl {

namespace {

// Calls visit(secret, kind, entry) for every place in a server's settings that names a secret.
template <typename Visit>
void visitSecrets(const api::ServerConfig& server, Visit visit)
{
    const auto visitAll = [&](const std::vector<api::NamedValue>& entries, const char* kind) {
        for (const api::NamedValue& entry : entries) {
            if (const auto* secret = std::get_if<api::SecretRef>(&entry.value)) {
                visit(secret->name, kind, entry.name);
            }
        }
    };
    visitAll(server.environment, "variable");
    visitAll(server.headers, "header");
    if (server.clientKeyPassphrase) {
        visit(server.clientKeyPassphrase->name, "setting", "clientKeyPassphrase");
    }
}

} // namespace

std::map<std::string, std::vector<std::string>> secretUses(const api::GatewayConfig& config)
{
    std::map<std::string, std::vector<std::string>> uses;
    for (const api::ServerConfig& server : config.servers) {
        visitSecrets(server,
                     [&](const std::string& name, const char* kind, const std::string& entry) {
                         uses[name].push_back(server.id.str() + " (" + kind + " " + entry + ")");
                     });
    }
    return uses;
}

std::set<std::string> ownSecrets(const api::GatewayConfig& config, const ServerId& server)
{
    std::set<std::string> own;
    std::set<std::string> others;
    for (const api::ServerConfig& one : config.servers) {
        visitSecrets(one, [&](const std::string& name, const char*, const std::string&) {
            (one.id == server ? own : others).insert(name);
        });
    }
    std::erase_if(own, [&](const std::string& name) { return others.contains(name); });
    return own;
}

Result<std::set<std::string>> storedSecrets(const std::filesystem::path& dataFolder)
{
    const auto names = secrets::Vault::namesIn(dataFolder / engine::kVaultFile);
    if (!names) {
        return fail(names.error());
    }
    return std::set<std::string>(names->begin(), names->end());
}

} // namespace portcullis::ctl
