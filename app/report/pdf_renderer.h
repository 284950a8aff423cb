#pragma once

#include "gateway/audit/report/report_renderer.h"

namespace portcullis::report {

// Prints a report as PDF/A-1b (ISO 19005-1), A4: with its fonts inside and nothing that is loaded
// from elsewhere, so that it can be read in decades.
//
// Owner: who exports. Thread: any, one at a time; a QGuiApplication must live meanwhile
// (OffscreenGui makes one). Errors: Unsupported (no font is installed), Internal.
class PdfRenderer final : public audit::report::ReportRenderer
{
public:
    [[nodiscard]] Result<std::string> pdf(const audit::report::Document& document) const override;
};

} // namespace portcullis::report
