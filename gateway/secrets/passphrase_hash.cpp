#include "gateway/secrets/passphrase_hash.h"

#include "gateway/secrets/sealing.h"

#include <sodium.h>

namespace portcullis::secrets {

namespace {

constexpr std::size_t kMaxPassphraseBytes = 1024;
constexpr std::uint64_t kMaxOperations = 16;
constexpr std::uint64_t kMaxMemoryBytes = 2ULL * 1024 * 1024 * 1024;

static_assert(kSaltBytes == crypto_pwhash_SALTBYTES);

} // namespace

bool isBounded(const PassphraseCost& cost)
{
    return cost.operations >= crypto_pwhash_OPSLIMIT_MIN && cost.operations <= kMaxOperations &&
           cost.memoryBytes >= crypto_pwhash_MEMLIMIT_MIN && cost.memoryBytes <= kMaxMemoryBytes;
}

Result<SecretBytes> stretch(const SecretBytes& passphrase,
                            const PassphraseCost& cost,
                            std::span<const std::uint8_t> salt)
{
    if (passphrase.empty() || passphrase.size() > kMaxPassphraseBytes) {
        return fail(ErrorCode::InvalidArgument, "The passphrase must have 1 to 1024 bytes.");
    }
    if (!isBounded(cost)) {
        return fail(ErrorCode::InvalidArgument,
                    "The cost of the passphrase hash must be 1 to 16 passes over 8 KiB to 2 GiB.");
    }
    if (salt.size() != kSaltBytes || sodium_init() < 0) {
        return fail(ErrorCode::Internal, "The passphrase hash is not usable.");
    }
    SecretBytes key(kKeyBytes);
    const std::string_view text = passphrase.revealText();
    if (crypto_pwhash(key.writable().data(),
                      key.size(),
                      text.data(),
                      text.size(),
                      salt.data(),
                      cost.operations,
                      static_cast<std::size_t>(cost.memoryBytes),
                      crypto_pwhash_ALG_ARGON2ID13) != 0) {
        return fail(ErrorCode::ResourceExhausted,
                    "There is not enough memory to check the passphrase: close other programs and "
                    "try again.");
    }
    return key;
}

} // namespace portcullis::secrets
