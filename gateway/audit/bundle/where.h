#pragma once

#include "gateway/base/result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace portcullis::audit::bundle {

// Which part of a bundle a sentence speaks of. Put into words only when something is wrong there.
// The texts must outlive it.
struct Where
{
    std::string_view part;
    std::string_view unit;
    std::optional<std::int64_t> number;

    [[nodiscard]] static Where line(std::string_view file, std::int64_t number)
    {
        return {file, ", line ", number};
    }

    [[nodiscard]] std::string str() const
    {
        std::string text(part);
        text += unit;
        return number ? text + std::to_string(*number) : text;
    }
};

// What makes a bundle invalid: a whole sentence for a person.
[[nodiscard]] inline std::unexpected<Error> invalid(std::string sentence)
{
    return fail(ErrorCode::Corrupt, std::move(sentence));
}

[[nodiscard]] inline std::unexpected<Error> invalid(const Where& where, std::string_view problem)
{
    return invalid(where.str().append(problem));
}

// Text of the bundle as a terminal may see it: printable ASCII, at most so many bytes.
[[nodiscard]] std::string shown(std::string_view text, std::size_t most = 100);

} // namespace portcullis::audit::bundle
