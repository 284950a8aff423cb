#pragma once

#include "gateway/audit/report/document.h"

#include <string>

namespace portcullis::audit::report {

// A report as one HTML page: style and charts inside, no script, nothing that is loaded from
// elsewhere (its Content-Security-Policy says so), light and dark, fit for paper. Pure.
[[nodiscard]] std::string htmlOf(const Document& document);

} // namespace portcullis::audit::report
