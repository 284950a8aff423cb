#include "app/ctl/bench/audit_pages.h"

namespace portcullis::ctl::bench {

bool canMeasurePages()
{
    return false;
}

Result<std::vector<PageCost>> measurePages(MeasuredLog&, const std::stop_token&)
{
    return std::vector<PageCost>();
}

} // namespace portcullis::ctl::bench
