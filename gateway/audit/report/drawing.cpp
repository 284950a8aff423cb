#include "gateway/audit/report/drawing.h"

namespace portcullis::audit::report {

std::vector<DarkRun> runsOf(const Raster& raster)
{
    std::vector<DarkRun> runs;
    for (std::size_t i = 0; i < raster.dark.size(); ++i) {
        const std::size_t column = i % raster.columns;
        if (!raster.dark[i]) {
            continue;
        }
        if (column > 0 && raster.dark[i - 1]) {
            ++runs.back().length;
        } else {
            runs.push_back({i / raster.columns, column, 1});
        }
    }
    return runs;
}

} // namespace portcullis::audit::report
