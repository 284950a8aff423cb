#include "gateway/engine/program_lookup.h"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>

#include <utility>

namespace portcullis::engine {

using http::Task;
using Found = std::optional<http::PeerProgram>;

ProgramLookup::ProgramLookup(boost::asio::io_context& io, Aside aside, std::filesystem::path bridge)
    : m_io(io)
    , m_aside(std::move(aside))
    , m_finder(std::make_shared<http::ProgramFinder>(std::move(bridge)))
{}

Task<Found> ProgramLookup::find(std::shared_ptr<const http::ProcessFolder> process)
{
    if (!process || !m_aside) {
        co_return Found();
    }
    const auto found = std::make_shared<http::Promise<Found>>(m_io.get_executor());
    std::function<void()> job = [&io = m_io,
                                 finder = m_finder,
                                 process,
                                 found,
                                 guard = boost::asio::make_work_guard(m_io)] {
        Found program = finder->find(*process);
        boost::asio::post(io, [found, program = std::move(program)] { found->set(program); });
    };
    m_aside(std::move(job));
    co_return co_await found->wait();
}

} // namespace portcullis::engine
