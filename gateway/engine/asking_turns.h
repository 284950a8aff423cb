#pragma once

#include "gateway/base/clock.h"
#include "gateway/engine/call_handle.h"
#include "gateway/engine/conversation.h"
#include "gateway/http/async.h"

#include <chrono>
#include <memory>
#include <string>

namespace portcullis::engine {

// Servers on standard streams and over HTTP+SSE ask back without saying in which call. With one
// call there it is clear whom they mean, with two it is guessed by nobody (D-20). So calls of
// clients that can be asked take turns at a server that has asked before (D-21). Who waits for a
// person has half a minute while others wait: then the server is told that nobody answers, so that
// it comes to an end, and what it answers waits for its client. Nobody waits for more than a
// minute: after that the call runs beside the others, and is only refused its questions.
//
// Owner: CallPipeline. Thread: gateway. Errors: none.
class AskingTurns
{
public:
    static constexpr auto kThinking = std::chrono::seconds(30); // of a person while others wait
    static constexpr auto kPatience = std::chrono::seconds(60); // of a call for its turn

    enum class Mode : std::uint8_t
    {
        Beside, // the server has not asked anything yet
        Alone
    };

    // The clock outlives it.
    explicit AskingTurns(const Clock& clock);

    // Waits until the call may go to the process or session of this name. The result is held as
    // long as the call may be there; null when it was cancelled before its turn.
    [[nodiscard]] http::Task<std::shared_ptr<void>> enter(std::string place,
                                                          std::shared_ptr<Conversation> call,
                                                          std::shared_ptr<CallHandle> handle,
                                                          Mode mode);

    // To be called every few seconds.
    void sweep();

private:
    struct State;

    std::shared_ptr<State> m_state; // turns may outlive this
};

} // namespace portcullis::engine
