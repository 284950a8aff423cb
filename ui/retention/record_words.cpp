#include "ui/retention/record_words.h"

#include "ui/activity/activity_model.h"
#include "ui/text.h"

#include <QCoreApplication>
#include <QHash>
#include <QStringList>

#include <algorithm>

namespace portcullis::ui {

namespace {

QString say(const char* text)
{
    return QCoreApplication::translate("Retention", text);
}

QString minuteText(WallTime time)
{
    return toDateTime(time).toString(QStringLiteral("yyyy-MM-dd HH:mm"));
}

// What both ask for; `none` is set when they contradict each other.
template <typename T>
std::optional<T> sameOf(const std::optional<T>& one, const std::optional<T>& other, bool& none)
{
    none = none || (one && other && *one != *other);
    return one ? one : other;
}

bool keepsLess(std::uint32_t before, std::uint32_t now)
{
    return now != 0 && (before == 0 || now < before);
}

const char* adviceText(ErrorCode code)
{
    switch (code) {
    case ErrorCode::PermissionDenied:
        return QT_TRANSLATE_NOOP("Retention",
                                 "Look at the legal holds: release one, or leave its records out.");
    case ErrorCode::NotFound:
        return QT_TRANSLATE_NOOP("Retention", "Somebody may have been faster. Look again.");
    case ErrorCode::Cancelled:
        return QT_TRANSLATE_NOOP("Retention", "Look again to see what is left.");
    case ErrorCode::IoError:
    case ErrorCode::ResourceExhausted:
        return QT_TRANSLATE_NOOP("Retention",
                                 "What cannot be recorded is not done. Make room on the disk with "
                                 "the data folder, see that it can be written, and try again.");
    case ErrorCode::Unavailable:
    case ErrorCode::Busy:
    case ErrorCode::DeadlineExceeded:
        return QT_TRANSLATE_NOOP("Retention", "Wait a moment and try again.");
    case ErrorCode::Corrupt:
        return QT_TRANSLATE_NOOP("Retention",
                                 "Check the log before you go on: Check, then Check the log.");
    default:
        return nullptr;
    }
}

} // namespace

QString recordsText(const api::RecordFilter& records, const api::GatewayConfig& config)
{
    QStringList parts;
    if (records.call) {
        parts << say(QT_TRANSLATE_NOOP("Retention", "call %1")).arg(isolated(records.call->str()));
    }
    if (records.key) {
        parts << say(QT_TRANSLATE_NOOP("Retention", "key %1")).arg(keyText(config, *records.key));
    }
    if (records.server) {
        parts << say(QT_TRANSLATE_NOOP("Retention", "server %1"))
                     .arg(serverText(config, *records.server));
    }
    if (records.tool) {
        parts << say(QT_TRANSLATE_NOOP("Retention", "tool %1")).arg(isolated(*records.tool));
    }
    if (records.time.from) {
        parts << say(QT_TRANSLATE_NOOP("Retention", "from %1 on"))
                     .arg(minuteText(*records.time.from));
    }
    if (records.time.to) {
        parts << say(QT_TRANSLATE_NOOP("Retention", "before %1")).arg(minuteText(*records.time.to));
    }
    return parts.isEmpty() ? say(QT_TRANSLATE_NOOP("Retention", "every record"))
                           : parts.join(QStringLiteral(", "));
}

QString holdText(const api::Hold& hold, const api::GatewayConfig& config)
{
    return say(QT_TRANSLATE_NOOP("Retention", "“%1” (%2)"))
        .arg(toQString(hold.reason).simplified(), recordsText(hold.records, config));
}

std::optional<api::RecordFilter> bothOf(const api::RecordFilter& one,
                                        const api::RecordFilter& other)
{
    bool none = false;
    api::RecordFilter both;
    both.key = sameOf(one.key, other.key, none);
    both.server = sameOf(one.server, other.server, none);
    both.tool = sameOf(one.tool, other.tool, none);
    both.call = sameOf(one.call, other.call, none);
    both.time.from = std::max(one.time.from, other.time.from); // none is before all
    both.time.to = one.time.to && other.time.to ? std::min(one.time.to, other.time.to)
                   : one.time.to                ? one.time.to
                                                : other.time.to;
    none = none || (both.time.from && both.time.to && *both.time.from >= *both.time.to);
    return none ? std::nullopt : std::optional(both);
}

bool holdsFor(const api::RecordFilter& records, const api::ActivityRow& row, WallTime time)
{
    return (!records.key || *records.key == row.key) &&
           (!records.server || *records.server == row.server) &&
           (!records.tool || *records.tool == row.tool) &&
           (!records.call || *records.call == row.call) &&
           (!records.time.from || *records.time.from <= time) &&
           (!records.time.to || time < *records.time.to);
}

bool keepsLess(const api::Retention& before, const api::Retention& now)
{
    return keepsLess(before.contentDays, now.contentDays) ||
           keepsLess(before.bodyDays, now.bodyDays);
}

QString placeText(const QString& by)
{
    static const QHash<QString, const char*> kPlaces = {
        {QStringLiteral("gui"), QT_TRANSLATE_NOOP("Retention", "the window")},
        {QStringLiteral("ctl"), QT_TRANSLATE_NOOP("Retention", "the command line")},
        {QStringLiteral("start"), QT_TRANSLATE_NOOP("Retention", "the start of Portcullis")},
        {QStringLiteral("file"), QT_TRANSLATE_NOOP("Retention", "the file itself")},
        {QStringLiteral("retention"), QT_TRANSLATE_NOOP("Retention", "the settings")}};
    // Of an account that is not the gateway's own the name follows: "ctl anna/1001".
    const QString place = by.section(QLatin1Char(' '), 0, 0);
    const QString account = by.section(QLatin1Char(' '), 1);
    const char* const text = kPlaces.value(place);
    if (text == nullptr) {
        return isolated(by);
    }
    return account.isEmpty() ? say(text) : say(text) % QStringLiteral(", ") % isolated(account);
}

QString adviceFor(const Error& error)
{
    QStringList lines{toQString(error.cause)};
    if (const char* const advice = adviceText(error.code)) {
        lines << say(advice);
    }
    lines.removeAll(QString());
    return lines.join(QLatin1Char('\n'));
}

} // namespace portcullis::ui
