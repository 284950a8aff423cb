#include "app/ctl/bench/call_text.h"
#include "app/ctl/bench/child.h"
#include "app/ctl/bench/lanes.h"
#include "app/ctl/bench/poll_set.h"
#include "app/ctl/bench/sockets.h"

#include <unordered_map>

namespace portcullis::ctl::bench {

namespace {

constexpr std::size_t kReadSize = 256 * 1024;

// A server as a child process; the lanes share its standard streams.
class StdioLanes final : public Lanes
{
public:
    explicit StdioLanes(Target target)
        : m_target(std::move(target))
        , m_text(m_target)
        , m_buffer(kReadSize, '\0')
    {}

    Result<> open() override;
    void send(unsigned lane) override;
    Result<> wait(Nanos atMost, std::vector<Ended>& ended) override;

private:
    Result<> read();
    void takeLine(std::string_view line, std::vector<Ended>& ended);

    Target m_target;
    CallText m_text;
    std::string m_buffer;
    std::string m_pending;
    std::string m_line;
    Child m_child;
    PollSet m_poll;
    std::unordered_map<std::int64_t, unsigned> m_laneOf;
};

Result<> StdioLanes::open()
{
    auto child = Child::start(m_target.command, ChildStreams::Pipes);
    if (!child) {
        return fail(child.error());
    }
    m_child = std::move(*child);
    const bool asked = writeAll(m_child.input(), initializeText() + "\n");
    while (asked && m_pending.find('\n') == std::string::npos) {
        if (auto got = read(); !got) {
            return got;
        }
    }
    m_pending.clear();
    if (!asked || !writeAll(m_child.input(), initializedText() + "\n")) {
        return fail(ErrorCode::Unavailable, "The server to measure ended during the handshake.");
    }
    return m_poll.add(m_child.output());
}

Result<> StdioLanes::read()
{
    const ssize_t got = ::read(m_child.output(), m_buffer.data(), m_buffer.size());
    if (got <= 0) {
        return fail(ErrorCode::Unavailable, "The server to measure has ended.");
    }
    m_pending.append(m_buffer, 0, static_cast<std::size_t>(got));
    return {};
}

// Requests of all lanes together are smaller than a pipe, so that this never waits for the server.
void StdioLanes::send(unsigned lane)
{
    m_line = m_text.next();
    m_line += '\n';
    m_laneOf[m_text.lastId()] = lane;
    if (!writeAll(m_child.input(), m_line)) {
        m_child.stop(); // reading tells
    }
}

Result<> StdioLanes::wait(Nanos atMost, std::vector<Ended>& ended)
{
    if (m_poll.wait(atMost).empty()) {
        return {};
    }
    if (auto got = read(); !got) {
        return got;
    }
    std::size_t begin = 0;
    for (std::size_t end = m_pending.find('\n'); end != std::string::npos;
         end = m_pending.find('\n', begin)) {
        takeLine(std::string_view(m_pending).substr(begin, end - begin), ended);
        begin = end + 1;
    }
    m_pending.erase(0, begin);
    return {};
}

void StdioLanes::takeLine(std::string_view line, std::vector<Ended>& ended)
{
    const auto call = m_laneOf.find(idOf(line));
    if (call == m_laneOf.end()) {
        return; // a notification
    }
    ended.push_back({call->second, faultOf(line, m_target.resultBytes)});
    m_laneOf.erase(call);
}

} // namespace

std::unique_ptr<Lanes> makeStdioLanes(Target target)
{
    return std::make_unique<StdioLanes>(std::move(target));
}

} // namespace portcullis::ctl::bench
