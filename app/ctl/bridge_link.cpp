#include "app/ctl/bridge_link.h"

#include "gateway/api/allow_rule.h"
#include "gateway/base/json.h"

#include <sys/socket.h>
#include <sys/un.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <unistd.h>
#include <utility>

namespace portcullis::ctl {

namespace {

constexpr std::size_t kMaxLine = std::size_t{64} * 1024 * 1024;
constexpr std::size_t kChunk = std::size_t{64} * 1024;
constexpr const char* kNotRunning = "Portcullis is not running: start it (the application, or "
                                    "`portcullisctl serve`) and try again.";
constexpr const char* kSilent = "Portcullis is there and does not answer: wait a moment, or start "
                                "it again.";

} // namespace

BridgeLink::BridgeLink(std::filesystem::path socket,
                       SecretBytes key,
                       std::string server,
                       std::string narrow)
    : m_socket(std::move(socket))
    , m_key(std::move(key))
    , m_server(std::move(server))
    , m_narrow(std::move(narrow))
    , m_why(kNotRunning)
    , m_in(kMaxLine)
{}

BridgeLink::~BridgeLink()
{
    close();
}

bool BridgeLink::connect()
{
    close();
    sockaddr_un address = {};
    address.sun_family = AF_UNIX;
    const std::string path = m_socket.string();
    if (path.size() >= sizeof(address.sun_path)) {
        m_why = "The path of Portcullis' socket is too long: " + path;
        return false;
    }
    std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
    m_descriptor = ::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    const auto* const target = static_cast<const sockaddr*>(static_cast<const void*>(&address));
    if (m_descriptor < 0 || ::connect(m_descriptor, target, sizeof(address)) != 0) {
        close();
        m_why = kNotRunning;
        return false;
    }
    m_why = kSilent;
    m_out.addLine(greeting());
    return true;
}

void BridgeLink::close()
{
    if (m_descriptor >= 0) {
        ::close(m_descriptor);
    }
    m_descriptor = -1;
    m_greeted = false;
    m_in = LineBuffer(kMaxLine);
    m_out.clear();
}

void BridgeLink::closeSending() const
{
    ::shutdown(m_descriptor, SHUT_WR);
}

std::string BridgeLink::greeting() const
{
    JsonWriter out;
    out.beginObject().member("portcullis", std::int64_t{1}).member("key", m_key.revealText());
    if (!m_server.empty()) {
        out.member("server", m_server);
    }
    if (!m_narrow.empty()) {
        out.member(api::kNarrowMember, m_narrow);
    }
    return out.endObject().take();
}

bool BridgeLink::receive()
{
    std::array<char, kChunk> bytes;
    const ssize_t got = ::read(m_descriptor, bytes.data(), bytes.size());
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) {
        return true;
    }
    if (got <= 0) {
        return false;
    }
    m_in.feed({bytes.data(), static_cast<std::size_t>(got)});
    return true;
}

std::optional<std::string> BridgeLink::next()
{
    auto line = m_in.next();
    if (line && !m_greeted) {
        readGreeting(*line);
        return m_greeted ? m_in.next() : std::nullopt;
    }
    return line;
}

void BridgeLink::readGreeting(const std::string& line)
{
    const auto answer = JsonDocument::parse(line);
    if (answer && answer->root()["ok"].boolean()) {
        m_greeted = true;
        m_why = kNotRunning;
        return;
    }
    const std::string error = answer ? answer->root()["error"].string() : std::string();
    close();
    m_why = error.empty() ? "Portcullis did not greet back." : error;
}

} // namespace portcullis::ctl
