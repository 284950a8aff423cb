#include "app/common/installation.h"

#include "gateway/engine/data_folder.h"
#include "gateway/secrets/key_slots.h"

#include <cstdlib>
#include <system_error>

namespace portcullis::installation {

namespace {

std::filesystem::path helper(const char* name)
{
    std::error_code ignored;
    const auto self = std::filesystem::read_symlink("/proc/self/exe", ignored).parent_path();
    for (const char* place : {".", "../libexec/portcullis", "../lib/portcullis"}) {
        const auto program = self / place / name;
        if (std::filesystem::exists(program, ignored)) {
            return program.lexically_normal();
        }
    }
    return name;
}

} // namespace

std::filesystem::path defaultDataFolder()
{
    const char* data = std::getenv("XDG_DATA_HOME");
    if (data != nullptr && *data == '/') { // relative ones are to be ignored (XDG base directories)
        return std::filesystem::path(data) / "portcullis";
    }
    const char* home = std::getenv("HOME");
    return std::filesystem::path(home != nullptr && *home != '\0' ? home : ".") /
           ".local/share/portcullis";
}

std::optional<std::filesystem::path> serviceSocket()
{
    std::error_code ignored;
    const std::filesystem::path socket =
        std::filesystem::path(kServiceFolder) / engine::kControlSocket;
    const bool ownData = std::filesystem::exists(defaultDataFolder(), ignored);
    return !ownData && std::filesystem::is_socket(socket, ignored) ? std::optional(socket)
                                                                   : std::nullopt;
}

std::filesystem::path supervisorProgram()
{
    return helper("portcullis-supervisor");
}

std::filesystem::path bridgeProgram()
{
    return helper("portcullisctl");
}

std::filesystem::path tokenProgram()
{
    return helper("portcullis-token");
}

bool holdsData(const std::filesystem::path& dataFolder)
{
    std::error_code ignored;
    const auto size = std::filesystem::file_size(dataFolder / "audit.db", ignored);
    return (!ignored && size > 0) ||
           std::filesystem::exists(dataFolder / engine::kVaultFile, ignored);
}

Error slotsMissing(const std::filesystem::path& dataFolder)
{
    return {ErrorCode::Corrupt,
            "The folder " + dataFolder.string() + " holds encrypted data, but its file " +
                engine::kKeySlotsFile +
                " is missing: put it back from a backup; a new key would open nothing.",
            {}};
}

std::function<Result<SecretBytes>(const SecretBytes&)>
passphraseOpener(const std::filesystem::path& dataFolder)
{
    return [dataFolder](const SecretBytes& passphrase) -> Result<SecretBytes> {
        const auto slots = secrets::KeySlots::load(dataFolder / engine::kKeySlotsFile);
        return slots ? slots->openWithPassphrase(passphrase) : fail(slots.error());
    };
}

} // namespace portcullis::installation
