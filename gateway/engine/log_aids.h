#pragma once

#include "gateway/audit/pin.h"
#include "gateway/audit/report/report_renderer.h"

#include <memory>

namespace portcullis::engine {

// What the application brings for the audit log. Both may be null.
struct LogAids
{
    std::shared_ptr<audit::PinStore> pins; // where it is remembered outside the data folder
    std::shared_ptr<const audit::report::ReportRenderer> renderer; // prints reports of bundles
};

} // namespace portcullis::engine
