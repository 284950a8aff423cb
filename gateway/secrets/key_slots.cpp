#include "gateway/secrets/key_slots.h"

#include "gateway/base/crypto.h"
#include "gateway/base/encoding.h"
#include "gateway/secrets/json_file.h"
#include "gateway/secrets/passphrase_hash.h"
#include "gateway/secrets/sealing.h"

#include <array>
#include <utility>

namespace portcullis::secrets {

namespace {

constexpr std::size_t kInstallationBytes = 16;

// Binds a sealed master key to its kind of slot and its installation.
[[nodiscard]] std::string slotContext(const std::string& installation)
{
    return "portcullis key slot v1 passphrase " + installation;
}

// Tells a right master key from a wrong one and nothing else about it.
[[nodiscard]] std::vector<std::uint8_t> checkValue(const SecretBytes& master,
                                                   const std::string& installation)
{
    const SecretBytes key = deriveKey(master, "portcullis key slots check v1");
    const Digest digest = hmacSha256(key.bytes(), asBytes(installation));
    return {digest.begin(), digest.end()};
}

[[nodiscard]] std::unexpected<Error> alreadyThere()
{
    return fail(ErrorCode::AlreadyExists,
                "This installation has a master key already: open it instead.");
}

} // namespace

bool KeySlots::empty() const
{
    return !m_passphrase && !m_keychainEntry;
}

bool KeySlots::hasPassphrase() const
{
    return m_passphrase.has_value();
}

std::optional<std::string> KeySlots::keychainEntry() const
{
    return m_keychainEntry;
}

std::string KeySlots::keychainEntryName(const std::string& installation)
{
    return "master-" + installation;
}

SecretBytes KeySlots::newMaster()
{
    std::array<std::uint8_t, kInstallationBytes> id{};
    fillRandom(id);
    m_installation = toHex(id);
    SecretBytes master = randomSecret(kKeyBytes);
    m_check = checkValue(master, m_installation);
    return master;
}

Result<SecretBytes> KeySlots::createWithPassphrase(const SecretBytes& passphrase,
                                                   PassphraseCost cost)
{
    if (!empty()) {
        return alreadyThere();
    }
    SecretBytes master = newMaster();
    if (auto added = addPassphrase(master, passphrase, cost); !added) {
        m_installation.clear();
        m_check.clear();
        return fail(std::move(added.error()));
    }
    return master;
}

Result<SecretBytes> KeySlots::createForKeychain()
{
    if (!empty()) {
        return alreadyThere();
    }
    SecretBytes master = newMaster();
    m_keychainEntry = keychainEntryName(m_installation);
    return master;
}

Result<> KeySlots::addPassphrase(const SecretBytes& master,
                                 const SecretBytes& passphrase,
                                 PassphraseCost cost)
{
    if (auto right = verify(master); !right) {
        return right;
    }
    PassphraseSlot slot;
    slot.cost = cost;
    slot.salt.resize(kSaltBytes);
    fillRandom(slot.salt);
    auto key = stretch(passphrase, cost, slot.salt);
    if (!key) {
        return fail(std::move(key.error()));
    }
    auto sealed = seal(*key, slotContext(m_installation), master);
    if (!sealed) {
        return fail(std::move(sealed.error()));
    }
    slot.nonce = std::move(sealed->nonce);
    slot.sealed = std::move(sealed->ciphertext);
    m_passphrase = std::move(slot);
    return {};
}

Result<> KeySlots::addKeychain(const SecretBytes& master)
{
    if (auto right = verify(master); !right) {
        return right;
    }
    m_keychainEntry = keychainEntryName(m_installation);
    return {};
}

Result<> KeySlots::removePassphrase()
{
    if (!m_passphrase) {
        return fail(ErrorCode::NotFound, "There is no passphrase to remove.");
    }
    if (!m_keychainEntry) {
        return fail(
            ErrorCode::InvalidArgument,
            "The passphrase is the only way to the key: store the key in the keychain first.");
    }
    m_passphrase.reset();
    return {};
}

Result<SecretBytes> KeySlots::openWithPassphrase(const SecretBytes& passphrase) const
{
    if (!m_passphrase) {
        return fail(ErrorCode::NotFound,
                    "This installation has no passphrase: its key is in the keychain.");
    }
    auto key = stretch(passphrase, m_passphrase->cost, m_passphrase->salt);
    if (!key) {
        return fail(std::move(key.error()));
    }
    auto master =
        unseal(*key, slotContext(m_installation), m_passphrase->nonce, m_passphrase->sealed);
    if (!master) {
        return fail(ErrorCode::Locked, "The passphrase is wrong: try again.");
    }
    if (!verify(*master)) {
        return corrupt(m_file, "its check value belongs to another key");
    }
    return std::move(*master);
}

Result<> KeySlots::verify(const SecretBytes& master) const
{
    if (m_check.empty()) {
        return fail(ErrorCode::NotFound, "This installation has no master key yet.");
    }
    if (master.size() != kKeyBytes ||
        !constantTimeEqual(checkValue(master, m_installation), m_check)) {
        return fail(ErrorCode::Locked, "This is not the master key of this installation.");
    }
    return {};
}

} // namespace portcullis::secrets
