#include "gateway/audit/budget_records.h"

#include "gateway/audit/bodies.h"
#include "gateway/audit/database.h"
#include "gateway/base/encoding.h"
#include "gateway/base/json.h"

#include <algorithm>
#include <string_view>
#include <utility>

namespace portcullis::audit {

namespace {

constexpr std::string_view kNewestFirst =
    "SELECT type, body FROM rec WHERE n > (SELECT max(n) FROM rec) - ?1 AND body IS NOT NULL"
    " AND (type = 'budget.state'"
    "  OR (type IN ('call.intent', 'call.outcome') AND instr(CAST(body AS TEXT), '\"budget\":{')))"
    " ORDER BY n DESC";

Result<BudgetEntry> entryOf(std::string_view type, std::string_view body)
{
    const bool isState = type == "budget.state";
    const auto document = JsonDocument::parse(std::string(body));
    const JsonValue said = document ? document->root()[isState ? "state" : "budget"] : JsonValue();
    if (!document || (isState && !said.isObject())) {
        return fail(ErrorCode::Corrupt,
                    "What a record of the log says of budgets cannot be read.",
                    document ? std::string(type) : document.error().message);
    }
    const auto kind = isState                 ? BudgetEntry::Kind::State
                      : type == "call.intent" ? BudgetEntry::Kind::Reserved
                                              : BudgetEntry::Kind::Settled;
    // Without it, the words that were looked for stood in some other text.
    return BudgetEntry{kind, said.isObject() ? std::string(said.raw()) : std::string()};
}

} // namespace

Result<std::vector<BudgetEntry>> readBudgetEntries(Connection& connection)
{
    auto statement = connection.prepare(kNewestFirst);
    if (!statement) {
        return fail(std::move(statement.error()));
    }
    statement->bind(1, kBudgetSearch);
    std::vector<BudgetEntry> entries;
    for (;;) {
        const auto found = statement->step();
        if (!found) {
            return fail(found.error());
        }
        if (!*found) {
            break;
        }
        auto entry = entryOf(statement->text(0), statement->text(1));
        if (!entry) {
            return fail(std::move(entry.error()));
        }
        const bool last = entry->kind == BudgetEntry::Kind::State;
        if (!entry->json.empty()) {
            entries.push_back(std::move(*entry));
        }
        if (last) {
            break;
        }
    }
    std::ranges::reverse(entries);
    return entries;
}

void writeBody(CanonicalWriter& out, const BodyParts& parts, const BudgetState& record)
{
    out.beginObject().key("c").beginObject().endObject();
    out.member("n", parts.n).member("nonce", toHex(parts.nonce));
    out.key("state").raw(record.state).endObject();
}

} // namespace portcullis::audit
