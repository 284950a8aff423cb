#include "gateway/upstream/line_splitter.h"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <utility>

namespace portcullis::upstream {

std::span<char> LineSplitter::prepare(std::size_t size)
{
    if (m_begin == m_size) {
        m_begin = m_size = m_scanned = 0;
        if (m_buffer.size() > kKeptBuffer) {
            m_buffer = std::string();
        }
    } else if (m_begin > m_buffer.size() / 2) {
        std::memmove(m_buffer.data(), m_buffer.data() + m_begin, m_size - m_begin);
        m_size -= m_begin;
        m_scanned -= m_begin;
        m_begin = 0;
    }
    if (m_buffer.size() < m_size + size) {
        m_buffer.resize(std::max(m_size + size, m_buffer.size() * 2));
    }
    return {m_buffer.data() + m_size, size};
}

void LineSplitter::commit(std::size_t size)
{
    m_size += size;
}

std::string_view LineSplitter::rest() const
{
    return std::string_view(m_buffer).substr(m_begin, m_size - m_begin);
}

std::optional<LineSplitter::Line> LineSplitter::next()
{
    for (;;) {
        const void* found = std::memchr(m_buffer.data() + m_scanned, '\n', m_size - m_scanned);
        if (found == nullptr) {
            m_scanned = m_size;
            skipLongLine();
            return std::nullopt;
        }
        const auto end =
            static_cast<std::size_t>(static_cast<const char*>(found) - m_buffer.data());
        std::string_view text = std::string_view(m_buffer).substr(m_begin, end - m_begin);
        m_begin = m_scanned = end + 1;
        if (m_skipping || text.size() > m_limit) {
            if (!m_skipping) {
                m_head = text.substr(0, kKept);
                m_tail.clear();
            }
            appendTail(text);
            m_skipping = false;
            return Line{{}, true, std::exchange(m_head, {}), std::exchange(m_tail, {})};
        }
        if (!m_started && text.starts_with("\xEF\xBB\xBF")) {
            text.remove_prefix(3);
        }
        m_started = true;
        if (text.ends_with('\r')) {
            text.remove_suffix(1);
        }
        if (!text.empty()) {
            return Line{std::string(text), false, {}, {}};
        }
    }
}

void LineSplitter::skipLongLine()
{
    const std::string_view text = rest();
    if (!m_skipping && text.size() <= m_limit) {
        return;
    }
    if (!m_skipping) {
        m_skipping = true;
        m_head = text.substr(0, kKept);
        m_tail.clear();
    }
    appendTail(text);
    m_begin = m_size = m_scanned = 0;
    m_buffer = std::string();
}

void LineSplitter::appendTail(std::string_view text)
{
    m_tail.append(text.substr(text.size() - std::min(text.size(), kKept)));
    m_tail.erase(0, m_tail.size() - std::min(m_tail.size(), kKept));
}

namespace {

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && (text.back() == ' ' || text.back() == '\r' || text.back() == '\n')) {
        text.remove_suffix(1);
    }
    return text;
}

// The digits right after `"id":`, followed by `end` and nothing else of interest.
std::optional<long long> idAt(std::string_view text, std::size_t key, char end)
{
    constexpr std::string_view kKey = "\"id\":";
    std::string_view digits = text.substr(key + kKey.size());
    while (digits.starts_with(' ')) {
        digits.remove_prefix(1);
    }
    long long id = 0;
    const auto [stop, error] = std::from_chars(digits.data(), digits.data() + digits.size(), id);
    std::string_view after = digits.substr(static_cast<std::size_t>(stop - digits.data()));
    while (after.starts_with(' ')) {
        after.remove_prefix(1);
    }
    return error == std::errc() && after.starts_with(end) ? std::optional(id) : std::nullopt;
}

} // namespace

std::optional<long long> guessId(std::string_view head, std::string_view tail)
{
    // First: nothing but the version may stand before it, else it could be an id inside the result.
    const std::size_t first = head.find("\"id\":");
    const std::size_t firstValue = std::min(head.find("\"result\""), head.find("\"error\""));
    if (first != std::string_view::npos && first < firstValue) {
        if (const auto id = idAt(head, first, ',')) {
            return id;
        }
    }
    // Last: one closing brace after it, so that it is a member of the outermost object.
    tail = trimmed(tail);
    const std::size_t last = tail.rfind("\"id\":");
    if (last == std::string_view::npos || !tail.ends_with('}')) {
        return std::nullopt;
    }
    const auto id = idAt(tail, last, '}');
    const bool outermost =
        std::count(tail.begin() + static_cast<std::ptrdiff_t>(last), tail.end(), '}') == 1;
    return outermost ? id : std::nullopt;
}

} // namespace portcullis::upstream
