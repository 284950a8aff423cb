#pragma once

#include "gateway/engine/inquiry.h"
#include "gateway/engine/session_table.h"
#include "gateway/http/async.h"
#include "gateway/http/server.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace portcullis::engine {

// Gives a place among a key's open streams, held as long as the result lives; null when there is
// none. Itself empty for a client that takes no stream at all.
using StreamPlace = std::function<std::shared_ptr<void>()>;

// The answer to one POSTed request: one JSON object when the result comes soon and nothing is to be
// sent before it, else an SSE stream. In the session era the stream belongs to the
// session and can be resumed.
//
// Owner: the handler's coroutine. Thread: gateway. Errors: none; a client that is gone is not
// answered.
class HttpAnswer
{
public:
    HttpAnswer(http::Exchange& exchange,
               std::shared_ptr<Session> session,
               http::asio::any_io_executor executor,
               const Clock& clock,
               StreamPlace place);
    ~HttpAnswer();

    HttpAnswer(const HttpAnswer&) = delete;
    HttpAnswer& operator=(const HttpAnswer&) = delete;
    HttpAnswer(HttpAnswer&&) = delete;
    HttpAnswer& operator=(HttpAnswer&&) = delete;

    // Binds the inquiry's notifications to this answer, and starts to stream after a moment if the
    // result takes long; in the session era at once if the client asked for progress.
    void prepare(Inquiry& inquiry);
    // Sends the last message. An empty one (the request was cancelled) ends the stream without it.
    [[nodiscard]] http::Task<> finish(const std::string& message);

private:
    struct State;
    std::shared_ptr<State> m_state;
};

// A session's request while it runs: found by notifications/cancelled, forgotten at its end.
class RunningRequest
{
public:
    RunningRequest(std::shared_ptr<Session> session,
                   std::string id,
                   const std::shared_ptr<CallHandle>& handle);
    ~RunningRequest();

    RunningRequest(const RunningRequest&) = delete;
    RunningRequest& operator=(const RunningRequest&) = delete;
    RunningRequest(RunningRequest&&) = delete;
    RunningRequest& operator=(RunningRequest&&) = delete;

private:
    std::shared_ptr<Session> m_session;
    std::string m_id;
};

// A notification of a session's client; unknown ones are ignored.
void applyNotification(Session& session, const protocol::Message& message);

// Serves a GET: the session's standalone stream, or the rest of the stream that `lastEventId` names
// until the client goes, the session ends or the resumed stream is complete.
[[nodiscard]] http::Task<> serveStandalone(http::Exchange& exchange,
                                           std::shared_ptr<Session> session,
                                           std::optional<std::string_view> lastEventId,
                                           const Clock& clock);

} // namespace portcullis::engine
