#pragma once

#include "app/common/remote_gateway.h"
#include "app/ctl/exit_code.h"
#include "gateway/api/status.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>

#include <cstdint>
#include <vector>

namespace portcullis::ctl {

// Prints calls as they end, until SIGINT or SIGTERM or until the gateway goes. It listens from its
// construction on, so that nothing is lost while the past is being read.
// Owner: a command. Thread: its own; events are handed over from the client's. Errors: Unavailable
// when the gateway goes.
class ActivityFollower
{
public:
    ActivityFollower(remote::RemoteGateway& gateway, api::ActivityQuery query, bool asJson);
    ~ActivityFollower();
    ActivityFollower(const ActivityFollower&) = delete;
    ActivityFollower& operator=(const ActivityFollower&) = delete;
    ActivityFollower(ActivityFollower&&) = delete;
    ActivityFollower& operator=(ActivityFollower&&) = delete;

    // `past` is newest first.
    [[nodiscard]] Result<ExitCode> run(const std::vector<api::ActivityRow>& past);

private:
    void show(const api::ActivityRow& row);

    remote::RemoteGateway& m_gateway;
    api::ActivityQuery m_query;
    bool m_asJson;
    std::int64_t m_last = -1; // n of the newest row shown
    bool m_gone = false;
    boost::asio::io_context m_io;
    boost::asio::signal_set m_signals;
};

} // namespace portcullis::ctl
