#include "raw_client.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <unistd.h>
#include <utility>

namespace portcullis::http::test {

RawClient::RawClient(std::uint16_t port, int receiveBuffer)
    : m_socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
{
    setPatience();
    if (receiveBuffer > 0) {
        ::setsockopt(m_socket, SOL_SOCKET, SO_RCVBUF, &receiveBuffer, sizeof receiveBuffer);
    }
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(::connect(m_socket, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
}

RawClient::RawClient(Accepted accepted)
    : m_socket(accepted.socket)
{
    setPatience();
}

RawClient::RawClient(RawClient&& other) noexcept
    : m_socket(std::exchange(other.m_socket, -1))
    , m_reset(other.m_reset)
    , m_read(std::move(other.m_read))
{}

void RawClient::setPatience()
{
    const timeval patience{5, 0};
    ::setsockopt(m_socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    ::setsockopt(m_socket, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
}

RawClient::~RawClient()
{
    close();
}

void RawClient::send(std::string_view bytes)
{
    while (!bytes.empty()) {
        const ssize_t sent = ::send(m_socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) {
            return; // the server may have closed early; the test reads what it said
        }
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
}

void RawClient::shutdownWrite()
{
    ::shutdown(m_socket, SHUT_WR);
}

void RawClient::close()
{
    if (m_socket >= 0) {
        ::close(m_socket);
        m_socket = -1;
    }
}

void RawClient::reset()
{
    const linger now{1, 0};
    ::setsockopt(m_socket, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    close();
}

bool RawClient::fill()
{
    std::array<char, 65536> buffer{};
    const ssize_t got = ::recv(m_socket, buffer.data(), buffer.size(), 0);
    if (got < 0) {
        m_reset = errno == ECONNRESET;
        EXPECT_TRUE(m_reset) << "no answer in time; so far: " << m_read.substr(0, 500);
    }
    if (got <= 0) {
        return false;
    }
    m_read.append(buffer.data(), static_cast<std::size_t>(got));
    return true;
}

std::string RawClient::readUntil(std::string_view text)
{
    std::size_t found = m_read.find(text);
    while (found == std::string::npos && fill()) {
        found = m_read.find(text);
    }
    return readBytes(found == std::string::npos ? m_read.size() : found + text.size());
}

std::string RawClient::readBytes(std::size_t count)
{
    while (m_read.size() < count && fill()) {
    }
    std::string result = m_read.substr(0, count);
    m_read.erase(0, result.size());
    return result;
}

std::string RawClient::readAll()
{
    while (fill()) {
    }
    return std::exchange(m_read, {});
}

std::string RawClient::readAnswer()
{
    std::string answer = readUntil("\r\n\r\n");
    constexpr std::string_view kLength = "Content-Length: ";
    const std::size_t field = answer.find(kLength);
    if (field != std::string::npos) {
        std::size_t length = 0;
        std::from_chars(
            answer.data() + field + kLength.size(), answer.data() + answer.size(), length);
        answer += readBytes(length);
    }
    return answer;
}

RawServer::RawServer()
    : m_socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
{
    const timeval patience{5, 0};
    ::setsockopt(m_socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    EXPECT_EQ(::bind(m_socket, reinterpret_cast<const sockaddr*>(&address), size), 0);
    EXPECT_EQ(::listen(m_socket, 64), 0);
    ::getsockname(m_socket, reinterpret_cast<sockaddr*>(&address), &size);
    m_port = ntohs(address.sin_port);
}

RawServer::~RawServer()
{
    stopListening();
}

RawClient RawServer::accept()
{
    const int accepted = ::accept4(m_socket, nullptr, nullptr, SOCK_CLOEXEC);
    EXPECT_GE(accepted, 0) << "nobody connected";
    return RawClient(RawClient::Accepted{accepted});
}

void RawServer::stopListening()
{
    if (m_socket >= 0) {
        ::close(m_socket);
        m_socket = -1;
    }
}

Loop::Loop()
    : m_work(asio::make_work_guard(m_io))
    , m_thread([this] { m_io.run(); })
{}

Loop::~Loop()
{
    stop();
}

void Loop::stop()
{
    m_io.stop();
    if (m_thread.joinable()) {
        m_thread.join();
    }
}

bool eventually(Loop& loop, const std::function<bool()>& condition)
{
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (std::chrono::steady_clock::now() < end) {
        if (loop.call([&condition] { return condition(); })) {
            return true;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    return false;
}

unsigned statusOf(std::string_view answer)
{
    unsigned status = 0;
    if (answer.starts_with("HTTP/1.1 ")) {
        std::from_chars(answer.data() + 9, answer.data() + answer.size(), status);
    }
    return status;
}

std::string bodyOf(std::string_view answer)
{
    const std::size_t end = answer.find("\r\n\r\n");
    return end == std::string_view::npos ? std::string() : std::string(answer.substr(end + 4));
}

} // namespace portcullis::http::test
