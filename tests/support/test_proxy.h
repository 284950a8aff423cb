#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace portcullis::test {

// An HTTP proxy that leads every request to one port of this machine, whatever host it names.
// Thread: the io_context's, all of it.
class TestProxy
{
public:
    TestProxy(boost::asio::io_context& io, std::uint16_t target);
    ~TestProxy();
    TestProxy(const TestProxy&) = delete;
    TestProxy& operator=(const TestProxy&) = delete;

    [[nodiscard]] std::uint16_t port() const;
    [[nodiscard]] std::string url() const;

    // The heads of the requests, as they came.
    [[nodiscard]] const std::vector<std::string>& heads() const;

    // From now on these bytes are the answer, and there are no connections.
    void answerWith(std::string bytes);

private:
    struct State;
    struct Link;

    static boost::asio::awaitable<void> serve(std::shared_ptr<State> state);
    static boost::asio::awaitable<void> handle(std::shared_ptr<State> state,
                                               std::shared_ptr<Link> link);
    static boost::asio::awaitable<void>
    lead(std::shared_ptr<State> state, std::shared_ptr<Link> link, std::string toServer);
    static boost::asio::awaitable<void> pump(std::shared_ptr<Link> link, bool toServer);

    std::shared_ptr<State> m_state;
};

} // namespace portcullis::test
