#pragma once

#include "gateway/base/result.h"
#include "gateway/base/secret_bytes.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace portcullis::secrets {

// Cost of the passphrase hash (Argon2id). The default is libsodium's MODERATE: 256 MiB, 3 passes.
struct PassphraseCost
{
    std::uint64_t operations = 3;
    std::uint64_t memoryBytes = 256ULL * 1024 * 1024;
};

// The master key as the file holds it for a passphrase.
struct PassphraseSlot
{
    PassphraseCost cost;
    std::vector<std::uint8_t> salt;
    std::vector<std::uint8_t> nonce;
    std::vector<std::uint8_t> sealed;
};

// The ways to the installation's master key: 32 random bytes from which every other key is derived
// (deriveKey). The file keyslots.json holds no secret in the clear: a passphrase slot holds the
// master key sealed under Argon2id of the passphrase, a keychain slot the name of the keychain's
// entry, and a check value tells a right master key from a wrong one.
//
// Owner: app. Thread: one at a time; openWithPassphrase() takes half a second. Errors: Locked
// (wrong passphrase or key), Corrupt (damaged file), IoError, NotFound (no such slot).
class KeySlots
{
public:
    // Reads the file; without one the slots are empty and create…() makes the first.
    [[nodiscard]] static Result<KeySlots> load(const std::filesystem::path& file);

    [[nodiscard]] bool empty() const;
    [[nodiscard]] bool hasPassphrase() const;
    // The name of the entry in the keychain, when there is a keychain slot.
    [[nodiscard]] std::optional<std::string> keychainEntry() const;

    // The first slot: makes the master key. AlreadyExists when there are slots.
    [[nodiscard]] Result<SecretBytes> createWithPassphrase(const SecretBytes& passphrase,
                                                           PassphraseCost cost = {});
    // The first slot, for a keychain: the caller stores the returned key under keychainEntry() and
    // calls save() only when the keychain has it.
    [[nodiscard]] Result<SecretBytes> createForKeychain();

    // A further slot for an open installation, or a new passphrase instead of the old one. Locked
    // when `master` is not its key.
    [[nodiscard]] Result<> addPassphrase(const SecretBytes& master,
                                         const SecretBytes& passphrase,
                                         PassphraseCost cost = {});
    [[nodiscard]] Result<> addKeychain(const SecretBytes& master);
    // Refuses to remove the last slot.
    [[nodiscard]] Result<> removePassphrase();

    [[nodiscard]] Result<SecretBytes> openWithPassphrase(const SecretBytes& passphrase) const;
    // Is this the master key of this installation?
    [[nodiscard]] Result<> verify(const SecretBytes& master) const;

    // Writes the file atomically, readable by its owner only.
    [[nodiscard]] Result<> save() const;

private:
    [[nodiscard]] SecretBytes newMaster();
    [[nodiscard]] static std::string keychainEntryName(const std::string& installation);

    std::filesystem::path m_file;
    std::string m_installation; // random id; part of the keychain entry's name
    std::vector<std::uint8_t> m_check;
    std::optional<PassphraseSlot> m_passphrase;
    std::optional<std::string> m_keychainEntry;
};

} // namespace portcullis::secrets
