#include "app/ctl/report_printing.h"

namespace portcullis::ctl {

struct ReportPrinting::Application
{};

ReportPrinting::ReportPrinting() = default;

ReportPrinting::~ReportPrinting() = default;

std::shared_ptr<const audit::report::ReportRenderer> ReportPrinting::renderer() const
{
    return nullptr;
}

} // namespace portcullis::ctl
