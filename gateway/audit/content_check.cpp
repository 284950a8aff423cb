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

Result<> ContentCheck::readRemovals()
{
    const auto last = m_connection->queryInteger("SELECT n FROM rec ORDER BY n DESC LIMIT 1");
    if (!last && last.error().code != ErrorCode::NotFound) {
        return fail(last.error());
    }
    m_records = last ? *last + 1 : 0;
    return m_removals.read(*m_connection);
}

// While the log is being read, more may be removed.
Result<bool> ContentCheck::wasRemoved(api::Removable what, std::int64_t n)
{
    auto told = m_removals.tells(*m_connection, what, n);
    if (told && !*told) {
        const auto last = m_connection->queryInteger("SELECT n FROM rec ORDER BY n DESC LIMIT 1");
        if (!last) {
            return fail(last.error());
        }
        if (*last + 1 != m_records) {
            auto read = readRemovals();
            told = read ? m_removals.tells(*m_connection, what, n) : fail(std::move(read.error()));
        }
    }
    if (told && *told) {
        m_removals.countMissing(what, n);
    }
    return told;
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

Result<std::optional<ContentCheck::Wrong>> ContentCheck::end()
{
    if (auto read = readRemovals(); !read) {
        return fail(std::move(read.error()));
    }
    const auto surplus = m_removals.surplus();
    if (!surplus) {
        return std::optional<Wrong>();
    }
    return Wrong{surplus->records.begin,
                 "from it to record " + std::to_string(surplus->records.end - 1) + ", " +
                     std::to_string(surplus->missing) + " " + api::removableName(surplus->what) +
                     " are missing, but only " + std::to_string(surplus->removed) +
                     " were removed by what the records say"};
}

} // namespace portcullis::audit
