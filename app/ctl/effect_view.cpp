#include "app/ctl/effect_view.h"

#include "app/ctl/output.h"

#include <nlohmann/json.hpp>

namespace portcullis::ctl {

using nlohmann::json;

namespace {

json toJson(const api::KeyDifference& key)
{
    const auto names = [](const std::vector<ServerId>& servers) {
        json list = json::array();
        for (const ServerId& server : servers) {
            list.push_back(server.str());
        }
        return list;
    };
    return {{"id", key.key.str()},
            {"label", key.label},
            {"gained", key.gained},
            {"lost", key.lost},
            {"widened", key.widened},
            {"narrowed", key.narrowed},
            {"opened", names(key.opened)},
            {"closed", names(key.closed)}};
}

void showNames(const char* mark, const std::vector<std::string>& names)
{
    for (const std::string& name : names) {
        printLine(std::string("  ") + mark + " " + printable(name));
    }
}

} // namespace

void showEffect(const api::EffectiveDifference& difference)
{
    const std::string told = api::describeDifference(difference);
    printLine(told.empty() ? "No key may do more or less, as far as tools are known." : told);
    for (const api::KeyDifference& key : difference.keys) {
        printLine("Key " + key.key.str() + " (" + printable(key.label) + "):");
        showNames("+", key.gained);
        for (const ServerId& server : key.opened) {
            printLine("  + everything of " + server.str());
        }
        showNames("> ", key.widened);
        showNames("-", key.lost);
        for (const ServerId& server : key.closed) {
            printLine("  - everything of " + server.str() + ", as far as it is not named");
        }
        showNames("< ", key.narrowed);
    }
}

json effectToJson(const api::EffectiveDifference& difference)
{
    json keys = json::array();
    for (const api::KeyDifference& key : difference.keys) {
        keys.push_back(toJson(key));
    }
    return {{"widens", difference.widens()},
            {"summary", api::describeDifference(difference)},
            {"keys", std::move(keys)}};
}

} // namespace portcullis::ctl
