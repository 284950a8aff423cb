#pragma once

#include "gateway/api/config.h"
#include "gateway/api/status.h"
#include "gateway/base/clock.h"
#include "gateway/base/crypto.h"
#include "gateway/base/secret_bytes.h"
#include "gateway/policy/standing.h"

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

// Virtual keys: "pcl_" + base64url of 32 random bytes + 6 characters of checksum, so that a typing
// error or a cut copy is told from an unknown key without asking anything secret, and leak scanners
// can find it.
namespace portcullis::policy {

inline constexpr std::string_view kKeyPrefix = "pcl_";

struct MadeKey
{
    KeyId id;
    SecretBytes secret; // the whole text, "pcl_…"
    Digest hash;
};

// A new random key; `pepper` is the installation's key for key hashes.
[[nodiscard]] MadeKey makeKey(const SecretBytes& pepper);

// The form alone: prefix, length, alphabet, checksum.
[[nodiscard]] bool isWellFormed(std::string_view presented);

[[nodiscard]] Digest hashKey(std::string_view presented, const SecretBytes& pepper);

// Who presents a key. `key` is set when the hash is known, also when it may not be used.
struct Identification
{
    const api::KeyConfig* key = nullptr; // lives as long as the configuration asked
    // MissingKey, UnknownKey, SecretEnded, or as standingOf()
    api::Reason reason = api::Reason::UnknownKey;
    bool retiring = false; // it came with the key's older secret
};

// The keys of one configuration, found by hash: of a key that has two secrets, by either in the
// same way. Immutable; made anew with each configuration. Thread: any. Errors: none.
class KeyRing
{
public:
    KeyRing(api::ConfigPtr config, SecretBytes pepper);

    [[nodiscard]] Identification identify(std::string_view presented, WallTime now) const;

private:
    struct DigestHash
    {
        std::size_t operator()(const Digest& digest) const noexcept;
    };

    api::ConfigPtr m_config;
    SecretBytes m_pepper;
    Owners m_owners;

    struct Secret
    {
        const api::KeyConfig* key = nullptr;
        Digest hash{};
        std::optional<WallTime> until; // of an older one
    };

    std::unordered_map<Digest, Secret, DigestHash> m_secrets;
};

} // namespace portcullis::policy
