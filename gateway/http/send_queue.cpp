#include "gateway/http/send_queue.h"

#include <sys/socket.h>
#include <sys/uio.h>

#include <array>
#include <cerrno>
#include <utility>

namespace portcullis::http {

namespace {

constexpr std::size_t kSmallPiece = 2 * 1024;   // is copied behind the piece before it
constexpr std::size_t kJoinedPiece = 16 * 1024; // until that has this size
constexpr std::size_t kPiecesAtOnce = 16;
constexpr std::size_t kPiecesKept =
    64; // sent pieces that may stay in front before the vector moves up

} // namespace

void SendQueueBase::push(std::string bytes)
{
    if (m_failed || bytes.empty()) {
        return;
    }
    m_unsent += bytes.size();
    const bool joins = m_first < m_pieces.size() && bytes.size() <= kSmallPiece &&
                       m_pieces.back().size() + bytes.size() <= kJoinedPiece;
    if (joins) {
        m_pieces.back() += bytes;
    } else {
        m_pieces.push_back(std::move(bytes));
    }
}

void SendQueueBase::clear()
{
    m_pieces.clear();
    m_first = 0;
    m_offset = 0;
    m_unsent = 0;
}

// Forgets the first bytes, which have left.
void SendQueueBase::drop(std::size_t left)
{
    m_unsent -= left;
    m_sent += left;
    while (left > 0) {
        const std::size_t rest = m_pieces[m_first].size() - m_offset;
        if (left < rest) {
            m_offset += left;
            break;
        }
        left -= rest;
        m_offset = 0;
        m_pieces[m_first].clear();
        m_pieces[m_first].shrink_to_fit();
        ++m_first;
    }
    if (m_first > kPiecesKept) {
        m_pieces.erase(m_pieces.begin(), m_pieces.begin() + static_cast<std::ptrdiff_t>(m_first));
        m_first = 0;
    }
}

bool SendQueueBase::sendNow(int descriptor)
{
    while (m_unsent > 0) {
        std::array<iovec, kPiecesAtOnce> parts{};
        std::size_t count = 0;
        for (std::size_t i = m_first; i < m_pieces.size() && count < parts.size(); ++i, ++count) {
            const std::size_t skip = i == m_first ? m_offset : 0;
            parts[count].iov_base = m_pieces[i].data() + skip;
            parts[count].iov_len = m_pieces[i].size() - skip;
        }
        msghdr message{};
        message.msg_iov = parts.data();
        message.msg_iovlen = count;
        const ssize_t taken = ::sendmsg(descriptor, &message, MSG_DONTWAIT | MSG_NOSIGNAL);
        if (taken < 0 && errno == EINTR) {
            continue;
        }
        if (taken < 0) {
            return errno == EAGAIN || errno == EWOULDBLOCK;
        }
        drop(static_cast<std::size_t>(taken));
    }
    clear();
    return true;
}

} // namespace portcullis::http
