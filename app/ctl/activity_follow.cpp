#include "app/ctl/activity_follow.h"

#include "app/ctl/activity_filter.h"
#include "app/ctl/output.h"
#include "gateway/api/wire.h"

#include <boost/asio/post.hpp>
#include <nlohmann/json.hpp>

#include <csignal>
#include <future>
#include <memory>
#include <ranges>
#include <utility>

namespace portcullis::ctl {

ActivityFollower::ActivityFollower(remote::RemoteGateway& gateway,
                                   api::ActivityQuery query,
                                   bool asJson)
    : m_gateway(gateway)
    , m_query(std::move(query))
    , m_asJson(asJson)
    , m_io(1)
    , m_signals(m_io, SIGINT, SIGTERM)
{
    m_signals.async_wait([this](const boost::system::error_code&, int) { m_io.stop(); });
    m_gateway.observe([this](const api::Event& event) {
        if (const auto* changed = std::get_if<api::CallChanged>(&event.what)) {
            boost::asio::post(m_io, [this, row = changed->row] { show(row); });
        }
    });
    m_gateway.onGone([this] {
        boost::asio::post(m_io, [this] {
            m_gone = true;
            m_io.stop();
        });
    });
}

// The client's thread must have let go of this object before it goes: what was asked of it last
// answers last.
ActivityFollower::~ActivityFollower()
{
    auto released = std::make_shared<std::promise<void>>();
    auto done = released->get_future();
    m_gateway.observe({});
    m_gateway.onGone({});
    m_gateway.status([released](const Result<api::GatewayStatus>&) { released->set_value(); });
    done.wait();
}

void ActivityFollower::show(const api::ActivityRow& row)
{
    if (row.outcome == api::Outcome::Running || row.n <= m_last || !fits(row, m_query)) {
        return;
    }
    m_last = row.n;
    if (m_asJson) {
        printJsonLine(api::toJson(row));
    } else {
        printLine(activityLine(row));
    }
}

Result<ExitCode> ActivityFollower::run(const std::vector<api::ActivityRow>& past)
{
    for (const api::ActivityRow& row : past | std::views::reverse) {
        show(row);
    }
    m_io.run();
    if (m_gone) {
        return fail(ErrorCode::Unavailable, "Portcullis has stopped.");
    }
    return ExitCode::Ok;
}

} // namespace portcullis::ctl
