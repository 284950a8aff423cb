#pragma once

#include "gateway/api/gateway_client.h"

#include <chrono>
#include <functional>
#include <future>
#include <memory>
#include <string>
#include <utility>

namespace portcullis::ctl {

// How long a gateway may take to answer; longer for a trial, which waits for a server as well, and
// for a search through the log; longest for opening a log, which checks it.
inline constexpr std::chrono::seconds kPatience{60};
inline constexpr std::chrono::minutes kLongPatience{3};
inline constexpr std::chrono::hours kOpeningPatience{1};
inline constexpr std::chrono::hours kJobPatience{24}; // for what shows how far it is

// Starts a command of a gateway and waits for its completion: a command line has nothing else to
// do. Not for the gateway's own thread. Errors: those of the command; DeadlineExceeded when nothing
// came in time, and what comes later is dropped.
template <typename T, typename Start>
[[nodiscard]] Result<T> ask(Start start, std::chrono::milliseconds patience = kPatience)
{
    auto promise = std::make_shared<std::promise<Result<T>>>();
    auto answer = promise->get_future();
    start(
        api::Completion<T>([promise](Result<T> result) { promise->set_value(std::move(result)); }));
    if (answer.wait_for(patience) != std::future_status::ready) {
        const auto seconds = std::chrono::ceil<std::chrono::seconds>(patience).count();
        return fail(ErrorCode::DeadlineExceeded,
                    "Portcullis did not answer within " + std::to_string(seconds) +
                        " s: whether it did what was asked is unknown. If `portcullisctl status` "
                        "does not answer either, start Portcullis again.");
    }
    return answer.get();
}

[[nodiscard]] inline Result<api::ConfigPtr> askConfig(api::GatewayClient& gateway)
{
    return ask<api::ConfigPtr>([&](auto done) { gateway.config(std::move(done)); });
}

[[nodiscard]] inline Result<api::GatewayStatus> askStatus(api::GatewayClient& gateway)
{
    return ask<api::GatewayStatus>([&](auto done) { gateway.status(std::move(done)); });
}

[[nodiscard]] inline Result<api::ConfigPtr> applyChange(api::GatewayClient& gateway,
                                                        api::ConfigChange change)
{
    return ask<api::ConfigPtr>(
        [&](auto done) { gateway.apply(std::move(change), std::move(done)); });
}

} // namespace portcullis::ctl
