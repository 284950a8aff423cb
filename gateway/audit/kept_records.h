#pragma once

#include "gateway/audit/record_queue.h"

#include <span>
#include <vector>

namespace portcullis::audit {

// A call that has not begun yet: it may be refused.
[[nodiscard]] bool isNewCall(const Record& record);

// What has happened and could not be written at once, for when the cause is gone, though nobody
// waits for it any more.
//
// Owner: the writer. Thread: the writer's.
class KeptRecords
{
public:
    // Takes what has happened, as long as there is room; leaves everything else.
    void keep(Record& record);

    [[nodiscard]] std::span<Job> jobs() { return m_jobs; }

    void clear() { m_jobs.clear(); }

private:
    std::vector<Job> m_jobs;
};

} // namespace portcullis::audit
