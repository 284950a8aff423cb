#include "gateway/audit/content_seal.h"

#include <openssl/crypto.h>

#include <algorithm>
#include <array>
#include <utility>

namespace portcullis::audit {

namespace {

using Iv = std::array<std::uint8_t, AesGcm::kIvBytes>;

// A key is used for two texts and never again, so two fixed values are enough.
constexpr Iv kSaltsIv{0};
constexpr Iv kTextIv{1};

std::unexpected<Error> failed()
{
    return fail(ErrorCode::Internal, "The content of a record cannot be sealed: OpenSSL failed.");
}

std::unexpected<Error> damaged()
{
    return fail(ErrorCode::Corrupt,
                "The content of a record does not open: it was changed, or its key is another.");
}

const std::uint8_t* bytesOf(std::string_view text)
{
    return reinterpret_cast<const std::uint8_t*>(text.data());
}

std::uint8_t* bytesOf(std::string& text)
{
    return reinterpret_cast<std::uint8_t*>(text.data());
}

// What a content is bound to: whose it is.
std::string boundTo(std::int64_t n)
{
    return "portcullis/1/content/" + std::to_string(n);
}

} // namespace

ContentSeal::ContentSeal()
    : m_wrap(EVP_CIPHER_fetch(nullptr, "AES-256-WRAP", nullptr))
    , m_context(EVP_CIPHER_CTX_new())
{
    if (m_context) {
        EVP_CIPHER_CTX_set_flags(m_context.get(), EVP_CIPHER_CTX_FLAG_WRAP_ALLOW);
    }
}

Result<>
ContentSeal::wrap(const SecretBytes& shared, std::span<const std::uint8_t> oneKey, std::string& out)
{
    out.resize(kWrappedKeyBytes);
    EVP_CIPHER_CTX* const context = m_context.get();
    int written = 0;
    const bool done =
        context != nullptr && m_wrap && shared.size() == kContentKeyBytes &&
        oneKey.size() == kContentKeyBytes &&
        EVP_EncryptInit_ex2(context, m_wrap.get(), shared.bytes().data(), nullptr, nullptr) == 1 &&
        EVP_EncryptUpdate(
            context, bytesOf(out), &written, oneKey.data(), static_cast<int>(oneKey.size())) == 1;
    return done && written == static_cast<int>(kWrappedKeyBytes) ? Result<>() : failed();
}

Result<SecretBytes> ContentSeal::unwrap(const SecretBytes& shared, std::string_view wrappedKey)
{
    SecretBytes key(kContentKeyBytes);
    std::array<std::uint8_t, kWrappedKeyBytes> plain{};
    EVP_CIPHER_CTX* const context = m_context.get();
    int written = 0;
    const bool done =
        context != nullptr && m_wrap && shared.size() == kContentKeyBytes &&
        wrappedKey.size() == kWrappedKeyBytes &&
        EVP_DecryptInit_ex2(context, m_wrap.get(), shared.bytes().data(), nullptr, nullptr) == 1 &&
        EVP_DecryptUpdate(context,
                          plain.data(),
                          &written,
                          bytesOf(wrappedKey),
                          static_cast<int>(wrappedKey.size())) == 1 &&
        written == static_cast<int>(kContentKeyBytes);
    if (done) {
        std::ranges::copy(std::span(plain).first(kContentKeyBytes), key.writable().begin());
    }
    OPENSSL_cleanse(plain.data(), plain.size());
    return done ? Result<SecretBytes>(std::move(key)) : damaged();
}

Result<const SealedContent*> ContentSeal::seal(const SecretBytes& shared,
                                               std::span<const std::uint8_t> oneKey,
                                               std::int64_t n,
                                               std::string_view salts,
                                               std::optional<std::string_view> text)
{
    const std::string bound = boundTo(n);
    auto done = wrap(shared, oneKey, m_sealed.wrappedKey);
    if (done) {
        done = m_gcm.seal(oneKey, kSaltsIv, bound, salts, m_sealed.salts);
    }
    if (done && text) {
        done = m_gcm.seal(oneKey, kTextIv, bound, *text, m_sealed.text.emplace());
    } else {
        m_sealed.text.reset();
    }
    return done ? Result<const SealedContent*>(&m_sealed) : fail(std::move(done.error()));
}

Result<OpenContent> ContentSeal::open(const SecretBytes& shared,
                                      std::int64_t n,
                                      std::string_view wrappedKey,
                                      std::string_view salts,
                                      std::optional<std::string_view> text)
{
    const auto oneKey = unwrap(shared, wrappedKey);
    if (!oneKey) {
        return fail(oneKey.error());
    }
    const std::string bound = boundTo(n);
    auto openSalts = m_gcm.open(oneKey->bytes(), kSaltsIv, bound, salts);
    if (!openSalts) {
        return fail(std::move(openSalts.error()));
    }
    OpenContent content{std::move(*openSalts), std::nullopt};
    if (text) {
        auto openText = m_gcm.open(oneKey->bytes(), kTextIv, bound, *text);
        if (!openText) {
            return fail(std::move(openText.error()));
        }
        content.text = std::move(*openText);
    }
    return content;
}

Result<std::string>
ContentSeal::rewrap(const SecretBytes& from, const SecretBytes& to, std::string_view wrappedKey)
{
    const auto oneKey = unwrap(from, wrappedKey);
    if (!oneKey) {
        return fail(oneKey.error());
    }
    std::string wrapped;
    if (auto done = wrap(to, oneKey->bytes(), wrapped); !done) {
        return fail(std::move(done.error()));
    }
    return wrapped;
}

} // namespace portcullis::audit
