#pragma once

#include "gateway/audit/bodies.h"
#include "gateway/base/encoding.h"

#include <cstdint>
#include <span>
#include <string_view>

// What the bodies of several records have in common.
namespace portcullis::audit {

[[nodiscard]] inline std::string_view bytesOf(std::span<const std::uint8_t> bytes)
{
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// As far as canonical numbers go.
[[nodiscard]] inline std::int64_t integerOf(std::uint64_t value)
{
    return value > static_cast<std::uint64_t>(kMaxInteger) ? kMaxInteger
                                                           : static_cast<std::int64_t>(value);
}

inline void writeCommitments(CanonicalWriter& out, const Commitments& commitments)
{
    out.key("c").beginObject();
    for (const Commitment& commitment : commitments.fields) {
        out.key(commitment.field).hex(bytesOf(commitment.digest));
    }
    out.endObject();
}

inline void writeNumber(CanonicalWriter& out, const BodyParts& parts)
{
    out.member("n", parts.n).key("nonce").hex(bytesOf(parts.nonce));
}

} // namespace portcullis::audit
