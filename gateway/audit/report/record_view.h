#pragma once

#include "gateway/base/json.h"
#include "gateway/base/result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace portcullis::audit::report {

// One record as a report sees it. The body is missing when it was removed.
class RecordView
{
public:
    // Errors: Corrupt (the header is none, or the body no JSON).
    [[nodiscard]] static Result<RecordView> parse(std::string_view header, std::string_view body);

    std::uint64_t n = 0;
    std::int64_t t = 0; // microseconds since 1970
    std::int64_t hw = 0;
    std::string type;
    std::string key;    // empty when there is none
    std::string server; // the same

    // A member of the body by its path ("policy.reason"); missing when there is none.
    [[nodiscard]] JsonValue member(std::string_view path) const;
    // The same as a text: strings and numbers as they are, everything else as JSON; empty when
    // missing.
    [[nodiscard]] std::string text(std::string_view path) const;
    [[nodiscard]] std::int64_t integer(std::string_view path) const; // 0 when missing

    [[nodiscard]] bool hasBody() const { return m_body.has_value(); }

private:
    std::optional<JsonDocument> m_body;
};

} // namespace portcullis::audit::report
