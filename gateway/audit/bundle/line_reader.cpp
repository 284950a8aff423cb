#include "gateway/audit/bundle/line_reader.h"

#include "gateway/audit/bundle/bundle_format.h"

#include <algorithm>
#include <utility>

namespace portcullis::audit::bundle {

namespace {

constexpr std::size_t kPieceBytes = std::size_t{64} * 1024;

} // namespace

LineReader::LineReader(std::unique_ptr<ByteSource> source, std::string_view name)
    : m_source(std::move(source))
    , m_name(name)
    , m_buffer(kPieceBytes, '\0')
{}

Result<bool> LineReader::next()
{
    std::size_t searched = 0; // bytes of this line that are known to be no line feed
    while (true) {
        const std::string_view waiting(m_buffer.data() + m_begin, m_end - m_begin);
        const std::size_t end = waiting.find('\n', searched);
        if (end != std::string_view::npos && end <= kMaxLine) {
            m_line = waiting.substr(0, end);
            m_begin += end + 1;
            ++m_number;
            return true;
        }
        searched = waiting.size();
        const auto more = searched <= kMaxLine ? fill() : Result<bool>(false);
        if (!more) {
            return more;
        }
        if (!*more && searched == 0) {
            return false;
        }
        if (!*more) {
            return invalid(Where::line(m_name, m_number + 1),
                           ": the line feed is missing or the line too long.");
        }
    }
}

Result<bool> LineReader::fill()
{
    if (m_begin > 0) {
        std::copy(m_buffer.begin() + static_cast<std::ptrdiff_t>(m_begin),
                  m_buffer.begin() + static_cast<std::ptrdiff_t>(m_end),
                  m_buffer.begin());
        m_end -= std::exchange(m_begin, 0);
    }
    if (m_buffer.size() - m_end < kPieceBytes / 2) {
        m_buffer.resize(m_buffer.size() * 2);
    }
    const auto count = m_source->read(std::span(m_buffer).subspan(m_end));
    if (!count) {
        return fail(count.error());
    }
    m_end += *count;
    return *count > 0;
}

} // namespace portcullis::audit::bundle
