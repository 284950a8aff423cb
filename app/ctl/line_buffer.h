#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

namespace portcullis::ctl {

// Cuts a stream of bytes into lines. A line over the limit is dropped as a whole and counted.
// Owner: one end of the bridge. Thread: its own. Failure: none.
class LineBuffer
{
public:
    explicit LineBuffer(std::size_t limit);

    void feed(std::string_view bytes);
    // The next whole line, without its end.
    [[nodiscard]] std::optional<std::string> next();
    // What came after the last line end, at the end of the stream.
    [[nodiscard]] std::optional<std::string> rest();
    // Lines dropped since it was asked last.
    [[nodiscard]] std::size_t takeDropped();

private:
    void append(std::string_view part);
    void endLine();

    std::size_t m_limit;
    std::string m_partial;
    bool m_overlong = false;
    std::deque<std::string> m_lines;
    std::size_t m_dropped = 0;
};

// Bytes on their way out.
// Owner: one end of the bridge. Thread: its own.
class OutBuffer
{
public:
    void addLine(std::string_view line);

    [[nodiscard]] bool empty() const { return m_sent == m_bytes.size(); }

    [[nodiscard]] std::size_t size() const { return m_bytes.size() - m_sent; }

    void clear();
    // Writes at most `most` bytes. False when the other side is gone.
    [[nodiscard]] bool writeTo(int descriptor, std::size_t most);

private:
    std::string m_bytes;
    std::size_t m_sent = 0;
};

} // namespace portcullis::ctl
