#pragma once

#include "gateway/api/status.h"
#include "gateway/audit/record.h"
#include "gateway/engine/access.h"
#include "gateway/engine/activity_meter.h"
#include "gateway/engine/stream_quota.h"
#include "gateway/engine/tool_catalog.h"
#include "gateway/http/message.h"

#include <functional>
#include <memory>
#include <optional>

namespace portcullis::engine {

// Who asks, and where.
struct Visitor
{
    Principal who;
    Profile profile;
    api::Reason reason = api::Reason::Allowed;
};

// Where a request wants to go, as far as its path and query tell.
struct Destination
{
    std::optional<Profile> profile; // nothing for a path that does not exist
    bool keyInAddress = false;      // which would stand in histories and logs (F-02)
};

// Who may come in over HTTP: what the head of a request alone decides, the same for every endpoint.
// Owner: an endpoint. Thread: gateway. Errors: HTTP answers; refusals for want of a key or of a
// place are recorded.
class HttpAdmission
{
public:
    struct Parts
    {
        api::KeyTransport transport; // records have its name
        RefusalRecorder& refusals;
        ActivityMeter& meter;
        StreamQuota& streams;
        const Clock& clock;
        std::function<AccessPtr()> access; // the current one
    };

    explicit HttpAdmission(Parts parts);

    // Refuses, or says who it is. Changes nothing, so that it can be asked again when the body has
    // come.
    [[nodiscard]] std::optional<http::Response>
    identify(const http::RequestHead& head, const Destination& destination, Visitor& visitor) const;
    // The same for a request that has just come: records a refusal, takes one of the key's requests
    // of this minute.
    [[nodiscard]] std::optional<http::Response>
    admit(const http::RequestHead& head, const Destination& destination, Visitor& visitor);

    // Takes one of the key's requests of this minute; a refusal is recorded.
    [[nodiscard]] bool take(const http::Peer& peer, const Visitor& visitor);
    // A place among the key's open streams; null when there is none.
    [[nodiscard]] std::shared_ptr<void> takeStream(const KeyId& key, const Access& access);
    void recordRateLimit(const http::Peer& peer, const Visitor& visitor);

    [[nodiscard]] audit::Caller callerOf(const http::Peer& peer, const Visitor& visitor) const;

private:
    void record(const http::Peer& peer, const Visitor& visitor, api::Reason reason);

    Parts m_parts;
};

} // namespace portcullis::engine
