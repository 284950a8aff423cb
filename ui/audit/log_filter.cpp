#include "ui/audit/log_filter.h"

namespace portcullis::ui {

namespace {

bool isOf(const LogKind& kind, LogPart part)
{
    switch (part) {
    case LogPart::Calls:
        return kind.type == QLatin1String("call.outcome") ||
               kind.type == QLatin1String("call.orphaned");
    case LogPart::Refusals:
        return kind.outcome == QLatin1String("denied");
    case LogPart::Configuration:
        return kind.type.startsWith(QLatin1String("admin."));
    case LogPart::SignOffs:
        return kind.type == QLatin1String("review.signoff");
    case LogPart::Checks:
        return kind.type == QLatin1String("check.log");
    case LogPart::Everything:
        break;
    }
    return true;
}

bool isOrAny(const QString& wanted, const QString& value)
{
    return wanted.isEmpty() || wanted == value;
}

} // namespace

bool LogFilter::isNarrow() const
{
    return !text.isEmpty() || part != LogPart::Everything || !key.isEmpty() || !server.isEmpty() ||
           !tool.isEmpty() || !caseId.isEmpty() || !outcome.isEmpty() || from || to;
}

bool matches(const LogKind& kind, const LogFilter& filter, const LogNames& names)
{
    const auto within = [&filter](const QString& value) {
        return value.contains(filter.text, Qt::CaseInsensitive);
    };
    return isOf(kind, filter.part) && isOrAny(filter.key, kind.key) &&
           isOrAny(filter.server, kind.server) && isOrAny(filter.tool, kind.tool) &&
           isOrAny(filter.outcome, kind.outcome) && isOrAny(filter.caseId, kind.caseId) &&
           (filter.text.isEmpty() || within(kind.tool) || within(kind.client) || within(kind.key) ||
            within(kind.server) || within(names.value(kind.key)) ||
            within(names.value(kind.server)));
}

std::optional<std::int64_t> recordNumber(const QString& text)
{
    bool whole = false;
    const qlonglong number = text.toLongLong(&whole);
    return whole && number >= 0 ? std::optional<std::int64_t>(number) : std::nullopt;
}

} // namespace portcullis::ui
