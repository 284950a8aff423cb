#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace portcullis::http {

// Header fields in order of arrival; names compare without case. Values are trimmed and hold no control
// characters (RFC 9110 §5.5).
class Headers
{
public:
    void add(std::string name, std::string value);
    void set(std::string_view name, std::string value); // replaces all of that name

    // The first value of that name.
    [[nodiscard]] std::optional<std::string_view> get(std::string_view name) const;
    [[nodiscard]] std::size_t count(std::string_view name) const;

    [[nodiscard]] const std::vector<std::pair<std::string, std::string>>& all() const { return m_fields; }

private:
    std::vector<std::pair<std::string, std::string>> m_fields;
};

// Who is at the other end of a connection.
struct Peer
{
    std::string address;             // "127.0.0.1:50312" or the socket's path
    std::optional<std::int64_t> pid; // where the system tells
};

struct RequestHead
{
    std::string method; // upper case as sent
    std::string path;   // without the query
    std::string query;  // without "?"
    Headers headers;
    Peer peer;
};

struct Request
{
    RequestHead head;
    std::string body;
    std::int64_t arrivedMicros = 0; // steady clock, when the last byte of the request was read
};

struct Response
{
    unsigned status = 200;
    Headers headers; // Content-Length is set by the writer
    std::string body;
};

[[nodiscard]] Response jsonResponse(unsigned status, std::string body);
[[nodiscard]] Response textResponse(unsigned status, std::string body);
[[nodiscard]] Response emptyResponse(unsigned status);

} // namespace portcullis::http
