#pragma once

#include <cstdint>

namespace portcullis::ctl::bench {

// The largest memory of the process from its making on (resident set size). Owner: who measures.
// Thread: any; it counts for all.
class PeakMemory
{
public:
    PeakMemory();

    // 0 where the system does not tell, or not since when.
    [[nodiscard]] std::int64_t kibibytes() const;

private:
    bool m_begun = false;
};

} // namespace portcullis::ctl::bench
