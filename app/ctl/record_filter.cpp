#include "app/ctl/record_filter.h"

#include "app/ctl/audit_options.h"
#include "app/ctl/key_lookup.h"
#include "app/ctl/output.h"

namespace portcullis::ctl {

void addFilter(CLI::App& command, FilterOptions& options)
{
    command.add_option("--key", options.key, "Only what this key did: id or name")
        ->type_name("KEY");
    command.add_option("--server", options.server, "Only calls of this server")->type_name("ID");
    command.add_option("--tool", options.tool, "Only calls of this tool")->type_name("NAME");
    command.add_option("--call", options.call, "Only this call")->type_name("ID");
    command.add_option("--from", options.from, "From this time on")
        ->check(checkMoment)
        ->type_name("TIME");
    command.add_option("--to", options.to, "Up to this time, which is not in it")
        ->check(checkMoment)
        ->type_name("TIME");
}

std::optional<WallTime> momentOf(const std::string& text)
{
    const auto moment = parseMoment(text, SystemClock().wallNow());
    return moment ? std::optional(*moment) : std::nullopt;
}

Result<api::RecordFilter> filterOf(api::GatewayClient& gateway, const FilterOptions& options)
{
    api::RecordFilter filter;
    if (!options.key.empty()) {
        // A removed key is still in the log, by its id.
        const auto key = lookUpKey(gateway, options.key);
        if (!key && key.error().code != ErrorCode::NotFound) {
            return fail(key.error());
        }
        if (!key && !options.key.starts_with("vk_")) {
            return fail(key.error()); // a name that is mistyped would hold for nothing
        }
        filter.key = key ? key->id : KeyId(options.key);
    }
    if (!options.server.empty()) {
        filter.server = ServerId(options.server);
    }
    if (!options.tool.empty()) {
        filter.tool = options.tool;
    }
    if (!options.call.empty()) {
        filter.call = CallId(options.call);
    }
    filter.time = {momentOf(options.from), momentOf(options.to)};
    return filter;
}

std::string describe(const api::RecordFilter& filter)
{
    std::string text;
    const auto add = [&text](const std::string& name, const std::string& value) {
        text += (text.empty() ? "" : ", ") + name + " " + value;
    };
    if (filter.key) {
        add("key", filter.key->str());
    }
    if (filter.server) {
        add("server", filter.server->str());
    }
    if (filter.tool) {
        add("tool", *filter.tool);
    }
    if (filter.call) {
        add("call", filter.call->str());
    }
    if (filter.time.from) {
        add("from", formatSecond(*filter.time.from));
    }
    if (filter.time.to) {
        add("to", formatSecond(*filter.time.to));
    }
    return text.empty() ? "every record" : text;
}

} // namespace portcullis::ctl
