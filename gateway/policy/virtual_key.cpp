#include "gateway/policy/virtual_key.h"

#include "gateway/base/encoding.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

namespace portcullis::policy {

namespace {

constexpr std::size_t kRandomBytes = 32;
constexpr std::size_t kBodyChars = 43; // base64url of 32 bytes, unpadded
constexpr std::size_t kChecksumChars = 6;
constexpr std::size_t kKeyChars = kKeyPrefix.size() + kBodyChars + kChecksumChars;
constexpr std::size_t kIdBytes = 8;

// The first six base64url characters of the SHA-256 of prefix and body: 36 bits, so that one slip
// in 69 billion passes. It protects against slips only and holds nothing that is secret by itself.
[[nodiscard]] std::string checksum(std::string_view prefixAndBody)
{
    const Digest digest = sha256(prefixAndBody);
    std::string text = toBase64Url(digest);
    text.resize(kChecksumChars);
    return text;
}

[[nodiscard]] bool isBase64UrlChar(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
}

[[nodiscard]] KeyId makeKeyId()
{
    std::array<std::uint8_t, kIdBytes> bytes{};
    fillRandom(bytes);
    return KeyId("vk_" + toHex(bytes));
}

// Copies text into a buffer that is wiped, so that no string with the secret stays on the heap.
void place(std::span<std::uint8_t> out, std::string_view text)
{
    std::transform(
        text.begin(), text.end(), out.begin(), [](char c) { return static_cast<std::uint8_t>(c); });
}

// Six bits at a time, straight into the wiped buffer: the general encoder returns an ordinary
// string.
void placeBase64Url(std::span<std::uint8_t> out, std::span<const std::uint8_t> bytes)
{
    constexpr std::string_view kAlphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    std::uint32_t pending = 0;
    unsigned bits = 0;
    std::size_t at = 0;
    for (const std::uint8_t byte : bytes) {
        pending = (pending << 8U) | byte;
        bits += 8;
        while (bits >= 6) {
            bits -= 6;
            out[at++] = static_cast<std::uint8_t>(kAlphabet[(pending >> bits) & 0x3FU]);
        }
    }
    if (bits > 0) {
        out[at] = static_cast<std::uint8_t>(kAlphabet[(pending << (6 - bits)) & 0x3FU]);
    }
}

[[nodiscard]] Owners ownersOf(const api::ConfigPtr& config)
{
    return config ? Owners(*config) : Owners(api::GatewayConfig());
}

} // namespace

MadeKey makeKey(const SecretBytes& pepper)
{
    const SecretBytes random = randomSecret(kRandomBytes);
    SecretBytes secret(kKeyChars);
    const std::span<std::uint8_t> out = secret.writable();
    place(out, kKeyPrefix);
    placeBase64Url(out.subspan(kKeyPrefix.size(), kBodyChars), random.bytes());
    const std::string_view body = secret.revealText().substr(0, kKeyPrefix.size() + kBodyChars);
    place(out.last(kChecksumChars), checksum(body));
    const Digest hash = hashKey(secret.revealText(), pepper);
    return {makeKeyId(), std::move(secret), hash};
}

bool isWellFormed(std::string_view presented)
{
    if (presented.size() != kKeyChars || !presented.starts_with(kKeyPrefix)) {
        return false;
    }
    const std::string_view rest = presented.substr(kKeyPrefix.size());
    if (!std::all_of(rest.begin(), rest.end(), isBase64UrlChar)) {
        return false;
    }
    const std::string_view body = presented.substr(0, kKeyPrefix.size() + kBodyChars);
    return checksum(body) == presented.substr(body.size());
}

Digest hashKey(std::string_view presented, const SecretBytes& pepper)
{
    return hmacSha256(pepper.bytes(), asBytes(presented));
}

KeyRing::KeyRing(api::ConfigPtr config, SecretBytes pepper)
    : m_config(std::move(config))
    , m_pepper(std::move(pepper))
    , m_owners(ownersOf(m_config))
{
    if (!m_config) {
        return;
    }
    m_secrets.reserve(2 * m_config->keys.size());
    for (const api::KeyConfig& key : m_config->keys) {
        m_secrets.emplace(key.hash, Secret{&key, key.hash, {}});
        if (key.retiring) {
            m_secrets.emplace(key.retiring->hash,
                              Secret{&key, key.retiring->hash, key.retiring->until});
        }
    }
}

Identification KeyRing::identify(std::string_view presented, WallTime now) const
{
    if (presented.empty()) {
        return {nullptr, api::Reason::MissingKey};
    }
    if (!isWellFormed(presented)) {
        return {nullptr, api::Reason::UnknownKey};
    }
    const Digest hash = hashKey(presented, m_pepper);
    const auto found = m_secrets.find(hash);
    if (found == m_secrets.end() || !constantTimeEqual(found->second.hash, hash)) {
        return {nullptr, api::Reason::UnknownKey};
    }
    const Secret& secret = found->second;
    const bool ended = secret.until && now >= *secret.until;
    const api::Reason standing = standingOf(*secret.key, m_owners, now);
    return {secret.key, ended ? api::Reason::SecretEnded : standing, secret.until.has_value()};
}

// The digests are HMACs under a secret: any eight of their bytes are a hash that nobody outside can
// aim.
std::size_t KeyRing::DigestHash::operator()(const Digest& digest) const noexcept
{
    std::size_t value = 0;
    std::memcpy(&value, digest.data(), sizeof value);
    return value;
}

} // namespace portcullis::policy
