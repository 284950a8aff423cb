#include "gateway/engine/call_records.h"

#include "gateway/engine/stage_times.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

namespace portcullis::engine {

namespace {

// Ten progress notifications a second for long, with room for a short burst.
constexpr double kProgressPerSecond = 10;
constexpr double kProgressBurst = 20;
// What a client says of itself is kept short: it is unverified and stands in every record.
constexpr std::size_t kMaxParentText = 256;

std::string shortText(std::string text)
{
    if (text.size() > kMaxParentText) {
        text.resize(kMaxParentText);
    }
    // Printable ASCII only: ids of providers have nothing else, and records are read on terminals.
    std::erase_if(text, [](char c) { return c < 0x20 || c > 0x7e; });
    return text;
}

} // namespace

audit::Content contentOf(const std::shared_ptr<const JsonDocument>& document,
                         JsonValue value,
                         api::ContentMode mode)
{
    audit::Content content;
    content.text = std::shared_ptr<const std::string>(document, &document->text());
    content.mode = mode;
    if (value.exists()) {
        content.begin = value.offset();
        content.end = value.offset() + value.raw().size();
    }
    return content;
}

api::ContentMode contentMode(const Access& access,
                             const api::KeyConfig& key,
                             const ServerId& server,
                             const std::string& tool)
{
    const api::ServerConfig* config = api::findServer(*access.config, server);
    if (config == nullptr) {
        return key.content;
    }
    const api::ContentMode mode = policy::stricter(key.content, config->content);
    const auto own = std::ranges::lower_bound(config->tools, tool, {}, &api::ToolOverride::tool);
    return own != config->tools.end() && own->tool == tool ? policy::stricter(mode, own->content)
                                                           : mode;
}

void describeServer(audit::CallIntent& record, const Access& access)
{
    if (const api::ServerConfig* config = api::findServer(*access.config, record.server)) {
        record.serverTransport = api::transportName(config->transport);
        record.serverConfigHash = access.serverHashes.at(record.server);
    }
}

std::string clientOf(const audit::Caller& caller)
{
    return caller.clientVersion.empty() ? caller.client
                                        : caller.client + " " + caller.clientVersion;
}

protocol::UriNames urisFor(const Inquiry& inquiry, const ServerId& server)
{
    using WebLinks = protocol::UriNames::WebLinks;
    const api::ServerConfig* config = api::findServer(*inquiry.who.access->config, server);
    const bool keeps = config != nullptr && config->keepWebLinks;
    return inquiry.profile.aggregated()
               ? protocol::UriNames(server, keeps ? WebLinks::Keep : WebLinks::Rewrite)
               : protocol::UriNames();
}

void rewriteQuestions(const Inquiry& inquiry,
                      const ServerId& server,
                      std::vector<protocol::ClientRequest>& requests)
{
    const bool aggregated = inquiry.profile.aggregated();
    const protocol::ClientView view{inquiry.revision,
                                    aggregated ? server.str() : std::string(),
                                    urisFor(inquiry, server),
                                    !aggregated && inquiry.client.features.samplingContext};
    for (protocol::ClientRequest& request : requests) {
        const auto params =
            JsonDocument::parse(request.params.empty() ? std::string("{}") : request.params);
        request.params = protocol::writeClientParams(
            request.method, params ? params->root() : JsonValue(), view);
    }
}

api::Outcome outcomeOf(const Error& error)
{
    switch (error.code) {
    case ErrorCode::Cancelled:
        return api::Outcome::Cancelled;
    case ErrorCode::DeadlineExceeded:
        return api::Outcome::Timeout;
    default:
        return api::Outcome::UpstreamGone;
    }
}

audit::CallOutcome outcomeRecord(const Inquiry& inquiry,
                                 const api::ActivityRow& row,
                                 const Conclusion& ended,
                                 const Result<upstream::CallReply>& reply,
                                 std::int64_t askedMicros)
{
    audit::CallOutcome record;
    record.call = row.call;
    record.key = row.key;
    record.caseId = row.caseId;
    record.client = row.client;
    record.server = row.server;
    record.tool = row.tool;
    record.outcome = ended.outcome;
    record.code = ended.code;
    record.error = ended.error;
    record.argumentBytes = row.argumentBytes;
    const std::int64_t nowMicros = steadyMicros();
    record.totalMicros = nowMicros - inquiry.arrivedMicros;
    record.queueMicros = askedMicros - inquiry.arrivedMicros;
    record.upstreamMicros = nowMicros - askedMicros;
    if (reply) {
        const JsonValue kept = reply->error ? reply->document->root()["error"] : reply->result;
        const Access& access = *inquiry.who.access;
        record.result = contentOf(
            reply->document, kept, contentMode(access, *inquiry.who.key, row.server, row.tool));
        if (const JsonValue blocks = reply->result["content"]; blocks.isArray()) {
            record.resultBlocks = static_cast<std::int64_t>(blocks.size());
        }
        record.upstreamMicros = reply->upstreamMicros;
        record.queueMicros += reply->waitedMicros;
    }
    return record;
}

void complete(api::ActivityRow& row, const audit::CallOutcome& record)
{
    row.outcome = record.outcome;
    row.durationMicros = record.totalMicros;
    row.resultBytes = static_cast<std::int64_t>(record.result.view().size());
}

std::vector<ServerId>
reachableServers(const Access& access, const KeyId& key, const Profile& profile)
{
    std::vector<ServerId> servers;
    for (const api::ServerConfig& server : access.config->servers) {
        const bool inProfile = profile.aggregated() || server.id == profile.server;
        if (inProfile && server.enabled && access.rights.reaches(key, server.id)) {
            servers.push_back(server.id);
        }
    }
    return servers;
}

audit::ParentRequest parentOf(JsonValue meta,
                              const std::function<std::string(std::string_view)>& header)
{
    const auto fieldText = [&header](std::string_view name) {
        return header ? header(name) : std::string();
    };
    const protocol::TraceContext trace = protocol::readTrace(meta);
    const JsonValue own = meta["io.portcullis/parent"];
    const auto choose = [&](const char* member, std::string_view field) {
        std::string text = own[member].string();
        return shortText(text.empty() ? fieldText(field) : std::move(text));
    };
    audit::ParentRequest parent;
    parent.traceParent =
        trace.traceParent.empty() ? shortText(fieldText("traceparent")) : trace.traceParent;
    parent.traceState =
        trace.traceState.empty() ? shortText(fieldText("tracestate")) : trace.traceState;
    parent.requestId = choose("requestId", "X-Request-Id");
    parent.model = choose("model", "X-Portcullis-Model");
    parent.conversation = choose("conversation", "X-Portcullis-Conversation");
    return parent;
}

MessageRate::MessageRate(const Clock& clock, double perSecond, double burst)
    : m_clock(clock)
    , m_perSecond(perSecond)
    , m_burst(burst)
    , m_allowance(burst)
    , m_refilled(clock.monotonicNow())
{}

bool MessageRate::take()
{
    const MonotonicTime now = m_clock.monotonicNow();
    m_allowance += m_perSecond * std::chrono::duration<double>(now - m_refilled).count();
    m_allowance = std::min(m_allowance, m_burst);
    m_refilled = now;
    if (m_allowance < 1) {
        return false;
    }
    m_allowance -= 1;
    return true;
}

struct ProgressRelay::State
{
    State(std::string ofClient, std::function<void(const std::string&)> tell, const Clock& clock)
        : token(std::move(ofClient))
        , notify(std::move(tell))
        , rate(clock, kProgressPerSecond, kProgressBurst)
    {}

