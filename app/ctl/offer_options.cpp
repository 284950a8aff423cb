#include "app/ctl/offer_options.h"

namespace portcullis::ctl {

namespace {

void addSwitch(CLI::App& command,
               const std::string& name,
               std::string& value,
               const std::string& description)
{
    command.add_option(name, value, description)
        ->type_name("on|off")
        ->check(CLI::IsMember({"on", "off"}));
}

void take(const std::string& given, bool& setting)
{
    if (!given.empty()) {
        setting = given == "on";
    }
}

} // namespace

void addOfferOptions(CLI::App& command, OfferOptions& options)
{
    addSwitch(command, "--forms", options.forms, "May it have clients show forms?");
    addSwitch(command, "--addresses", options.addresses, "May it have clients open web addresses?");
    addSwitch(command, "--sampling", options.sampling, "May it ask clients' models?");
    addSwitch(command, "--client-roots", options.roots, "May it ask which folders clients use?");
}

void takeOffers(const OfferOptions& options, api::ServerConfig& server)
{
    take(options.forms, server.offersForms);
    take(options.addresses, server.offersAddresses);
    take(options.sampling, server.offersSampling);
    take(options.roots, server.offersRoots);
}

} // namespace portcullis::ctl
