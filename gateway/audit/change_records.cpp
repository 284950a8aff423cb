#include "gateway/audit/change_records.h"

#include "gateway/audit/database.h"
#include "gateway/base/json.h"

#include <utility>

namespace portcullis::audit {

namespace {

constexpr std::string_view kChanges =
    "SELECT body FROM rec WHERE n >= ?1 AND type = 'admin.config' AND body IS NOT NULL"
    " AND instr(CAST(body AS TEXT), ?2) ORDER BY n";

Result<RecordedChange> changeOf(std::string_view body)
{
    const auto document = JsonDocument::parse(std::string(body));
    if (!document || !document->root()["change"].isString()) {
        return fail(ErrorCode::Corrupt,
                    "What a record of the log says of a change cannot be read.",
                    document ? std::string() : document.error().message);
    }
    const JsonValue root = document->root();
    return RecordedChange{
        root["change"].string(), root["subject"].string(), root["after"].string()};
}

} // namespace

Result<std::vector<RecordedChange>>
readChanges(Connection& connection, std::int64_t begin, std::string_view prefix)
{
    auto statement = connection.prepare(kChanges);
    if (!statement) {
        return fail(std::move(statement.error()));
    }
    const std::string member = "\"change\":\"" + std::string(prefix);
    statement->bind(1, begin);
    statement->bind(2, member);
    std::vector<RecordedChange> changes;
    for (;;) {
        const auto found = statement->step();
        if (!found) {
            return fail(found.error());
        }
        if (!*found) {
            return changes;
        }
        auto change = changeOf(statement->text(0));
        if (!change) {
            return fail(std::move(change.error()));
        }
        // The words that were looked for may stand in some other text.
        if (change->change.starts_with(prefix)) {
            changes.push_back(std::move(*change));
        }
    }
}

} // namespace portcullis::audit
