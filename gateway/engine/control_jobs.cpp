#include "gateway/engine/control_jobs.h"

#include <boost/asio/post.hpp>
#include <nlohmann/json.hpp>

#include <utility>

namespace portcullis::engine {

namespace {

// What is worth a line: a thousandth more than the last time.
class Steps
{
public:
    [[nodiscard]] bool isNew(std::uint64_t done, std::uint64_t total)
    {
        const std::uint64_t step = total / 1000 + 1;
        if (done < m_next) {
            return false;
        }
        m_next = done + step;
        return true;
    }

private:
    std::uint64_t m_next = 0;
};

} // namespace

ControlJobs::ControlJobs(http::asio::any_io_executor executor,
                         std::shared_ptr<http::LineConnection> connection)
    : m_executor(std::move(executor))
    , m_connection(std::move(connection))
{}

void ControlJobs::cancelAll()
{
    for (auto& [id, source] : m_running) {
        source.request_stop();
    }
}

api::JobWatch ControlJobs::begin(std::int64_t id)
{
    const std::stop_source source;
    m_running.insert_or_assign(id, source);
    auto steps = std::make_shared<Steps>();
    auto progress = [id, steps, executor = m_executor, connection = m_connection](
                        std::uint64_t done, std::uint64_t total) {
        if (!steps->isNew(done, total)) {
            return;
        }
        const nlohmann::json line = {{"id", id}, {"progress", {{"done", done}, {"total", total}}}};
        http::asio::post(executor,
                         [connection, text = line.dump()] { connection->writeLine(text); });
    };
    return {std::move(progress), source.get_token()};
}

void ControlJobs::end(std::int64_t id)
{
    m_running.erase(id);
}

void ControlJobs::cancel(std::int64_t id)
{
    if (const auto found = m_running.find(id); found != m_running.end()) {
        found->second.request_stop();
    }
}

} // namespace portcullis::engine
