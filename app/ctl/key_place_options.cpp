#include "app/ctl/key_place_options.h"

#include "app/ctl/owner_lookup.h"

namespace portcullis::ctl {

void addKeyPlaceOptions(CLI::App& command, KeyPlaceOptions& options, bool removable)
{
    CLI::Option* team =
        command.add_option("--team", options.team, "The team that owns it")->type_name("TEAM");
    CLI::Option* bound = command.add_option("--case", options.caseName, "The case it is bound to")
                             ->type_name("CASE");
    if (removable) {
        command.add_flag("--no-team", options.noTeam, "Owned by no team")->excludes(team);
        command.add_flag("--no-case", options.noCase, "Bound to no case")->excludes(bound);
    }
    addRateOptions(command, options.rate, removable);
    command
        .add_option(
            "--concurrent", options.concurrent, "Calls at once; 0 for as many as the settings say")
        ->type_name("CALLS")
        ->check(CLI::Range(0U, 100'000U));
}

template <typename Key>
Result<> place(const KeyPlaceOptions& options, const api::GatewayConfig& config, Key& key)
{
    if (!options.team.empty()) {
        const auto team = lookUpTeam(config, options.team);
        if (!team) {
            return fail(team.error());
        }
        key.team = team->id;
    }
    if (!options.caseName.empty()) {
        const auto bound = lookUpCase(config, options.caseName);
        if (!bound) {
            return fail(bound.error());
        }
        key.caseId = bound->id;
    }
    key.team = options.noTeam ? TeamId() : key.team;
    key.caseId = options.noCase ? CaseId() : key.caseId;
    auto rate = rateFrom(options.rate, key.rate);
    if (!rate) {
        return fail(std::move(rate.error()));
    }
    key.rate = *rate;
    key.concurrency = options.concurrent.value_or(key.concurrency);
    return {};
}

template Result<> place(const KeyPlaceOptions&, const api::GatewayConfig&, api::UpdateKey&);
template Result<> place(const KeyPlaceOptions&, const api::GatewayConfig&, api::NewKey&);

} // namespace portcullis::ctl
