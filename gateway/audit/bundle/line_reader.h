#pragma once

#include "gateway/audit/bundle/byte_source.h"
#include "gateway/audit/bundle/where.h"
#include "gateway/base/result.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace portcullis::audit::bundle {

// The lines of a file, each with its line feed, in memory for one line of at most kMaxLine bytes.
// Owner: who checks the file. Thread: one at a time. Errors: those of the source; Corrupt for a
// line that is too long or has no line feed.
class LineReader
{
public:
    // `name` is for sentences and must outlive it.
    LineReader(std::unique_ptr<ByteSource> source, std::string_view name);

    // False at the end.
    [[nodiscard]] Result<bool> next();

    // Without its line feed. Lives until next().
    [[nodiscard]] std::string_view line() const { return m_line; }

    [[nodiscard]] std::int64_t number() const { return m_number; } // from 1

    [[nodiscard]] Where where() const { return Where::line(m_name, m_number); }

private:
    [[nodiscard]] Result<bool> fill();

    std::unique_ptr<ByteSource> m_source;
    std::string_view m_name;
    std::string m_buffer; // [m_begin, m_end) has been read and not been given out
    std::size_t m_begin = 0;
    std::size_t m_end = 0;
    std::string_view m_line;
    std::int64_t m_number = 0;
};

} // namespace portcullis::audit::bundle
