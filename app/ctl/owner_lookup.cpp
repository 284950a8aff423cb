#include "app/ctl/owner_lookup.h"

#include "app/ctl/ask.h"
#include "app/ctl/output.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace portcullis::ctl {

namespace {

template <typename T>
Result<T> lookUp(const std::vector<T>& all, const std::string& name, const std::string& kind)
{
    const T* found = nullptr;
    std::size_t named = 0;
    for (const T& one : all) {
        if (one.id.str() == name) {
            return one;
        }
        if (!one.name.empty() && one.name == name) {
            found = &one;
            ++named;
        }
    }
    if (named != 1) {
        return fail(ErrorCode::NotFound,
                    "There is no one " + kind + " \"" + name + "\": `portcullisctl " + kind +
                        " list` shows them; name it by its id.");
    }
    return *found;
}

} // namespace

Result<api::Customer> lookUpCustomer(const api::GatewayConfig& config, const std::string& name)
{
    return lookUp(config.customers, name, "customer");
}

Result<api::Team> lookUpTeam(const api::GatewayConfig& config, const std::string& name)
{
    return lookUp(config.teams, name, "team");
}

Result<api::Case> lookUpCase(const api::GatewayConfig& config, const std::string& name)
{
    return lookUp(config.cases, name, "case");
}

Result<CaseId> recordedCase(api::GatewayClient& gateway, const std::string& name)
{
    const auto config = askConfig(gateway);
    if (!config) {
        return fail(config.error());
    }
    const auto known = lookUpCase(**config, name);
    return known ? known->id : CaseId(name);
}

Result<ExitCode> applyAndSay(api::GatewayClient& gateway,
                             const Common& common,
                             api::ConfigChange change,
                             const nlohmann::json& answer,
                             const std::string& sentence)
{
    if (auto done = applyChange(gateway, std::move(change)); !done) {
        return fail(std::move(done.error()));
    }
    if (common.json) {
        printJson(answer);
    } else {
        printLine(sentence);
    }
    return ExitCode::Ok;
}

Result<ExitCode> switchAndSay(api::GatewayClient& gateway,
                              const Common& common,
                              bool differs,
                              api::ConfigChange change,
                              const nlohmann::json& answer,
                              const std::string& what,
                              const std::string& state)
{
    if (differs) {
        return applyAndSay(
            gateway, common, std::move(change), answer, what + " is now " + state + ".");
    }
    if (common.json) {
        printJson(answer);
    } else {
        printLine(what + " is already " + state + ".");
    }
    return ExitCode::Ok;
}

} // namespace portcullis::ctl
