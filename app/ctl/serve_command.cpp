#include "app/common/installation.h"
#include "app/common/system_proxies.h"
#include "app/ctl/ask.h"
#include "app/ctl/commands.h"
#include "app/ctl/config_file.h"
#include "app/ctl/connect.h"
#include "app/ctl/output.h"
#include "app/ctl/report_printing.h"
#include "gateway/base/atomic_file.h"
#include "gateway/base/clock.h"
#include "gateway/engine/gateway.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <nlohmann/json.hpp>

#include <csignal>
#include <unistd.h>

namespace portcullis::ctl {

namespace {

struct ServeOptions
{
    std::string config;
    std::string listen;
    std::string readyFile;
    std::string sockets;
    std::string exports;
};

// The file that tells others that calls are accepted. It goes when the gateway stops.
class ReadyFile
{
public:
    explicit ReadyFile(std::filesystem::path path)
        : m_path(std::move(path))
    {
        remove(); // one left by an earlier run would say what is not so
    }

    ~ReadyFile() { remove(); }

    ReadyFile(const ReadyFile&) = delete;
    ReadyFile& operator=(const ReadyFile&) = delete;
    ReadyFile(ReadyFile&&) = delete;
    ReadyFile& operator=(ReadyFile&&) = delete;

    [[nodiscard]] Result<> write(const std::string& url) const
    {
        if (m_path.empty()) {
            return {};
        }
        const nlohmann::json ready = {{"url", url}, {"pid", static_cast<std::int64_t>(::getpid())}};
        return writeFileAtomically(m_path, ready.dump() + "\n");
    }

private:
    void remove() const
    {
        std::error_code ignored;
        if (!m_path.empty()) {
            std::filesystem::remove(m_path, ignored);
        }
    }

    std::filesystem::path m_path;
};

// The folders that other accounts share with the gateway.
Result<> takeFolders(const ServeOptions& serve, engine::GatewayOptions& options)
{
    for (const std::string* folder : {&serve.sockets, &serve.exports}) {
        if (!folder->empty() && !std::filesystem::path(*folder).is_absolute()) {
            return fail(ErrorCode::InvalidArgument,
                        "The folder " + *folder + " must be a full path.");
        }
    }
    // Without a slash at its end, as the folder of a file is compared with it.
    const auto plain = [](const std::string& folder) {
        const std::filesystem::path path = std::filesystem::path(folder).lexically_normal();
        return path.has_filename() ? path : path.parent_path();
    };
    options.socketFolder = plain(serve.sockets);
    options.exportFolder = plain(serve.exports);
    return {};
}

Result<engine::GatewayOptions> gatewayOptions(const Common& common, const ServeOptions& serve)
{
    engine::GatewayOptions options;
    options.dataFolder = common.dataFolder();
    options.supervisor = installation::supervisorProgram();
    options.tokenProgram = installation::tokenProgram();
    options.bridgeProgram = installation::bridgeProgram();
    options.proxies = installation::systemProxies();
    if (!serve.listen.empty()) {
        const auto address = parseListen(serve.listen);
        if (!address) {
            return fail(address.error());
        }
        api::GatewayConfig trial;
        trial.settings.listenHost = address->host;
        trial.settings.listenPort = address->port;
        if (auto valid = api::validate(trial); !valid) {
            return fail(std::move(valid.error()));
        }
        options.listenHost = address->host;
        options.listenPort = address->port;
    }
    if (!serve.config.empty()) {
        // Servers may stand beside the file that names them.
        std::error_code error;
        const std::filesystem::path file = std::filesystem::absolute(serve.config, error);
        options.amendConfig = [file](const api::GatewayConfig& stored) {
            return mergeConfigFile(stored, file, file.parent_path().lexically_normal());
        };
    }
    if (auto folders = takeFolders(serve, options); !folders) {
        return fail(std::move(folders.error()));
    }
    options.openWithPassphrase = installation::passphraseOpener(options.dataFolder);
    return options;
}

Result<> open(engine::Gateway& gateway, const Common& common, SecretBytes master)
{
    const engine::Unlocking how{"ctl", unlockedWith(common.dataFolder(), common.unlockWay())};
    return ask<void>(
        [&](api::Completion<> done) { gateway.open(std::move(master), std::move(done), how); },
        kOpeningPatience);
}

Result<ExitCode> serve(const Common& common, const ServeOptions& options)
{
    auto wanted = gatewayOptions(common, options);
    if (!wanted) {
        return fail(std::move(wanted.error()));
    }
    const ReportPrinting printing;
    wanted->logAids.renderer = printing.renderer();
    const ReadyFile ready(options.readyFile);
    const SystemClock clock;
    auto gateway = engine::Gateway::create(std::move(*wanted), clock);
    if (!gateway) {
        return fail(std::move(gateway.error()));
    }
    auto master = openMaster(common.dataFolder(), common.unlockWay());
    if (!master) {
        return fail(std::move(master.error()));
    }
    // Until here a signal simply ends the program: there is nothing to close yet.
    boost::asio::io_context io(1);
    auto signals = std::make_unique<boost::asio::signal_set>(io, SIGINT, SIGTERM);
    signals->async_wait([](const boost::system::error_code&, int) {});
    if (auto opened = open(**gateway, common, std::move(*master)); !opened) {
        return fail(std::move(opened.error()));
    }
    const auto status = askStatus(**gateway);
    if (!status) {
        return fail(status.error());
    }
    if (auto written = ready.write(status->endpoint); !written) {
        return fail(std::move(written.error()));
    }
    warn("Accepting calls at " + status->endpoint +
         (status->reason.empty() ? "." : ", but refusing them: " + status->reason));
    io.run();        // until SIGINT or SIGTERM
    signals.reset(); // from here on another signal ends the program at once
    (*gateway)->stop();
    return ExitCode::Ok;
}

void addServiceOptions(CLI::App& command, ServeOptions& options)
{
    command
        .add_option("--sockets",
                    options.sockets,
                    "Put the sockets there, for every account that the folder lets in; what each "
                    "may do, their roles say")
        ->type_name("DIR");
    command
        .add_option("--exports",
                    options.exports,
                    "Where other accounts may have bundles written, for the folder's group to read")
        ->type_name("DIR");
}

} // namespace

void addServeCommand(CommandLine& commands)
{
    const auto common = std::make_shared<Common>();
    const auto options = std::make_shared<ServeOptions>();
    CLI::App& command = commands.add(commands.root(),
                                     "serve",
                                     "Run the gateway without a window, until SIGINT or SIGTERM",
                                     CommandLine::Takes::DataUnlock,
                                     common,
                                     [common, options] { return serve(*common, *options); });
    CommandLine::onFolder(command);
    addServiceOptions(command, *options);
    command
        .add_option("--config",
                    options->config,
                    "Take servers, and settings and keys where it has them, from this file")
        ->type_name("FILE");
    command
        .add_option("--listen",
                    options->listen,
                    "Address and port for this run, instead of those configured")
        ->type_name("ADDRESS:PORT")
        ->check(checkListen);
    command
        .add_option("--ready-file",
                    options->readyFile,
                    "Write {\"url\":…,\"pid\":…} there once calls are accepted")
        ->type_name("FILE");
}

} // namespace portcullis::ctl
