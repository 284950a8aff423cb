#include "gateway/audit/public_keys.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <array>
#include <cstdlib>
#include <memory>
#include <optional>
#include <utility>

namespace portcullis::audit {

namespace {

constexpr std::size_t kMaxPemBytes = std::size_t{64} * 1024;
constexpr std::size_t kEd25519Bytes = 32;
constexpr std::string_view kKind = "PUBLIC KEY";

struct Free
{
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }

    void operator()(BIO* bio) const { BIO_free(bio); }

    void operator()(char* text) const { OPENSSL_free(text); }

    void operator()(unsigned char* bytes) const { OPENSSL_free(bytes); }
};

std::unexpected<Error> unusable(const char* why)
{
    return fail(ErrorCode::InvalidArgument,
                std::string("A file of public keys must hold 1 to 8 of Ed25519 or P-256 in PEM: ") +
                    why);
}

std::optional<std::string> ed25519Bytes(const EVP_PKEY* key)
{
    std::array<unsigned char, kEd25519Bytes> raw{};
    std::size_t size = raw.size();
    if (EVP_PKEY_get_raw_public_key(key, raw.data(), &size) != 1 || size != raw.size()) {
        return std::nullopt;
    }
    return std::string(raw.begin(), raw.end());
}

bool isP256(const EVP_PKEY* key)
{
    std::array<char, 32> group{};
    std::size_t size = 0;
    return EVP_PKEY_is_a(key, "EC") == 1 &&
           EVP_PKEY_get_group_name(key, group.data(), group.size(), &size) == 1 &&
           std::string_view(group.data(), size) == "prime256v1";
}

std::optional<std::string> derBytes(const EVP_PKEY* key)
{
    unsigned char* der = nullptr;
    const int size = i2d_PUBKEY(key, &der);
    const std::unique_ptr<unsigned char, Free> owned(der);
    if (size <= 0) {
        return std::nullopt;
    }
    return std::string(reinterpret_cast<const char*>(der), static_cast<std::size_t>(size));
}

std::optional<PublicKey> keyOf(const unsigned char* der, long size)
{
    const unsigned char* next = der;
    const std::unique_ptr<EVP_PKEY, Free> key(d2i_PUBKEY(nullptr, &next, size));
    if (!key || next != der + size) {
        return std::nullopt;
    }
    const bool isEd25519 = EVP_PKEY_is_a(key.get(), "ED25519") == 1;
    if (!isEd25519 && !isP256(key.get())) {
        return std::nullopt;
    }
    auto bytes = isEd25519 ? ed25519Bytes(key.get()) : derBytes(key.get());
    if (!bytes) {
        return std::nullopt;
    }
    return PublicKey{isEd25519 ? KeyKind::Ed25519 : KeyKind::EcdsaP256, std::move(*bytes)};
}

} // namespace

Result<std::vector<PublicKey>> readPublicKeys(std::string_view pem)
{
    if (pem.size() > kMaxPemBytes) {
        return unusable("it is too large.");
    }
    const std::unique_ptr<BIO, Free> in(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    std::vector<PublicKey> keys;
    for (;;) {
        char* name = nullptr;
        char* header = nullptr;
        unsigned char* data = nullptr;
        long size = 0;
        if (!in || PEM_read_bio(in.get(), &name, &header, &data, &size) != 1) {
            break;
        }
        const std::unique_ptr<char, Free> ownedName(name);
        const std::unique_ptr<char, Free> ownedHeader(header);
        const std::unique_ptr<unsigned char, Free> ownedData(data);
        if (name != kKind) {
            return unusable("it holds something else.");
        }
        auto key = keyOf(data, size);
        if (!key) {
            return unusable("one is of another kind, or damaged.");
        }
        keys.push_back(std::move(*key));
        if (keys.size() > kMaxPublicKeys) {
            return unusable("there are more.");
        }
    }
    if (keys.empty()) {
        return unusable("there is none.");
    }
    return keys;
}

} // namespace portcullis::audit
