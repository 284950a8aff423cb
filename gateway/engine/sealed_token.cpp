#include "gateway/engine/sealed_token.h"

#include "gateway/base/crypto.h"
#include "gateway/base/encoding.h"

#include <array>
#include <cstdint>
#include <sodium.h>
#include <vector>

namespace portcullis::engine {

namespace {

constexpr std::size_t kNonceBytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kTagBytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr std::size_t kTimeBytes = 8;

std::string associated(std::string_view purpose, const KeyId& principal)
{
    std::string text(purpose);
    text.push_back('\0');
    text += principal.str();
    return text;
}

const unsigned char* bytesOf(const std::string& text)
{
    return reinterpret_cast<const unsigned char*>(text.data());
}

} // namespace

TokenSealer::TokenSealer(SecretBytes key)
    : m_key(std::move(key))
{}

std::string TokenSealer::seal(std::string_view purpose,
                              const KeyId& principal,
                              std::string_view payload,
                              WallTime expires) const
{
    std::string plain;
    const auto micros = static_cast<std::uint64_t>(toMicros(expires));
    for (std::size_t i = 0; i < kTimeBytes; ++i) {
        plain.push_back(static_cast<char>(micros >> (8 * i)));
    }
    plain += payload;

    const std::string bound = associated(purpose, principal);
    std::vector<std::uint8_t> token(kNonceBytes + plain.size() + kTagBytes);
    fillRandom(std::span(token).first(kNonceBytes));
    crypto_aead_xchacha20poly1305_ietf_encrypt(token.data() + kNonceBytes,
                                               nullptr,
                                               bytesOf(plain),
                                               plain.size(),
                                               bytesOf(bound),
                                               bound.size(),
                                               nullptr,
                                               token.data(),
                                               m_key.bytes().data());
    return toBase64Url(token);
}

std::optional<TokenContent> TokenSealer::open(std::string_view purpose,
                                              const KeyId& principal,
                                              std::string_view token,
                                              WallTime now) const
{
    const auto bytes = fromBase64Url(token);
    if (!bytes || bytes->size() < kNonceBytes + kTimeBytes + kTagBytes) {
        return std::nullopt;
    }
    const std::string bound = associated(purpose, principal);
    std::string plain(bytes->size() - kNonceBytes - kTagBytes, '\0');
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(reinterpret_cast<unsigned char*>(plain.data()),
                                                   nullptr,
                                                   nullptr,
                                                   bytes->data() + kNonceBytes,
                                                   bytes->size() - kNonceBytes,
                                                   bytesOf(bound),
                                                   bound.size(),
                                                   bytes->data(),
                                                   m_key.bytes().data()) != 0) {
        return std::nullopt;
    }
    std::uint64_t micros = 0;
    for (std::size_t i = 0; i < kTimeBytes; ++i) {
        micros |= static_cast<std::uint64_t>(static_cast<unsigned char>(plain[i])) << (8 * i);
    }
    const WallTime expires = fromMicros(static_cast<std::int64_t>(micros));
    if (now >= expires) {
        return std::nullopt;
    }
    return TokenContent{plain.substr(kTimeBytes), expires};
}

} // namespace portcullis::engine
