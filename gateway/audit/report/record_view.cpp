#include "gateway/audit/report/record_view.h"

#include <utility>

namespace portcullis::audit::report {

namespace {

std::unexpected<Error> damaged(Error cause)
{
    return fail(ErrorCode::Corrupt,
                "A record of the audit log is damaged; restore the log from a backup.",
                std::move(cause.message));
}

} // namespace

Result<RecordView> RecordView::parse(std::string_view header, std::string_view body)
{
    const auto document = JsonDocument::parse(std::string(header));
    if (!document) {
        return damaged(document.error());
    }
    const JsonValue root = document->root();
    RecordView record;
    record.n = static_cast<std::uint64_t>(root["n"].integer().value_or(0));
    record.t = root["t"].integer().value_or(0);
    record.hw = root["hw"].integer().value_or(0);
    record.type = root["type"].string();
    record.key = root["key"].string();
    record.server = root["srv"].string();
    if (!body.empty()) {
        auto parsed = JsonDocument::parse(std::string(body));
        if (!parsed) {
            return damaged(std::move(parsed.error()));
        }
        record.m_body = std::move(*parsed);
    }
    return record;
}

JsonValue RecordView::member(std::string_view path) const
{
    JsonValue value = m_body ? m_body->root() : JsonValue();
    while (value && !path.empty()) {
        const std::size_t dot = path.find('.');
        value = value[path.substr(0, dot)];
        path.remove_prefix(dot == std::string_view::npos ? path.size() : dot + 1);
    }
    return value;
}

std::string RecordView::text(std::string_view path) const
{
    const JsonValue value = member(path);
    if (!value) {
        return {};
    }
    return value.isString() ? value.string() : std::string(value.raw());
}

std::int64_t RecordView::integer(std::string_view path) const
{
    return member(path).integer().value_or(0);
}

} // namespace portcullis::audit::report
