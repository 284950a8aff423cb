#include "app/ctl/ask.h"
#include "app/ctl/commands.h"
#include "app/ctl/connect.h"
#include "app/ctl/offer_options.h"
#include "app/ctl/output.h"
#include "app/ctl/owner_lookup.h"
#include "app/ctl/rate_options.h"
#include "gateway/api/config_json.h"

#include <nlohmann/json.hpp>

namespace portcullis::ctl {

namespace {

struct SetOptions
{
    Common common;
    std::string id;
    RateOptions rate;
    OfferOptions offers;
    std::optional<std::uint32_t> maxInFlight;
};

Result<ExitCode> set(const SetOptions& options)
{
    if (!options.rate.given() && !options.maxInFlight && !options.offers.given()) {
        report({ErrorCode::InvalidArgument,
                "Say what to change: --rate, --no-rate, --burst, --max-in-flight, --forms, "
                "--addresses, --sampling or --client-roots.",
                {}},
               options.common.json);
        return ExitCode::Usage;
    }
    auto gateway = connectGateway(options.common);
    if (!gateway) {
        return fail(std::move(gateway.error()));
    }
    const auto config = askConfig(**gateway);
    if (!config) {
        return fail(config.error());
    }
    const api::ServerConfig* found = api::findServer(**config, ServerId(options.id));
    if (found == nullptr) {
        return fail(ErrorCode::NotFound,
                    "There is no server \"" + options.id +
                        "\": `portcullisctl server list` shows them.");
    }
    api::ServerConfig server = *found;
    auto rate = rateFrom(options.rate, server.rate);
    if (!rate) {
        return fail(std::move(rate.error()));
    }
    server.rate = *rate;
    server.maxInFlight = options.maxInFlight.value_or(server.maxInFlight);
    takeOffers(options.offers, server);
    return applyAndSay(**gateway,
                       options.common,
                       api::UpdateServer{server},
                       api::toJson(server),
                       "Changed server " + options.id + ".");
}

} // namespace

void addServerSetCommand(CommandLine& commands, CLI::App& server)
{
    const auto options = std::make_shared<SetOptions>();
    const std::shared_ptr<Common> common(options, &options->common);
    CLI::App& command =
        commands.add(server,
                     "set",
                     "Change how fast a server may be used, and what it may ask for",
                     CommandLine::Takes::DataUnlockJson,
                     common,
                     [options] { return set(*options); });
    command.add_option("id", options->id, "The server's id")->required()->type_name("ID");
    addRateOptions(command, options->rate, true);
    command.add_option("--max-in-flight", options->maxInFlight, "Calls at once")
        ->type_name("NUMBER");
    addOfferOptions(command, options->offers);
}

} // namespace portcullis::ctl
