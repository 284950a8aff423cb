#include "gateway/protocol/tasks.h"
#include "gateway/upstream/call_queue.h"

#include <algorithm>
#include <utility>

// What a queue of calls knows of the tasks that have become of some.
namespace portcullis::upstream {

namespace {

constexpr std::chrono::minutes kTaskGrace{1}; // that a task is kept beyond the call's deadline
constexpr std::chrono::milliseconds kLongestTask = std::chrono::hours(24); // of clients

} // namespace

Error CallQueue::taskIsLost() const
{
    return {ErrorCode::NotFound,
            "Server '" + m_parts.server + "' knows nothing of this task any more.",
            {}};
}

std::uint32_t CallQueue::tasks() const
{
    const auto followed = static_cast<std::uint32_t>(m_taskMark.use_count() - 1);
    const auto* connection = std::get_if<Running>(&m_mode);
    return connection == nullptr
               ? followed
               : followed + (*connection)->ongoing()->ofClients(std::chrono::steady_clock::now());
}

void CallQueue::abandonTask(const std::string& incarnation, const std::string& id)
{
    const auto* connection = std::get_if<Running>(&m_mode);
    if (connection != nullptr && (*connection)->ongoing()->incarnation() == incarnation) {
        (*connection)
            ->ongoing()
            ->abandonTask(id, std::chrono::steady_clock::now() + OngoingWork::kRunsOn);
    }
}

// A server that was started anew, or a new session, may give the id of a task to somebody else's.
bool CallQueue::mayGoTo(const Call& call, const RpcConnection& connection)
{
    const CallRequest& wanted = call.m_request;
    const OngoingWork& there = *connection.ongoing();
    return wanted.incarnation.empty() ||
           (wanted.incarnation == there.incarnation() && !there.isAmbiguous(wanted.name));
}

Result<> CallQueue::noteTask(const Call& call, const RpcReply& reply) const
{
    if (!call.m_request.incarnation.empty()) {
        return noteState(call, reply);
    }
    const CallRequest& wanted = call.m_request;
    const protocol::Era era = protocol::eraOf(call.m_connection->revision());
    const bool isTask = !reply.error && wanted.method == "tools/call" &&
                        protocol::classifyResult(protocol::CallKind::Tool, reply.result, era) ==
                            protocol::ResultKind::Task;
    const auto task = isTask ? protocol::readCreatedTask(reply.result, era) : std::nullopt;
    if (!task) {
        return {};
    }
    const bool passes = era == protocol::Era::Stateless && wanted.tasks == TaskUse::PassedOn;
    const auto now = std::chrono::steady_clock::now();
    const auto until = passes ? now + std::min(task->ttl.value_or(kLongestTask), kLongestTask)
                              : call.m_begun + wanted.timeout + kTaskGrace;
    using enum OngoingWork::Follower;
    OngoingWork& there = *call.m_connection->ongoing();
    if (!there.beginTask(task->id, call.m_client, passes ? Client : Gateway, until)) {
        return fail(ErrorCode::ProtocolError,
                    "Server '" + m_parts.server + "' gave the task the id of another one.");
    }
    return {};
}

Result<> CallQueue::noteState(const Call& call, const RpcReply& reply) const
{
    const CallRequest& wanted = call.m_request;
    OngoingWork& there = *call.m_connection->ongoing();
    if (there.isAmbiguous(wanted.name)) {
        return fail(taskIsLost()); // by now
    }
    const protocol::Era era = protocol::eraOf(call.m_connection->revision());
    const auto state = protocol::readTask(reply.result, era);
    const bool gone = reply.error && reply.error->code == protocol::code::kInvalidParams;
    const bool gave = !reply.error && wanted.method == methodOf(protocol::TaskMethod::Result);
    if (!reply.error && wanted.method == methodOf(protocol::TaskMethod::Cancel)) {
        // What it runs may go on all the same.
        there.abandonTask(wanted.name, std::chrono::steady_clock::now() + OngoingWork::kRunsOn);
    } else if (gone || gave || (state && !protocol::isAlive(state->status))) {
        there.endTask(wanted.name);
    }
    return {};
}

} // namespace portcullis::upstream
