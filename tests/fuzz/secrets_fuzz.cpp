#include "gateway/base/atomic_file.h"
#include "gateway/base/crypto.h"
#include "gateway/secrets/key_slots.h"
#include "gateway/secrets/vault.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <span>
#include <string>
#include <unistd.h>

// Any bytes as keyslots.json and as vault.json. What must hold: no crash, no hashing of absurd
// cost, errors with a sentence, and slots that were taken are the same when they were written and
// read again.

namespace {

using namespace portcullis;

void require(bool holds)
{
    if (!holds) {
        std::abort();
    }
}

// In memory, because every input is written to it.
std::filesystem::path fileOfThisProcess()
{
    const std::filesystem::path shared = "/dev/shm";
    std::error_code ignored;
    const auto folder = std::filesystem::is_directory(shared, ignored)
                            ? shared
                            : std::filesystem::temp_directory_path();
    return folder / ("portcullis-secrets-fuzz-" + std::to_string(::getpid()));
}

std::string content(const std::filesystem::path& file)
{
    return readWholeFile(file, std::size_t{1} << 24U).value_or(std::string());
}

void checkSlots(const std::filesystem::path& file)
{
    const auto slots = secrets::KeySlots::load(file);
    if (!slots) {
        require(!slots.error().message.empty());
        return;
    }
    require(slots->empty() || slots->hasPassphrase() || slots->keychainEntry().has_value());
    if (slots->save()) {
        const std::string first = content(file);
        const auto again = secrets::KeySlots::load(file);
        require(again.has_value() && again->save() && content(file) == first);
    }
}

void checkVault(const std::filesystem::path& file)
{
    const auto vault = secrets::Vault::open(file, SecretBytes(std::string(32, 'k')));
    require(vault.has_value() || !vault.error().message.empty());
    const auto names = secrets::Vault::namesIn(file);
    require(!vault || (names && *names == vault->names()));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto file = fileOfThisProcess();
    std::ofstream(file, std::ios::binary)
        .write(reinterpret_cast<const char*>(data), static_cast<std::streamsize>(size));
    checkVault(file);
    checkSlots(file);
    std::error_code ignored;
    std::filesystem::remove(file, ignored);
    return 0;
}
