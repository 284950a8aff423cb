#pragma once

#include "gateway/http/async.h"
#include "gateway/http/peer_program.h"

#include <boost/asio/io_context.hpp>

#include <functional>
#include <memory>
#include <optional>

namespace portcullis::engine {

// Which program a client on the owner-only socket is, looked up where reading its file does no
// harm. Owner: Runtime. Thread: gateway. Errors: none; an unknown program is nothing.
class ProgramLookup
{
public:
    // Runs a job aside, one after the other.
    using Aside = std::function<void(std::function<void()>)>;

    // `io` outlives it; `bridge` as in ProgramFinder.
    ProgramLookup(boost::asio::io_context& io, Aside aside, std::filesystem::path bridge);

    [[nodiscard]] http::Task<std::optional<http::PeerProgram>>
    find(std::shared_ptr<const http::ProcessFolder> process);

private:
    boost::asio::io_context& m_io;
    Aside m_aside;
    std::shared_ptr<http::ProgramFinder> m_finder; // shared with jobs, which alone use it
};

} // namespace portcullis::engine
