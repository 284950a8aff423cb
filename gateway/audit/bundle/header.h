#pragma once

#include "gateway/audit/bundle/where.h"
#include "gateway/base/crypto.h"
#include "gateway/base/result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace portcullis::audit::bundle {

// One record's header, taken apart (FORMAT.md, Header).
struct Header
{
    // Whose counter a record counts, and how far it is.
    struct Counter
    {
        std::string owner;
        std::int64_t number = 0;
    };

    std::int64_t n = 0;
    std::int64_t version = 0;
    std::int64_t t = 0;
    std::int64_t hw = 0;
    std::string type;
    Digest body{};
    std::optional<Counter> key;
    std::optional<Counter> server;
    std::string call; // empty in records that are not of a call

    [[nodiscard]] bool isIntent() const { return type == "call.intent"; }

    [[nodiscard]] bool endsCall() const
    {
        return type == "call.outcome" || type == "call.orphaned";
    }

    [[nodiscard]] bool isRefusal() const
    {
        return type == "call.denied" || type == "access.refused";
    }

    // Every member has its type, and none that belongs to another is there without it. Errors:
    // Corrupt.
    [[nodiscard]] static Result<Header> parse(std::string_view line, const Where& where);
};

} // namespace portcullis::audit::bundle
