#pragma once

#include "gateway/audit/report/drawing.h"

#include <string>
#include <string_view>

namespace portcullis::audit::report {

// A text from outside (plainText) as it may stand in HTML and SVG, in attributes too.
[[nodiscard]] std::string escaped(std::string_view text);

// A drawing as an inline <svg> with title and description; colours come from CSS classes. `id`
// tells it from the others of the page. Pure.
[[nodiscard]] std::string svgOf(const Drawing& drawing, std::string_view id);

} // namespace portcullis::audit::report
