#include "app/ctl/witness_folder.h"

#include "gateway/base/atomic_file.h"
#include "gateway/base/crypto.h"
#include "gateway/base/encoding.h"
#include "gateway/engine/data_folder.h"
#include "gateway/secrets/vault.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <optional>
#include <utility>

namespace portcullis::ctl {

namespace {

using nlohmann::json;

constexpr const char* kPurpose = "portcullis/1/witness";
constexpr const char* kVaultFile = "witness.json";
constexpr const char* kKey = "key";
constexpr const char* kName = "name";
constexpr std::string_view kLogSuffix = ".log.json";
constexpr std::size_t kMaxFile = std::size_t{256} * 1024;

Result<secrets::Vault> openVault(const std::filesystem::path& folder, const UnlockWay& way)
{
    auto master = openMaster(folder, way);
    if (!master) {
        return fail(std::move(master.error()));
    }
    return secrets::Vault::open(folder / kVaultFile, deriveKey(*master, kPurpose));
}

std::unexpected<Error> damaged(const std::filesystem::path& file)
{
    return fail(ErrorCode::Corrupt,
                file.string() +
                    " does not hold a checkpoint that this witness has signed: restore it from a "
                    "backup of the witness.");
}

std::string bytesOf(const std::vector<std::uint8_t>& bytes)
{
    return {bytes.begin(), bytes.end()};
}

// What stands in the file of a log.
struct Entry
{
    std::string publicKey; // of the log
    audit::SignedNote note;
};

std::optional<Entry> parse(const std::string& text)
{
    const json read = json::parse(text, nullptr, false);
    const auto member = [&read](const char* name) {
        const auto found = read.find(name);
        return found != read.end() && found->is_string() ? found->get<std::string>()
                                                         : std::string();
    };
    const auto key = fromBase64(member("logKey"));
    auto note = audit::SignedNote::parse(member("note"));
    return key && note ? std::optional(Entry{bytesOf(*key), std::move(*note)}) : std::nullopt;
}

} // namespace

WitnessFolder::WitnessFolder(std::filesystem::path folder,
                             audit::SigningKey key,
                             audit::NoteVerifier verifier)
    : m_folder(std::move(folder))
    , m_key(std::move(key))
    , m_verifier(std::move(verifier))
{}

Result<WitnessFolder> WitnessFolder::make(const std::filesystem::path& folder,
                                          const UnlockWay& way,
                                          const std::string& name)
{
    std::error_code ignored;
    if (std::filesystem::exists(folder / kVaultFile, ignored)) {
        return fail(ErrorCode::AlreadyExists,
                    "There is a witness in " + folder.string() + " already.");
    }
    auto key = audit::SigningKey::generate(audit::KeyKind::Ed25519);
    if (!key) {
        return fail(std::move(key.error()));
    }
    auto verifier = audit::verifierFor(*key, name, audit::NoteAlgorithm::Cosignature);
    if (!verifier) {
        return fail(std::move(verifier.error()));
    }
    auto vault = openVault(folder, way);
    if (!vault) {
        return fail(std::move(vault.error()));
    }
    const auto bytes = key->privateBytes();
    if (!bytes) {
        return fail(bytes.error());
    }
    auto stored = vault->put(kName, SecretBytes(std::string_view(name)));
    if (stored) {
        stored = vault->put(kKey, *bytes);
    }
    if (!stored) {
        return fail(std::move(stored.error()));
    }
    return WitnessFolder(folder, std::move(*key), std::move(*verifier));
}

Result<WitnessFolder> WitnessFolder::open(const std::filesystem::path& folder, const UnlockWay& way)
{
    std::error_code ignored;
    if (!std::filesystem::exists(folder / kVaultFile, ignored)) {
        return fail(ErrorCode::NotFound,
                    "There is no witness in " + folder.string() +
                        ": make one with `portcullisctl witness init`.");
    }
    auto vault = openVault(folder, way);
    if (!vault) {
        return fail(std::move(vault.error()));
    }
    const auto name = vault->get(kName);
    const auto bytes = vault->get(kKey);
    if (!name || !bytes) {
        return fail(name ? bytes.error() : name.error());
    }
    auto key = audit::SigningKey::load(*bytes);
    if (!key) {
        return fail(std::move(key.error()));
    }
    auto verifier = audit::verifierFor(
        *key, std::string(name->revealText()), audit::NoteAlgorithm::Cosignature);
    if (!verifier) {
        return fail(std::move(verifier.error()));
    }
    return WitnessFolder(folder, std::move(*key), std::move(*verifier));
}

std::filesystem::path WitnessFolder::fileOf(std::string_view origin) const
{
    const std::string name = toHex(sha256(audit::logOf(origin))).substr(0, 32);
    return m_folder / (name + std::string(kLogSuffix));
}

Result<WitnessFolder::Known> WitnessFolder::read(const std::filesystem::path& file) const
{
    const auto text = readWholeFile(file, kMaxFile);
    if (!text) {
        return fail(text.error());
    }
    auto entry = parse(*text);
    if (!entry || audit::verdictOf(entry->note, m_verifier) != audit::NoteVerdict::Valid) {
        return damaged(file);
    }
    auto head = api::TreeHead::parse(entry->note.text);
    if (!head) {
        return damaged(file);
    }
    const audit::NoteVerifier log{head->origin, audit::NoteAlgorithm::Ed25519, entry->publicKey};
    if (audit::verdictOf(entry->note, log) != audit::NoteVerdict::Valid) {
        return damaged(file);
    }
    return Known{std::move(entry->note), std::move(*head), std::move(entry->publicKey)};
}

Result<audit::WitnessedLog> WitnessFolder::known(std::string_view origin) const
{
    auto found = read(fileOf(origin));
    if (!found) {
        return fail(std::move(found.error()));
    }
    return audit::WitnessedLog{std::move(found->publicKey), found->head.size, found->head.root};
}

Result<audit::SignedNote> WitnessFolder::cosign(audit::SignedNote checkpoint,
                                                const std::string& publicKey,
                                                std::int64_t seconds) const
{
    const auto head = api::TreeHead::parse(checkpoint.text);
    auto signature = audit::cosignNote(checkpoint.text, seconds, m_key, m_verifier);
    if (!head || !signature) {
        return fail(head ? signature.error() : head.error());
    }
    std::erase_if(checkpoint.signatures, [this](const audit::NoteSignature& one) {
        return one.name == m_verifier.name && one.keyId == m_verifier.keyId();
    });
    checkpoint.signatures.push_back(std::move(*signature));
    const std::vector<std::uint8_t> key(publicKey.begin(), publicKey.end());
    const json entry = {{"logKey", toBase64(key)}, {"note", checkpoint.format()}};
    if (auto kept = writeFileAtomically(fileOf(head->origin), entry.dump(2) + "\n"); !kept) {
        return fail(std::move(kept.error()));
    }
    return checkpoint;
}

Result<std::vector<WitnessFolder::Known>> WitnessFolder::all() const
{
    std::vector<Known> found;
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(m_folder, error)) {
        if (!entry.path().filename().string().ends_with(kLogSuffix)) {
            continue;
        }
        auto one = read(entry.path());
        if (!one) {
            return fail(std::move(one.error()));
        }
        found.push_back(std::move(*one));
    }
    if (error) {
        return fail(ErrorCode::IoError, m_folder.string() + " cannot be read.", error.message());
    }
    std::ranges::sort(found, {}, [](const Known& one) { return one.head.origin; });
    return found;
}

} // namespace portcullis::ctl
