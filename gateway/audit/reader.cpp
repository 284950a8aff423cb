#include "gateway/audit/reader.h"

#include "gateway/audit/open_connection.h"
#include "gateway/base/ascii.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace portcullis::audit {

namespace {

constexpr std::uint32_t kMaxRows = 1000;
constexpr int kFirstKeyPlace = 7; // of the several keys of a query among its parameters
constexpr std::int64_t kOutcomeSearch = 100'000; // records after an intent

constexpr std::string_view kRowColumns =
    "SELECT n, t, call, key, client, srv, tool, reason, outcome, duration_us, argument_bytes,"
    " result_bytes, case_id, intent";

// A row of the list and the intent it belongs to, -1 for none.
struct FoundRow
{
    api::ActivityRow row;
    std::int64_t intent = -1;
};

FoundRow readRow(const Statement& columns)
{
    FoundRow found;
    api::ActivityRow& row = found.row;
    row.n = columns.integer(0);
    row.time = fromMicros(columns.integer(1));
    row.call = CallId(std::string(columns.text(2)));
    row.key = KeyId(std::string(columns.text(3)));
    row.client = columns.text(4);
    row.server = ServerId(std::string(columns.text(5)));
    row.tool = columns.text(6);
    row.reason = api::reasonFromName(columns.text(7)).value_or(api::Reason::Allowed);
    row.outcome = api::outcomeFromName(columns.text(8)).value_or(api::Outcome::Running);
    row.durationMicros = columns.integer(9);
    row.argumentBytes = columns.integer(10);
    row.resultBytes = columns.integer(11);
    row.caseId = CaseId(std::string(columns.text(12)));
    found.intent = columns.isNull(13) ? -1 : columns.integer(13);
    return found;
}

// For LIKE … ESCAPE '\': the text itself, anywhere.
std::string likePattern(std::string_view text)
{
    std::string pattern = "%";
    for (const char c : text) {
        if (c == '%' || c == '_' || c == '\\') {
            pattern.push_back('\\');
        }
        pattern.push_back(c);
    }
    pattern.push_back('%');
    return pattern;
}

// What of a query goes into SQL. Rows of the list are the records with an outcome.
std::string activitySql(const api::ActivityQuery& query)
{
    std::string sql(kRowColumns);
    sql += " FROM rec WHERE outcome IS NOT NULL AND n < ?1";
    sql += query.key ? " AND key = ?2" : "";
    if (query.keys) {
        std::string places;
        for (std::size_t i = 0; i < query.keys->size(); ++i) {
            places += (i == 0 ? "?" : ", ?") + std::to_string(kFirstKeyPlace + static_cast<int>(i));
        }
        sql += " AND key IN (" + places + ")";
    }
    sql += query.server ? " AND srv = ?3" : "";
    sql += query.caseId ? " AND case_id = ?6" : "";
    sql += query.text.empty() ? "" : " AND tool LIKE ?4 ESCAPE '\\'";
    sql += query.refusedOnly ? " AND outcome = 'denied'" : ""; // the index's own words
    return sql + " ORDER BY n DESC LIMIT ?5";
}

// The same filters for a call that is running, like LIKE without regard to ASCII case.
bool matches(const api::ActivityRow& row, const api::ActivityQuery& query)
{
    const auto lower = [](char c) { return asciiLower(c); };
    const bool inTool =
        !std::ranges::search(row.tool, query.text, {}, lower, lower).empty() || query.text.empty();
    return inTool && !query.refusedOnly && (!query.before || row.n < *query.before) &&
           (!query.key || row.key == *query.key) &&
           (!query.keys || std::ranges::find(*query.keys, row.key) != query.keys->end()) &&
           (!query.server || row.server == *query.server) &&
           (!query.caseId || row.caseId == *query.caseId);
}

struct StoredRecord
{
    FoundRow row;
    std::string type;
    std::string header;
    std::string body;
};

Result<StoredRecord> readRecord(Connection& connection, std::int64_t n)
{
    auto statement =
        connection.prepare(std::string(kRowColumns) + ", type, header, body FROM rec WHERE n = ?1");
    if (!statement) {
        return fail(statement.error());
    }
    statement->bind(1, n);
    const auto found = statement->step();
    if (!found) {
        return fail(found.error());
    }
    if (!*found) {
        return fail(ErrorCode::NotFound,
                    "There is no record " + std::to_string(n) + " in the log.");
    }
    return StoredRecord{readRow(*statement),
                        std::string(statement->text(14)),
                        std::string(statement->text(15)),
                        std::string(statement->text(16))};
}

} // namespace

Reader::Reader(std::filesystem::path file,
               SecretBytes key,
               std::shared_ptr<const ContentKeys> contentKeys,
               const LiveView& live)
    : m_file(std::move(file))
    , m_key(std::move(key))
    , m_live(live)
    , m_contents(std::move(contentKeys))
{}

Result<> Reader::open()
{
    const std::scoped_lock lock(m_mutex);
    return openLocked();
}

Result<Connection> Reader::openAnother() const
{
    return openConnection(m_file, m_key, Access::Reader, api::Durability::Strict);
}

Result<> Reader::openLocked()
{
    if (m_connection.isOpen()) {
        return {};
    }
    auto connection = openAnother();
    if (!connection) {
        return fail(connection.error());
    }
    m_connection = std::move(*connection);
    return {};
}

