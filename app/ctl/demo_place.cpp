#include "app/ctl/demo_place.h"

#include "app/common/installation.h"
#include "app/ctl/ask.h"
#include "app/ctl/key_lookup.h"
#include "gateway/base/crypto.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <system_error>

namespace portcullis::ctl {

namespace {

constexpr std::size_t kMasterBytes = 32;

Result<api::GatewayConfig> demoConfig(const api::GatewayConfig& stored)
{
    std::error_code error;
    const auto self = std::filesystem::read_symlink("/proc/self/exe", error);
    if (error) {
        return fail(ErrorCode::IoError, "This program cannot find itself.", error.message());
    }
    api::ServerConfig server;
    server.id = ServerId("demo");
    server.name = "Demonstration";
    server.command = {self.string(), "demo-server"};
    api::GatewayConfig config = stored;
    config.servers = {server};
    return config;
}

} // namespace

DemoPlace::DemoPlace(std::filesystem::path folder)
    : m_folder(std::move(folder))
{}

DemoPlace::~DemoPlace()
{
    m_gateway.reset();
    std::error_code ignored;
    std::filesystem::remove_all(m_folder, ignored);
}

Result<std::unique_ptr<DemoPlace>> DemoPlace::create()
{
    std::error_code error;
    std::string folder =
        (std::filesystem::temp_directory_path(error) / "portcullis-demo-XXXXXX").string();
    if (error || ::mkdtemp(folder.data()) == nullptr) { // mode 0700
        return fail(ErrorCode::IoError,
                    "No temporary folder can be made: set TMPDIR to one that can be written to.",
                    error ? error.message() : std::strerror(errno));
    }
    std::unique_ptr<DemoPlace> place(new DemoPlace(folder));
    engine::GatewayOptions options;
    options.dataFolder = place->m_folder;
    options.supervisor = installation::supervisorProgram();
    options.tokenProgram = installation::tokenProgram();
    options.listenHost = "127.0.0.1";
    options.listenPort = 0;
    options.amendConfig = demoConfig;
    options.sockets = false;
    auto gateway = engine::Gateway::create(std::move(options), place->m_clock);
    if (!gateway) {
        return fail(std::move(gateway.error()));
    }
    place->m_gateway = std::move(*gateway);
    return place;
}

Result<std::string> DemoPlace::endpoint()
{
    const auto status = askStatus(*m_gateway);
    if (!status) {
        return fail(status.error());
    }
    return status->endpoint;
}

Result<> DemoPlace::open()
{
    return ask<void>([this](api::Completion<> done) {
        m_gateway->open(randomSecret(kMasterBytes), std::move(done));
    });
}

Result<api::CreatedKey> DemoPlace::makeKey(const std::string& name,
                                           const std::vector<std::string>& rules)
{
    auto allow = parseRules(rules);
    if (!allow) {
        return fail(std::move(allow.error()));
    }
    api::NewKey key;
    key.label = name;
    key.owner = "demonstration";
    key.allow = std::move(*allow);
    return ask<api::CreatedKey>(
        [&](auto done) { m_gateway->createKey(std::move(key), std::move(done)); });
}

Result<std::vector<api::ActivityRow>> DemoPlace::activity()
{
    api::ActivityQuery query;
    query.limit = 1000;
    auto page =
        ask<api::ActivityPage>([&](auto done) { m_gateway->activity(query, std::move(done)); });
    if (!page) {
        return fail(std::move(page.error()));
    }
    return std::move(page->rows);
}

Result<api::CallDetails> DemoPlace::details(std::int64_t n)
{
    return ask<api::CallDetails>([&](auto done) { m_gateway->callDetails(n, std::move(done)); });
}

} // namespace portcullis::ctl
