#include "gateway/engine/http_admission.h"

#include "gateway/engine/http_gate.h"
#include "gateway/engine/http_responses.h"
#include "gateway/policy/key_binding.h"

#include <string>
#include <utility>

namespace portcullis::engine {

namespace {

http::Response unauthorized(bool presented)
{
    http::Response response =
        http::textResponse(401, "A valid virtual key is needed: Authorization: Bearer pcl_…\n");
    response.headers.set("WWW-Authenticate",
                         presented ? "Bearer error=\"invalid_token\"" : "Bearer");
    return response;
}

// What cannot be read, or is said twice, must not count as nothing: the request would do more than
// it was meant to.
std::optional<http::Response> readNarrowing(const http::RequestHead& head, Visitor& visitor)
{
    const std::size_t count = head.headers.count(api::kNarrowHeader);
    if (count == 0) {
        return std::nullopt;
    }
    Result<std::vector<api::AllowRule>> rules =
        fail(ErrorCode::InvalidArgument, "It must be there once.");
    if (count == 1) {
        rules = api::parseNarrowRules(*head.headers.get(api::kNarrowHeader));
    }
    if (!rules) {
        visitor.reason = api::Reason::BadAllowHeader;
        return http::textResponse(400,
                                  std::string(api::kNarrowHeader) + " cannot be read. " +
                                      rules.error().message + "\n");
    }
    visitor.who.narrow = std::make_shared<const policy::RequestRules>(std::move(*rules));
    return std::nullopt;
}

} // namespace

HttpAdmission::HttpAdmission(Parts parts)
    : m_parts(std::move(parts))
{}

std::optional<http::Response> HttpAdmission::admit(const http::RequestHead& head,
                                                   const Destination& destination,
                                                   Visitor& visitor)
{
    auto refused = identify(head, destination, visitor);
    // A right key is never counted, nor looked at less: whoever guesses must not lock others out.
    if (visitor.reason == api::Reason::UnknownKey &&
        !m_parts.meter.takeWrongKey(sourceOf(head.peer))) {
        visitor.reason = api::Reason::RateLimited;
        const std::string wait = std::to_string(m_parts.meter.untilNextMinute().count());
        refused = tooMany("Too many wrong keys in this minute.\n", wait.c_str());
    }
    if (visitor.reason != api::Reason::Allowed) {
        record(head.peer, visitor, visitor.reason);
    }
    if (!refused && !take(head.peer, visitor)) {
        refused = tooMany("Too many requests of this key in this minute.\n", "60");
    }
    return refused;
}

audit::Caller HttpAdmission::callerOf(const http::Peer& peer, const Visitor& visitor) const
{
    audit::Caller caller;
    caller.transport = api::keyTransportName(m_parts.transport);
    caller.pid = peer.pid;
    caller.executable = peer.executable;
    describeKey(caller, visitor.who);
    return caller;
}

void HttpAdmission::record(const http::Peer& peer, const Visitor& visitor, api::Reason reason)
{
    m_parts.refusals.refused(callerOf(peer, visitor), sourceOf(peer), reason);
    m_parts.meter.countRefusal();
}

void HttpAdmission::recordRateLimit(const http::Peer& peer, const Visitor& visitor)
{
    record(peer, visitor, api::Reason::RateLimited);
}

bool HttpAdmission::take(const http::Peer& peer, const Visitor& visitor)
{
    const api::Limits& limits = visitor.who.access->config->settings.limits;
    if (m_parts.meter.takeRequest(visitor.who.key->id, limits.requestsPerMinute)) {
        return true;
    }
    recordRateLimit(peer, visitor);
    return false;
}

std::shared_ptr<void> HttpAdmission::takeStream(const KeyId& key, const Access& access)
{
    return m_parts.streams.take(key, access.config->settings.limits);
}

// In an order that tells a stranger nothing.
std::optional<http::Response> HttpAdmission::identify(const http::RequestHead& head,
                                                      const Destination& destination,
                                                      Visitor& visitor) const
{
    if (const auto reason = checkOrigin(head)) {
        visitor.reason = *reason;
        return http::textResponse(403, "This Host or Origin may not use the gateway.\n");
    }
    if (!destination.profile) {
        return notFound();
    }
    if (destination.keyInAddress) {
        return http::textResponse(
            400, "A key must not stand in the address: send it as Authorization: Bearer.\n");
    }
    visitor.profile = *destination.profile;
    visitor.who.access = m_parts.access();
    if (!visitor.who.access) {
        http::Response response =
            http::textResponse(503, "Portcullis is locked: open it at the workstation.\n");
        response.headers.set("Retry-After", "5");
        return response;
    }
    const std::string presented = presentedKey(head.headers);
    const policy::Identification found =
        visitor.who.access->ring.identify(presented, m_parts.clock.wallNow());
    visitor.who.key = found.key;
    visitor.who.retiring = found.retiring;
    visitor.reason = found.reason;
    // Which program sends HTTP is not told for certain.
    if (visitor.reason == api::Reason::Allowed) {
        visitor.reason = policy::bindingOf(*found.key, {m_parts.transport, std::nullopt});
    }
    if (visitor.reason != api::Reason::Allowed) {
        return unauthorized(!presented.empty());
    }
    if (auto refused = readNarrowing(head, visitor)) {
        return refused;
    }
    const bool hidden = !visitor.profile.aggregated() &&
                        !visitor.who.access->rights.reaches(found.key->id, visitor.profile.server);
    return hidden ? std::optional(notFound()) : std::nullopt;
}

} // namespace portcullis::engine
