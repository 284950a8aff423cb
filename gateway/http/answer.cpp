#include "gateway/http/answer.h"

#include <boost/beast/http/error.hpp>

#include <algorithm>
#include <tuple>
#include <utility>

namespace portcullis::http {

namespace {

constexpr std::size_t kReadBytes = 16 * 1024;
constexpr std::size_t kMostReadBytes = 256 * 1024;
constexpr std::size_t kBodyReserve = 1024 * 1024;

bool isInterim(unsigned status)
{
    return status >= 100 && status < 200 && status != 101;
}

} // namespace

AnswerReader::AnswerReader(std::shared_ptr<ClientCore> core,
                           std::shared_ptr<Channel> channel,
                           bool bodyless)
    : m_core(std::move(core))
    , m_channel(std::move(channel))
    , m_events(m_core->options.eventBytes)
    , m_bodyless(bodyless)
{
    beginMessage();
}

void AnswerReader::beginMessage()
{
    m_headBytes = 0;
    m_parser.emplace(
        m_headers,
        [this](std::string_view bytes) { m_body += bytes; },
        m_core->options.headerBytes);
    if (m_bodyless) {
        m_parser->skip(true);
    }
}

Task<Result<>> AnswerReader::readHead()
{
    for (;;) {
        auto parsed = parse(); // behind an interim answer the next one may be here already
        while (parsed && !m_parser->is_header_done()) {
            parsed = co_await advance();
        }
        if (!parsed) {
            co_return parsed;
        }
        if (!isInterim(m_parser->code())) {
            break;
        }
        beginMessage(); // 102 or 103: the answer proper follows (RFC 9110 §15.2)
    }
    auto checked = checkHead();
    if (checked) {
        m_parser->eager(true);
        std::ignore = parse(); // what is wrong with the body is for whoever reads the body
    }
    co_return checked;
}

Result<> AnswerReader::checkHead()
{
    const std::string origin = m_core->origin.origin();
    if (m_parser->code() == 101) {
        return fail(
            broken({ErrorCode::ProtocolError, origin + " changes the protocol unasked.", {}}));
    }
    const auto encoding = m_headers.get("Content-Encoding");
    if (encoding && !equalsIgnoringCase(*encoding, "identity")) {
        return fail(broken({ErrorCode::ProtocolError,
                            origin + " compresses its answer although it was asked not to.",
                            {}}));
    }
    m_eventStream = mediaType(m_headers.get("Content-Type").value_or("")) == "text/event-stream";
    const auto length = m_parser->content_length();
    if (length && !m_eventStream) {
        m_body.reserve(static_cast<std::size_t>(std::min<std::uint64_t>(*length, kBodyReserve)));
    }
    return {};
}

Task<Result<std::string>> AnswerReader::body()
{
    const std::size_t limit = m_core->options.bodyBytes;
    const bool announced = !m_parser->is_done() && m_parser->content_length().value_or(0) > limit;
    while (!m_failure && !announced && !m_parser->is_done() && m_body.size() <= limit) {
        auto advanced = co_await advance();
        if (!advanced) {
            co_return fail(advanced.error());
        }
    }
    if (!m_failure && (announced || m_body.size() > limit)) {
        broken({ErrorCode::ResourceExhausted,
                "The answer of " + m_core->origin.origin() + " is larger than " +
                    std::to_string(limit) + " bytes.",
                {}});
    }
    if (m_failure) {
        co_return fail(*m_failure);
    }
    co_return std::exchange(m_body, {});
}

Task<Result<std::optional<SseEvent>>> AnswerReader::nextEvent()
{
    for (;;) {
        const std::string fresh = std::exchange(m_body, {});
        const auto fed = m_events.feed(fresh);
        if (auto event = m_events.next()) {
            co_return event;
        }
        if (!fed) {
            broken(fed.error());
        }
        if (m_failure) {
            co_return fail(*m_failure);
        }
        if (m_parser->is_done()) {
            co_return std::optional<SseEvent>();
        }
        auto advanced = co_await advance();
        if (!advanced) {
            co_return fail(advanced.error());
        }
    }
}

void AnswerReader::abort()
{
    if (m_channel) {
        m_channel->abort();
    }
}

// Reads once and parses what came.
Task<Result<>> AnswerReader::advance()
{
    if (m_failure) {
        co_return fail(*m_failure);
    }
    auto done = co_await readMore();
    if (done) {
        done = parse();
    }
    co_return done;
}

Task<Result<>> AnswerReader::readMore()
{
    const ClientOptions& options = m_core->options;
    m_channel->setTimeout(m_eventStream ? options.idleTimeout : options.firstByteTimeout);
    const std::size_t kept = m_in.size();
    const std::size_t want = std::clamp(m_body.size() / 4, kReadBytes, kMostReadBytes);
    m_in.resize(kept + want);
    Channel::NetError error;
    const auto space = asio::buffer(m_in.data() + kept, want);
    const auto channel = m_channel;
    const std::size_t got = co_await channel->read(space, error);
    m_in.resize(kept + got);
    m_gotBytes = m_gotBytes || got > 0;
    if (got > 0) {
        co_return Result<>();
    }
    if (error == asio::error::eof && m_parser->got_some()) {
        ResponseParser::ErrorCode ended;
        m_parser->put_eof(ended);
        if (!ended) {
            finishIfDone();
            co_return Result<>();
        }
    }
    co_return fail(broken(channel->failure(error)));
}

Result<> AnswerReader::parse()
{
    std::size_t used = 0;
    ResponseParser::ErrorCode error;
    while (used < m_in.size() && !m_parser->is_done() && !error) {
        const bool inHead = !m_parser->is_header_done();
        const std::size_t taken =
            m_parser->put(asio::buffer(m_in.data() + used, m_in.size() - used), error);
        used += taken;
        m_headBytes += inHead ? taken : 0;
        if (inHead && m_parser->is_header_done()) {
            break;
        }
    }
    m_in.erase(0, used);
    const std::uint32_t limit = m_core->options.headerBytes;
    const bool waits = error == boost::beast::http::error::need_more;
    // What waits for more bytes is a field, a chunk's size or a trailer.
    if (m_headBytes > limit || (waits && m_in.size() > limit) ||
        error == boost::beast::http::error::header_limit) {
        return fail(broken({ErrorCode::ResourceExhausted,
                            "The head of an answer of " + m_core->origin.origin() +
                                " is larger than " + std::to_string(limit) + " bytes.",
                            {}}));
    }
    if (error && !waits) {
        return fail(broken({ErrorCode::ProtocolError,
                            m_core->origin.origin() + " does not answer in HTTP/1.1.",
                            error.message()}));
    }
    finishIfDone();
    return {};
}

Error AnswerReader::broken(Error reason)
{
    if (!m_failure) {
        m_failure = std::move(reason);
    }
    if (m_channel) {
        m_channel->close();
    }
    return *m_failure;
}

void AnswerReader::finishIfDone()
{
    if (!m_channel || !m_parser->is_done() || isInterim(m_parser->code())) {
        return;
    }
    if (m_parser->keep_alive() && m_in.empty() && !m_failure) {
        m_core->giveBack(m_channel);
    } else {
        m_channel->close();
    }
    m_channel.reset();
}

} // namespace portcullis::http
