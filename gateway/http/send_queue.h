#pragma once

#include "gateway/http/async.h"

#include <boost/asio/post.hpp>
#include <boost/asio/socket_base.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace portcullis::http {

// The bytes that still have to leave through a socket, in order. What the kernel takes at once goes
// out without a detour through the event loop; the rest goes when the socket becomes writable.
// Owner: a connection, which also owns the socket. Thread: gateway. Failure: the first write error
// is kept, the queue is emptied and the owner's callback runs (from the event loop, not from push).
class SendQueueBase
{
public:
    void push(std::string bytes);

    [[nodiscard]] std::size_t unsent() const { return m_unsent; }

    [[nodiscard]] std::size_t sent() const { return m_sent; } // ever, to notice a standstill

    [[nodiscard]] bool failed() const { return m_failed; }

    void clear(); // forgets everything; nothing more is sent

protected:
    // Sends what the kernel takes now. False on a write error.
    bool sendNow(int descriptor);
    void drop(std::size_t left);

    std::vector<std::string> m_pieces;
    std::size_t m_first = 0;  // piece that is being sent
    std::size_t m_offset = 0; // bytes of it that are gone
    std::size_t m_unsent = 0;
    std::size_t m_sent = 0;
    bool m_failed = false;
    bool m_waiting = false;
    bool m_posted = false;
};

template <class Socket>
class SendQueue : public SendQueueBase
{
public:
    SendQueue(Socket& socket, std::function<void()> onFailure)
        : m_socket(socket)
        , m_onFailure(std::move(onFailure))
        , m_changed(socket.get_executor())
    {}

    // `owner` keeps the connection alive while the event loop has something to do for this queue.
    void flush(const std::shared_ptr<void>& owner)
    {
        if (m_failed || m_waiting || !m_socket.is_open()) {
            return;
        }
        if (!sendNow(m_socket.native_handle())) {
            fail(owner);
        } else if (m_unsent > 0) {
            waitForRoom(owner);
        } else {
            m_changed.notify();
        }
    }

    // Flushes at the end of this turn of the event loop, so that pieces pushed together leave
    // together.
    void flushSoon(const std::shared_ptr<void>& owner)
    {
        if (!m_posted) {
            m_posted = true;
            asio::post(m_socket.get_executor(), [this, owner] {
                m_posted = false;
                flush(owner);
            });
        }
    }

    // Waits until all is with the kernel. False when it cannot get there.
    Task<bool> drained(std::shared_ptr<void> owner)
    {
        flush(owner);
        while (m_unsent > 0 && !m_failed && m_socket.is_open()) {
            m_draining = true;
            co_await m_changed.wait();
            m_draining = false;
        }
        co_return m_unsent == 0 && !m_failed && m_socket.is_open();
    }

    [[nodiscard]] bool draining() const { return m_draining; }

    // The socket was closed: whoever waits in drained() goes on.
    void closed()
    {
        clear();
        m_failed = true;
        m_changed.notify();
    }

private:
    void waitForRoom(const std::shared_ptr<void>& owner)
    {
        m_waiting = true;
        m_socket.async_wait(asio::socket_base::wait_write,
                            [this, owner](const boost::system::error_code& error) {
                                m_waiting = false;
                                if (!error) {
                                    flush(owner);
                                } else if (m_socket.is_open() && m_unsent > 0) {
                                    waitForRoom(owner); // only a read was cancelled
                                }
                            });
    }

    void fail(const std::shared_ptr<void>& owner)
    {
        closed();
        asio::post(m_socket.get_executor(), [this, owner] { m_onFailure(); });
    }

    Socket& m_socket;
    std::function<void()> m_onFailure;
    Signal m_changed;
    bool m_draining = false;
};

} // namespace portcullis::http
