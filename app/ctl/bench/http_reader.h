#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace portcullis::ctl::bench {

// Takes one HTTP/1.1 connection apart into messages, either way. Made for measuring on loopback: it
// understands what programs under test send (Content-Length and chunked bodies) and costs next to
// nothing, so that the figures are theirs.
//
// Owner: one connection. Thread: its own. Failure: broken() after bytes that are no such message.
class HttpReader
{
public:
    void append(std::string_view bytes) { m_bytes.append(bytes); }

    // True when a whole message stands at the front; the views below are its parts until discard().
    [[nodiscard]] bool hasMessage();
    void discard();

    [[nodiscard]] bool broken() const { return m_broken; }

    [[nodiscard]] std::string_view startLine() const;
    // The value of a field, without surrounding spaces; nothing when there is none.
    [[nodiscard]] std::optional<std::string_view> field(std::string_view lowerCaseName) const;
    [[nodiscard]] std::string_view body() const;
    // Of a response; 0 of a request.
    [[nodiscard]] int status() const;

private:
    [[nodiscard]] bool readHead();
    [[nodiscard]] bool readChunks();

    std::string m_bytes;
    std::size_t m_headSize = 0; // with the empty line; 0 until it is complete
    std::size_t m_bodySize = 0;
    bool m_chunked = false;
    std::size_t m_chunkAt = 0; // where the next chunk begins
    std::string m_joined;      // body of a chunked message
    bool m_broken = false;
};

} // namespace portcullis::ctl::bench
