#pragma once

#include "gateway/engine/call_conclusion.h"
#include "gateway/engine/call_route.h"
#include "gateway/engine/conversation.h"
#include "gateway/engine/retry_memory.h"
#include "gateway/engine/task_token.h"
#include "gateway/protocol/tasks.h"
#include "gateway/upstream/server_call.h"

#include <chrono>
#include <memory>
#include <string>
#include <vector>

// What the steps of a call hand to each other. Plain values, on the stack of CallPipeline.
namespace portcullis::engine {

// What an earlier round of the same call has left.
struct CallRound
{
    std::shared_ptr<Conversation> parked;
    bool lost = false;                      // it was parked before the gateway was restarted
    std::string state;                      // the server's own, a JSON string; or empty
    std::shared_ptr<Retry> retry;           // that this request is; null for a first round
    std::shared_ptr<Retry> earlier;         // the same request, which has run or runs; or null
    std::chrono::milliseconds timeLimit{0}; // of its server
};

// The server's answer, or what it wants of a client that has to come back for it.
struct CallTurn
{
    Result<upstream::CallReply> reply;
    std::shared_ptr<Conversation> asks;
    std::vector<protocol::ClientRequest> questions;
    std::string note; // for the model, beside a tool's result; or empty
    std::string flag; // for the record of a call that has ended well; or empty
};

// How a request ended.
struct CallEnding
{
    Conclusion conclusion;
    Result<upstream::CallReply> reply;
    std::shared_ptr<Retry> retry; // that this request is; null for a first round
};

// A task that a client asks about.
struct TaskVisit
{
    protocol::ClientCall call; // its input responses stand in for arguments
    protocol::TaskRequest request;
    TaskTarget target;
    Route route;
    CallId id;
};

} // namespace portcullis::engine
