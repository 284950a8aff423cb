#pragma once

#include "gateway/api/status.h"
#include "gateway/audit/record.h"
#include "gateway/base/json.h"
#include "gateway/engine/access.h"
#include "gateway/engine/call_conclusion.h"
#include "gateway/engine/inquiry.h"
#include "gateway/engine/tool_catalog.h"
#include "gateway/protocol/call.h"
#include "gateway/protocol/client_request.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

// Small pure steps of a call's way.
namespace portcullis::engine {

// A value of a document as recorded content, without copying its text.
[[nodiscard]] audit::Content contentOf(const std::shared_ptr<const JsonDocument>& document,
                                       JsonValue value,
                                       api::ContentMode mode);

// What may be kept of a call's texts: the strictest of the settings of key, server and tool, which
// goes by the server's own name.
[[nodiscard]] api::ContentMode contentMode(const Access& access,
                                           const api::KeyConfig& key,
                                           const ServerId& server,
                                           const std::string& tool);

// How the server of the record is configured.
void describeServer(audit::CallIntent& record, const Access& access);

// Name and version of a client as they are listed.
[[nodiscard]] std::string clientOf(const audit::Caller& caller);

// How the URIs of a server look to this client.
[[nodiscard]] protocol::UriNames urisFor(const Inquiry& inquiry, const ServerId& server);

// What a server of the stateless era asks, as this client may see it.
void rewriteQuestions(const Inquiry& inquiry,
                      const ServerId& server,
                      std::vector<protocol::ClientRequest>& requests);

// How a call ended that got no answer from its server.
[[nodiscard]] api::Outcome outcomeOf(const Error& error);

// The record of how a call ended; `row` says which call, `askedMicros` when its server was asked.
[[nodiscard]] audit::CallOutcome outcomeRecord(const Inquiry& inquiry,
                                               const api::ActivityRow& row,
                                               const Conclusion& ended,
                                               const Result<upstream::CallReply>& reply,
                                               std::int64_t askedMicros);

// The activity row of a call that has ended so.
void complete(api::ActivityRow& row, const audit::CallOutcome& record);

// The servers a key sees anything of, within a profile.
[[nodiscard]] std::vector<ServerId>
reachableServers(const Access& access, const KeyId& key, const Profile& profile);

// What a client says of the request of its model that led to this one: trace context and our own
// keys of _meta, and the fields of `header`, which gives the value of an HTTP header or an empty
// text, and may be empty itself.
[[nodiscard]] audit::ParentRequest
parentOf(JsonValue meta, const std::function<std::string(std::string_view)>& header);

// How many messages may pass in a second, and how many at once. Owner: what passes them. Thread:
// gateway. Errors: none; what is beyond it is dropped.
class MessageRate
{
public:
    static constexpr double kLogsPerSecond = 50; // of a call, or of a client's own server (G-57)

    // The clock outlives it.
    MessageRate(const Clock& clock, double perSecond, double burst);

    [[nodiscard]] bool take();

private:
    const Clock& m_clock;
    double m_perSecond;
    double m_burst;
    double m_allowance;
    MonotonicTime m_refilled;
};

// Passes a server's progress to the client under the client's own token: rising values only (A-51,
// D-42), at most ten a second, the last of which is kept. Values of a further round of the
// same call go on where the one before ended. Lives in the call's coroutine; copies of its callback
// share it.
class ProgressRelay
{
public:
    ProgressRelay(std::string token,
                  std::function<void(const std::string&)> notify,
                  const Clock& clock);
    ~ProgressRelay();

    ProgressRelay(const ProgressRelay&) = delete;
    ProgressRelay& operator=(const ProgressRelay&) = delete;
    ProgressRelay(ProgressRelay&&) = delete;
    ProgressRelay& operator=(ProgressRelay&&) = delete;

    [[nodiscard]] std::function<void(const protocol::Progress&)> callback() const;

    // The server is asked anew, and counts from its beginning again.
    void beginRound();
    // Is there a value that was too fast?
    [[nodiscard]] bool keeps() const;
    // Sends it, if it is time.
    void offer();
    // Sends it in any case: before the answer, after which nothing may come.
    void flush();

private:
    struct State;
    std::shared_ptr<State> m_state;
};

} // namespace portcullis::engine
