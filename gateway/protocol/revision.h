#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

// The revisions of the Model Context Protocol and the two eras they fall into.
namespace portcullis::protocol {

enum class Revision : std::uint8_t
{
    V2024_11_05,
    V2025_03_26,
    V2025_06_18,
    V2025_11_25,
    V2026_07_28
};

enum class Era : std::uint8_t
{
    Session,  // an initialize handshake opens a session
    Stateless // every request carries version, identity and capabilities in its _meta
};

inline constexpr Revision kNewestSession = Revision::V2025_11_25;
inline constexpr Revision kNewestStateless = Revision::V2026_07_28;

[[nodiscard]] std::string_view revisionName(Revision revision);
[[nodiscard]] std::optional<Revision> parseRevision(std::string_view name);
[[nodiscard]] Era eraOf(Revision revision);
// Stateless first, then newest to oldest: the one list for discover and for -32022 (X6).
[[nodiscard]] std::span<const Revision> supportedRevisions();
// The revision to answer an initialize that asked for `requested` with.
[[nodiscard]] Revision negotiate(std::string_view requested);

} // namespace portcullis::protocol
