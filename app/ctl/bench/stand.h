#pragma once

#include "app/ctl/bench/gateway_process.h"
#include "app/ctl/bench/rows.h"

#include <functional>
#include <map>
#include <memory>
#include <utility>

namespace portcullis::ctl::bench {

// Everything that rows need running: the HTTP server and one gateway for each kind of server and
// durability, started when first asked for and kept, so that all rows are of one run.
//
// Owner: runBench. Thread: one. Errors: those of the processes; a row whose calls fail is no error
// here, its result says so.
class Stand
{
public:
    explicit Stand(std::filesystem::path folder)
        : m_folder(std::move(folder))
    {}

    [[nodiscard]] Result<Measured> measure(const Row& row, double seconds);

    // Called about once a second while calls run, with the gateway's memory in kB.
    using Watch = std::function<void(std::int64_t residentKb)>;

    void watchMemory(Watch watch) { m_watch = std::move(watch); }

private:
    using Place = std::pair<api::Transport, api::Durability>;

    [[nodiscard]] Result<GatewayProcess*> gatewayFor(const Row& row);
    [[nodiscard]] Result<std::string> httpUpstream();
    [[nodiscard]] Result<Measured> measureDirect(const Row& row, double seconds);
    [[nodiscard]] Result<std::vector<std::string>> directCommand(const Row& row, double seconds);
    [[nodiscard]] Result<LoadResult>
    runLoadProcess(const std::vector<std::string>& command, double seconds, pid_t gateway);

    std::filesystem::path m_folder;
    Watch m_watch;
    Child m_upstream;
    std::string m_upstreamUrl;
    std::map<Place, std::unique_ptr<GatewayProcess>> m_gateways;
};

} // namespace portcullis::ctl::bench
