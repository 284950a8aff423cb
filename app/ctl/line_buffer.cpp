#include "app/ctl/line_buffer.h"

#include <algorithm>
#include <cerrno>
#include <unistd.h>
#include <utility>

namespace portcullis::ctl {

LineBuffer::LineBuffer(std::size_t limit)
    : m_limit(limit)
{}

void LineBuffer::append(std::string_view part)
{
    if (m_overlong || m_partial.size() + part.size() > m_limit) {
        m_overlong = true;
        m_partial = {};
        return;
    }
    m_partial += part;
}

void LineBuffer::endLine()
{
    if (std::exchange(m_overlong, false)) {
        ++m_dropped;
        return;
    }
    if (m_partial.ends_with('\r')) {
        m_partial.pop_back();
    }
    m_lines.push_back(std::exchange(m_partial, {}));
}

void LineBuffer::feed(std::string_view bytes)
{
    while (!bytes.empty()) {
        const std::size_t end = bytes.find('\n');
        append(bytes.substr(0, end));
        if (end == std::string_view::npos) {
            return;
        }
        endLine();
        bytes.remove_prefix(end + 1);
    }
}

std::optional<std::string> LineBuffer::next()
{
    if (m_lines.empty()) {
        return std::nullopt;
    }
    std::string line = std::move(m_lines.front());
    m_lines.pop_front();
    return line;
}

std::optional<std::string> LineBuffer::rest()
{
    if (m_partial.empty() && !m_overlong) {
        return std::nullopt;
    }
    endLine();
    return next();
}

std::size_t LineBuffer::takeDropped()
{
    return std::exchange(m_dropped, 0);
}

void OutBuffer::addLine(std::string_view line)
{
    if (empty()) {
        clear();
    }
    m_bytes += line;
    m_bytes += '\n';
}

void OutBuffer::clear()
{
    m_bytes.clear();
    m_sent = 0;
}

bool OutBuffer::writeTo(int descriptor, std::size_t most)
{
    const ssize_t written = ::write(descriptor, m_bytes.data() + m_sent, std::min(most, size()));
    if (written < 0) {
        return errno == EAGAIN || errno == EINTR;
    }
    m_sent += static_cast<std::size_t>(written);
    if (empty()) {
        clear();
    }
    return true;
}

} // namespace portcullis::ctl
