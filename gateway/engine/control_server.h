#pragma once

#include "gateway/api/gateway_client.h"
#include "gateway/engine/control_commands.h"
#include "gateway/http/async.h"
#include "gateway/http/line_socket.h"

#include <nlohmann/json_fwd.hpp>

#include <functional>
#include <memory>
#include <string>

namespace portcullis::engine {

// The waist over the control socket, one JSON object a line, for whom a connection belongs to. A
// request is
// {"id":1,"command":"apply","params":{…}}, its answer {"id":1,"result":…} or {"id":1,"error":{…}};
// the commands are those of GatewayClient by name. Long ones tell how far they are and can be
// cancelled (ControlJobs). After "observe" the connection also carries
// {"event":{…}}. Answers come in the order in which the work ends.
//
// Owner: engine. Thread: gateway. Errors: answers; a line that is no request ends the connection.
class ControlServer
{
public:
    // Adds a watcher and gives the function that removes it.
    using Watch = std::function<std::function<void()>(api::EventSink)>;

    // Where the time of calls goes, as JSON, for measurements: the command "stageTimes".
    using Measure = std::function<nlohmann::json()>;

    // Who is at the other end of a connection.
    struct Visitor
    {
        std::shared_ptr<api::GatewayClient> gateway; // as that person may use it
        Watch watch;
    };

    ControlServer(http::asio::any_io_executor executor, Measure measure);

    [[nodiscard]] http::Task<> serve(std::shared_ptr<http::LineConnection> connection,
                                     Visitor visitor);

private:
    [[nodiscard]] static Result<ControlCommand> parse(const std::string& line);
    void answer(api::GatewayClient& gateway,
                const ControlCommand& command,
                ControlJobs& jobs,
                const ControlReply& reply) const;
    void measure(api::GatewayClient& gateway, const ControlReply& reply) const;

    http::asio::any_io_executor m_executor;
    Measure m_measure;
};

} // namespace portcullis::engine
