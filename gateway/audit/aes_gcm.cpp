#include "gateway/audit/aes_gcm.h"

#include <climits>
#include <utility>

namespace portcullis::audit {

namespace {

std::unexpected<Error> damaged()
{
    return fail(ErrorCode::Corrupt,
                "Something that was sealed does not open: it was changed, or its key is another.");
}

const std::uint8_t* bytesOf(std::string_view text)
{
    return reinterpret_cast<const std::uint8_t*>(text.data());
}

std::uint8_t* bytesOf(std::string& text)
{
    return reinterpret_cast<std::uint8_t*>(text.data());
}

} // namespace

AesGcm::AesGcm()
    : m_cipher(EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr))
    , m_context(EVP_CIPHER_CTX_new())
{}

Result<> AesGcm::seal(std::span<const std::uint8_t> key,
                      std::span<const std::uint8_t, kIvBytes> iv,
                      std::string_view bound,
                      std::string_view plain,
                      std::string& out)
{
    if (plain.size() > INT_MAX - kTagBytes) {
        return fail(ErrorCode::ResourceExhausted, "What is to be sealed is too large.");
    }
    out.resize(plain.size() + kTagBytes);
    EVP_CIPHER_CTX* const context = m_context.get();
    const int size = static_cast<int>(plain.size());
    int written = 0;
    const bool done =
        context != nullptr && m_cipher && key.size() == kKeyBytes &&
        EVP_EncryptInit_ex2(context, m_cipher.get(), key.data(), iv.data(), nullptr) == 1 &&
        EVP_EncryptUpdate(
            context, nullptr, &written, bytesOf(bound), static_cast<int>(bound.size())) == 1 &&
        EVP_EncryptUpdate(context, bytesOf(out), &written, bytesOf(plain), size) == 1 &&
        EVP_EncryptFinal_ex(context, bytesOf(out) + size, &written) == 1 &&
        EVP_CIPHER_CTX_ctrl(
            context, EVP_CTRL_AEAD_GET_TAG, static_cast<int>(kTagBytes), bytesOf(out) + size) == 1;
    return done ? Result<>() : fail(ErrorCode::Internal, "Nothing can be sealed: OpenSSL failed.");
}

Result<SecretBytes> AesGcm::open(std::span<const std::uint8_t> key,
                                 std::span<const std::uint8_t, kIvBytes> iv,
                                 std::string_view bound,
                                 std::string_view sealed)
{
    if (sealed.size() < kTagBytes || sealed.size() > INT_MAX || key.size() != kKeyBytes) {
        return damaged();
    }
    const std::size_t size = sealed.size() - kTagBytes;
    std::string tag(sealed.substr(size));
    SecretBytes plain(size);
    EVP_CIPHER_CTX* const context = m_context.get();
    int written = 0;
    const bool done =
        context != nullptr && m_cipher &&
        EVP_DecryptInit_ex2(context, m_cipher.get(), key.data(), iv.data(), nullptr) == 1 &&
        EVP_DecryptUpdate(
            context, nullptr, &written, bytesOf(bound), static_cast<int>(bound.size())) == 1 &&
        EVP_DecryptUpdate(
            context, plain.writable().data(), &written, bytesOf(sealed), static_cast<int>(size)) ==
            1 &&
        EVP_CIPHER_CTX_ctrl(
            context, EVP_CTRL_AEAD_SET_TAG, static_cast<int>(kTagBytes), bytesOf(tag)) == 1 &&
        EVP_DecryptFinal_ex(context, plain.writable().data() + size, &written) == 1;
    return done ? Result<SecretBytes>(std::move(plain)) : damaged();
}

} // namespace portcullis::audit
