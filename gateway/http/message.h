#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace portcullis::http {

// Header fields in order of arrival; names compare without case. Those that were read have trimmed
// values without control characters (RFC 9110 §5.5); those to be written must have them (see
// isFieldName and isFieldValue), or the field is not sent.
class Headers
{
public:
    Headers() = default;

    explicit Headers(std::size_t expected) { m_fields.reserve(expected); }

    void add(std::string name, std::string value);
    void set(std::string_view name, std::string value); // replaces all of that name

    // The first value of that name.
    [[nodiscard]] std::optional<std::string_view> get(std::string_view name) const;
    [[nodiscard]] std::size_t count(std::string_view name) const;

    [[nodiscard]] const std::vector<std::pair<std::string, std::string>>& all() const
    {
        return m_fields;
    }

private:
    std::vector<std::pair<std::string, std::string>> m_fields;
};

// ASCII letters compare without case, other bytes exactly.
[[nodiscard]] bool equalsIgnoringCase(std::string_view left, std::string_view right);
// A control character other than TAB.
[[nodiscard]] bool isControl(char c);
// A token (RFC 9110 §5.6.2).
[[nodiscard]] bool isFieldName(std::string_view name);
// No control character but TAB, and no white space at the ends (RFC 9110 §5.5).
[[nodiscard]] bool isFieldValue(std::string_view value);
// Whether a comma-separated value such as that of Connection holds the word, without case.
[[nodiscard]] bool listHolds(std::string_view value, std::string_view word);
// The type and subtype of a Content-Type value in lower case, without parameters.
[[nodiscard]] std::string mediaType(std::string_view contentType);

class ProcessFolder;

// Who is at the other end of a connection.
struct Peer
{
    std::string address;                              // "127.0.0.1:50312" or the socket's path
    std::optional<std::int64_t> pid;                  // where the system tells
    std::string executable;                           // path of its program, where the system tells
    std::shared_ptr<const ProcessFolder> process{};   // of a Unix socket, where it is there
    std::optional<std::uint32_t> user = std::nullopt; // of a socket of this machine
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

// The writer sets Content-Length, Transfer-Encoding, Connection and Date itself and ignores those
// given, except that "Connection: close" closes the connection after the answer.
struct Response
{
    unsigned status = 200;
    Headers headers;
    std::string body;
};

[[nodiscard]] Response jsonResponse(unsigned status, std::string body);
[[nodiscard]] Response textResponse(unsigned status, std::string body);
[[nodiscard]] Response emptyResponse(unsigned status);

} // namespace portcullis::http
