#pragma once

#include "gateway/base/result.h"
#include "gateway/base/secret_bytes.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

// Ways to the installation's master key from a command line.
namespace portcullis::ctl {

enum class UnlockKind : std::uint8_t
{
    Default, // the keychain where there is a slot for it, else a question on the terminal
    Keychain,
    PassphraseFile,
    PassphraseFd
};

struct UnlockWay
{
    UnlockKind kind = UnlockKind::Default;
    std::string path;
    int descriptor = -1;
};

// "keychain", "passphrase-file:PATH" or "passphrase-fd:N"; empty for the default.
[[nodiscard]] Result<UnlockWay> parseUnlockWay(std::string_view text);

// The master key of the installation in this folder. In a folder without any data the key slots are
// made first; where there is data but no slot that is an error, because a new key opens nothing.
// Errors: Locked (no way given, wrong passphrase), Corrupt, IoError, Unsupported.
[[nodiscard]] Result<SecretBytes> openMaster(const std::filesystem::path& dataFolder,
                                             const UnlockWay& way);
// With what openMaster() has opened it: engine::kKeychain or engine::kPassphrase.
[[nodiscard]] const char* unlockedWith(const std::filesystem::path& dataFolder,
                                       const UnlockWay& way);

// A passphrase by that way, for a gateway that runs; not the keychain.
[[nodiscard]] Result<SecretBytes> readPassphrase(const UnlockWay& way, bool twice = false);

// A file's or stream's secret without the line end that editors leave. A file that others may read
// is used with a warning.
[[nodiscard]] Result<SecretBytes> readSecretFile(const std::filesystem::path& path);
[[nodiscard]] Result<SecretBytes> readSecretFrom(int descriptor);

} // namespace portcullis::ctl
