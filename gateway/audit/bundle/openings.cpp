#include "gateway/audit/bundle/openings.h"

#include "gateway/audit/bundle/export_scope.h"
#include "gateway/audit/canonical.h"
#include "gateway/audit/content_check.h"
#include "gateway/base/encoding.h"

#include <algorithm>
#include <span>
#include <utility>

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

} // namespace

Result<std::uint64_t> committedValues(const JsonValue& body)
{
    const JsonValue commitments = body["c"];
    return commitments.isObject() ? Result<std::uint64_t>(commitments.size()) : notABody();
}

std::string
openingLine(std::int64_t n, std::string_view field, std::string_view salt, std::string_view text)
{
    const bool isText = isValidUtf8(text);
    CanonicalWriter line;
    line.beginObject();
    if (!isText) {
        line.member("b", toBase64(asBytes(text)));
    }
    line.member("f", field).member("n", n);
    line.key("s").hex(salt);
    if (isText) {
        line.member("v", text);
    }
    line.endObject();
    return std::string(line.str());
}

Openings::Openings(BundleWriter& out,
                   ContentReader& contents,
                   std::vector<std::int64_t> lost,
                   const std::vector<std::string>& redacted)
    : m_out(out)
    , m_contents(contents)
    , m_lost(std::move(lost))
    , m_redacted(redacted)
{}

Result<std::uint64_t> Openings::write(const ScannedRecord& record, const JsonValue& body)
{
    const std::uint64_t n = record.n();
    const auto content = record.content(m_contents);
    if (!content) {
        return unopened(record, content.error());
    }
    const auto values = provenValues(body["c"], *content, m_hasher);
    if (!values) {
        return damaged(n);
    }
    std::uint64_t written = 0;
    for (const ProvenValue& value : *values) {
        if (isRedacted(value.field, m_redacted)) {
            continue;
        }
        const auto opening =
            openingLine(static_cast<std::int64_t>(n), value.field, value.salt, value.text);
        if (auto line = m_out.line(opening); !line) {
            return fail(std::move(line.error()));
        }
        ++written;
    }
    return written;
}

// A content whose key was gone before can no longer be shown; one whose key has just gone may only
// have another now.
Result<std::uint64_t> Openings::unopened(const ScannedRecord& record, const Error& error) const
{
    if (error.code == ErrorCode::Corrupt) {
        return damaged(record.n());
    }
    if (error.code != ErrorCode::NotFound) {
        return fail(error);
    }
    if (std::ranges::binary_search(m_lost, record.contentKey())) {
        return 0;
    }
    return fail(ErrorCode::Unavailable,
                "Contents were removed from the log while it was exported; try again.");
}

} // namespace portcullis::audit::bundle