Result<api::ActivityPage> Reader::activity(const api::ActivityQuery& query)
{
    const std::scoped_lock lock(m_mutex);
    if (auto opened = openLocked(); !opened) {
        return fail(opened.error());
    }
    auto page = readActivity(query);
    if (!page) {
        m_connection.close();
    }
    return page;
}

Result<api::ActivityPage> Reader::readActivity(const api::ActivityQuery& query)
{
    // Running calls first: one that ends meanwhile is then found twice, never not at all.
    std::vector<api::ActivityRow> running = m_live.openCalls();
    const std::uint32_t limit = std::clamp(query.limit, std::uint32_t{1}, kMaxRows);
    auto statement = m_connection.prepare(activitySql(query));
    if (!statement) {
        return fail(statement.error());
    }
    const std::string pattern = likePattern(query.text);
    statement->bind(1, query.before.value_or(INT64_MAX));
    statement->bind(2, query.key ? std::string_view(query.key->str()) : std::string_view());
    statement->bind(3, query.server ? std::string_view(query.server->str()) : std::string_view());
    statement->bind(4, std::string_view(pattern));
    statement->bind(5, std::int64_t{limit} + 1);
    for (std::size_t i = 0; query.keys && i < query.keys->size(); ++i) {
        statement->bind(kFirstKeyPlace + static_cast<int>(i),
                        std::string_view((*query.keys)[i].str()));
    }
    statement->bind(6, query.caseId ? std::string_view(query.caseId->str()) : std::string_view());
    api::ActivityPage page;
    for (;;) {
        const auto found = statement->step();
        if (!found) {
            return fail(found.error());
        }
        if (!*found) {
            break;
        }
        FoundRow row = readRow(*statement);
        std::erase_if(running, [&row](const auto& call) { return call.n == row.intent; });
        page.rows.push_back(std::move(row.row));
    }
    std::ranges::copy_if(running, std::back_inserter(page.rows), [&query](const auto& row) {
        return matches(row, query);
    });
    std::ranges::sort(page.rows, std::greater(), &api::ActivityRow::n);
    page.more = page.rows.size() > limit;
    page.rows.resize(std::min<std::size_t>(page.rows.size(), limit));
    return page;
}

Result<api::CallDetails> Reader::details(std::int64_t n)
{
    const std::scoped_lock lock(m_mutex);
    if (auto opened = openLocked(); !opened) {
        return fail(opened.error());
    }
    auto details = readDetails(n);
    if (!details && details.error().code != ErrorCode::NotFound) {
        m_connection.close();
    }
    return details;
}

// The record that ended the call of this intent, or -1. There is no index for it: outcomes follow
// their intents soon, or the list shows the outcome's own number.
Result<std::int64_t> Reader::outcomeOf(std::int64_t intent)
{
    auto statement =
        m_connection.prepare("SELECT n FROM rec WHERE n > ?1 AND n <= ?2 AND intent = ?1 LIMIT 1");
    if (!statement) {
        return fail(statement.error());
    }
    statement->bind(1, intent);
    statement->bind(2, intent + kOutcomeSearch);
    const auto found = statement->step();
    if (!found) {
        return fail(found.error());
    }
    return *found ? statement->integer(0) : -1;
}

// Nothing when it was not kept, or is not there any more.
Result<std::optional<std::string>> Reader::text(std::int64_t n)
{
    auto statement =
        m_connection.prepare("SELECT " + std::string(ContentReader::kColumns) + " FROM payload p" +
                             ContentReader::kJoin + " WHERE p.n = ?1");
    if (!statement) {
        return fail(statement.error());
    }
    statement->bind(1, n);
    for (int attempt = 0; attempt < 2; ++attempt, statement->reset()) {
        const auto found = statement->step();
        if (!found) {
            return fail(found.error());
        }
        if (!*found) {
            break;
        }
        const auto content = m_contents.open(n, *statement, 0);
        if (content) {
            return content->text ? std::optional(std::string(content->text->revealText()))
                                 : std::nullopt;
        }
        if (content.error().code != ErrorCode::NotFound) { // which may have a new key by now
            return fail(content.error());
        }
    }
    return std::optional<std::string>();
}

Result<api::CallDetails> Reader::readDetails(std::int64_t n)
{
    auto record = readRecord(m_connection, n);
    if (!record) {
        return fail(record.error());
    }
    std::int64_t intent = record->row.intent;
    std::int64_t end = n;
    if (record->type == "call.intent") {
        const auto outcome = outcomeOf(n);
        if (!outcome) {
            return fail(outcome.error());
        }
        intent = n;
        end = *outcome;
    }
    api::CallDetails details;
    details.row = record->row.row;
    if (intent >= 0) {
        auto stored = readRecord(m_connection, intent);
        auto arguments = stored ? text(intent) : fail(stored.error());
        if (!arguments) {
            return fail(arguments.error());
        }
        details.intentHeader = std::move(stored->header);
        details.intentBody = std::move(stored->body);
        details.arguments = std::move(*arguments);
    }
    if (end >= 0) {
        auto stored = readRecord(m_connection, end);
        auto kept = stored ? text(end) : fail(stored.error());
        if (!kept) {
            return fail(kept.error());
        }
        details.row = std::move(stored->row.row);
        details.outcomeHeader = std::move(stored->header);
        details.outcomeBody = std::move(stored->body);
        (stored->type == "call.denied" ? details.arguments : details.result) = std::move(*kept);
    }
    return details;
}

} // namespace portcullis::audit
