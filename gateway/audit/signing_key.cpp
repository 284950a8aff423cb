#include "gateway/audit/signing_key.h"

#include "gateway/base/crypto.h"
#include "gateway/base/encoding.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>

namespace portcullis::audit {

namespace {

constexpr std::size_t kEd25519Bytes = 32;

struct Free
{
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }

    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }

    void operator()(EVP_PKEY_CTX* context) const { EVP_PKEY_CTX_free(context); }

    void operator()(BIO* bio) const { BIO_free(bio); }

    void operator()(PKCS8_PRIV_KEY_INFO* info) const { PKCS8_PRIV_KEY_INFO_free(info); }
};

using Key = std::unique_ptr<EVP_PKEY, Free>;
using Context = std::unique_ptr<EVP_MD_CTX, Free>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, Free>;

std::unexpected<Error> failed(const char* what)
{
    return fail(ErrorCode::Internal, "The log's signing key could not be used.", what);
}

const unsigned char* bytesOf(std::string_view text)
{
    return asBytes(text).data();
}

// Ed25519 hashes by itself.
const EVP_MD* digestFor(KeyKind kind)
{
    return kind == KeyKind::Ed25519 ? nullptr : EVP_sha256();
}

std::optional<KeyKind> kindOf(const EVP_PKEY* key)
{
    if (EVP_PKEY_is_a(key, "ED25519") == 1) {
        return KeyKind::Ed25519;
    }
    std::array<char, 32> group{};
    std::size_t size = 0;
    const bool isP256 = EVP_PKEY_is_a(key, "EC") == 1 &&
                        EVP_PKEY_get_group_name(key, group.data(), group.size(), &size) == 1 &&
                        std::string_view(group.data(), size) == "prime256v1";
    return isP256 ? std::optional(KeyKind::EcdsaP256) : std::nullopt;
}

Key publicKey(KeyKind kind, std::string_view bytes)
{
    if (kind == KeyKind::Ed25519) {
        return Key(bytes.size() == kEd25519Bytes
                       ? EVP_PKEY_new_raw_public_key(
                             EVP_PKEY_ED25519, nullptr, bytesOf(bytes), bytes.size())
                       : nullptr);
    }
    const unsigned char* next = bytesOf(bytes);
    Key key(d2i_PUBKEY(nullptr, &next, static_cast<long>(bytes.size())));
    const bool isWhole = key && next == bytesOf(bytes) + bytes.size();
    return isWhole && kindOf(key.get()) == kind ? std::move(key) : Key();
}

} // namespace

struct SigningKey::Handle
{
    // Errors: Internal (OpenSSL cannot sign with it).
    [[nodiscard]] static Result<std::unique_ptr<Handle>> make(Key key, KeyKind kind);
    [[nodiscard]] Result<std::string> signP256(std::string_view message) const;

    Key key;
    KeyKind kind = KeyKind::Ed25519;
    // Of a P-256 key, ready to sign. Every batch of the log is signed, and getting ready costs a
    // third of signing: each signature takes a copy.
    KeyContext ready;
};

Result<std::unique_ptr<SigningKey::Handle>> SigningKey::Handle::make(Key key, KeyKind kind)
{
    KeyContext ready;
    if (kind == KeyKind::EcdsaP256) {
        ready.reset(EVP_PKEY_CTX_new(key.get(), nullptr));
        if (!ready || EVP_PKEY_sign_init(ready.get()) != 1) {
            return failed("prepare");
        }
    }
    return std::make_unique<Handle>(Handle{std::move(key), kind, std::move(ready)});
}

Result<std::string> SigningKey::Handle::signP256(std::string_view message) const
{
    const KeyContext context(EVP_PKEY_CTX_dup(ready.get()));
    const Digest digest = sha256(message);
    std::string signature(static_cast<std::size_t>(EVP_PKEY_get_size(key.get())), '\0');
    std::size_t size = signature.size();
    if (!context || EVP_PKEY_sign(context.get(),
                                  reinterpret_cast<unsigned char*>(signature.data()),
                                  &size,
                                  digest.data(),
                                  digest.size()) != 1) {
        return failed("sign");
    }
    signature.resize(size);
    return signature;
}

SigningKey::SigningKey(std::unique_ptr<Handle> handle)
    : m_handle(std::move(handle))
{}

SigningKey::SigningKey(SigningKey&&) noexcept = default;
SigningKey& SigningKey::operator=(SigningKey&&) noexcept = default;
SigningKey::~SigningKey() = default;

