#include "gateway/audit/report/evidence_tables.h"

#include "gateway/base/clock.h"

#include <algorithm>

namespace portcullis::audit::report {

namespace {

constexpr auto kReviewColumns = std::to_array<Column>({
    {"reviewer", "user", "by"}, // a person, not the place
    {"first_record", "range.begin", "begin"},
    {"end_record", "range.end", "end"},
    {"comment", "comment", ""},
    {"result", "result", ""},
    {"by", "by", ""},
});

// Also for alarms, reviews, exports, holds and removals, which are acts of people: each fills what
// it has.
constexpr auto kActionColumns = std::to_array<Column>({
    {"by", "by", ""},
    {"change", "change", "verdict"},
    {"subject", "subject", "purpose"},
    {"comment", "comment", "reason"},
    {"hold", "hold", ""},
    {"scope", "scope", ""},
    {"records", "records", "range"},
    {"what", "what", ""},
    {"count", "count", ""},
    {"revision", "config", ""},
    {"before_sha256", "before", ""},
    {"after_sha256", "after", ""},
    {"user", "user", ""},
});

constexpr auto kDenialColumns = std::to_array<Column>({
    {"reason", "policy.reason", "reason"},
    {"tool", "tool", ""},
    {"count", "count", ""},
    {"rule", "policy.rule", ""},
    {"client", "caller.client", "client"},
    {"client_version", "caller.client_ver", ""},
    {"transport", "caller.transport", ""},
    {"program", "caller.exe", ""},
    {"process", "caller.pid", ""},
    {"session", "caller.session", ""},
    {"model", "llm.model", ""},
    {"argument_bytes", "args.bytes", ""},
    {"configuration", "config", ""},
});

constexpr auto kExportColumns = std::to_array<Column>({
    {"by", "by", ""},
    {"requested_by", "requested_by", ""},
    {"first_record", "range.begin", "begin"},
    {"end_record", "range.end", "end"},
    {"purpose", "purpose", ""},
    {"scope", "scope", ""},
    {"redacted", "redacted", ""},
    {"signed_by", "signed_by", ""},
    {"manifest_sha256", "sums", ""},
    {"bundle", "bundle", ""},
    {"user", "user", ""},
});

constexpr auto kIntegrityColumns = std::to_array<Column>({
    {"finding", "verdict", "reason"},
    {"by", "by", ""},
    {"version", "version", ""},
    {"configuration", "config", ""},
    {"configuration_sha256", "config_sha256", ""},
    {"unlocked_by", "unlocked_by", ""},
    {"unlocked_with", "unlocked_with", ""},
    {"found_size", "found.size", ""},
    {"found_root", "found.root", ""},
    {"pinned_size", "pinned.size", ""},
    {"pinned_root", "pinned.root", ""},
    {"depth", "depth", ""},
    {"checked_size", "size", ""},
    {"checked_root", "root", ""},
    {"fault", "fault", ""},
    {"first_bad_record", "first_bad", ""},
    {"pin_missing", "pin_missing", ""},
    {"no_calls_since", "since", ""},
    {"calls_refused", "refused", ""},
    {"clock_at", "at", ""},
    {"clock_from", "from", ""},
    {"clock_to", "to", ""},
    {"clock_delta_us", "delta_us", ""},
    {"user", "user", ""},
});

constexpr auto kChangeColumns = std::to_array<Column>({
    {"by", "by", ""},
    {"change", "change", ""},
    {"subject", "subject", ""},
    {"revision", "config", ""},
    {"before_sha256", "before", ""},
    {"after_sha256", "after", ""},
    {"user", "user", ""},
});

constexpr auto kOrphanColumns = std::to_array<Column>({
    {"intent_record", "in", ""},
    {"tool", "tool", ""},
    {"client", "client", ""},
    {"argument_bytes", "args_bytes", ""},
    {"reason", "reason", ""},
});

// In the order of Table.
constexpr auto kShapes = std::to_array<TableShape>({
    {"evidence/access_reviews.csv", "Reviews that were signed off", kReviewColumns},
    {"evidence/admin_actions.csv", "Actions of administrators", kActionColumns},
    {"evidence/denials.csv", "Refusals", kDenialColumns},
    {"evidence/exports.csv", "Exports of the log", kExportColumns},
    {"evidence/integrity_checks.csv",
     "Starts, ends, checks and alarms of the log, its outages and steps of the clock",
     kIntegrityColumns},
    {"evidence/key_lifecycle.csv", "Changes of keys", kChangeColumns},
    {"evidence/orphans.csv", "Calls without an outcome", kOrphanColumns},
    {"evidence/policy_changes.csv", "Changes of what is allowed", kChangeColumns},
});
static_assert(kShapes.size() == kTables.size());

// A record of this type stands in this table; with a prefix, if its change begins so.
struct Belongs
{
    std::string_view type;
    Table table;
    std::string_view change;
};

constexpr auto kBelongs = std::to_array<Belongs>({
    {"access.refused", Table::Denials, ""},
    {"admin.config", Table::AdminActions, ""},
    {"admin.config", Table::KeyLifecycle, "key."},
    {"admin.config", Table::KeyLifecycle, "config."},
    {"admin.config", Table::PolicyChanges, "budget."},
    {"admin.config", Table::PolicyChanges, "case."},
    {"admin.config", Table::PolicyChanges, "config."},
    {"admin.config", Table::PolicyChanges, "customer."},
    {"admin.config", Table::PolicyChanges, "key.allow"},
    {"admin.config", Table::PolicyChanges, "policy."},
    {"admin.config", Table::PolicyChanges, "price."},
    {"admin.config", Table::PolicyChanges, "secret."},
    {"admin.config", Table::PolicyChanges, "server."},
    {"admin.config", Table::PolicyChanges, "settings."},
    {"admin.config", Table::PolicyChanges, "team."},
    {"admin.config", Table::PolicyChanges, "tool."},
    {"alarm.log", Table::AdminActions, ""},
    {"alarm.log", Table::IntegrityChecks, ""},
    {"audit.resumed", Table::IntegrityChecks, ""},
    {"audit.suspended", Table::IntegrityChecks, ""},
    {"call.denied", Table::Denials, ""},
    {"call.orphaned", Table::Orphans, ""},
    {"check.log", Table::IntegrityChecks, ""},
    {"clock.step", Table::IntegrityChecks, ""},
    {"erasure.done", Table::AdminActions, ""},
    {"export.bundle", Table::AdminActions, ""},
    {"export.bundle", Table::Exports, ""},
    {"hold.release", Table::AdminActions, ""},
    {"hold.set", Table::AdminActions, ""},
    {"retention.purge", Table::AdminActions, ""},
    {"review.signoff", Table::AccessReviews, ""},
    {"review.signoff", Table::AdminActions, ""},
    {"run.close", Table::IntegrityChecks, ""},
    {"run.open", Table::IntegrityChecks, ""},
});

constexpr auto kCommonTitles =
    std::to_array<std::string_view>({"record", "time_utc", "type", "key", "server"});

} // namespace

const TableShape& shapeOf(Table table)
{
    return kShapes.at(indexOf(table));
}

std::vector<std::string_view> typesOf(Table table)
{
    std::vector<std::string_view> types;
    for (const Belongs& row : kBelongs) {
        if (row.table == table && (types.empty() || types.back() != row.type)) {
            types.push_back(row.type);
        }
    }
    return types;
}

TableSet tablesOf(const RecordView& record)
{
    TableSet tables;
    for (const Belongs& row : kBelongs) {
        if (row.type == record.type &&
            (row.change.empty() || record.text("change").starts_with(row.change))) {
            tables.set(indexOf(row.table));
        }
    }
    return tables;
}

std::vector<std::string> titlesOf(Table table)
{
    std::vector<std::string> titles(kCommonTitles.begin(), kCommonTitles.end());
    for (const Column& column : shapeOf(table).columns) {
        titles.emplace_back(column.title);
    }
    return titles;
}

std::vector<std::string> cellsOf(Table table, const RecordView& record)
{
    std::vector<std::string> cells{std::to_string(record.n),
                                   formatTime(fromMicros(record.t)),
                                   record.type,
                                   record.key,
                                   record.server};
    for (const Column& column : shapeOf(table).columns) {
        std::string text = record.text(column.path);
        if (text.empty() && !column.otherwise.empty()) {
            text = record.text(column.otherwise);
        }
        cells.push_back(std::move(text));
    }
    return cells;
}

} // namespace portcullis::audit::report
