#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace portcullis::upstream {

// Cuts a stream of bytes into lines (C-55): LF or CRLF, a byte order mark at the start of the
// stream is dropped, empty lines are skipped. A line over the limit is thrown away up to its end;
// of it the beginning and the end are kept, where the id of the answer can be found. Owner: one
// stream. Thread: its. Failure: none; memory stays below twice the limit.
class LineSplitter
{
public:
    struct Line
    {
        std::string text; // without its end; empty when it was too long
        bool tooLong = false;
        std::string head; // of a line that was too long
        std::string tail;
    };

    explicit LineSplitter(std::size_t limit)
        : m_limit(limit)
    {}

    // Room to read into; commit() says how much was.
    [[nodiscard]] std::span<char> prepare(std::size_t size);
    void commit(std::size_t size);

    // The next line, or nothing until more is read.
    [[nodiscard]] std::optional<Line> next();

    // What stands after the last line end.
    [[nodiscard]] std::string_view rest() const;

private:
    static constexpr std::size_t kKept = 256; // bytes of each end of a line that is too long
    static constexpr std::size_t kKeptBuffer = 1024 * 1024;

    void skipLongLine();
    void appendTail(std::string_view text);

    std::size_t m_limit;
    std::string m_buffer;
    std::size_t m_size = 0;    // bytes of m_buffer in use
    std::size_t m_begin = 0;   // of the line being read
    std::size_t m_scanned = 0; // no line end before this
    bool m_started = false;
    bool m_skipping = false;
    std::string m_head;
    std::string m_tail;
};

// The integer id in an answer of which only the two ends are at hand: servers write it first or
// last.
[[nodiscard]] std::optional<long long> guessId(std::string_view head, std::string_view tail);

} // namespace portcullis::upstream
