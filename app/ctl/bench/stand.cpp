#include "app/ctl/bench/stand.h"

#include "app/ctl/bench/mcp_upstream.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <string_view>

namespace portcullis::ctl::bench {

namespace {

constexpr double kWarmUpSeconds = 0.3;
constexpr auto kSample = std::chrono::seconds(1);
constexpr auto kGrace = std::chrono::seconds(20);
constexpr auto kStartPatience = std::chrono::seconds(10);

std::vector<std::string> loadCommand(const Row& row, double seconds)
{
    return {ownProgram(),
            "bench-load",
            "--lanes",
            std::to_string(row.lanes),
            "--rate",
            std::to_string(row.rate),
            "--seconds",
            std::to_string(seconds),
            "--warm-up",
            std::to_string(kWarmUpSeconds),
            "--result-bytes",
            std::to_string(row.resultBytes)};
}

void append(std::vector<std::string>& command, std::vector<std::string> more)
{
    command.insert(command.end(), more.begin(), more.end());
}

engine::StageTimes difference(const engine::StageTimes& after, const engine::StageTimes& before)
{
    engine::StageTimes times;
    times.calls = after.calls - before.calls;
    times.parse = after.parse - before.parse;
    times.decide = after.decide - before.decide;
    times.intent = after.intent - before.intent;
    times.upstream = after.upstream - before.upstream;
    times.outcome = after.outcome - before.outcome;
    times.encode = after.encode - before.encode;
    return times;
}

} // namespace

Result<Measured> Stand::measureDirect(const Row& row, double seconds)
{
    const auto command = directCommand(row, seconds);
    auto load =
        command ? runLoadProcess(*command, seconds, -1) : Result<LoadResult>(fail(command.error()));
    if (!load) {
        return fail(load.error());
    }
    Measured measured;
    measured.row = row;
    measured.load = std::move(*load);
    return measured;
}

Result<Measured> Stand::measure(const Row& row, double seconds)
{
    if (!row.durability) {
        return measureDirect(row, seconds);
    }
    Measured measured;
    measured.row = row;
    const auto gateway = gatewayFor(row);
    if (!gateway) {
        return fail(gateway.error());
    }
    std::vector<std::string> command = loadCommand(row, seconds);
    append(command,
           {"--url",
            (*gateway)->url(),
            "--tool",
            std::string("up__") + kBlobTool,
            "--bearer-file",
            (*gateway)->keyFile().string()});
    const pid_t pid = (*gateway)->pid();
    const auto stagesBefore = (*gateway)->stageTimes();
    const ProcessUse before = useOf(pid);
    auto load = runLoadProcess(command, seconds, pid);
    if (!load) {
        return fail(load.error());
    }
    const ProcessUse after = useOf(pid);
    const auto stagesAfter = (*gateway)->stageTimes();
    const auto calls = static_cast<double>(std::max<std::uint64_t>(1, load->total));
    measured.cpuMicros = static_cast<double>((after.cpu - before.cpu).count()) / calls;
    measured.peakKb = (*gateway)->knowsPeak() ? after.peakKb : 0;
    measured.residentKb = after.residentKb;
    if (stagesBefore && stagesAfter) {
        measured.stages = difference(*stagesAfter, *stagesBefore);
    }
    measured.load = std::move(*load);
    return measured;
}

Result<GatewayProcess*> Stand::gatewayFor(const Row& row)
{
    std::unique_ptr<GatewayProcess>& gateway = m_gateways[{row.upstream, *row.durability}];
    if (!gateway) {
        api::ServerConfig server = stdioServer();
        if (row.upstream == api::Transport::Http) {
            const auto url = httpUpstream();
            if (!url) {
                return fail(url.error());
            }
            server = httpServer(*url);
        }
        auto started = GatewayProcess::start(m_folder, std::move(server), *row.durability);
        if (!started) {
            return fail(started.error());
        }
        gateway = std::move(*started);
    }
    return gateway.get();
}

Result<std::string> Stand::httpUpstream()
{
    if (m_upstreamUrl.empty()) {
        auto child =
            Child::start({ownProgram(), "bench-upstream", "--http"}, ChildStreams::OutputOnly);
        if (!child) {
            return fail(child.error());
        }
        m_upstream = std::move(*child);
        const auto line = m_upstream.readLine(kStartPatience);
        constexpr std::string_view kReady = "READY ";
        if (!line || !line->starts_with(kReady)) {
            return fail(ErrorCode::Unavailable, "The server to measure with did not start.");
        }
        m_upstreamUrl = line->substr(kReady.size());
    }
    return m_upstreamUrl;
}

Result<std::vector<std::string>> Stand::directCommand(const Row& row, double seconds)
{
    std::vector<std::string> command = loadCommand(row, seconds);
    if (row.upstream == api::Transport::Stdio) {
        append(command, {"--", ownProgram(), "bench-upstream", "--stdio"});
        return command;
    }
    const auto url = httpUpstream();
    if (!url) {
        return fail(url.error());
    }
    append(command, {"--url", *url});
    return command;
}

Result<LoadResult>
Stand::runLoadProcess(const std::vector<std::string>& command, double seconds, pid_t gateway)
{
    auto process = Child::start(command, ChildStreams::OutputOnly);
    if (!process) {
        return fail(process.error());
    }
    const auto deadline = std::chrono::steady_clock::now() + kGrace +
                          std::chrono::milliseconds(static_cast<int>(seconds * 1000));
    std::optional<int> ended;
    while (!ended && std::chrono::steady_clock::now() < deadline) {
        ended = process->waitForEnd(kSample);
        if (!ended && gateway > 0 && m_watch) {
            m_watch(useOf(gateway).residentKb);
        }
    }
    if (!ended) {
        return fail(ErrorCode::DeadlineExceeded, "The generator of calls did not end.");
    }
    const nlohmann::json json = nlohmann::json::parse(process->readAll(), nullptr, false);
    if (*ended != 0 || !json.is_object()) {
        return fail(ErrorCode::Unavailable, "The generator of calls failed; its reason is above.");
    }
    return loadResultFromJson(json);
}

} // namespace portcullis::ctl::bench
