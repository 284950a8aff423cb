#pragma once

#include "gateway/base/crypto.h"
#include "gateway/base/result.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace portcullis::api {

// How large a log was and what was in it: the text of a checkpoint (C2SP tlog-checkpoint), which a
// log signs as a note.
struct TreeHead
{
    std::string origin; // which log: "portcullis.local/<installation>/<epoch>"
    std::uint64_t size = 0;
    Digest root{};

    // Three lines: origin, size, base64 of the root.
    [[nodiscard]] std::string text() const;
    // Further lines are refused: nothing would check them. Errors: InvalidArgument.
    [[nodiscard]] static Result<TreeHead> parse(std::string_view text);

    bool operator==(const TreeHead&) const = default;
};

// "SIZE:ROOT" with the root in base64: what people compare on a sheet of paper or by telephone.
[[nodiscard]] std::string formatPin(const TreeHead& head);
// The origin stays empty. Errors: InvalidArgument.
[[nodiscard]] Result<TreeHead> parsePin(std::string_view text);

} // namespace portcullis::api
