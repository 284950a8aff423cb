#include "ui/activity/activity_model.h"
#include "ui/audit/record_lines.h"
#include "ui/retention/record_words.h"
#include "ui/text.h"

#include <QCoreApplication>
#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSet>

#include <array>

// Records of the log itself: member by member.
namespace portcullis::ui {

namespace {

struct Member
{
    const char* name;
    const char* pattern;
};

// In the order in which they are told; what is not among them follows by its own name.
constexpr std::array kMembers = {
    Member{"by", QT_TRANSLATE_NOOP("RecordLines", "By %1")},
    Member{"user", QT_TRANSLATE_NOOP("RecordLines", "Account %1")},
    Member{"unlocked_with", QT_TRANSLATE_NOOP("RecordLines", "Unlocked with %1")},
    Member{"unlocked_by", QT_TRANSLATE_NOOP("RecordLines", "Unlocked by %1")},
    Member{"change", QT_TRANSLATE_NOOP("RecordLines", "Change: %1")},
    Member{"subject", QT_TRANSLATE_NOOP("RecordLines", "Of %1")},
    Member{"hold", QT_TRANSLATE_NOOP("RecordLines", "Hold %1")},
    Member{"what", QT_TRANSLATE_NOOP("RecordLines", "Removed: %1")},
    Member{"records", QT_TRANSLATE_NOOP("RecordLines", "Records %1")},
    Member{"range", QT_TRANSLATE_NOOP("RecordLines", "Records %1")},
    Member{"scope", QT_TRANSLATE_NOOP("RecordLines", "For %1")},
    Member{"redacted", QT_TRANSLATE_NOOP("RecordLines", "Hidden values: %1")},
    Member{"count", QT_TRANSLATE_NOOP("RecordLines", "How many: %1")},
    Member{"before", QT_TRANSLATE_NOOP("RecordLines", "Before: %1")},
    Member{"after", QT_TRANSLATE_NOOP("RecordLines", "After: %1")},
    Member{"result", QT_TRANSLATE_NOOP("RecordLines", "Result: %1")},
    Member{"comment", QT_TRANSLATE_NOOP("RecordLines", "“%1”")},
    Member{"purpose", QT_TRANSLATE_NOOP("RecordLines", "Purpose: %1")},
    Member{"requested_by", QT_TRANSLATE_NOOP("RecordLines", "Asked for by %1")},
    Member{"signed_by", QT_TRANSLATE_NOOP("RecordLines", "Signed by %1")},
    Member{"reason", QT_TRANSLATE_NOOP("RecordLines", "Reason: %1")},
    Member{"verdict", QT_TRANSLATE_NOOP("RecordLines", "Finding: %1")},
    Member{"fault", QT_TRANSLATE_NOOP("RecordLines", "Fault: %1")},
    Member{"first_bad", QT_TRANSLATE_NOOP("RecordLines", "First bad record %1")},
    Member{"depth", QT_TRANSLATE_NOOP("RecordLines", "Checked: %1")},
    Member{"signatures", QT_TRANSLATE_NOOP("RecordLines", "Signatures checked: %1")},
    Member{"at", QT_TRANSLATE_NOOP("RecordLines", "Noticed %1")},
    Member{"from", QT_TRANSLATE_NOOP("RecordLines", "From %1")},
    Member{"to", QT_TRANSLATE_NOOP("RecordLines", "To %1")},
    Member{"delta_us", QT_TRANSLATE_NOOP("RecordLines", "Difference: %1")},
    Member{"since", QT_TRANSLATE_NOOP("RecordLines", "Since %1")},
    Member{"refused", QT_TRANSLATE_NOOP("RecordLines", "Calls refused meanwhile: %1")},
    Member{"version", QT_TRANSLATE_NOOP("RecordLines", "Portcullis %1")},
    Member{"build", QT_TRANSLATE_NOOP("RecordLines", "Build %1")},
    Member{"libs", QT_TRANSLATE_NOOP("RecordLines", "With %1")},
    Member{"boot_id", QT_TRANSLATE_NOOP("RecordLines", "Start of the computer %1")},
    Member{"db_bytes", QT_TRANSLATE_NOOP("RecordLines", "Size of the log: %1")},
    Member{"bundle", QT_TRANSLATE_NOOP("RecordLines", "Bundle %1")},
    Member{"sums", QT_TRANSLATE_NOOP("RecordLines", "Its files %1")},
    Member{"config", QT_TRANSLATE_NOOP("RecordLines", "Configuration %1")},
    Member{"config_sha256", QT_TRANSLATE_NOOP("RecordLines", "Its hash %1")},
    Member{"size", QT_TRANSLATE_NOOP("RecordLines", "Records in the log: %1")},
    Member{"root", QT_TRANSLATE_NOOP("RecordLines", "Root of the log %1")},
    Member{"found", QT_TRANSLATE_NOOP("RecordLines", "Found: %1")},
    Member{"pinned", QT_TRANSLATE_NOOP("RecordLines", "Compared with: %1")},
    Member{"pin_missing", QT_TRANSLATE_NOOP("RecordLines", "Remembered too little of it: %1")}};

QString say(const char* text)
{
    return QCoreApplication::translate("RecordLines", text);
}

// Values that are words of the program, by the name of their member.
QString wordText(const QString& name, const QString& value)
{
    static const QHash<QString, const char*> kWords = {
        {QStringLiteral("what contents"),
         QT_TRANSLATE_NOOP("RecordLines", "arguments and results")},
        {QStringLiteral("what bodies"), QT_TRANSLATE_NOOP("RecordLines", "who called, and why")},
        {QStringLiteral("result ok"), QT_TRANSLATE_NOOP("RecordLines", "nothing to object to")},
        {QStringLiteral("result findings"), QT_TRANSLATE_NOOP("RecordLines", "with findings")},
        {QStringLiteral("depth heads"),
         QT_TRANSLATE_NOOP("RecordLines", "records and the last signature")},
        {QStringLiteral("depth deep"), QT_TRANSLATE_NOOP("RecordLines", "every signature, too")},
        {QStringLiteral("unlocked_with keychain"),
         QT_TRANSLATE_NOOP("RecordLines", "the key in the keychain")},
        {QStringLiteral("unlocked_with passphrase"),
         QT_TRANSLATE_NOOP("RecordLines", "the passphrase")},
        {QStringLiteral("at run"), QT_TRANSLATE_NOOP("RecordLines", "while it ran")},
        {QStringLiteral("at start"), QT_TRANSLATE_NOOP("RecordLines", "at the start")},
        {QStringLiteral("verdict rollback"),
         QT_TRANSLATE_NOOP("RecordLines", "the log was turned back")},
        {QStringLiteral("verdict fork"),
         QT_TRANSLATE_NOOP("RecordLines", "the log goes on from another one")},
        {QStringLiteral("verdict database-missing"),
         QT_TRANSLATE_NOOP("RecordLines", "the log is gone")},
        {QStringLiteral("verdict pin-missing"),
         QT_TRANSLATE_NOOP("RecordLines", "what was remembered of the log is gone")}};
    const char* const word = kWords.value(QString(name % u' ' % value));
    return word == nullptr ? QString() : say(word);
}

QString rangeText(const QJsonObject& range)
{
    const qint64 begin = range[QStringLiteral("begin")].toInteger();
    const qint64 last = range[QStringLiteral("end")].toInteger() - 1;
    return last <= begin ? QString::number(begin)
                         : say(QT_TRANSLATE_NOOP("RecordLines", "%1 to %2")).arg(begin).arg(last);
}

QString valueText(const QString& name, const QJsonValue& value, const api::GatewayConfig& config);

QString listText(const QString& name, const QJsonArray& list, const api::GatewayConfig& config)
{
    QStringList parts;
    for (const QJsonValue& one : list) {
        parts << valueText(name, one, config);
    }
    return parts.join(QStringLiteral(", "));
}

QString objectText(const QJsonObject& object, const api::GatewayConfig& config)
{
    QStringList parts;
    for (auto member = object.begin(); member != object.end(); ++member) {
        parts << QString(member.key() % u' ' % valueText(member.key(), member.value(), config));
    }
    return parts.join(QStringLiteral(", "));
}

// `decision` is of bundles alone.
QString scopeText(QJsonObject scope, const api::GatewayConfig& config)
{
    api::RecordFilter records;
    const auto take = [&scope](const char* name) {
        return toStdString(scope.take(QLatin1String(name)).toString());
    };
    const auto takeTime = [&scope](const char* name) {
        const QJsonValue micros = scope.take(QLatin1String(name));
        return micros.isDouble() ? std::optional(fromMicros(micros.toInteger())) : std::nullopt;
    };
    if (const std::string key = take("key"); !key.empty()) {
        records.key = KeyId(key);
    }
    if (const std::string server = take("server"); !server.empty()) {
        records.server = ServerId(server);
    }
    if (const std::string tool = take("tool"); !tool.empty()) {
        records.tool = tool;
    }
    if (const std::string call = take("call"); !call.empty()) {
        records.call = CallId(call);
    }
    records.time = {takeTime("from"), takeTime("to")};
    const QString rest = objectText(scope, config);
    return recordsText(records, config) +
           (rest.isEmpty() ? QString() : QStringLiteral(", ") + rest);
}

QString numberValueText(const QString& name, qint64 number)
{
    static const QSet<QString> kTimes = {QStringLiteral("before"),
                                         QStringLiteral("from"),
                                         QStringLiteral("to"),
                                         QStringLiteral("since"),
                                         QStringLiteral("t")};
    if (kTimes.contains(name)) {
        return exactTimeText(fromMicros(number));
    }
    if (name == QLatin1String("db_bytes")) {
        return bytesText(number);
    }
    if (name == QLatin1String("delta_us")) {
        return QString((number < 0 ? u'−' : u'+') + durationText(std::abs(number)));
    }
    return QString::number(number);
}

QString textValueText(const QString& name, const QString& text)
{
    static const QSet<QString> kHashes = {QStringLiteral("after"),
                                          QStringLiteral("before"),
                                          QStringLiteral("config_sha256"),
                                          QStringLiteral("root"),
                                          QStringLiteral("sums")};
    if (name == QLatin1String("by") || name == QLatin1String("unlocked_by")) {
        return placeText(text);
    }
    const QString word = wordText(name, text);
    return !word.isEmpty() ? word : kHashes.contains(name) ? hashText(text) : isolated(text);
}

QString valueText(const QString& name, const QJsonValue& value, const api::GatewayConfig& config)
{
    switch (value.type()) {
    case QJsonValue::Bool:
        return value.toBool() ? say(QT_TRANSLATE_NOOP("RecordLines", "yes"))
                              : say(QT_TRANSLATE_NOOP("RecordLines", "no"));
    case QJsonValue::Double:
        return numberValueText(name, value.toInteger());
    case QJsonValue::String:
        return textValueText(name, value.toString());
    case QJsonValue::Array:
        return listText(name, value.toArray(), config);
    case QJsonValue::Object: {
        const QJsonObject object = value.toObject();
        const bool isRange = object.size() == 2 && object.contains(QStringLiteral("begin")) &&
                             object.contains(QStringLiteral("end"));
        return name == QLatin1String("scope") ? scopeText(object, config)
               : isRange                      ? rangeText(object)
                                              : objectText(object, config);
    }
    default:
        return {};
    }
}

// What the other links of the chain tell.
void removeTold(QJsonObject& body, const QString& type)
{
    for (const char* name : {"c", "n", "nonce", "caller", "case"}) {
        body.remove(QLatin1String(name));
    }
    if (type == QLatin1String("access.refused")) {
        body.remove(QStringLiteral("count"));
        body.remove(QStringLiteral("reason"));
    }
    if (!type.startsWith(QLatin1String("call."))) {
        return;
    }
    for (const char* name :
         {"args",   "config",     "hint",        "llm",        "method", "policy",
          "server", "task",       "tool",        "budget",     "client", "code",
          "dur_us", "err",        "in",          "queue_us",   "result", "status",
          "reason", "args_bytes", "upstream_us", "tool_sha256"}) {
        body.remove(QLatin1String(name));
    }
}

void addLines(QStringList& lines, QJsonObject body, const api::GatewayConfig& config)
{
    if (body.contains(QStringLiteral("begin")) && body.contains(QStringLiteral("end"))) {
        const QJsonObject range{{QStringLiteral("begin"), body.take(QStringLiteral("begin"))},
                                {QStringLiteral("end"), body.take(QStringLiteral("end"))}};
        body[QStringLiteral("range")] = range;
    }
    for (const Member& member : kMembers) {
        const QString name = QLatin1String(member.name);
        const QJsonValue value = body.take(name);
        const QString text = valueText(name, value, config);
        if (!value.isUndefined() && !text.isEmpty()) {
            lines << say(member.pattern).arg(text);
        }
    }
    for (auto member = body.begin(); member != body.end(); ++member) {
        lines << QString(member.key() % QStringLiteral(": ") %
                         valueText(member.key(), member.value(), config));
    }
}

} // namespace

QStringList otherLines(const RecordTexts& record, const api::GatewayConfig& config)
{
    QStringList lines;
    for (const auto& [header, body] :
         {std::pair{&record.header, &record.body}, std::pair{&record.endHeader, &record.ended}}) {
        QJsonObject rest = *body;
        removeTold(rest, (*header)[QStringLiteral("type")].toString());
        addLines(lines, std::move(rest), config);
    }
    return lines;
}

} // namespace portcullis::ui
