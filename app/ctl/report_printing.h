#pragma once

#include "gateway/audit/report/report_renderer.h"

#include <memory>

namespace portcullis::ctl {

// Prints reports in a program without windows, where it was built with Qt.
//
// Owner: a command; it must outlive every use of its renderer. Thread: main; the renderer any.
class ReportPrinting
{
public:
    ReportPrinting();
    ~ReportPrinting();
    ReportPrinting(const ReportPrinting&) = delete;
    ReportPrinting& operator=(const ReportPrinting&) = delete;
    ReportPrinting(ReportPrinting&&) = delete;
    ReportPrinting& operator=(ReportPrinting&&) = delete;

    // Null where there is none: bundles do without a printed report.
    [[nodiscard]] std::shared_ptr<const audit::report::ReportRenderer> renderer() const;

private:
    struct Application;

    std::unique_ptr<Application> m_application;
};

} // namespace portcullis::ctl
