#include "gateway/engine/log_opening.h"

#include "gateway/audit/closed_log.h"
#include "gateway/audit/content_keys.h"
#include "gateway/audit/log_folder.h"
#include "gateway/audit/open_connection.h"
#include "gateway/base/crypto.h"
#include "gateway/engine/data_folder.h"
#include "gateway/engine/gateway.h"
#include "gateway/engine/log_pins.h"
#include "gateway/secrets/vault.h"

#include <system_error>
#include <utility>

namespace portcullis::engine {

namespace {

using KeysPtr = std::shared_ptr<const audit::LogKeys>;

constexpr const char* kEd25519 = "ed25519";
constexpr const char* kP256 = "p256";

Result<audit::SigningKey> storedKey(const secrets::Vault& vault, const char* name)
{
    auto bytes = vault.get(name);
    if (!bytes) {
        return fail(std::move(bytes.error()));
    }
    return audit::SigningKey::load(*bytes);
}

Result<> storeKey(secrets::Vault& vault, const char* name, const audit::SigningKey& key)
{
    const auto bytes = key.privateBytes();
    if (!bytes) {
        return fail(bytes.error());
    }
    return vault.put(name, *bytes);
}

Result<KeysPtr> makeKeys(secrets::Vault& vault)
{
    auto keys = audit::LogKeys::generate();
    if (!keys) {
        return fail(std::move(keys.error()));
    }
    if (auto stored = storeKey(vault, kEd25519, keys->ed25519); !stored) {
        return fail(std::move(stored.error()));
    }
    if (auto stored = storeKey(vault, kP256, keys->p256); !stored) {
        return fail(std::move(stored.error()));
    }
    return std::make_shared<const audit::LogKeys>(std::move(*keys));
}

Result<KeysPtr> logKeys(const std::filesystem::path& file, const SecretBytes& sealing, bool isNew)
{
    auto vault = secrets::Vault::open(file, sealing.duplicate());
    if (!vault) {
        return fail(std::move(vault.error()));
    }
    auto ed25519 = storedKey(*vault, kEd25519);
    auto p256 = storedKey(*vault, kP256);
    if (ed25519 && p256) {
        return std::make_shared<const audit::LogKeys>(
            audit::LogKeys{std::move(*ed25519), std::move(*p256)});
    }
    const Error& error = ed25519 ? p256.error() : ed25519.error();
    if (error.code != ErrorCode::NotFound) {
        return fail(error);
    }
    if (!isNew) {
        return fail(ErrorCode::NotFound,
                    "The keys that sign the audit log are gone: " + file.string() +
                        " is missing or incomplete. Restore it from a backup, or move audit.db "
                        "away to start a new log.");
    }
    return makeKeys(*vault);
}

audit::LogOptions
optionsFor(const std::filesystem::path& dataFolder, const SecretBytes& master, LogAids aids)
{
    audit::LogOptions options;
    options.folder = dataFolder;
    const auto sealing = std::make_shared<const SecretBytes>(deriveKey(master, kLogKeysPurpose));
    options.keys = [file = dataFolder / kLogKeysFile, sealing](bool isNew) {
        return logKeys(file, *sealing, isNew);
    };
    options.pins = std::make_shared<LogPins>(
        dataFolder / kPinFile, deriveKey(master, kPinPurpose), std::move(aids.pins));
    options.renderer = std::move(aids.renderer);
    return options;
}

} // namespace

Result<std::unique_ptr<audit::AuditLog>> openLog(const std::filesystem::path& dataFolder,
                                                 const SecretBytes& master,
                                                 api::Durability durability,
                                                 const Clock& clock,
                                                 LogAids aids)
{
    audit::LogOptions options = optionsFor(dataFolder, master, std::move(aids));
    options.durability = durability;
    return audit::AuditLog::open(options, deriveKey(master, kAuditKeyPurpose), clock);
}

Result<api::LogReport> checkLog(const std::filesystem::path& dataFolder,
                                const SecretBytes& master,
                                const Clock& clock,
                                const api::CheckRequest& request,
                                const api::JobWatch& watch,
                                LogAids aids)
{
    return audit::checkClosedLog(optionsFor(dataFolder, master, std::move(aids)),
                                 deriveKey(master, kAuditKeyPurpose),
                                 clock,
                                 request,
                                 watch);
}

Result<> requireLog(const std::filesystem::path& dataFolder)
{
    const std::filesystem::path file = dataFolder / audit::kLogFileName;
    std::error_code unknown;
    return std::filesystem::exists(file, unknown)
               ? Result<>()
               : fail(ErrorCode::NotFound, "There is no audit log " + file.string() + ".");
}

Result<std::string> openingOf(const std::filesystem::path& dataFolder,
                              const SecretBytes& master,
                              const audit::ShownText& shown)
{
    const SecretBytes key = deriveKey(master, kAuditKeyPurpose);
    auto contentKeys = audit::ContentKeys::open(dataFolder / audit::kContentKeysFile, key);
    auto connection = audit::openConnection(
        dataFolder / audit::kLogFileName, key, audit::Access::Reader, api::Durability::Strict);
    if (!contentKeys || !connection) {
        return fail(contentKeys ? connection.error() : contentKeys.error());
    }
    return audit::openingOf(*connection, std::move(*contentKeys), shown);
}

} // namespace portcullis::engine
