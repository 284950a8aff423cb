#include "gateway/audit/shown_text.h"

#include "gateway/audit/bundle/openings.h"
#include "gateway/audit/content_keeper.h"
#include "gateway/base/encoding.h"
#include "gateway/base/json.h"

#include <optional>
#include <utility>

namespace portcullis::audit {

namespace {

std::string recordName(std::int64_t n)
{
    return "record " + std::to_string(n);
}

std::unexpected<Error> notThere(std::string sentence)
{
    return fail(ErrorCode::NotFound, std::move(sentence));
}

struct Committed
{
    std::size_t index = 0; // of its salt
    std::string digest;    // hex
};

// Salts stand in the order of the fields.
Result<Committed> committed(const JsonValue& commitments, const ShownText& shown)
{
    std::string fields;
    Committed found;
    for (JsonValue one = commitments.first(); one; one = one.next(), ++found.index) {
        if (one.name() == shown.field) {
            found.digest = one.string();
            return found;
        }
        fields += (fields.empty() ? "" : ", ") + std::string(one.name());
    }
    return notThere("Nothing named " + shown.field + " was committed to in " + recordName(shown.n) +
                    (fields.empty() ? "." : "; it has: " + fields + "."));
}

Result<std::string> bodyOf(Connection& connection, std::int64_t n)
{
    auto row = connection.prepare("SELECT body FROM rec WHERE n = ?1");
    if (!row) {
        return fail(std::move(row.error()));
    }
    row->bind(1, n);
    const auto found = row->step();
    if (!found) {
        return fail(found.error());
    }
    if (!*found || row->isNull(0)) {
        return notThere("There is no " + recordName(n) + ", or its body was removed.");
    }
    return std::string(row->text(0));
}

Result<OpenContent>
contentOf(Connection& connection, std::shared_ptr<const ContentKeys> keys, std::int64_t n)
{
    auto row = connection.prepare("SELECT " + std::string(ContentReader::kColumns) +
                                  " FROM payload p" + ContentReader::kJoin + " WHERE p.n = ?1");
    if (!row) {
        return fail(std::move(row.error()));
    }
    row->bind(1, n);
    const auto found = row->step();
    if (!found) {
        return fail(found.error());
    }
    if (!*found) {
        return notThere("Nothing was kept of " + recordName(n) +
                        " that could prove a text, or it was removed.");
    }
    return ContentReader(std::move(keys)).open(n, *row, 0);
}

} // namespace

Result<std::string>
openingOf(Connection& connection, std::shared_ptr<const ContentKeys> keys, const ShownText& shown)
{
    auto body = bodyOf(connection, shown.n);
    const auto document = body ? JsonDocument::parse(std::move(*body)) : fail(body.error());
    const auto field = document ? committed(document->root()["c"], shown) : fail(document.error());
    if (!field) {
        return fail(field.error());
    }
    const auto content = contentOf(connection, std::move(keys), shown.n);
    if (!content) {
        return fail(content.error());
    }
    const std::string_view salts = content->salts.revealText();
    if (salts.size() < kSaltBytes * (field->index + 1)) {
        return fail(ErrorCode::Corrupt, "What was kept of " + recordName(shown.n) + " is damaged.");
    }
    const std::string_view salt = salts.substr(kSaltBytes * field->index, kSaltBytes);
    const Digest made =
        Hasher().commitment(asBytes(salt).first<kSaltBytes>(), shown.field, shown.text);
    if (toHex(made) != field->digest) {
        return fail(ErrorCode::InvalidArgument,
                    "This is not the text that was recorded as " + shown.field + " in " +
                        recordName(shown.n) + ". Every byte counts, line ends included.");
    }
    return bundle::openingLine(shown.n, shown.field, salt, shown.text);
}

} // namespace portcullis::audit