    void take(const protocol::Progress& progress);

    void send() { notify(std::exchange(kept, {})); }

    std::string token;
    std::function<void(const std::string&)> notify;
    MessageRate rate;
    std::optional<double> last; // as the client counts
    double begin = 0;           // of this round, in the same
    std::string kept;           // the notification that is still to be sent
    bool ended = false;
};

void ProgressRelay::State::take(const protocol::Progress& progress)
{
    protocol::Progress own = progress;
    if (begin != 0) {
        own.value += begin;
        own.valueText = {};
        own.totalText = {}; // of this round alone
    }
    const bool writable = !own.valueText.empty() || std::isfinite(own.value);
    if (ended || !writable || (last && own.value <= *last)) {
        return;
    }
    last = own.value;
    kept = protocol::writeProgress(token, own);
    if (rate.take()) {
        send();
    }
}

ProgressRelay::ProgressRelay(std::string token,
                             std::function<void(const std::string&)> notify,
                             const Clock& clock)
    : m_state(std::make_shared<State>(std::move(token), std::move(notify), clock))
{}

ProgressRelay::~ProgressRelay()
{
    m_state->ended = true;
}

std::function<void(const protocol::Progress&)> ProgressRelay::callback() const
{
    if (m_state->token.empty() || !m_state->notify) {
        return {};
    }
    return [state = m_state](const protocol::Progress& progress) { state->take(progress); };
}

void ProgressRelay::beginRound()
{
    flush();
    m_state->begin = m_state->last.value_or(0);
}

bool ProgressRelay::keeps() const
{
    return !m_state->kept.empty();
}

void ProgressRelay::offer()
{
    if (keeps() && m_state->rate.take()) {
        m_state->send();
    }
}

void ProgressRelay::flush()
{
    if (keeps()) {
        m_state->send();
    }
}

} // namespace portcullis::engine
