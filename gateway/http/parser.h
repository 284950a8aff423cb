#pragma once

#include "gateway/http/message.h"

#include <boost/beast/http/basic_parser.hpp>

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

// Beast's HTTP/1.1 parser with what the gateway adds: where its fields go, and which messages that
// Beast lets pass are refused. Room-private: only this header's users compile Beast.
namespace portcullis::http {

struct ParserLimits
{
    std::uint32_t headerBytes = 0;
    std::uint32_t targetBytes = 0;
    std::uint64_t bodyBytes = 0;
};

// One request. Refuses, beyond Beast: repeated or listed Content-Length, any Transfer-Encoding
// other than exactly "chunked" in HTTP/1.1 (Beast would take the body for the next request), a
// missing or second Host (RFC 9112 §3.2), targets not in origin-form, control characters in chunk
// extensions. Folded lines cannot be seen from here; the caller looks at the raw head
// (hasFoldedLine). Trailers are dropped. Owner: the connection. Thread: gateway.
class RequestParser final : public boost::beast::http::basic_parser<true>
{
public:
    using ErrorCode = boost::beast::error_code;

    RequestParser(RequestHead& head, std::string& body, const ParserLimits& limits);

    // Status to answer with when put() has failed.
    [[nodiscard]] unsigned statusFor(const ErrorCode& error) const;

    [[nodiscard]] bool http10() const { return m_version < 11; }

    [[nodiscard]] bool expectsContinue() const { return m_expectsContinue; }

private:
    using View = boost::beast::string_view;
    using Field = boost::beast::http::field;

    void on_request_impl(boost::beast::http::verb, View, View, int, ErrorCode&) override;
    void on_response_impl(int, View, int, ErrorCode&) override;
    void on_field_impl(Field, View, View, ErrorCode&) override;
    void on_header_impl(ErrorCode&) override;
    void on_body_init_impl(const boost::optional<std::uint64_t>&, ErrorCode&) override;
    std::size_t on_body_impl(View, ErrorCode&) override;
    void on_chunk_header_impl(std::uint64_t, View, ErrorCode&) override;
    std::size_t on_chunk_body_impl(std::uint64_t, View, ErrorCode&) override;
    void on_finish_impl(ErrorCode&) override;

    void setTarget(std::string_view target, ErrorCode& error);

    RequestHead& m_head;
    std::string& m_body;
    std::uint32_t m_targetBytes;
    unsigned m_status = 400;
    int m_version = 11;
    bool m_headRead = false;
    bool m_expectsContinue = false;
    unsigned m_hosts = 0;
    unsigned m_lengths = 0;
};

// One answer. The body's bytes are handed on as they come. Owner: the client's answer. Thread:
// gateway.
class ResponseParser final : public boost::beast::http::basic_parser<false>
{
public:
    using ErrorCode = boost::beast::error_code;
    using Sink = std::function<void(std::string_view)>;

    ResponseParser(Headers& headers, Sink sink, std::uint32_t headerBytes);

    [[nodiscard]] unsigned code() const { return m_code; }

private:
    using View = boost::beast::string_view;
    using Field = boost::beast::http::field;

    void on_request_impl(boost::beast::http::verb, View, View, int, ErrorCode&) override;
    void on_response_impl(int, View, int, ErrorCode&) override;
    void on_field_impl(Field, View, View, ErrorCode&) override;
    void on_header_impl(ErrorCode&) override;
    void on_body_init_impl(const boost::optional<std::uint64_t>&, ErrorCode&) override;
    std::size_t on_body_impl(View, ErrorCode&) override;
    void on_chunk_header_impl(std::uint64_t, View, ErrorCode&) override;
    std::size_t on_chunk_body_impl(std::uint64_t, View, ErrorCode&) override;
    void on_finish_impl(ErrorCode&) override;

    Headers& m_headers;
    Sink m_sink;
    unsigned m_code = 0;
    bool m_headRead = false;
};

// Whether a line of the raw head begins with white space (obs-fold, RFC 9112 §5.2).
[[nodiscard]] bool hasFoldedLine(std::string_view rawHead);

} // namespace portcullis::http
