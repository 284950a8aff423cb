#pragma once

#include "gateway/audit/report/document.h"
#include "gateway/base/result.h"

#include <string>

namespace portcullis::audit::report {

// Prints a report. The gateway has no fonts and no page: whoever builds it brings one that has.
//
// Owner: app. Thread: the exporting one, which is any. Errors: Unsupported when this machine cannot
// print, and the bundle does without; after any other the export fails.
class ReportRenderer
{
public:
    virtual ~ReportRenderer() = default;
    // The bytes of a PDF, made in memory: nothing of the log goes through a temporary file.
    [[nodiscard]] virtual Result<std::string> pdf(const Document& document) const = 0;
};

} // namespace portcullis::audit::report
