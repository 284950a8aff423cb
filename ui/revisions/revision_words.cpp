#include "ui/revisions/revision_words.h"

#include "gateway/base/clock.h"
#include "ui/retention/record_words.h"
#include "ui/revisions/member_words.h"
#include "ui/text.h"
#include "ui/words.h"

#include <QCoreApplication>
#include <QHash>
#include <QStringList>

#include <algorithm>
#include <string_view>

namespace portcullis::ui {

namespace {

constexpr int kMostLines = 6; // of one value that is cut
constexpr int kLongestLine = 120;
constexpr const char* kRolesChange = "roles.set";
constexpr const char* kRotation = "key.rotate";
constexpr std::string_view kUntil = " until "; // before the end of an old secret

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
        {QStringLiteral("key.rotate"), QT_TRANSLATE_NOOP("Revisions", "New secret of the key")},
        {QStringLiteral("key.retire"),
         QT_TRANSLATE_NOOP("Revisions", "Old secret of the key ended")},
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
        {QStringLiteral("roles.set"), QT_TRANSLATE_NOOP("Revisions", "Roles")},
        {QStringLiteral("config.replace"), QT_TRANSLATE_NOOP("Revisions", "Taken from a file")},
        {QStringLiteral("config.found"), QT_TRANSLATE_NOOP("Revisions", "Found as it is")},
        {QStringLiteral("config.undo"), QT_TRANSLATE_NOOP("Revisions", "Undone: revision")},
        {QStringLiteral("config.restore"), QT_TRANSLATE_NOOP("Revisions", "Restored: revision")}};
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

QString subjectText(const api::Revision& revision, const api::GatewayConfig& config)
{
    const std::string& subject = revision.subject;
    if (const auto id = keyOf(revision)) {
        const api::KeyConfig* const key = api::findKey(config, *id);
        return key != nullptr ? keyLabel(*key) : toQString(id->str());
    }
    if (revision.change.starts_with("server.")) {
        const api::ServerConfig* const server = api::findServer(config, ServerId(subject));
        return server != nullptr ? serverLabel(*server) : toQString(subject);
    }
    // Who has which role is told by the differences, and not in English.
    return revision.change == kRolesChange ? QString() : toQString(subject);
}

// How long the old secret of a key went on; nothing of other changes.
QString oldSecretText(const api::Revision& revision)
{
    const std::string_view subject = revision.subject;
    const std::size_t at = subject.rfind(kUntil);
    WallTime end{};
    if (revision.change != kRotation || at == std::string_view::npos ||
        !parseTime(subject.substr(at + kUntil.size()), end)) {
        return {};
    }
    return say(QT_TRANSLATE_NOOP("Revisions", "the old one works until %1"))
        .arg(momentText(end, revision.time));
}

// What a program needs and no person reads.
bool isForPrograms(const api::ConfigPath& place, const api::ConfigLine& line)
{
    if (line.members.empty()) {
        return false;
    }
    const bool ofKey = place.front() == "keys";
    const bool isId = line.members.size() == 1 && line.members.front() == "id";
    return (ofKey && line.members.back() == "hash") ||
           (isId && (ofKey || place.front() == "budgets"));
}

using Lines = std::vector<api::ConfigLine>;

Lines without(const Lines& lines, const Lines& others)
{
    Lines rest;
    std::ranges::copy_if(lines, std::back_inserter(rest), [&others](const api::ConfigLine& line) {
        return std::ranges::find(others, line) == others.end();
    });
    return rest;
}

QString joined(const api::ConfigPath& place, const Lines& lines)
{
    QStringList texts;
    for (const api::ConfigLine& line : lines) {
        if (!isForPrograms(place, line)) {
            texts << lineText(place, line);
        }
    }
    return texts.join(QLatin1Char('\n'));
}

QString
textOf(const api::ConfigPath& place, const std::optional<std::string>& whole, const Lines& lines)
{
    return whole && whole->empty() ? say(QT_TRANSLATE_NOOP("Revisions", "(empty)"))
                                   : joined(place, lines);
}

} // namespace

QString changeText(const api::Revision& revision, const api::GatewayConfig& config)
{
    const char* const known = changeTexts().value(toQString(revision.change));
    const QString change = known != nullptr ? say(known) : toQString(revision.change);
    const QString subject = subjectText(revision, config).simplified();
    const QString text = subject.isEmpty()
                             ? change
                             : say(QT_TRANSLATE_NOOP("Revisions", "%1: %2")).arg(change, subject);
    const QString oldSecret = oldSecretText(revision);
    return oldSecret.isEmpty() ? text : text + QStringLiteral(", ") + oldSecret;
}

std::optional<KeyId> keyOf(const api::Revision& revision)
{
    if (!revision.change.starts_with("key.")) {
        return std::nullopt;
    }
    return KeyId(revision.subject.substr(0, revision.subject.find(':')));
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
    const Lines gone = without(difference.beforeLines, difference.afterLines);
    const Lines added = without(difference.afterLines, difference.beforeLines);
    const bool moved = gone.empty() && added.empty();
    return {
        textOf(difference.path, difference.before, moved ? difference.beforeLines : gone),
        textOf(difference.path, difference.after, moved ? difference.afterLines : added),
    };
}

QString shortened(const QString& text)
{
    QStringList lines = text.split(QLatin1Char('\n'));
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

} // namespace portcullis::ui
