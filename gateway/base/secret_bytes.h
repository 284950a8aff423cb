#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace portcullis {

// Bytes that must not leak: moved, never copied, wiped when they go, and without any way to print
// them. Ownership: the holder's. Thread: any one at a time. Errors: none.
class SecretBytes
{
public:
    SecretBytes() = default;
    explicit SecretBytes(std::size_t size);
    explicit SecretBytes(std::span<const std::uint8_t> bytes);
    explicit SecretBytes(std::string_view text);
    ~SecretBytes();

    SecretBytes(const SecretBytes&) = delete;
    SecretBytes& operator=(const SecretBytes&) = delete;
    SecretBytes(SecretBytes&& other) noexcept;
    SecretBytes& operator=(SecretBytes&& other) noexcept;

    // A second holder of the same secret, on purpose and visible in review.
    [[nodiscard]] SecretBytes duplicate() const;

    [[nodiscard]] bool empty() const { return m_bytes.empty(); }

    [[nodiscard]] std::size_t size() const { return m_bytes.size(); }

    [[nodiscard]] std::span<const std::uint8_t> bytes() const { return m_bytes; }

    [[nodiscard]] std::span<std::uint8_t> writable() { return m_bytes; }

    // The bytes as text, for the one place that must hand them to a header, a pipe or an
    // environment.
    [[nodiscard]] std::string_view revealText() const;

    // Same length and content, in a time that depends on the lengths only.
    [[nodiscard]] bool equals(const SecretBytes& other) const;

private:
    void wipe() noexcept;

    std::vector<std::uint8_t> m_bytes;
};

} // namespace portcullis
