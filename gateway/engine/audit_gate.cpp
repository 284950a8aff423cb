#include "gateway/engine/audit_gate.h"

#include <boost/asio/async_result.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/execution_context.hpp>
#include <boost/asio/post.hpp>

#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace portcullis::engine {

namespace asio = boost::asio;

namespace {

// Somebody who waits for a record, and what became of it.
class Waiting
{
public:
    Waiting() = default;
    virtual ~Waiting() = default;
    Waiting(const Waiting&) = delete;
    Waiting& operator=(const Waiting&) = delete;

    virtual void resume() = 0; // at most once
    [[nodiscard]] virtual const asio::any_io_executor& executor() const = 0;

    Result<audit::Receipt> result;
};

template <typename Handler>
class WaitingHandler final : public Waiting
{
public:
    WaitingHandler(asio::any_io_executor executor, Handler handler)
        : m_executor(std::move(executor))
        , m_handler(std::move(handler))
    {}

    void resume() override
    {
        asio::dispatch(m_executor,
                       [handler = std::move(m_handler), result = std::move(result)]() mutable {
                           std::move(handler)(std::move(result));
                       });
    }

    [[nodiscard]] const asio::any_io_executor& executor() const override { return m_executor; }

private:
    asio::any_io_executor m_executor;
    Handler m_handler;
};

// What the writer thread hands over to the gateway thread: a whole batch for one wake-up.
class Deliveries final : public asio::execution_context::service
{
public:
    using key_type = Deliveries;
    static inline asio::execution_context::id id;

    explicit Deliveries(asio::execution_context& context)
        : asio::execution_context::service(context)
    {}

    void add(std::shared_ptr<Waiting> waiting)
    {
        const asio::any_io_executor executor = waiting->executor();
        {
            const std::scoped_lock lock(m_mutex);
            m_ready.push_back(std::move(waiting));
            if (std::exchange(m_underWay, true)) {
                return;
            }
        }
        asio::post(executor, [this] { deliver(); });
    }

private:
    void deliver()
    {
        std::vector<std::shared_ptr<Waiting>> ready;
        {
            const std::scoped_lock lock(m_mutex);
            ready.swap(m_ready);
            m_underWay = false;
        }
        for (const auto& waiting : ready) {
            waiting->resume();
        }
    }

    void shutdown() override
    {
        std::vector<std::shared_ptr<Waiting>> dropped;
        const std::scoped_lock lock(m_mutex);
        dropped.swap(m_ready);
    }

    std::mutex m_mutex;
    std::vector<std::shared_ptr<Waiting>> m_ready;
    bool m_underWay = false; // deliver() will come
};

Deliveries& deliveriesOf(const asio::any_io_executor& executor)
{
    return asio::use_service<Deliveries>(
        asio::query(executor, asio::execution::context_as<asio::execution_context&>));
}

} // namespace

http::Task<Result<audit::Receipt>> commit(audit::AuditLog& log, audit::Record record)
{
    const asio::any_io_executor executor = co_await asio::this_coro::executor;
    Deliveries& deliveries = deliveriesOf(executor);
    auto initiate = [&log, &deliveries, executor](auto handler, audit::Record moved) {
        using Handler = decltype(handler);
        auto waiting = std::make_shared<WaitingHandler<Handler>>(executor, std::move(handler));
        log.append(std::move(moved),
                   [&deliveries, waiting = std::move(waiting)](Result<audit::Receipt> result) {
                       waiting->result = std::move(result);
                       deliveries.add(waiting);
                   });
    };
    co_return co_await asio::async_initiate<const asio::use_awaitable_t<>,
                                            void(Result<audit::Receipt>)>(
        std::move(initiate), asio::use_awaitable, std::move(record));
}

} // namespace portcullis::engine
