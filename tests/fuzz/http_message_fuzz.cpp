#include "gateway/http/parser.h"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/error.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

// Any bytes as a request and as an answer of HTTP/1.1. What must hold: no crash; the same message
// however the bytes are cut into reads; what was read keeps the promises of its types.

namespace {

using namespace portcullis::http; // NOLINT: a fuzzer's only file

constexpr ParserLimits kLimits{.headerBytes = 4096, .targetBytes = 512, .bodyBytes = 4096};

void require(bool holds)
{
    if (!holds) {
        std::abort();
    }
}

void requireFields(const Headers& headers)
{
    for (const auto& [name, value] : headers.all()) {
        require(isFieldName(name) && isFieldValue(value));
    }
}

// Feeds the bytes as reads of `step` would bring them. Whether they were a whole message.
template <typename Parser>
bool feed(Parser& parser, std::string_view bytes, std::size_t step)
{
    parser.eager(true);
    std::size_t begin = 0; // not taken yet
    std::size_t end = 0;   // read so far
    typename Parser::ErrorCode error;
    while (!parser.is_done() && end < bytes.size()) {
        end = std::min(bytes.size(), end + step);
        bool waits = false;
        while (!waits && begin < end && !parser.is_done()) {
            begin += parser.put(boost::asio::buffer(bytes.data() + begin, end - begin), error);
            waits = error == boost::beast::http::error::need_more;
            if (error && !waits) {
                return false;
            }
        }
    }
    return parser.is_done();
}

std::string readRequest(std::string_view bytes, std::size_t step)
{
    RequestHead head;
    std::string body;
    RequestParser parser(head, body, kLimits);
    if (!feed(parser, bytes, step)) {
        return {};
    }
    requireFields(head.headers);
    require(head.path.starts_with('/') || head.path == "*");
    require(head.path.size() <= kLimits.targetBytes && body.size() <= kLimits.bodyBytes);
    return head.method + " " + head.path + "?" + head.query + "\n" + body + "!";
}

std::string readAnswer(std::string_view bytes, std::size_t step)
{
    Headers headers;
    std::string body;
    ResponseParser parser(
        headers, [&body](std::string_view part) { body += part; }, kLimits.headerBytes);
    if (!feed(parser, bytes, step)) {
        return {};
    }
    requireFields(headers);
    return std::to_string(parser.code()) + "\n" + body + "!";
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0) {
        return 0;
    }
    const std::size_t step = 1 + data[0] % 64U;
    const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
    require(readRequest(bytes, bytes.size() + 1) == readRequest(bytes, step));
    require(readAnswer(bytes, bytes.size() + 1) == readAnswer(bytes, step));
    static_cast<void>(hasFoldedLine(bytes));
    return 0;
}
