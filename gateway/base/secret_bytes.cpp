#include "gateway/base/secret_bytes.h"

#include <openssl/crypto.h>

#include <utility>

namespace portcullis {

SecretBytes::SecretBytes(std::size_t size)
    : m_bytes(size)
{}

SecretBytes::SecretBytes(std::span<const std::uint8_t> bytes)
    : m_bytes(bytes.begin(), bytes.end())
{}

SecretBytes::SecretBytes(std::string_view text)
    : m_bytes(text.begin(), text.end())
{}

SecretBytes::~SecretBytes()
{
    wipe();
}

SecretBytes::SecretBytes(SecretBytes&& other) noexcept
    : m_bytes(std::exchange(other.m_bytes, {}))
{}

SecretBytes& SecretBytes::operator=(SecretBytes&& other) noexcept
{
    if (this != &other) {
        wipe();
        m_bytes = std::exchange(other.m_bytes, {});
    }
    return *this;
}

SecretBytes SecretBytes::duplicate() const
{
    return SecretBytes(std::span<const std::uint8_t>(m_bytes));
}

std::string_view SecretBytes::revealText() const
{
    return {reinterpret_cast<const char*>(m_bytes.data()), m_bytes.size()};
}

bool SecretBytes::equals(const SecretBytes& other) const
{
    return m_bytes.size() == other.m_bytes.size() &&
           CRYPTO_memcmp(m_bytes.data(), other.m_bytes.data(), m_bytes.size()) == 0;
}

void SecretBytes::wipe() noexcept
{
    if (!m_bytes.empty()) {
        OPENSSL_cleanse(m_bytes.data(), m_bytes.size());
    }
    m_bytes.clear();
}

} // namespace portcullis
