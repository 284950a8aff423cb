#pragma once

#include "gateway/api/evidence.h"
#include "gateway/http/async.h"
#include "gateway/http/line_socket.h"

#include <cstdint>
#include <map>
#include <memory>
#include <stop_token>

namespace portcullis::engine {

// The long jobs of one control connection: {"id":1,"progress":{"done":5,"total":9}} on their way,
// stopped by the command "cancel" with the job's id, or because the connection ends.
//
// Owner: the connection's coroutine and the answers to come. Thread: gateway; a watch's progress
// any.
class ControlJobs
{
public:
    ControlJobs(http::asio::any_io_executor executor,
                std::shared_ptr<http::LineConnection> connection);

    [[nodiscard]] api::JobWatch begin(std::int64_t id);
    void end(std::int64_t id);
    // Does nothing for a job that has ended.
    void cancel(std::int64_t id);
    void cancelAll();

private:
    http::asio::any_io_executor m_executor;
    std::shared_ptr<http::LineConnection> m_connection;
    std::map<std::int64_t, std::stop_source> m_running;
};

} // namespace portcullis::engine
