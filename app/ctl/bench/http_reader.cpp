#include "app/ctl/bench/http_reader.h"

#include <algorithm>
#include <cctype>
#include <charconv>

namespace portcullis::ctl::bench {

namespace {

constexpr std::string_view kLineEnd = "\r\n";
constexpr std::size_t kMaxHead = 64 * 1024;

bool sameName(std::string_view name, std::string_view lowerCaseName)
{
    return std::ranges::equal(name, lowerCaseName, [](char a, char b) {
        return std::tolower(static_cast<unsigned char>(a)) == b;
    });
}

std::optional<std::size_t> numberIn(std::string_view text, int base)
{
    std::size_t value = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value, base);
    return read.ec == std::errc() ? std::optional(value) : std::nullopt;
}

} // namespace

bool HttpReader::hasMessage()
{
    if (m_broken || (m_headSize == 0 && !readHead())) {
        return false;
    }
    return m_chunked ? readChunks() : m_bytes.size() >= m_headSize + m_bodySize;
}

bool HttpReader::readHead()
{
    const std::size_t end = m_bytes.find("\r\n\r\n");
    if (end == std::string::npos) {
        m_broken = m_bytes.size() > kMaxHead;
        return false;
    }
    m_headSize = end + 4;
    const auto coding = field("transfer-encoding");
    m_chunked = coding && coding->find("chunked") != std::string_view::npos;
    m_chunkAt = m_headSize;
    const auto length = field("content-length");
    m_bodySize = length ? numberIn(*length, 10).value_or(0) : 0;
    return true;
}

bool HttpReader::readChunks()
{
    while (true) {
        const std::size_t lineEnd = m_bytes.find(kLineEnd, m_chunkAt);
        if (lineEnd == std::string::npos) {
            return false;
        }
        const std::string_view line(m_bytes.data() + m_chunkAt, lineEnd - m_chunkAt);
        const auto size = numberIn(line, 16);
        if (!size) {
            m_broken = true;
            return false;
        }
        const std::size_t data = lineEnd + kLineEnd.size();
        const std::size_t next = data + *size + kLineEnd.size();
        if (m_bytes.size() < next) {
            return false;
        }
        if (*size == 0) { // trailers are not sent by anybody measured here
            m_bodySize = next - m_headSize;
            return true;
        }
        m_joined.append(m_bytes, data, *size);
        m_chunkAt = next;
    }
}

void HttpReader::discard()
{
    m_bytes.erase(0, m_headSize + m_bodySize);
    m_headSize = 0;
    m_bodySize = 0;
    m_chunked = false;
    m_joined.clear();
}

std::string_view HttpReader::startLine() const
{
    return std::string_view(m_bytes).substr(0, m_bytes.find(kLineEnd));
}

std::optional<std::string_view> HttpReader::field(std::string_view lowerCaseName) const
{
    const std::string_view head = std::string_view(m_bytes).substr(0, m_headSize);
    std::size_t at = head.find(kLineEnd) + kLineEnd.size();
    while (at + kLineEnd.size() < head.size()) {
        const std::size_t end = head.find(kLineEnd, at);
        const std::string_view line = head.substr(at, end - at);
        const std::size_t colon = line.find(':');
        if (colon != std::string_view::npos && sameName(line.substr(0, colon), lowerCaseName)) {
            const std::size_t begin = line.find_first_not_of(" \t", colon + 1);
            return begin == std::string_view::npos ? std::string_view() : line.substr(begin);
        }
        at = end + kLineEnd.size();
    }
    return std::nullopt;
}

std::string_view HttpReader::body() const
{
    return m_chunked ? std::string_view(m_joined)
                     : std::string_view(m_bytes).substr(m_headSize, m_bodySize);
}

int HttpReader::status() const
{
    const std::string_view line = startLine(); // HTTP/1.1 200 OK
    return line.starts_with("HTTP/") && line.size() >= 12
               ? static_cast<int>(numberIn(line.substr(9, 3), 10).value_or(0))
               : 0;
}

} // namespace portcullis::ctl::bench
