#include "gateway/audit/bundle/openings.h"

#include "gateway/audit/bundle/export_scope.h"
#include "gateway/audit/content.h"
#include "gateway/base/encoding.h"

#include <span>

namespace portcullis::audit::bundle {

namespace {

std::unexpected<Error> damaged(std::uint64_t n)
{
    return fail(ErrorCode::Corrupt,
                "What the audit log kept of record " + std::to_string(n) +
                    " is not what was recorded; restore the log from a backup.");
}

std::unexpected<Error> notABody()
{
    return fail(ErrorCode::Corrupt,
                "A record of the audit log is damaged; restore the log from a backup.");
}

Result<JsonDocument> parseBody(std::string_view body)
{
    auto document = JsonDocument::parse(std::string(body));
    if (!document || !document->root()["c"].isObject()) {
        return notABody();
    }
    return document;
}

// The values that the commitments stand for, in their order.
std::vector<FieldText> valuesOf(const JsonValue& commitments, std::string_view text)
{
    if (commitments["result"]) {
        return {{"result", text}};
    }
    return argumentFields(text);
}

} // namespace

Result<std::uint64_t> committedValues(const JsonValue& body)
{
    const JsonValue commitments = body["c"];
    return commitments.isObject() ? Result<std::uint64_t>(commitments.size()) : notABody();
}

Openings::Openings(BundleWriter& out, const std::vector<std::string>& redacted)
    : m_out(out)
    , m_redacted(redacted)
{}

Result<std::uint64_t> Openings::write(const ScannedRecord& record)
{
    const std::uint64_t n = record.n();
    const auto body = parseBody(record.body());
    if (!body) {
        return fail(body.error());
    }
    const JsonValue commitments = body->root()["c"];
    const std::string_view salts = record.salts();
    const std::vector<FieldText> values = valuesOf(commitments, record.text());
    if (values.size() != commitments.size() || salts.size() != kSaltBytes * values.size()) {
        return damaged(n);
    }
    std::uint64_t written = 0;
    JsonValue commitment = commitments.first();
    for (std::size_t i = 0; i < values.size(); ++i, commitment = commitment.next()) {
        const FieldText& value = values[i];
        const std::string_view salt = salts.substr(i * kSaltBytes, kSaltBytes);
        const Digest made =
            m_hasher.commitment(asBytes(salt).first<kSaltBytes>(), value.field, value.text);
        if (commitment.name() != value.field || !commitment.stringEquals(toHex(made))) {
            return damaged(n);
        }
        if (isRedacted(value.field, m_redacted)) {
            continue;
        }
        if (auto line = writeValue(n, value.field, salt, value.text); !line) {
            return fail(std::move(line.error()));
        }
        ++written;
    }
    return written;
}

Result<> Openings::writeValue(std::uint64_t n,
                              std::string_view field,
                              std::string_view salt,
                              std::string_view text)
{
    const bool isText = isValidUtf8(text);
    m_line.clear();
    m_line.beginObject();
    if (!isText) {
        m_line.member("b", toBase64(asBytes(text)));
    }
    m_line.member("f", field);
    m_line.member("n", static_cast<std::int64_t>(n));
    m_line.key("s").hex(salt);
    if (isText) {
        m_line.member("v", text);
    }
    m_line.endObject();
    return m_out.line(m_line.str());
}

} // namespace portcullis::audit::bundle
