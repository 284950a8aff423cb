#pragma once

#include "gateway/base/clock.h"
#include "gateway/base/crypto.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// What a virtual key is bound to besides its secret, and the secret it had before. Values.
namespace portcullis::api {

// The longest that an old secret goes on beside the new one.
inline constexpr std::chrono::hours kMaxOverlap{24 * 90};
inline constexpr std::chrono::hours kUsualOverlap{24};
inline constexpr std::size_t kMaxPrograms = 32;      // of one key
inline constexpr std::size_t kMaxProgramPath = 1024; // bytes

// The secret a key had before its present one, which is accepted until then.
struct RetiringSecret
{
    Digest hash{}; // as KeyConfig::hash
    WallTime until{};
    bool operator==(const RetiringSecret&) const = default;
};

// How a client reaches the gateway.
enum class KeyTransport : std::uint8_t
{
    Http, // /mcp
    Sse,  // /sse, the old one
    Stdio // the owner-only socket: `portcullisctl stdio`, or a client of its own
};

[[nodiscard]] const char* keyTransportName(KeyTransport transport);
[[nodiscard]] std::optional<KeyTransport> keyTransportFromName(std::string_view name);

// A program that may use a key, known by what is in its file.
struct BoundProgram
{
    Digest hash{};    // SHA-256 of the executable
    std::string path; // where it was when the hash was taken: for people, nothing goes by it
    bool operator==(const BoundProgram&) const = default;
};

using KeyTransports = std::vector<KeyTransport>; // empty: any
using KeyPrograms = std::vector<BoundProgram>;   // empty: any

} // namespace portcullis::api
