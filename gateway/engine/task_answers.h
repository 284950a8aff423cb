#pragma once

#include "gateway/base/crypto.h"
#include "gateway/engine/call_conclusion.h"
#include "gateway/protocol/tasks.h"
#include "gateway/upstream/server.h"

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <utility>

namespace portcullis::engine {

// What a client is told of a task that is unknown, another's, or one it may not use any more.
[[nodiscard]] protocol::RpcError unknownTask();

// What a server's answer about a task means for the client.
struct TaskAnswer
{
    Conclusion ended;
    // What leaves with it beside a status: the result, the error or the questions, or the whole
    // task where its server says something of it in words; for the record.
    Result<upstream::CallReply> content;
    std::optional<Digest> digest; // of that; nothing where there is nothing
};

// Of tasks/get. `id` is the client's. Pure.
[[nodiscard]] TaskAnswer concludeTask(const Inquiry& inquiry,
                                      const Route& route,
                                      const std::string& id,
                                      Result<upstream::CallReply> reply);
// Of tasks/update and tasks/cancel. Pure.
[[nodiscard]] TaskAnswer
concludeTaskChange(const Inquiry& inquiry, const Route& route, Result<upstream::CallReply> reply);

// What was handed out last of each task, so that a client that asks again for the same leaves no
// second record. What has been forgotten is recorded again. Owner: CallPipeline. Thread: gateway.
class HandedOut
{
public:
    static constexpr std::size_t kMost = 4096; // tasks

    [[nodiscard]] bool knows(const CallId& task, const Digest& content) const
    {
        const auto found = m_last.find(task);
        return found != m_last.end() && found->second == content;
    }

    void note(const CallId& task, const Digest& content)
    {
        if (!m_last.insert_or_assign(task, content).second) {
            return;
        }
        m_order.push_back(task);
        if (m_order.size() > kMost) {
            m_last.erase(m_order.front());
            m_order.pop_front();
        }
    }

private:
    std::map<CallId, Digest> m_last;
    std::deque<CallId> m_order;
};

} // namespace portcullis::engine
