#include "gateway/secrets/vault.h"

#include "gateway/base/atomic_file.h"
#include "gateway/base/crypto.h"
#include "gateway/base/encoding.h"
#include "gateway/secrets/json_file.h"
#include "gateway/secrets/sealing.h"

#include <algorithm>
#include <utility>

namespace portcullis::secrets {

namespace {

constexpr std::int64_t kVersion = 1;
constexpr std::size_t kMaxNames = 1000;
constexpr std::size_t kMaxSecretBytes = std::size_t{16} * 1024;
constexpr std::size_t kMaxFileBytes = std::size_t{32} * 1024 * 1024;

[[nodiscard]] bool isName(std::string_view text)
{
    return !text.empty() && text.size() <= 64 && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '.' || c == '_' || c == '-';
    });
}

[[nodiscard]] std::string contextOf(const std::string& name)
{
    return "portcullis vault v1 " + name;
}

[[nodiscard]] std::optional<SecretBytes>
open(const SecretBytes& key, const std::string& name, std::span<const std::uint8_t> sealed)
{
    if (sealed.size() < kNonceBytes) {
        return std::nullopt;
    }
    return unseal(key, contextOf(name), sealed.first(kNonceBytes), sealed.subspan(kNonceBytes));
}

[[nodiscard]] std::unexpected<Error> noSecret(const std::string& name)
{
    return fail(ErrorCode::NotFound, "There is no stored secret \"" + name + "\": store it first.");
}

} // namespace

Vault::Vault(std::filesystem::path file, SecretBytes key)
    : m_file(std::move(file))
    , m_key(std::move(key))
{}

// Every seal is tried at once: a vault under another key must not get secrets under this one as
// well.
Result<Vault> Vault::open(const std::filesystem::path& file, SecretBytes key)
{
    if (key.size() != kKeyBytes) {
        return fail(ErrorCode::InvalidArgument, "The key of the vault must have 32 bytes.");
    }
    Vault vault(file, std::move(key));
    auto read = readJsonFile(file, kMaxFileBytes, kVersion);
    if (!read) {
        return fail(std::move(read.error()));
    }
    if (!*read) {
        return vault;
    }
    const Json* secrets = memberOf(**read, "secrets");
    if (secrets == nullptr || !secrets->is_object()) {
        return corrupt(file, "it has no secrets");
    }
    for (const auto& [name, value] : secrets->items()) {
        auto sealed = bytesOf(*secrets, name.c_str());
        if (!isName(name) || !sealed || !secrets::open(vault.m_key, name, *sealed)) {
            return corrupt(file,
                           "the secret \"" + (isName(name) ? name : std::string("?")) +
                               "\" does not open with this installation's key");
        }
        vault.m_sealed.emplace(name, std::move(*sealed));
    }
    return vault;
}

Result<std::vector<std::string>> Vault::namesIn(const std::filesystem::path& file)
{
    const auto read = readJsonFile(file, kMaxFileBytes, kVersion);
    if (!read) {
        return fail(read.error());
    }
    std::vector<std::string> names;
    if (!*read) {
        return names;
    }
    const Json* secrets = memberOf(**read, "secrets");
    if (secrets == nullptr || !secrets->is_object()) {
        return corrupt(file, "it has no secrets");
    }
    for (const auto& [name, value] : secrets->items()) {
        if (isName(name)) {
            names.push_back(name);
        }
    }
    return names;
}

Result<SecretBytes> Vault::get(const std::string& name) const
{
    const auto found = m_sealed.find(name);
    if (found == m_sealed.end()) {
        return noSecret(name);
    }
    auto plain = secrets::open(m_key, name, found->second);
    if (!plain) {
        return corrupt(m_file, "the secret \"" + name + "\" does not open");
    }
    return std::move(*plain);
}

Result<> Vault::put(const std::string& name, const SecretBytes& secret)
{
    if (!isName(name)) {
        return fail(ErrorCode::InvalidArgument,
                    "The name of a secret must be 1 to 64 letters, digits, '.', '_' or '-'.");
    }
    if (secret.empty() || secret.size() > kMaxSecretBytes) {
        return fail(ErrorCode::InvalidArgument, "A secret must have 1 byte to 16 KiB.");
    }
    if (m_sealed.size() >= kMaxNames && !m_sealed.contains(name)) {
        return fail(ErrorCode::ResourceExhausted,
                    "There are 1000 stored secrets already: remove one first.");
    }
    auto sealed = seal(m_key, contextOf(name), secret);
    if (!sealed) {
        return fail(std::move(sealed.error()));
    }
    std::vector<std::uint8_t> bytes = std::move(sealed->nonce);
    bytes.insert(bytes.end(), sealed->ciphertext.begin(), sealed->ciphertext.end());
    auto before = m_sealed;
    m_sealed[name] = std::move(bytes);
    auto saved = save();
    if (!saved) {
        m_sealed = std::move(before); // what is in memory is what is in the file
    }
    return saved;
}

Result<> Vault::remove(const std::string& name)
{
    const auto found = m_sealed.find(name);
    if (found == m_sealed.end()) {
        return noSecret(name);
    }
    auto removed = m_sealed.extract(found);
    auto saved = save();
    if (!saved) {
        m_sealed.insert(std::move(removed));
    }
    return saved;
}

std::vector<std::string> Vault::names() const
{
    std::vector<std::string> names;
    names.reserve(m_sealed.size());
    for (const auto& [name, sealed] : m_sealed) {
        names.push_back(name);
    }
    return names;
}

std::string Vault::sealedHash(const std::string& name) const
{
    const auto found = m_sealed.find(name);
    return found == m_sealed.end() ? std::string() : toHex(sha256(found->second));
}

Vault Vault::duplicate() const
{
    Vault copy(m_file, m_key.duplicate());
    copy.m_sealed = m_sealed;
    return copy;
}

Result<> Vault::save() const
{
    Json secrets = Json::object();
    for (const auto& [name, sealed] : m_sealed) {
        secrets[name] = toBase64(sealed);
    }
    Json json = Json::object();
    json["version"] = kVersion;
    json["secrets"] = std::move(secrets);
    return writeFileAtomically(m_file, json.dump(2) + "\n");
}

} // namespace portcullis::secrets
