#include "ui/revisions/revision_words.h"

#include "ui/retention/record_words.h"
#include "ui/text.h"
#include "ui/words.h"

#include <QCoreApplication>
#include <QHash>
#include <QStringList>

#include <algorithm>

namespace portcullis::ui {

namespace {

constexpr int kMostLines = 6; // of one value
constexpr int kLongestLine = 120;

QString say(const char* text)
{
    return QCoreApplication::translate("Revisions", text);
}

using Texts = QHash<QString, const char*>;

const Texts& changeTexts()
{
    static const Texts kTexts = {
        {QStringLiteral("server.add"), QT_TRANSLATE_NOOP("Revisions", "New server")},
        {QStringLiteral("server.update"), QT_TRANSLATE_NOOP("Revisions", "Server")},
        {QStringLiteral("server.remove"), QT_TRANSLATE_NOOP("Revisions", "Server removed")},
        {QStringLiteral("key.add"), QT_TRANSLATE_NOOP("Revisions", "New key")},
        {QStringLiteral("key.update"), QT_TRANSLATE_NOOP("Revisions", "Key")},
        {QStringLiteral("key.allow"), QT_TRANSLATE_NOOP("Revisions", "Allow-list of the key")},
        {QStringLiteral("key.remove"), QT_TRANSLATE_NOOP("Revisions", "Key removed")},
        {QStringLiteral("customer.add"), QT_TRANSLATE_NOOP("Revisions", "New customer")},
        {QStringLiteral("customer.update"), QT_TRANSLATE_NOOP("Revisions", "Customer")},
        {QStringLiteral("customer.remove"), QT_TRANSLATE_NOOP("Revisions", "Customer removed")},
        {QStringLiteral("team.add"), QT_TRANSLATE_NOOP("Revisions", "New team")},
        {QStringLiteral("team.update"), QT_TRANSLATE_NOOP("Revisions", "Team")},
        {QStringLiteral("team.remove"), QT_TRANSLATE_NOOP("Revisions", "Team removed")},
        {QStringLiteral("case.add"), QT_TRANSLATE_NOOP("Revisions", "New case")},
        {QStringLiteral("case.update"), QT_TRANSLATE_NOOP("Revisions", "Case")},
        {QStringLiteral("case.remove"), QT_TRANSLATE_NOOP("Revisions", "Case removed")},
        {QStringLiteral("budget.set"), QT_TRANSLATE_NOOP("Revisions", "Budget")},
        {QStringLiteral("budget.remove"), QT_TRANSLATE_NOOP("Revisions", "Budget removed")},
        {QStringLiteral("price.set"), QT_TRANSLATE_NOOP("Revisions", "Price")},
        {QStringLiteral("price.remove"), QT_TRANSLATE_NOOP("Revisions", "Price removed")},
        {QStringLiteral("settings.update"), QT_TRANSLATE_NOOP("Revisions", "Settings")},
        {QStringLiteral("config.replace"), QT_TRANSLATE_NOOP("Revisions", "Taken from a file")},
        {QStringLiteral("config.found"), QT_TRANSLATE_NOOP("Revisions", "Found as it is")},
        {QStringLiteral("config.undo"), QT_TRANSLATE_NOOP("Revisions", "Undone: revision")},
        {QStringLiteral("config.restore"), QT_TRANSLATE_NOOP("Revisions", "Restored: revision")}};
    return kTexts;
}

// Members whose own names say too little, or that are not English words as they stand.
const Texts& memberTexts()
{
    static const Texts kTexts = {
        {QStringLiteral("*order"), QT_TRANSLATE_NOOP("Revisions", "order")},
        {QStringLiteral("allow"), QT_TRANSLATE_NOOP("Revisions", "allow-list")},
        {QStringLiteral("bodyDays"), QT_TRANSLATE_NOOP("Revisions", "days: who called, and why")},
        {QStringLiteral("case"), QT_TRANSLATE_NOOP("Revisions", "case")},
        {QStringLiteral("changedTools"), QT_TRANSLATE_NOOP("Revisions", "changed tools")},
        {QStringLiteral("closed"), QT_TRANSLATE_NOOP("Revisions", "closed")},
        {QStringLiteral("command"), QT_TRANSLATE_NOOP("Revisions", "command")},
        {QStringLiteral("concurrency"), QT_TRANSLATE_NOOP("Revisions", "calls at once")},
        {QStringLiteral("content"), QT_TRANSLATE_NOOP("Revisions", "contents kept")},
        {QStringLiteral("contentDays"),
         QT_TRANSLATE_NOOP("Revisions", "days: arguments and results")},
        {QStringLiteral("currency"), QT_TRANSLATE_NOOP("Revisions", "currency")},
        {QStringLiteral("customer"), QT_TRANSLATE_NOOP("Revisions", "customer")},
        {QStringLiteral("description"), QT_TRANSLATE_NOOP("Revisions", "description")},
        {QStringLiteral("disabled"), QT_TRANSLATE_NOOP("Revisions", "disabled")},
        {QStringLiteral("durability"), QT_TRANSLATE_NOOP("Revisions", "durability")},
        {QStringLiteral("enabled"), QT_TRANSLATE_NOOP("Revisions", "enabled")},
        {QStringLiteral("environment"), QT_TRANSLATE_NOOP("Revisions", "environment")},
        {QStringLiteral("expires"), QT_TRANSLATE_NOOP("Revisions", "expires")},
        {QStringLiteral("hash"), QT_TRANSLATE_NOOP("Revisions", "hash of the secret")},
        {QStringLiteral("headers"), QT_TRANSLATE_NOOP("Revisions", "header fields")},
        {QStringLiteral("hidden"), QT_TRANSLATE_NOOP("Revisions", "hidden")},
        {QStringLiteral("label"), QT_TRANSLATE_NOOP("Revisions", "name")},
        {QStringLiteral("limit"), QT_TRANSLATE_NOOP("Revisions", "limit")},
        {QStringLiteral("limits"), QT_TRANSLATE_NOOP("Revisions", "limits")},
        {QStringLiteral("listen"), QT_TRANSLATE_NOOP("Revisions", "address")},
        {QStringLiteral("micros"), QT_TRANSLATE_NOOP("Revisions", "millionths a call")},
        {QStringLiteral("name"), QT_TRANSLATE_NOOP("Revisions", "name")},
        {QStringLiteral("owner"), QT_TRANSLATE_NOOP("Revisions", "owner")},
        {QStringLiteral("period"), QT_TRANSLATE_NOOP("Revisions", "period")},
        {QStringLiteral("rate"), QT_TRANSLATE_NOOP("Revisions", "rate")},
        {QStringLiteral("receipts"), QT_TRANSLATE_NOOP("Revisions", "receipts")},
        {QStringLiteral("retention"), QT_TRANSLATE_NOOP("Revisions", "retention")},
        {QStringLiteral("rules"), QT_TRANSLATE_NOOP("Revisions", "rules")},
        {QStringLiteral("settings"), QT_TRANSLATE_NOOP("Revisions", "settings")},
        {QStringLiteral("team"), QT_TRANSLATE_NOOP("Revisions", "team")},
        {QStringLiteral("toolNames"), QT_TRANSLATE_NOOP("Revisions", "names of tools")},
        {QStringLiteral("tools"), QT_TRANSLATE_NOOP("Revisions", "tools")}};
    return kTexts;
}

const Texts& kindTexts()
{
    static const Texts kTexts = {
        {QStringLiteral("servers"), QT_TRANSLATE_NOOP("Revisions", "Server “%1”")},
        {QStringLiteral("keys"), QT_TRANSLATE_NOOP("Revisions", "Key “%1”")},
        {QStringLiteral("customers"), QT_TRANSLATE_NOOP("Revisions", "Customer “%1”")},
        {QStringLiteral("teams"), QT_TRANSLATE_NOOP("Revisions", "Team “%1”")},
        {QStringLiteral("cases"), QT_TRANSLATE_NOOP("Revisions", "Case “%1”")},
        {QStringLiteral("budgets"), QT_TRANSLATE_NOOP("Revisions", "Budget “%1”")},
        {QStringLiteral("prices"), QT_TRANSLATE_NOOP("Revisions", "Price of “%1”")}};
    return kTexts;
}

QString memberText(const std::string& member)
{
    const char* const text = memberTexts().value(toQString(member));
    return text != nullptr ? say(text) : toQString(api::describeMember(member));
}

// Ids of keys say nothing to people.
QString subjectText(const api::Revision& revision, const api::GatewayConfig& config)
{
    const std::string& subject = revision.subject;
    if (revision.change.starts_with("key.")) {
        const api::KeyConfig* const key = api::findKey(config, KeyId(subject));
        return key != nullptr ? keyLabel(*key) : toQString(subject);
    }
    if (revision.change.starts_with("server.")) {
        const api::ServerConfig* const server = api::findServer(config, ServerId(subject));
        return server != nullptr ? serverLabel(*server) : toQString(subject);
    }
    return toQString(subject);
}

QStringList linesOf(const std::optional<std::string>& value)
{
    if (!value) {
        return {};
    }
    return value->empty() ? QStringList(say(QT_TRANSLATE_NOOP("Revisions", "(empty)")))
                          : toQString(*value).split(QLatin1Char('\n'));
}

QStringList without(const QStringList& lines, const QStringList& others)
{
    QStringList rest;
    std::ranges::copy_if(lines, std::back_inserter(rest), [&others](const QString& line) {
        return !others.contains(line);
    });
    return rest;
}

QString joined(QStringList lines)
{
    const int more = static_cast<int>(lines.size()) - kMostLines;
    if (more > 0) {
        lines = lines.mid(0, kMostLines);
    }
    for (QString& line : lines) {
        if (line.size() > kLongestLine) {
            line = line.left(kLongestLine) + QStringLiteral("…");
        }
    }
    if (more > 0) {
        lines << QCoreApplication::translate("Revisions", "and %n more", nullptr, more);
    }
    return lines.join(QLatin1Char('\n'));
}

} // namespace

QString changeText(const api::Revision& revision, const api::GatewayConfig& config)
{
    const char* const known = changeTexts().value(toQString(revision.change));
    const QString change = known != nullptr ? say(known) : toQString(revision.change);
    const QString subject = subjectText(revision, config).simplified();
    return subject.isEmpty() ? change
                             : say(QT_TRANSLATE_NOOP("Revisions", "%1: %2")).arg(change, subject);
}

QString authorText(const api::Revision& revision)
{
    const QString user = toQString(revision.user.substr(0, revision.user.find('/')));
    const QString place = placeText(toQString(revision.by));
    return user.isEmpty() ? place : user + QStringLiteral(", ") + place;
}

QString whenText(const api::Revision& revision)
{
    return toDateTime(revision.time).toString(QStringLiteral("yyyy-MM-dd HH:mm:ss"));
}

QString placeText(const api::ConfigDifference& difference)
{
    QStringList parts;
    std::size_t next = 0;
    const char* const kind = kindTexts().value(toQString(difference.path.front()));
    if (kind != nullptr && !difference.thing.empty()) {
        parts << say(kind).arg(toQString(difference.thing));
        next = 2;
    }
    for (; next < difference.path.size(); ++next) {
        const bool foreign = next > 0 && api::hasForeignNames(difference.path[next - 1]);
        parts << (foreign ? toQString(difference.path[next]) : memberText(difference.path[next]));
    }
    return parts.join(QStringLiteral(" › "));
}

ValueTexts valueTexts(const api::ConfigDifference& difference)
{
    const QStringList before = linesOf(difference.before);
    const QStringList after = linesOf(difference.after);
    const QStringList gone = without(before, after);
    const QStringList added = without(after, before);
    if (gone.isEmpty() && added.isEmpty()) { // the same in another order
        return {joined(before), joined(after)};
    }
    return {joined(gone), joined(added)};
}

} // namespace portcullis::ui
