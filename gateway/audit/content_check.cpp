#include "gateway/audit/content_check.h"

#include "gateway/audit/content.h"
#include "gateway/audit/removal.h"
#include "gateway/base/encoding.h"

#include <algorithm>
#include <utility>

namespace portcullis::audit {

namespace {

// What a body says was kept of the call's content; empty for no content.
std::string keptMode(const JsonValue& body)
{
    for (const char* const member : {"args", "result"}) {
        if (const JsonValue content = body[member]; content.isObject()) {
            return content["mode"].string();
        }
    }
    return {};
}

bool isCall(std::string_view type)
{
    return type == "call.intent" || type == "call.outcome" || type == "call.denied";
}

} // namespace

std::optional<std::vector<ProvenValue>>
provenValues(const JsonValue& commitments, const OpenContent& content, Hasher& hasher)
{
    const std::string_view text = content.text ? content.text->revealText() : std::string_view();
    const std::string_view salts = content.salts.revealText();
    std::vector<FieldText> values;
    if (commitments["result"]) {
        values.push_back({"result", text});
    } else {
        values = argumentFields(text);
    }
    if (values.size() != commitments.size() || salts.size() != kSaltBytes * values.size()) {
        return std::nullopt;
    }
    std::vector<ProvenValue> proven;
    JsonValue commitment = commitments.first();
    for (std::size_t i = 0; i < values.size(); ++i, commitment = commitment.next()) {
        const std::string_view salt = salts.substr(i * kSaltBytes, kSaltBytes);
        const Digest made =
            hasher.commitment(asBytes(salt).first<kSaltBytes>(), values[i].field, values[i].text);
        if (commitment.name() != values[i].field || !commitment.stringEquals(toHex(made))) {
            return std::nullopt;
        }
        proven.push_back({std::move(values[i].field), salt, values[i].text});
    }
    return proven;
}

void NumberSet::sort()
{
    std::ranges::sort(m_ranges, {}, &api::NumberRange::begin);
    std::vector<api::NumberRange> merged;
    for (const api::NumberRange& range : m_ranges) {
        if (!merged.empty() && range.begin <= merged.back().end) {
            merged.back().end = std::max(merged.back().end, range.end);
        } else {
            merged.push_back(range);
        }
    }
    m_ranges = std::move(merged);
}

bool NumberSet::has(std::int64_t n) const
{
    const auto after = std::ranges::upper_bound(m_ranges, n, {}, &api::NumberRange::begin);
    return after != m_ranges.begin() && n < std::prev(after)->end;
}

ContentCheck::ContentCheck(Connection& connection,
                           std::shared_ptr<const ContentKeys> keys,
                           bool opens)
    : m_connection(&connection)
    , m_contents(std::move(keys))
    , m_opens(opens)
{}

Result<ContentCheck>
ContentCheck::begin(Connection& connection, std::shared_ptr<const ContentKeys> keys, bool opens)
{
    ContentCheck check(connection, std::move(keys), opens);
    auto row = connection.prepare("SELECT " + std::string(ContentReader::kColumns) +
                                  " FROM payload p" + ContentReader::kJoin + " WHERE p.n = ?1");
    if (!row) {
        return fail(std::move(row.error()));
    }
    check.m_row = std::move(*row);
    if (auto read = check.readRemovals(); !read) {
        return fail(std::move(read.error()));
    }
    return check;
}

// The records that say what was removed, by the listing and, where that has not come yet, one by
// one. Whether the listing is true is looked at elsewhere.
Result<> ContentCheck::readRemovals()
{
    const auto listed = m_connection->queryInteger("SELECT next FROM listing");
    const auto last = m_connection->queryInteger("SELECT n FROM rec ORDER BY n DESC LIMIT 1");
    if (!listed || (!last && last.error().code != ErrorCode::NotFound)) {
        return fail(listed ? last.error() : listed.error());
    }
    auto read = readRemovals("list_kind k JOIN list_post p ON p.kind = k.id JOIN rec r ON r.n = p.n"
                             " WHERE k.type IN ('erasure.done', 'retention.purge') AND r.n >= ?1",
                             0);
    if (read) {
        read = readRemovals("rec r WHERE r.n >= ?1 AND"
                            " r.type IN ('erasure.done', 'retention.purge')",
                            *listed);
    }
    m_erased.sort();
    m_bodies.sort();
    m_records = last ? *last + 1 : 0;
    return read;
}

Result<> ContentCheck::readRemovals(std::string_view from, std::int64_t begin)
{
    auto rows = m_connection->prepare("SELECT r.type, r.body FROM " + std::string(from));
    if (!rows) {
        return fail(std::move(rows.error()));
    }
    rows->bind(1, begin);
    for (;;) {
        const auto row = rows->step();
        if (!row || !*row) {
            return row ? Result<>() : fail(row.error());
        }
        noteRemoval(rows->text(0), rows->text(1));
    }
}

void ContentCheck::noteRemoval(std::string_view type, std::string_view body)
{
    const auto document = JsonDocument::parse(std::string(body));
    if (!document) {
        return; // it removes nothing, and is found to be damaged
    }
    const JsonValue root = document->root();
    if (type == "erasure.done") {
        for (JsonValue range = root["records"].first(); range.exists(); range = range.next()) {
            m_erased.add(
                {range["begin"].integer().value_or(0), range["end"].integer().value_or(0)});
        }
        return;
    }
    NumberSet& removed =
        root["what"].stringEquals(api::removableName(api::Removable::Bodies)) ? m_bodies : m_erased;
    removed.add({root["begin"].integer().value_or(0), root["end"].integer().value_or(0)});
}

// While the log is being read, more may be removed.
Result<bool> ContentCheck::wasRemoved(api::Removable what, std::int64_t n)
{
    const NumberSet& removed = what == api::Removable::Bodies ? m_bodies : m_erased;
    if (removed.has(n)) {
        return true;
    }
    const auto last = m_connection->queryInteger("SELECT n FROM rec ORDER BY n DESC LIMIT 1");
    if (!last) {
        return fail(last.error());
    }
    if (*last + 1 == m_records) {
        return false;
    }
    auto read = readRemovals();
    return read ? Result<bool>(removed.has(n)) : fail(std::move(read.error()));
}

Result<std::optional<std::string>>
ContentCheck::record(std::int64_t n, std::string_view type, std::string_view body)
{
    if (body.empty()) {
        return withoutBody(n, type);
    }
    if (!isCall(type)) {
        return std::optional<std::string>();
    }
    const auto document = JsonDocument::parse(std::string(body));
    if (!document) {
        return fail(document.error());
    }
    const std::string mode = keptMode(document->root());
    return mode == "full" || mode == "prove-only"
               ? content(n, document->root(), false)
               : Result<std::optional<std::string>>(std::nullopt);
}

Result<std::optional<std::string>> ContentCheck::withoutBody(std::int64_t n, std::string_view type)
{
    if (!mayLoseBody(type)) {
        return "its body is missing, and bodies of its type are never removed";
    }
    const auto removed = wasRemoved(api::Removable::Bodies, n);
    if (!removed) {
        return fail(removed.error());
    }
    return *removed ? std::optional<std::string>()
                    : "its body is missing, and no record says that it was removed";
}

// Leaves no statement open: it would hold the log's WAL.
Result<std::optional<std::string>>
ContentCheck::content(std::int64_t n, const JsonValue& body, bool isSecondLook)
{
    m_row.reset();
    m_row.bind(1, n);
    auto looked = look(n, body, isSecondLook);
    m_row.reset();
    return looked;
}

Result<std::optional<std::string>>
ContentCheck::look(std::int64_t n, const JsonValue& body, bool isSecondLook)
{
    const auto found = m_row.step();
    if (!found) {
        return fail(found.error());
    }
    if (!*found) {
        const auto removed = wasRemoved(api::Removable::Contents, n);
        if (!removed) {
            return fail(removed.error());
        }
        return *removed ? std::optional<std::string>()
                        : "its content is missing, and no record says that it was removed";
    }
    if (!m_opens) {
        return std::optional<std::string>();
    }
    const auto opened = m_contents.open(n, m_row, 0);
    if (!opened && opened.error().code == ErrorCode::NotFound) {
        // It may have another key by now, which this read does not see yet.
        isSecondLook ? static_cast<void>(++m_lost) : m_again.push_back(n);
        return std::optional<std::string>();
    }
    if (!opened && opened.error().code != ErrorCode::Corrupt) {
        return fail(opened.error());
    }
    const bool isFull = keptMode(body) == "full";
    const bool fits = opened && opened->text.has_value() == isFull &&
                      opened->salts.size() == kSaltBytes * body["c"].size();
    if (!fits || (isFull && !provenValues(body["c"], *opened, m_hasher))) {
        return "its content is not the one that was recorded";
    }
    return std::optional<std::string>();
}

Result<std::optional<ContentCheck::Wrong>> ContentCheck::lookAgain()
{
    auto bodies = m_connection->prepare("SELECT body FROM rec WHERE n = ?1");
    if (!bodies) {
        return fail(std::move(bodies.error()));
    }
    for (const std::int64_t n : std::exchange(m_again, {})) {
        bodies->bind(1, n);
        const auto row = bodies->step();
        if (!row) {
            return fail(row.error());
        }
        const auto document = JsonDocument::parse(std::string(bodies->text(0)));
        bodies->reset();
        if (!document) {
            continue; // its body was removed meanwhile, and its content before
        }
        auto wrong = content(n, document->root(), true);
        if (!wrong || *wrong) {
            return wrong ? Result<std::optional<Wrong>>(Wrong{n, std::move(**wrong)})
                         : fail(std::move(wrong.error()));
        }
    }
    return std::optional<Wrong>();
}

} // namespace portcullis::audit
