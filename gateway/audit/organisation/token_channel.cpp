#include "gateway/audit/organisation/token_channel.h"

#include "gateway/base/encoding.h"

#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <poll.h>
#include <unistd.h>
#include <utility>

namespace portcullis::audit::organisation {

namespace {

constexpr std::size_t kMostBytes = std::size_t{1024} * 1024;

std::unexpected<Error> gone()
{
    return fail(ErrorCode::Unavailable, "The program that talks to the token has ended.");
}

// Until something can be read; false when the time is over.
bool wait(int descriptor, TokenChannel::Deadline deadline)
{
    using std::chrono::milliseconds;
    constexpr std::int64_t kLongest = 60'000;
    for (;;) {
        std::int64_t left = kLongest;
        if (deadline) {
            const auto time = *deadline - std::chrono::steady_clock::now();
            left = std::clamp<std::int64_t>(
                std::chrono::ceil<milliseconds>(time).count(), 0, kLongest);
        }
        pollfd entry{descriptor, POLLIN, 0};
        const int ready = ::poll(&entry, 1, static_cast<int>(left));
        if (ready > 0) {
            return true;
        }
        if (ready == 0 && deadline && std::chrono::steady_clock::now() >= *deadline) {
            return false;
        }
        if (ready < 0 && errno != EINTR) {
            return true; // reading will say what is wrong
        }
    }
}

Result<> write(int descriptor, std::span<const std::uint8_t> bytes)
{
    while (!bytes.empty()) {
        const ssize_t written = ::send(descriptor, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (written < 0 && errno != EINTR) {
            return gone();
        }
        bytes = bytes.subspan(static_cast<std::size_t>(std::max<ssize_t>(written, 0)));
    }
    return {};
}

} // namespace

TokenChannel::TokenChannel(TokenChannel&& other) noexcept
    : m_descriptor(std::exchange(other.m_descriptor, -1))
{}

TokenChannel& TokenChannel::operator=(TokenChannel&& other) noexcept
{
    std::swap(m_descriptor, other.m_descriptor);
    return *this;
}

TokenChannel::~TokenChannel()
{
    if (m_descriptor >= 0) {
        ::close(m_descriptor);
    }
}

Result<> TokenChannel::send(std::span<const std::uint8_t> message) const
{
    std::array<std::uint8_t, 4> length{};
    for (std::size_t i = 0; i < length.size(); ++i) {
        length[i] = static_cast<std::uint8_t>(message.size() >> (8 * (length.size() - 1 - i)));
    }
    auto sent = write(m_descriptor, length);
    return sent ? write(m_descriptor, message) : sent;
}

Result<> TokenChannel::send(std::string_view message) const
{
    return send(asBytes(message));
}

Result<SecretBytes> TokenChannel::receive(Deadline deadline) const
{
    std::array<std::uint8_t, 4> length{};
    if (auto done = read(length, deadline); !done) {
        return fail(std::move(done.error()));
    }
    std::size_t size = 0;
    for (const std::uint8_t byte : length) {
        size = size << 8U | byte;
    }
    if (size > kMostBytes) {
        return fail(ErrorCode::ProtocolError, "The program that talks to the token is confused.");
    }
    SecretBytes message(size);
    if (auto done = read(message.writable(), deadline); !done) {
        return fail(std::move(done.error()));
    }
    return message;
}

void TokenChannel::finish() const
{
    ::shutdown(m_descriptor, SHUT_WR);
}

Result<> TokenChannel::read(std::span<std::uint8_t> out, Deadline deadline) const
{
    while (!out.empty()) {
        if (!wait(m_descriptor, deadline)) {
            return fail(ErrorCode::DeadlineExceeded, "The token does not answer.");
        }
        const ssize_t size = ::recv(m_descriptor, out.data(), out.size(), 0);
        if (size == 0 || (size < 0 && errno != EINTR)) {
            return gone();
        }
        out = out.subspan(static_cast<std::size_t>(std::max<ssize_t>(size, 0)));
    }
    return {};
}

} // namespace portcullis::audit::organisation
