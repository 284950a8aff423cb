#include "app/ctl/bench/peak_memory.h"

#include <fstream>
#include <string>

namespace portcullis::ctl::bench {

// proc(5): 5 in clear_refs resets the peak that status tells of.
PeakMemory::PeakMemory()
{
    std::ofstream clear("/proc/self/clear_refs");
    clear << "5" << std::flush;
    m_begun = clear.good();
}

std::int64_t PeakMemory::kibibytes() const
{
    std::ifstream status("/proc/self/status");
    for (std::string word; m_begun && status >> word;) {
        if (std::int64_t peak = 0; word == "VmHWM:" && status >> peak) {
            return peak;
        }
    }
    return 0;
}

} // namespace portcullis::ctl::bench
