#pragma once

#include "gateway/api/gateway_client.h"

#include <functional>
#include <future>
#include <memory>
#include <utility>

namespace portcullis::ctl {

// Starts a command of a gateway and waits for its completion: a command line has nothing else to
// do. Not for the gateway's own thread.
template <typename T, typename Start>
[[nodiscard]] Result<T> ask(Start start)
{
    auto promise = std::make_shared<std::promise<Result<T>>>();
    auto answer = promise->get_future();
    start(
        api::Completion<T>([promise](Result<T> result) { promise->set_value(std::move(result)); }));
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
