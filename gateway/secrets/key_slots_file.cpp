#include "gateway/base/atomic_file.h"
#include "gateway/base/crypto.h"
#include "gateway/base/encoding.h"
#include "gateway/secrets/json_file.h"
#include "gateway/secrets/key_slots.h"
#include "gateway/secrets/passphrase_hash.h"
#include "gateway/secrets/sealing.h"

#include <utility>

// The slots as the file keyslots.json.
namespace portcullis::secrets {

namespace {

constexpr std::int64_t kVersion = 1;
constexpr std::size_t kMaxFileBytes = std::size_t{64} * 1024;
constexpr std::size_t kInstallationChars = 32;

// Nothing when it is incomplete or out of bounds.
[[nodiscard]] std::optional<PassphraseSlot> readSlot(const Json& json)
{
    const auto operations = numberOf(json, "operations");
    const auto memory = numberOf(json, "memoryBytes");
    auto salt = bytesOf(json, "salt");
    auto nonce = bytesOf(json, "nonce");
    auto sealed = bytesOf(json, "sealed");
    if (textOf(json, "hash") != kPassphraseHash || !operations || !memory || !salt || !nonce ||
        !sealed) {
        return std::nullopt;
    }
    PassphraseSlot slot{
        {*operations, *memory}, std::move(*salt), std::move(*nonce), std::move(*sealed)};
    if (!isBounded(slot.cost) || slot.salt.size() != kSaltBytes ||
        slot.nonce.size() != kNonceBytes || slot.sealed.size() != kKeyBytes + kTagBytes) {
        return std::nullopt;
    }
    return slot;
}

[[nodiscard]] Json slotToJson(const PassphraseSlot& slot)
{
    Json json = Json::object();
    json["hash"] = kPassphraseHash;
    json["operations"] = slot.cost.operations;
    json["memoryBytes"] = slot.cost.memoryBytes;
    json["salt"] = toBase64(slot.salt);
    json["nonce"] = toBase64(slot.nonce);
    json["sealed"] = toBase64(slot.sealed);
    return json;
}

} // namespace

Result<KeySlots> KeySlots::load(const std::filesystem::path& file)
{
    KeySlots slots;
    slots.m_file = file;
    auto read = readJsonFile(file, kMaxFileBytes, kVersion);
    if (!read) {
        return fail(std::move(read.error()));
    }
    if (!*read) {
        return slots;
    }
    const Json& json = **read;
    slots.m_installation = textOf(json, "installation").value_or(std::string());
    slots.m_check = bytesOf(json, "check").value_or(std::vector<std::uint8_t>());
    if (slots.m_installation.size() != kInstallationChars || !fromHex(slots.m_installation) ||
        slots.m_check.size() != Digest().size()) {
        return corrupt(file, "the installation's id or its check value is missing");
    }
    if (const Json* passphrase = memberOf(json, "passphrase")) {
        slots.m_passphrase = readSlot(*passphrase);
        if (!slots.m_passphrase) {
            return corrupt(file, "its passphrase slot is incomplete or out of bounds");
        }
    }
    if (const Json* keychain = memberOf(json, "keychain")) {
        // The name follows from the installation: a file must not point at another program's
        // secret.
        if (textOf(*keychain, "entry") != keychainEntryName(slots.m_installation)) {
            return corrupt(file, "its keychain slot names a foreign entry");
        }
        slots.m_keychainEntry = keychainEntryName(slots.m_installation);
    }
    if (slots.empty()) {
        return corrupt(file, "it has no slot");
    }
    return slots;
}

Result<> KeySlots::save() const
{
    if (empty()) {
        return fail(ErrorCode::InvalidArgument,
                    "There is no way to the key to write down: set a passphrase first.");
    }
    Json json = Json::object();
    json["version"] = kVersion;
    json["installation"] = m_installation;
    json["check"] = toBase64(m_check);
    if (m_passphrase) {
        json["passphrase"] = slotToJson(*m_passphrase);
    }
    if (m_keychainEntry) {
        json["keychain"]["entry"] = *m_keychainEntry;
    }
    return writeFileAtomically(m_file, json.dump(2) + "\n");
}

} // namespace portcullis::secrets
