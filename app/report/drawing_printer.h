#pragma once

#include "app/report/page_flow.h"
#include "gateway/audit/report/drawing.h"

namespace portcullis::report {

// How high a drawing becomes on the page, and drawing it where the flow stands, over its whole
// width.
[[nodiscard]] qreal heightOf(const PageFlow& flow, const audit::report::Drawing& drawing);
void print(PageFlow& flow, const audit::report::Drawing& drawing);

} // namespace portcullis::report
