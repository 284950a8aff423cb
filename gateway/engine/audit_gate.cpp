#include "gateway/engine/audit_gate.h"

#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>

#include <memory>
#include <utility>

namespace portcullis::engine {

namespace asio = boost::asio;

http::Task<Result<audit::Receipt>> commit(audit::AuditLog& log, audit::Record record)
{
    const asio::any_io_executor executor = co_await asio::this_coro::executor;
    auto initiate = [&log, executor](auto handler, audit::Record moved) {
        // The log's completion must be copyable; a coroutine's handler can only be moved.
        auto shared = std::make_shared<decltype(handler)>(std::move(handler));
        log.append(std::move(moved), [executor, shared](Result<audit::Receipt> result) {
            asio::post(executor, [shared, result = std::move(result)]() mutable {
                std::move (*shared)(std::move(result));
            });
        });
    };
    co_return co_await asio::async_initiate<const asio::use_awaitable_t<>,
                                            void(Result<audit::Receipt>)>(
        std::move(initiate), asio::use_awaitable, std::move(record));
}

} // namespace portcullis::engine
