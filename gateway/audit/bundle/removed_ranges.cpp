#include "gateway/audit/bundle/removed_ranges.h"

#include "gateway/audit/canonical.h"

namespace portcullis::audit::bundle {

Result<> RemovedRanges::add(std::uint64_t n)
{
    ++m_records;
    if (m_begin != m_end && n == m_end) {
        ++m_end;
        return {};
    }
    auto written = finish();
    m_begin = n;
    m_end = n + 1;
    return written;
}

Result<> RemovedRanges::finish()
{
    if (m_begin == m_end) {
        return {};
    }
    CanonicalWriter line;
    line.beginObject().member("begin", static_cast<std::int64_t>(m_begin));
    line.member("end", static_cast<std::int64_t>(m_end)).endObject();
    return m_out.line(line.str());
}

} // namespace portcullis::audit::bundle
