#include "app/ctl/activity_filter.h"
#include "app/ctl/activity_follow.h"
#include "app/ctl/ask.h"
#include "app/ctl/commands.h"
#include "app/ctl/connect.h"
#include "app/ctl/key_lookup.h"
#include "app/ctl/output.h"
#include "app/ctl/owner_lookup.h"
#include "gateway/api/amounts.h"
#include "gateway/api/wire.h"
#include "gateway/base/json.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace portcullis::ctl {

namespace {

using nlohmann::json;

constexpr std::uint32_t kPage = 1000; // most rows of one question

struct ActivityOptions
{
    Common common;
    std::uint32_t limit = 50;
    std::string key;
    std::string server;
    std::string caseName;
    std::string tool;
    bool refused = false;
    bool follow = false;
    std::int64_t n = -1;
};

Result<api::ActivityQuery> queryFrom(api::GatewayClient& gateway, const ActivityOptions& options)
{
    api::ActivityQuery query;
    query.text = options.tool;
    query.refusedOnly = options.refused;
    if (!options.server.empty()) {
        query.server = ServerId(options.server);
    }
    if (!options.caseName.empty()) {
        const auto id = recordedCase(gateway, options.caseName);
        if (!id) {
            return fail(id.error());
        }
        query.caseId = *id;
    }
    if (!options.key.empty()) {
        // A removed key is still in the log: what is no known name is taken for an id.
        const auto key = lookUpKey(gateway, options.key);
        if (!key && key.error().code != ErrorCode::NotFound) {
            return fail(key.error());
        }
        query.key = key ? key->id : KeyId(options.key);
    }
    return query;
}

// Up to `limit` rows, newest first, in as many questions as it takes.
Result<api::ActivityPage>
readRows(api::GatewayClient& gateway, api::ActivityQuery query, std::uint32_t limit)
{
    api::ActivityPage all;
    all.more = limit > 0;
    while (all.rows.size() < limit && all.more) {
        query.limit =
            std::min<std::uint32_t>(kPage, limit - static_cast<std::uint32_t>(all.rows.size()));
        auto page = ask<api::ActivityPage>(
            [&](auto done) { gateway.activity(query, std::move(done)); }, kLongPatience);
        if (!page) {
            return page;
        }
        all.more = page->more && !page->rows.empty();
        std::ranges::move(page->rows, std::back_inserter(all.rows));
        if (!all.rows.empty()) {
            query.before = all.rows.back().n;
        }
    }
    return all;
}

Result<ExitCode> follow(const ActivityOptions& options)
{
    auto gateway = connectRunning(options.common);
    if (!gateway) {
        return fail(std::move(gateway.error()));
    }
    const auto query = queryFrom(**gateway, options);
    if (!query) {
        return fail(query.error());
    }
    ActivityFollower follower(**gateway, *query, options.common.json);
    const auto past = readRows(**gateway, *query, options.limit);
    if (!past) {
        return fail(past.error());
    }
    return follower.run(past->rows);
}

Result<ExitCode> list(const ActivityOptions& options)
{
    if (options.follow) {
        return follow(options);
    }
    auto gateway = connectGateway(options.common);
    if (!gateway) {
        return fail(std::move(gateway.error()));
    }
    const auto query = queryFrom(**gateway, options);
    if (!query) {
        return fail(query.error());
    }
    const auto page = readRows(**gateway, *query, options.limit);
    if (!page) {
        return fail(page.error());
    }
    if (options.common.json) {
        printJson(api::toJson(*page));
        return ExitCode::Ok;
    }
    if (page->rows.empty()) {
        printLine("Nothing recorded that fits.");
        return ExitCode::Ok;
    }
    print(activityTable(page->rows));
    if (page->more) {
        printLine("There is more: --limit shows it.");
    }
    return ExitCode::Ok;
}

void section(const std::string& title, const std::string& text)
{
    if (!text.empty()) {
        print("\n" + title + "\n  " + printable(text) + "\n");
    }
}

// What the budgets that counted a call reserved or used for it; nothing without any.
std::string budgetsOf(const std::string& body, const std::string& currency)
{
    using api::BudgetUnit;
    constexpr std::pair<const char*, BudgetUnit> kUnits[] = {
        {"calls", BudgetUnit::Calls},
        {"write_calls", BudgetUnit::WriteCalls},
        {"bytes", BudgetUnit::Bytes},
        {"tokens", BudgetUnit::Tokens},
        {"upstream_ms", BudgetUnit::UpstreamMilliseconds},
        {"cost_micros", BudgetUnit::CostMicros}};
    const auto document = JsonDocument::parse(body);
    const JsonValue budget = document ? document->root()["budget"] : JsonValue();
    if (!budget.isObject()) {
        return {};
    }
    std::string text;
    for (const auto& [name, unit] : kUnits) {
        if (const auto amount = budget[name].integer(); amount && *amount > 0) {
            text += (text.empty() ? "" : ", ") + std::string(api::unitName(unit)) + " " +
                    api::formatAmount(unit, static_cast<std::uint64_t>(*amount), currency);
        }
    }
    text = text.empty() ? "nothing" : text;
    std::string ids;
    for (JsonValue id = budget["budgets"].first(); id.exists(); id = id.next()) {
        ids += (ids.empty() ? "" : ", ") + id.string();
    }
    return ids.empty() ? text : text + " (" + ids + ")";
}

Result<ExitCode> show(const ActivityOptions& options)
{
    auto gateway = connectGateway(options.common);
    if (!gateway) {
        return fail(std::move(gateway.error()));
    }
    const auto details = ask<api::CallDetails>(
        [&](auto done) { (*gateway)->callDetails(options.n, std::move(done)); });
    if (!details) {
        return fail(details.error());
    }
    if (options.common.json) {
        printJson(api::toJson(*details));
        return ExitCode::Ok;
    }
    const api::ActivityRow& row = details->row;
    print(formatPairs({{"Record", std::to_string(row.n)},
                       {"Time", formatTime(row.time)},
                       {"Call", row.call.str()},
                       {"Key", row.key.str()},
                       {"Case", row.caseId.str()},
                       {"Client", row.client},
                       {"Tool", toolOf(row)},
                       {"Decision", api::reasonName(row.reason)},
                       {"Outcome", api::outcomeName(row.outcome)},
                       {"Duration", formatDuration(row.durationMicros)}}));
    const auto config = askConfig(**gateway);
    const std::string currency = config ? (*config)->settings.currency : std::string();
    section("Budgets reserved", budgetsOf(details->intentBody, currency));
    section("Budgets used", budgetsOf(details->outcomeBody, currency));
    section("Arguments", details->arguments.value_or(""));
    section("Result", details->result.value_or(""));
    section("Intent, header as recorded", details->intentHeader);
    section("Intent, body as recorded", details->intentBody);
    section("Outcome, header as recorded", details->outcomeHeader);
    section("Outcome, body as recorded", details->outcomeBody);
    return ExitCode::Ok;
}

void addFilters(CLI::App& command, ActivityOptions& options)
{
    command.add_option("--limit", options.limit, "At most so many calls, newest first (50)")
        ->type_name("NUMBER");
    command.add_option("--key", options.key, "Only of this key: id or name")->type_name("KEY");
    command.add_option("--server", options.server, "Only of this server")->type_name("ID");
    command
        .add_option("--case", options.caseName, "Only of keys bound to this case then: id or name")
        ->type_name("CASE");
    command.add_option("--tool", options.tool, "Only of tools whose name holds this")
        ->type_name("TEXT");
    command.add_flag("--refused", options.refused, "Only what was refused");
    command.add_flag("--follow", options.follow, "Go on with calls as they end, until Ctrl-C");
}

} // namespace

void addActivityCommands(CommandLine& commands)
{
    const auto options = std::make_shared<ActivityOptions>();
    const std::shared_ptr<Common> common(options, &options->common);
    CLI::App& activity = commands.add(commands.root(),
                                      "activity",
                                      "Show the calls in the log, newest first",
                                      CommandLine::Takes::DataUnlockJson,
                                      common,
                                      [options] { return list(*options); });
    addFilters(activity, *options);
    CLI::App& shown = commands.add(activity,
                                   "show",
                                   "Show everything recorded about one call",
                                   CommandLine::Takes::DataUnlockJson,
                                   common,
                                   [options] { return show(*options); });
    shown.add_option("n", options->n, "The record's number")->required()->type_name("N");
}

} // namespace portcullis::ctl
