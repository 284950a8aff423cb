#include "gateway/secrets/sealing.h"

#include "gateway/base/crypto.h"
#include "gateway/base/encoding.h"

#include <sodium.h>

namespace portcullis::secrets {

static_assert(kKeyBytes == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);
static_assert(kNonceBytes == crypto_aead_xchacha20poly1305_ietf_NPUBBYTES);
static_assert(kTagBytes == crypto_aead_xchacha20poly1305_ietf_ABYTES);

Result<Sealed> seal(const SecretBytes& key, std::string_view context, const SecretBytes& plain)
{
    if (key.size() != kKeyBytes || sodium_init() < 0) {
        return fail(ErrorCode::Internal, "A secret cannot be sealed: there is no usable key.");
    }
    Sealed sealed;
    sealed.nonce.resize(kNonceBytes);
    fillRandom(sealed.nonce);
    sealed.ciphertext.resize(plain.size() + kTagBytes);
    const auto bound = asBytes(context);
    crypto_aead_xchacha20poly1305_ietf_encrypt(sealed.ciphertext.data(),
                                               nullptr,
                                               plain.bytes().data(),
                                               plain.size(),
                                               bound.data(),
                                               bound.size(),
                                               nullptr,
                                               sealed.nonce.data(),
                                               key.bytes().data());
    return sealed;
}

std::optional<SecretBytes> unseal(const SecretBytes& key,
                                  std::string_view context,
                                  std::span<const std::uint8_t> nonce,
                                  std::span<const std::uint8_t> ciphertext)
{
    if (key.size() != kKeyBytes || nonce.size() != kNonceBytes || ciphertext.size() < kTagBytes ||
        sodium_init() < 0) {
        return std::nullopt;
    }
    SecretBytes plain(ciphertext.size() - kTagBytes);
    const auto bound = asBytes(context);
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(plain.writable().data(),
                                                   nullptr,
                                                   nullptr,
                                                   ciphertext.data(),
                                                   ciphertext.size(),
                                                   bound.data(),
                                                   bound.size(),
                                                   nonce.data(),
                                                   key.bytes().data()) != 0) {
        return std::nullopt;
    }
    return plain;
}

} // namespace portcullis::secrets
