#include "app/ctl/report_printing.h"
#include "app/report/offscreen_gui.h"
#include "app/report/pdf_renderer.h"

namespace portcullis::ctl {

struct ReportPrinting::Application
{
    report::OffscreenGui gui;
};

ReportPrinting::ReportPrinting()
    : m_application(std::make_unique<Application>())
{}

ReportPrinting::~ReportPrinting() = default;

std::shared_ptr<const audit::report::ReportRenderer> ReportPrinting::renderer() const
{
    return std::make_shared<const report::PdfRenderer>();
}

} // namespace portcullis::ctl
