#include "app/ctl/bench/gateway_process.h"

#include "app/ctl/bench/mcp_upstream.h"
#include "gateway/api/config_json.h"
#include "gateway/api/wire.h"
#include "gateway/base/atomic_file.h"
#include "gateway/base/crypto.h"
#include "gateway/base/encoding.h"
#include "gateway/engine/data_folder.h"

#include <nlohmann/json.hpp>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <future>
#include <thread>

namespace portcullis::ctl::bench {

namespace {

constexpr auto kStartPatience = std::chrono::seconds(30);
constexpr auto kAnswerPatience = std::chrono::seconds(10);
constexpr auto kRetry = std::chrono::milliseconds(20);
constexpr const char* kServer = "up";

api::GatewayConfig configFor(std::vector<api::ServerConfig> servers, api::Durability durability)
{
    api::GatewayConfig config;
    config.settings.listenPort = 0;
    config.settings.durability = durability;
    config.settings.limits.requestsPerMinute = 0;
    config.settings.limits.inFlightPerKey = 1024;
    config.settings.limits.sessionsPerKey = 512;
    config.servers = std::move(servers);
    return config;
}

api::ServerConfig commonServer()
{
    api::ServerConfig server;
    server.id = ServerId(kServer);
    server.protocol = api::ProtocolChoice::Session;
    server.maxInFlight = 256;
    return server;
}

} // namespace

std::string ownProgram()
{
    std::error_code error;
    return std::filesystem::read_symlink("/proc/self/exe", error).string();
}

Result<ThrowAwayFolder> ThrowAwayFolder::make(const std::filesystem::path& parent)
{
    std::string path = (parent / "portcullis-bench-XXXXXX").string();
    if (::mkdtemp(path.data()) == nullptr) {
        return fail(ErrorCode::IoError,
                    "No folder could be made in " + parent.string() + ".",
                    std::strerror(errno));
    }
    return ThrowAwayFolder(path);
}

ThrowAwayFolder::~ThrowAwayFolder()
{
    if (!m_path.empty()) {
        std::error_code ignored;
        std::filesystem::remove_all(m_path, ignored);
    }
}

ThrowAwayFolder::ThrowAwayFolder(ThrowAwayFolder&& other) noexcept
    : m_path(std::exchange(other.m_path, {}))
{}

Result<std::unique_ptr<GatewayProcess>> GatewayProcess::start(const std::filesystem::path& parent,
                                                              api::ServerConfig server,
                                                              api::Durability durability)
{
    return start(parent, std::vector{std::move(server)}, durability);
}

Result<std::unique_ptr<GatewayProcess>>
GatewayProcess::start(const std::filesystem::path& parent,
                      std::vector<api::ServerConfig> servers,
                      api::Durability durability)
{
    auto folder = ThrowAwayFolder::make(parent);
    if (!folder) {
        return fail(folder.error());
    }
    std::unique_ptr<GatewayProcess> gateway(new GatewayProcess(std::move(*folder)));
    if (auto launched = gateway->launch(std::move(servers), durability); !launched) {
        return fail(launched.error());
    }
    if (auto connected = gateway->connect(); !connected) {
        return fail(connected.error());
    }
    if (auto made = gateway->makeKey(); !made) {
        return fail(made.error());
    }
    gateway->m_knowsPeak = resetPeak(gateway->pid()); // hashing the passphrase takes 256 MiB once
    return gateway;
}

Result<> GatewayProcess::launch(std::vector<api::ServerConfig> servers, api::Durability durability)
{
    const std::filesystem::path config = m_folder.path() / "bench.json";
    const std::filesystem::path passphrase = m_folder.path() / "passphrase";
    const std::string text = api::formatConfig(configFor(std::move(servers), durability));
    if (auto written = writeFileAtomically(config, text); !written) {
        return written;
    }
    const SecretBytes secret = randomSecret(16);
    if (auto written = writeFileAtomically(passphrase, toHex(secret.bytes())); !written) {
        return written;
    }
    auto process = Child::start({ownProgram(),
                                 "serve",
                                 "--data",
                                 (m_folder.path() / "data").string(),
                                 "--config",
                                 config.string(),
                                 "--unlock",
                                 "passphrase-file:" + passphrase.string()},
                                ChildStreams::OutputOnly);
    if (!process) {
        return fail(process.error());
    }
    m_process = std::move(*process);
    return {};
}

// The control socket is there before the log is open: asks until calls are accepted.
Result<> GatewayProcess::connect()
{
    const auto socket = engine::socketPath(m_folder.path() / "data", engine::kControlSocket);
    const auto deadline = std::chrono::steady_clock::now() + kStartPatience;
    while (std::chrono::steady_clock::now() < deadline) {
        if (!m_control) {
            auto control = std::make_unique<remote::RemoteConnection>();
            if (control->connect(socket)) {
                m_control = std::move(control);
            }
        }
        const auto answer = m_control
                                ? ask("status", nlohmann::json::object())
                                : Result<nlohmann::json>(fail(ErrorCode::Unavailable, "not yet"));
        const auto status = answer ? api::statusFromJson(*answer)
                                   : Result<api::GatewayStatus>(fail(answer.error()));
        if (status && status->state == api::GatewayState::Running && !status->endpoint.empty()) {
            m_url = status->endpoint;
            return {};
        }
        if (const auto ended = m_process.waitForEnd(kRetry)) {
            return fail(ErrorCode::Unavailable,
                        "The gateway to measure ended with exit code " + std::to_string(*ended) +
                            " at its start.");
        }
    }
    return fail(ErrorCode::DeadlineExceeded, "The gateway to measure did not start in 30 seconds.");
}

Result<> GatewayProcess::makeKey()
{
    const auto made = createKey({{ServerId(kServer), api::kEveryTool}});
    if (!made) {
        return fail(made.error());
    }
    return writeFileAtomically(keyFile(), *made);
}

Result<std::string> GatewayProcess::createKey(const std::vector<api::AllowRule>& rules)
{
    api::NewKey key;
    key.label = "bench";
    key.allow = rules;
    const auto made = ask("createKey", api::toJson(key));
    if (!made) {
        return fail(made.error());
    }
    return made->value("secret", "");
}

Result<engine::StageTimes> GatewayProcess::stageTimes()
{
    const auto answer = ask("stageTimes", nlohmann::json::object());
    if (!answer) {
        return fail(answer.error());
    }
    const auto nanos = [&](const char* name) { return answer->value(name, std::uint64_t{0}); };
    engine::StageTimes times;
    times.calls = nanos("calls");
    times.parse = nanos("parse");
    times.decide = nanos("decide");
    times.intent = nanos("intent");
    times.upstream = nanos("upstream");
    times.outcome = nanos("outcome");
    times.encode = nanos("encode");
    return times;
}

Result<nlohmann::json> GatewayProcess::ask(const char* command, nlohmann::json params)
{
    auto promise = std::make_shared<std::promise<Result<nlohmann::json>>>();
    auto answer = promise->get_future();
    m_control->request(command, std::move(params), [promise](Result<nlohmann::json> result) {
        promise->set_value(std::move(result));
    });
    if (answer.wait_for(kAnswerPatience) != std::future_status::ready) {
        return fail(ErrorCode::DeadlineExceeded, "The gateway to measure does not answer.");
    }
    return answer.get();
}

api::ServerConfig stdioServer()
{
    api::ServerConfig server = commonServer();
    server.transport = api::Transport::Stdio;
    server.command = {ownProgram(), "bench-upstream", "--stdio"};
    return server;
}

api::ServerConfig httpServer(const std::string& url)
{
    api::ServerConfig server = commonServer();
    server.transport = api::Transport::Http;
    server.url = url;
    return server;
}

} // namespace portcullis::ctl::bench
