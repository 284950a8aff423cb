#pragma once

#include "gateway/base/result.h"
#include "gateway/base/secret_bytes.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

// How the gateway and portcullis-token talk: messages over a stream socket, each four bytes of
// length, the highest first, and that many bytes.
//
//   gateway   module, token, serial, manufacturer, model, object, id, PIN
//   program   "ok", the key's certificate (may be empty), and each other one; an empty message ends
//             them; or "error", the error's code as a number, its sentence, its cause
//   gateway   "rsa" or "ecdsa" (the mechanism CKM_RSA_PKCS or CKM_ECDSA), what is to be signed
//   program   "ok", what the token made of it; or "error" as above
//
// and so on with signatures, until the gateway closes its end.
namespace portcullis::audit::organisation {

inline constexpr std::string_view kTokenOk = "ok";
inline constexpr std::string_view kTokenError = "error";
inline constexpr std::string_view kTokenRsa = "rsa";
inline constexpr std::string_view kTokenEcdsa = "ecdsa";

// One end. Owns the descriptor. Move-only. Thread: one at a time. Messages are wiped when they go:
// one of them is a PIN.
class TokenChannel
{
public:
    using Deadline = std::optional<std::chrono::steady_clock::time_point>;

    explicit TokenChannel(int descriptor)
        : m_descriptor(descriptor)
    {}

    TokenChannel(const TokenChannel&) = delete;
    TokenChannel& operator=(const TokenChannel&) = delete;
    TokenChannel(TokenChannel&& other) noexcept;
    TokenChannel& operator=(TokenChannel&& other) noexcept;
    ~TokenChannel();

    // Errors: Unavailable (the other end is gone).
    [[nodiscard]] Result<> send(std::span<const std::uint8_t> message) const;
    [[nodiscard]] Result<> send(std::string_view message) const;

    // Waits until then, or for as long as it takes. Errors: DeadlineExceeded, Unavailable (the
    // other end is gone), ProtocolError (more than 1 MiB).
    [[nodiscard]] Result<SecretBytes> receive(Deadline deadline) const;

    // Says that nothing will be sent any more.
    void finish() const;

private:
    [[nodiscard]] Result<> read(std::span<std::uint8_t> out, Deadline deadline) const;

    int m_descriptor;
};

} // namespace portcullis::audit::organisation
