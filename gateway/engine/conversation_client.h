#pragma once

#include "gateway/engine/call_records.h"
#include "gateway/engine/conversation.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace portcullis::engine {

// The client that listens at present.
struct Conversation::Sink
{
    Sink(const Inquiry& inquiry, std::string progressToken)
        : path(inquiry.client)
        , revision(inquiry.revision)
        , notify(inquiry.notify)
        , handle(inquiry.handle)
        , progress(std::move(progressToken), inquiry.notify, *inquiry.clock)
        , logs(*inquiry.clock, MessageRate::kLogsPerSecond, MessageRate::kLogsPerSecond)
    {}

    ClientPath path;
    protocol::Revision revision;
    std::function<void(const std::string&)> notify;
    std::shared_ptr<CallHandle> handle;
    ProgressRelay progress;
    MessageRate logs;
};

// What a session is asked at once for a server of the stateless era.
struct Conversation::Round
{
    std::map<std::string, std::string> answers; // by the server's keys
    std::vector<std::string> ids;               // of the requests to the client
    std::optional<Error> failed;
    std::size_t open = 0;
    std::string incarnation; // of the server that asks
};

} // namespace portcullis::engine
