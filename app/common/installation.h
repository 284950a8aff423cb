#pragma once

#include "gateway/base/result.h"
#include "gateway/base/secret_bytes.h"

#include <filesystem>
#include <functional>
#include <optional>

// What both programs know of an installation. Any thread.
namespace portcullis::installation {

// $XDG_DATA_HOME/portcullis, or ~/.local/share/portcullis.
[[nodiscard]] std::filesystem::path defaultDataFolder();

// The folder with the sockets of a gateway that runs as a service of this machine.
inline constexpr const char* kServiceFolder = "/run/portcullis";

// The control socket of that service, where it runs and the account of this program has no data of
// its own in the default folder.
[[nodiscard]] std::optional<std::filesystem::path> serviceSocket();

// The program that stands between the gateway and a stdio server: beside this program, or where the
// package keeps it.
[[nodiscard]] std::filesystem::path supervisorProgram();

// The program portcullisctl, which is the bridge of clients that start a command; found like the
// other.
[[nodiscard]] std::filesystem::path bridgeProgram();

// The program that stands between the gateway and an organisation's token; found like the other.
[[nodiscard]] std::filesystem::path tokenProgram();

// Does the folder hold data that only its own key opens? Then no new key may be made for it.
[[nodiscard]] bool holdsData(const std::filesystem::path& dataFolder);

// The sentence for data whose key slots are gone.
[[nodiscard]] Error slotsMissing(const std::filesystem::path& dataFolder);

// Opens the folder's passphrase slot; takes half a second. For GatewayOptions::openWithPassphrase.
[[nodiscard]] std::function<Result<SecretBytes>(const SecretBytes&)>
passphraseOpener(const std::filesystem::path& dataFolder);

} // namespace portcullis::installation
