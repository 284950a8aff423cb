#pragma once

#include "gateway/engine/sse_endpoint.h"
#include "gateway/http/sse.h"

#include <memory>
#include <string>

namespace portcullis::engine {

// One stream and its session. Requests may outlive both.
struct SseEndpoint::Client
{
    http::Exchange* stream = nullptr; // null once it is over
    std::shared_ptr<Session> session;
    bool initialized = false;

    void write(const std::string& message)
    {
        if (stream == nullptr || message.empty()) {
            return;
        }
        http::SseEvent event;
        event.event = "message";
        event.data = message;
        stream->sendEvent(http::formatSse(event));
    }
};

} // namespace portcullis::engine
