#include "gateway/http/parser.h"

#include <boost/beast/http/error.hpp>

#include <algorithm>

namespace portcullis::http {

namespace beast_http = boost::beast::http;

namespace {

constexpr std::size_t kBodyReserve = 1024 * 1024; // beyond, a body grows as its bytes really come
constexpr std::size_t kUsualFields = 16;

std::string_view standard(boost::beast::string_view text)
{
    return {text.data(), text.size()};
}

bool isDigits(std::string_view text)
{
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

} // namespace

RequestParser::RequestParser(RequestHead& head, std::string& body, const ParserLimits& limits)
    : m_head(head)
    , m_body(body)
    , m_targetBytes(limits.targetBytes)
{
    header_limit(limits.headerBytes);
    body_limit(limits.bodyBytes);
    m_head.method.clear();
    m_head.path.clear();
    m_head.query.clear();
    m_head.headers = Headers(kUsualFields);
    m_body = std::string();
}

unsigned RequestParser::statusFor(const ErrorCode& error) const
{
    if (error == beast_http::error::header_limit) {
        return 431;
    }
    if (error == beast_http::error::body_limit) {
        return 413;
    }
    return m_status;
}

void RequestParser::on_request_impl(
    beast_http::verb, View method, View target, int version, ErrorCode& error)
{
    m_version = version;
    m_head.method = standard(method);
    setTarget(standard(target), error);
}

void RequestParser::setTarget(std::string_view target, ErrorCode& error)
{
    if (target.size() > m_targetBytes) {
        m_status = 414;
        error = beast_http::error::bad_target;
        return;
    }
    const bool usable =
        target == "*" || (target.starts_with('/') && target.find('#') == target.npos);
    if (!usable) {
        error = beast_http::error::bad_target;
        return;
    }
    const std::size_t mark = target.find('?');
    m_head.path = target.substr(0, mark);
    if (mark != std::string_view::npos) {
        m_head.query = target.substr(mark + 1);
    }
}

void RequestParser::on_response_impl(int, View, int, ErrorCode&) {}

void RequestParser::on_field_impl(Field field, View name, View value, ErrorCode& error)
{
    if (m_headRead) {
        return;
    }
    const std::string_view text = standard(value);
    switch (field) {
    case Field::content_length:
        if (++m_lengths > 1 || !isDigits(text)) {
            error = beast_http::error::bad_content_length;
        }
        break;
    case Field::transfer_encoding:
        if (!equalsIgnoringCase(text, "chunked") || http10()) {
            error = beast_http::error::bad_transfer_encoding;
        }
        break;
    case Field::host:
        if (++m_hosts > 1) {
            error = beast_http::error::bad_value;
        }
        break;
    case Field::expect:
        m_expectsContinue = m_expectsContinue || equalsIgnoringCase(text, "100-continue");
        break;
    default:
        break;
    }
    m_head.headers.add(std::string(standard(name)), std::string(text));
}

void RequestParser::on_header_impl(ErrorCode& error)
{
    m_headRead = true;
    if (m_hosts == 0 && !http10()) {
        error = beast_http::error::bad_field;
    }
}

void RequestParser::on_body_init_impl(const boost::optional<std::uint64_t>& length, ErrorCode&)
{
    if (length) {
        m_body.reserve(static_cast<std::size_t>(std::min<std::uint64_t>(*length, kBodyReserve)));
    }
}

std::size_t RequestParser::on_body_impl(View body, ErrorCode&)
{
    m_body += standard(body);
    return body.size();
}

void RequestParser::on_chunk_header_impl(std::uint64_t, View extensions, ErrorCode& error)
{
    const std::string_view text = standard(extensions);
    if (std::any_of(text.begin(), text.end(), [](char c) { return isControl(c); })) {
        error = beast_http::error::bad_chunk_extension;
    }
}

std::size_t RequestParser::on_chunk_body_impl(std::uint64_t, View body, ErrorCode& error)
{
    return on_body_impl(body, error);
}

void RequestParser::on_finish_impl(ErrorCode&) {}

ResponseParser::ResponseParser(Headers& headers, Sink sink, std::uint32_t headerBytes)
    : m_headers(headers)
    , m_sink(std::move(sink))
{
    header_limit(headerBytes);
    body_limit(boost::none); // the reader of the answer counts, since a stream of events has no end
    m_headers = Headers(kUsualFields);
}

void ResponseParser::on_request_impl(beast_http::verb, View, View, int, ErrorCode&) {}

void ResponseParser::on_response_impl(int code, View, int, ErrorCode&)
{
    m_code = static_cast<unsigned>(code);
}

void ResponseParser::on_field_impl(Field, View name, View value, ErrorCode&)
{
    if (!m_headRead) {
        m_headers.add(std::string(standard(name)), std::string(standard(value)));
    }
}

void ResponseParser::on_header_impl(ErrorCode&)
{
    m_headRead = true;
}

void ResponseParser::on_body_init_impl(const boost::optional<std::uint64_t>&, ErrorCode&) {}

std::size_t ResponseParser::on_body_impl(View body, ErrorCode&)
{
    m_sink(standard(body));
    return body.size();
}

void ResponseParser::on_chunk_header_impl(std::uint64_t, View, ErrorCode&) {}

std::size_t ResponseParser::on_chunk_body_impl(std::uint64_t, View body, ErrorCode& error)
{
    return on_body_impl(body, error);
}

void ResponseParser::on_finish_impl(ErrorCode&) {}

bool hasFoldedLine(std::string_view rawHead)
{
    for (std::size_t at = rawHead.find('\n');
         at != std::string_view::npos && at + 1 < rawHead.size();
         at = rawHead.find('\n', at + 1)) {
        if (rawHead[at + 1] == ' ' || rawHead[at + 1] == '\t') {
            return true;
        }
    }
    return false;
}

} // namespace portcullis::http
