#include "app/ctl/bridge_session.h"
#include "gateway/base/json.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

// Any lines of a client and of the gateway through the stdio bridge, and the gateway coming and
// going between them. The first character of a line says whose it is: "<" the client's, ">" the
// gateway's; or what happens: "+" it is there, "-" it goes, "_" a line was too long. What must
// hold: no crash; a client is given one message a line; nothing goes to a gateway that is away; at
// the end nothing is owed to anybody.

namespace {

using namespace portcullis; // NOLINT: a fuzzer's only file

void require(bool holds, const char* what)
{
    if (!holds) {
        std::fprintf(stderr, "bridge_fuzz: %s\n", what);
        std::abort();
    }
}

class Run
{
public:
    void take(std::string_view line)
    {
        const char what = line.empty() ? ' ' : line.front();
        std::string rest(line.empty() ? line : line.substr(1));
        if (what == '<') {
            m_session.fromClient(std::move(rest));
        } else if (what == '>' && m_connected) {
            if (m_session.fromGateway(std::move(rest))) {
                disconnect();
            }
        } else if (what == '+' && !m_connected) {
            m_connected = true;
            m_session.connected();
        } else if (what == '-') {
            disconnect();
        } else if (what == '_') {
            m_session.dropped();
        }
        check();
    }

    void end()
    {
        disconnect();
        m_session.giveUp("The end.");
        check();
        require(m_session.idle() && !m_session.waiting(), "something is owed at the end");
    }

private:
    void disconnect()
    {
        if (std::exchange(m_connected, false)) {
            m_session.disconnected();
        }
    }

    void check()
    {
        require(m_connected || m_session.takeToGateway().empty(),
                "lines for a gateway that is away");
        (void)m_session.takeToGateway();
        for (const std::string& line : m_session.takeToClient()) {
            require(line.find('\n') == std::string::npos, "two lines in one");
            const JsonLimits limits{.bytes = 1UL << 26U, .depth = 512, .members = 10'000'000};
            require(JsonDocument::parse(line, limits).has_value(), "a client is given no JSON");
        }
    }

    ctl::BridgeSession m_session;
    bool m_connected = false;
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    std::string_view text(reinterpret_cast<const char*>(data), size);
    Run run;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        run.take(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    run.end();
    return 0;
}