Result<SigningKey> SigningKey::generate(KeyKind kind)
{
    Key key(kind == KeyKind::Ed25519 ? EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519")
                                     : EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"));
    if (!key) {
        return failed("generate");
    }
    auto handle = Handle::make(std::move(key), kind);
    return handle ? Result<SigningKey>(SigningKey(std::move(*handle))) : fail(handle.error());
}

Result<SigningKey> SigningKey::load(const SecretBytes& privateBytes)
{
    const unsigned char* next = privateBytes.bytes().data();
    const std::unique_ptr<PKCS8_PRIV_KEY_INFO, Free> info(
        d2i_PKCS8_PRIV_KEY_INFO(nullptr, &next, static_cast<long>(privateBytes.size())));
    Key key(info ? EVP_PKCS82PKEY(info.get()) : nullptr);
    const auto kind = key ? kindOf(key.get()) : std::nullopt;
    if (!kind) {
        return fail(ErrorCode::InvalidArgument, "The log's signing key is damaged.");
    }
    auto handle = Handle::make(std::move(key), *kind);
    return handle ? Result<SigningKey>(SigningKey(std::move(*handle))) : fail(handle.error());
}

KeyKind SigningKey::kind() const
{
    return m_handle->kind;
}

Result<SecretBytes> SigningKey::privateBytes() const
{
    const std::unique_ptr<PKCS8_PRIV_KEY_INFO, Free> info(EVP_PKEY2PKCS8(m_handle->key.get()));
    const int size = info ? i2d_PKCS8_PRIV_KEY_INFO(info.get(), nullptr) : 0;
    if (size <= 0) {
        return failed("encode");
    }
    SecretBytes bytes(static_cast<std::size_t>(size));
    unsigned char* next = bytes.writable().data();
    i2d_PKCS8_PRIV_KEY_INFO(info.get(), &next);
    return bytes;
}

Result<std::string> SigningKey::publicBytes() const
{
    if (m_handle->kind == KeyKind::Ed25519) {
        std::string bytes(kEd25519Bytes, '\0');
        std::size_t size = bytes.size();
        if (EVP_PKEY_get_raw_public_key(
                m_handle->key.get(), reinterpret_cast<unsigned char*>(bytes.data()), &size) != 1) {
            return failed("public key");
        }
        return bytes;
    }
    const int size = i2d_PUBKEY(m_handle->key.get(), nullptr);
    if (size <= 0) {
        return failed("public key");
    }
    std::string bytes(static_cast<std::size_t>(size), '\0');
    auto* next = reinterpret_cast<unsigned char*>(bytes.data());
    i2d_PUBKEY(m_handle->key.get(), &next);
    return bytes;
}

Result<std::string> SigningKey::publicPem() const
{
    const std::unique_ptr<BIO, Free> bio(BIO_new(BIO_s_mem()));
    if (!bio || PEM_write_bio_PUBKEY(bio.get(), m_handle->key.get()) != 1) {
        return failed("public key");
    }
    char* text = nullptr;
    const long size = BIO_get_mem_data(bio.get(), &text);
    return std::string(text, static_cast<std::size_t>(size));
}

Result<std::string> SigningKey::sign(std::string_view message) const
{
    if (m_handle->kind == KeyKind::EcdsaP256) {
        return m_handle->signP256(message);
    }
    const Context context(EVP_MD_CTX_new());
    EVP_PKEY* key = m_handle->key.get();
    std::size_t size = 0;
    const bool begun =
        context && EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key) == 1 &&
        EVP_DigestSign(context.get(), nullptr, &size, bytesOf(message), message.size()) == 1;
    if (!begun) {
        return failed("sign");
    }
    std::string signature(size, '\0');
    if (EVP_DigestSign(context.get(),
                       reinterpret_cast<unsigned char*>(signature.data()),
                       &size,
                       bytesOf(message),
                       message.size()) != 1) {
        return failed("sign");
    }
    signature.resize(size);
    return signature;
}

bool verifySignature(KeyKind kind,
                     std::string_view publicBytes,
                     std::string_view message,
                     std::string_view signature)
{
    const Key key = publicKey(kind, publicBytes);
    const Context context(EVP_MD_CTX_new());
    return key && context &&
           EVP_DigestVerifyInit(context.get(), nullptr, digestFor(kind), nullptr, key.get()) == 1 &&
           EVP_DigestVerify(context.get(),
                            bytesOf(signature),
                            signature.size(),
                            bytesOf(message),
                            message.size()) == 1;
}

} // namespace portcullis::audit
