#include "gateway/audit/key_wrap.h"

#include <openssl/crypto.h>

#include <algorithm>

namespace portcullis::audit {

namespace {

constexpr std::size_t kHalf = 8; // bytes of a register
constexpr std::size_t kKeyParts = KeyWrap::kKeyBytes / kHalf;
constexpr std::size_t kRounds = 6;
constexpr std::uint8_t kInitial = 0xA6; // every byte of the first A (RFC 3394 §2.2.3.1)

// A block of AES from A and one part of the key, or back to both.
class Block
{
public:
    Block(std::span<std::uint8_t> registers, std::size_t part)
        : m_a(registers.first(kHalf))
        , m_part(registers.subspan(kHalf * part, kHalf))
    {}

    // XORs the number of the step, which is at most 24, into A.
    void count(std::size_t step) { m_a.back() ^= static_cast<std::uint8_t>(step); }

    void load(std::span<std::uint8_t, 2 * kHalf> bytes) const
    {
        std::ranges::copy(m_part, std::ranges::copy(m_a, bytes.begin()).out);
    }

    void store(std::span<const std::uint8_t, 2 * kHalf> bytes)
    {
        std::ranges::copy(bytes.first(kHalf), m_a.begin());
        std::ranges::copy(bytes.last(kHalf), m_part.begin());
    }

private:
    std::span<std::uint8_t> m_a;
    std::span<std::uint8_t> m_part;
};

bool hasInitial(std::span<const std::uint8_t> registers)
{
    std::array<std::uint8_t, kHalf> initial{};
    initial.fill(kInitial);
    return CRYPTO_memcmp(registers.data(), initial.data(), initial.size()) == 0;
}

} // namespace

KeyWrap::KeyWrap()
    : m_block(EVP_CIPHER_fetch(nullptr, "AES-256-ECB", nullptr))
    , m_context(EVP_CIPHER_CTX_new())
{}

// RFC 3394 §2.2.1.
bool KeyWrap::wrapAll(const SecretBytes& with, Registers& registers)
{
    EVP_CIPHER_CTX* const context = m_context.get();
    bool works =
        EVP_EncryptInit_ex2(context, m_block.get(), with.bytes().data(), nullptr, nullptr) == 1 &&
        EVP_CIPHER_CTX_set_padding(context, 0) == 1;
    std::array<std::uint8_t, 2 * kHalf> bytes{};
    for (std::size_t step = 1; works && step <= kRounds * kKeyParts; ++step) {
        Block block(registers, (step - 1) % kKeyParts + 1);
        block.load(bytes);
        int written = 0;
        works =
            EVP_EncryptUpdate(
                context, bytes.data(), &written, bytes.data(), static_cast<int>(bytes.size())) ==
                1 &&
            written == static_cast<int>(bytes.size());
        block.store(bytes);
        block.count(step);
    }
    OPENSSL_cleanse(bytes.data(), bytes.size());
    return works;
}

// RFC 3394 §2.2.2.
bool KeyWrap::unwrapAll(const SecretBytes& with, Registers& registers)
{
    EVP_CIPHER_CTX* const context = m_context.get();
    bool works =
        EVP_DecryptInit_ex2(context, m_block.get(), with.bytes().data(), nullptr, nullptr) == 1 &&
        EVP_CIPHER_CTX_set_padding(context, 0) == 1;
    std::array<std::uint8_t, 2 * kHalf> bytes{};
    for (std::size_t step = kRounds * kKeyParts; works && step > 0; --step) {
        Block block(registers, (step - 1) % kKeyParts + 1);
        block.count(step);
        block.load(bytes);
        int written = 0;
        works =
            EVP_DecryptUpdate(
                context, bytes.data(), &written, bytes.data(), static_cast<int>(bytes.size())) ==
                1 &&
            written == static_cast<int>(bytes.size());
        block.store(bytes);
    }
    OPENSSL_cleanse(bytes.data(), bytes.size());
    return works;
}

Result<> KeyWrap::wrap(const SecretBytes& with, std::span<const std::uint8_t> key, std::string& out)
{
    Registers registers{};
    bool done = m_context != nullptr && m_block != nullptr && with.size() == kKeyBytes &&
                key.size() == kKeyBytes;
    if (done) {
        std::fill_n(registers.begin(), kHalf, kInitial);
        std::ranges::copy(key, registers.begin() + kHalf);
        done = wrapAll(with, registers);
    }
    out.assign(registers.begin(), done ? registers.end() : registers.begin());
    OPENSSL_cleanse(registers.data(), registers.size());
    return done ? Result<>()
                : fail(ErrorCode::Internal, "A key cannot be wrapped: OpenSSL failed.");
}

Result<SecretBytes> KeyWrap::unwrap(const SecretBytes& with, std::string_view wrapped)
{
    Registers registers{};
    SecretBytes key(kKeyBytes);
    bool done = m_context != nullptr && m_block != nullptr && with.size() == kKeyBytes &&
                wrapped.size() == kWrappedBytes;
    if (done) {
        std::ranges::copy(wrapped, registers.begin());
        done = unwrapAll(with, registers) && hasInitial(registers);
    }
    if (done) {
        std::ranges::copy(std::span(registers).subspan(kHalf), key.writable().begin());
    }
    OPENSSL_cleanse(registers.data(), registers.size());
    return done ? Result<SecretBytes>(std::move(key))
                : fail(ErrorCode::Corrupt,
                       "A key does not open: it was changed, or it is wrapped with another.");
}

} // namespace portcullis::audit
