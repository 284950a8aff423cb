#include "ui/audit/record_lines.h"

#include "ui/activity/activity_model.h"
#include "ui/retention/record_words.h"
#include "ui/text.h"
#include "ui/words.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QHash>
#include <QJsonDocument>

namespace portcullis::ui {

namespace {

constexpr qsizetype kHashGroup = 8;

QString say(const char* text)
{
    return QCoreApplication::translate("RecordLines", text);
}

// A sentence with one value in it; nothing without the value.
QString line(const char* pattern, const QString& value)
{
    return value.isEmpty() ? QString() : say(pattern).arg(value);
}

QJsonObject parsed(const std::string& text)
{
    return QJsonDocument::fromJson(QByteArray::fromStdString(text)).object();
}

QString textOf(const QJsonObject& object, const char* name)
{
    return object[QLatin1String(name)].toString();
}

QJsonObject partOf(const QJsonObject& object, const char* name)
{
    return object[QLatin1String(name)].toObject();
}

QString numberOf(const QJsonObject& object, const char* name)
{
    const QJsonValue value = object[QLatin1String(name)];
    return value.isDouble() ? QString::number(value.toInteger()) : QString();
}

QString typeOf(const QJsonObject& header)
{
    return textOf(header, "type");
}

// RFC 6962 §2.1: what the tree of the log has of a record.
QString leafOf(const std::string& header)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData(QByteArray(1, '\0'));
    hash.addData(QByteArray::fromStdString(header));
    return hashText(QString::fromLatin1(hash.result().toHex()));
}

QString transportText(const QString& name)
{
    static const QHash<QString, const char*> kTexts = {
        {QStringLiteral("http"), QT_TRANSLATE_NOOP("RecordLines", "Streamable HTTP")},
        {QStringLiteral("sse"), QT_TRANSLATE_NOOP("RecordLines", "the old transport HTTP+SSE")},
        {QStringLiteral("stdio"), QT_TRANSLATE_NOOP("RecordLines", "a command (stdio)")},
        {QStringLiteral("socket"), QT_TRANSLATE_NOOP("RecordLines", "a command (stdio)")}};
    const char* const text = kTexts.value(name);
    return text == nullptr ? isolated(name) : say(text);
}

QString spokenText(const QJsonObject& side)
{
    return line(QT_TRANSLATE_NOOP("RecordLines", "Speaks %1"),
                revisionText(toStdString(textOf(side, "revision"))));
}

QString methodText(const QString& method)
{
    static const QHash<QString, const char*> kTexts = {
        {QStringLiteral("tools/call"), QT_TRANSLATE_NOOP("RecordLines", "Called a tool")},
        {QStringLiteral("prompts/get"), QT_TRANSLATE_NOOP("RecordLines", "Took a prompt")},
        {QStringLiteral("resources/read"), QT_TRANSLATE_NOOP("RecordLines", "Read a resource")},
        {QStringLiteral("tasks/get"), QT_TRANSLATE_NOOP("RecordLines", "Asked how a task is")},
        {QStringLiteral("tasks/update"),
         QT_TRANSLATE_NOOP("RecordLines", "Gave a task what it asked for")},
        {QStringLiteral("tasks/cancel"), QT_TRANSLATE_NOOP("RecordLines", "Cancelled a task")}};
    const char* const text = kTexts.value(method);
    return text == nullptr || method.isEmpty()
               ? isolated(method)
               : QString(say(text) % QStringLiteral(" (") % method % u')');
}

// How much there was of a content, and what was kept of it.
QString contentText(const char* pattern, const QJsonObject& content, bool isThere)
{
    if (content.isEmpty()) {
        return {};
    }
    const QString mode = textOf(content, "mode");
    const char* kept = QT_TRANSLATE_NOOP("RecordLines", "kept as a fingerprint only");
    if (mode == QLatin1String("prove-only")) {
        kept = QT_TRANSLATE_NOOP("RecordLines", "kept only to be proven");
    } else if (mode == QLatin1String("full")) {
        kept = isThere ? QT_TRANSLATE_NOOP("RecordLines", "kept in full")
                       : QT_TRANSLATE_NOOP("RecordLines",
                                           "no longer there: erased, or removed as too old");
    }
    return say(pattern).arg(bytesText(content[QStringLiteral("bytes")].toInteger()), say(kept));
}

} // namespace

QString hashText(QString hex)
{
    const qsizetype end = (hex.size() - 1) / kHashGroup * kHashGroup;
    for (qsizetype place = end; place > 0; place -= kHashGroup) {
        hex.insert(place, QLatin1Char(' '));
    }
    return hex;
}

RecordTexts::RecordTexts(const api::CallDetails& of)
    : details(of)
{
    const bool begun = !details.intentHeader.empty();
    header = parsed(begun ? details.intentHeader : details.outcomeHeader);
    body = parsed(begun ? details.intentBody : details.outcomeBody);
    if (begun) {
        endHeader = parsed(details.outcomeHeader);
        ended = parsed(details.outcomeBody);
    }
    isCall = typeOf(header).startsWith(QLatin1String("call."));
}

QStringList clientLines(const RecordTexts& record, const api::GatewayConfig& config)
{
    const api::ActivityRow& row = record.details.row;
    const QJsonObject caller = partOf(record.body, "caller");
    const QString transport = textOf(caller, "transport");
    const bool oldSecret = caller[QStringLiteral("retiring")].toBool();
    return {
        row.client.empty() ? QString() : toQString(row.client),
        line(QT_TRANSLATE_NOOP("RecordLines", "Key %1"),
             row.key.empty() ? QString() : keyText(config, row.key)),
        oldSecret ? say(QT_TRANSLATE_NOOP("RecordLines", "With the key's old secret")) : QString(),
        line(QT_TRANSLATE_NOOP("RecordLines", "Case %1"), isolated(textOf(record.body, "case"))),
        line(QT_TRANSLATE_NOOP("RecordLines", "Over %1"),
             transport.isEmpty() ? QString() : transportText(transport)),
        spokenText(caller),
        line(QT_TRANSLATE_NOOP("RecordLines", "Program %1"), isolated(textOf(caller, "exe"))),
        line(QT_TRANSLATE_NOOP("RecordLines", "Speaks for %1"),
             isolated(textOf(partOf(caller, "program"), "path"))),
        line(QT_TRANSLATE_NOOP("RecordLines", "Process %1"), numberOf(caller, "pid")),
        line(QT_TRANSLATE_NOOP("RecordLines", "Session %1"), isolated(textOf(caller, "session")))};
}

QStringList modelLines(const RecordTexts& record)
{
    const QJsonObject model = partOf(record.body, "llm");
    return {
        textOf(model, "model"),
        line(QT_TRANSLATE_NOOP("RecordLines", "Conversation %1"), isolated(textOf(model, "conv"))),
        line(QT_TRANSLATE_NOOP("RecordLines", "Its request %1"), isolated(textOf(model, "req"))),
        line(QT_TRANSLATE_NOOP("RecordLines", "Trace %1"), isolated(textOf(model, "trace"))),
        line(QT_TRANSLATE_NOOP("RecordLines", "Trace state %1"),
             isolated(textOf(model, "trace_state")))};
}

QStringList decisionLines(const RecordTexts& record)
{
    const QJsonObject policy = partOf(record.body, "policy");
    const bool refused = isRefusal(record.details.row);
    const Phrase phrase = describe(record.details.row);
    const QJsonObject hint = partOf(record.body, "hint");
    const bool destructive = hint[QStringLiteral("destructive")].toBool();
    const bool readOnly = hint[QStringLiteral("read_only")].toBool();
    const bool requests = typeOf(record.header) == QLatin1String("access.refused");
    return {
        refused            ? phrase.title
        : policy.isEmpty() ? QString()
                           : say(QT_TRANSLATE_NOOP("RecordLines", "Allowed")),
        line(QT_TRANSLATE_NOOP("RecordLines", "By the rule %1"), isolated(textOf(policy, "rule"))),
        refused ? phrase.explanation : QString(),
        methodText(textOf(record.body, "method")),
        line(QT_TRANSLATE_NOOP("RecordLines", "Of the task of call %1"),
             isolated(textOf(record.body, "task"))),
        requests ? line(QT_TRANSLATE_NOOP("RecordLines", "Requests of this kind: %1"),
                        numberOf(record.body, "count"))
                 : QString(),
        destructive
            ? say(QT_TRANSLATE_NOOP("RecordLines", "The server says that the tool may destroy"))
            : QString(),
        readOnly ? say(QT_TRANSLATE_NOOP("RecordLines", "The server says that the tool only reads"))
                 : QString(),
        line(QT_TRANSLATE_NOOP("RecordLines", "Definition shown %1"),
             hashText(textOf(record.body, "tool_sha256"))),
        record.isCall ? line(QT_TRANSLATE_NOOP("RecordLines", "Under configuration %1"),
                             numberOf(record.body, "config"))
                      : QString()};
}

QStringList serverLines(const RecordTexts& record, const api::GatewayConfig& config)
{
    const api::ActivityRow& row = record.details.row;
    const QJsonObject server = partOf(record.body, "server");
    const QString transport = textOf(server, "transport");
    const qint64 asked = record.ended[QStringLiteral("upstream_us")].toInteger(-1);
    const qint64 queued = record.ended[QStringLiteral("queue_us")].toInteger(-1);
    return {row.server.empty() ? QString() : serverText(config, row.server),
            line(QT_TRANSLATE_NOOP("RecordLines", "Version %1"), textOf(server, "ver")),
            spokenText(server),
            line(QT_TRANSLATE_NOOP("RecordLines", "Over %1"),
                 transport.isEmpty() ? QString() : transportText(transport)),
            line(QT_TRANSLATE_NOOP("RecordLines", "Answered in %1"),
                 asked < 0 ? QString() : durationText(asked)),
            line(QT_TRANSLATE_NOOP("RecordLines", "Asked after %1"),
                 queued < 0 ? QString() : durationText(queued)),
            line(QT_TRANSLATE_NOOP("RecordLines", "Configured as %1"),
                 hashText(textOf(server, "cfg_sha256")))};
}

QStringList resultLines(const RecordTexts& record)
{
    const api::ActivityRow& row = record.details.row;
    if (!record.isCall || isRefusal(row)) {
        return {};
    }
    const Phrase phrase = describe(row);
    const QString failure = textOf(record.ended, "err");
    const QString reason = textOf(record.ended, "reason");
    return {phrase.title,
            row.outcome == api::Outcome::Ok ? QString() : phrase.explanation,
            line(QT_TRANSLATE_NOOP("RecordLines", "Error code %1"), numberOf(record.ended, "code")),
            failure == QLatin1String("withheld")
                ? say(QT_TRANSLATE_NOOP("RecordLines",
                                        "Withheld: it could not be recorded in time, and the "
                                        "caller did not get it"))
                : line(QT_TRANSLATE_NOOP("RecordLines", "Failure: %1"), isolated(failure)),
            reason.isEmpty() ? QString() : isolated(reason),
            line(QT_TRANSLATE_NOOP("RecordLines", "%1 in all"),
                 row.durationMicros > 0 ? durationText(row.durationMicros) : QString()),
            say(QT_TRANSLATE_NOOP("RecordLines", "%1 sent, %2 received"))
                .arg(bytesText(row.argumentBytes), bytesText(row.resultBytes)),
            line(QT_TRANSLATE_NOOP("RecordLines", "Parts of its content: %1"),
                 numberOf(partOf(record.ended, "result"), "blocks"))};
}

QStringList keptLines(const RecordTexts& record)
{
    const api::CallDetails& details = record.details;
    const bool mayBeGone =
        record.isCall || typeOf(record.header) == QLatin1String("access.refused");
    const bool bodyGone = (!record.header.isEmpty() && record.body.isEmpty()) ||
                          (!record.endHeader.isEmpty() && record.ended.isEmpty());
    return {contentText(QT_TRANSLATE_NOOP("RecordLines", "Arguments: %1, %2"),
                        partOf(record.body, "args"),
                        details.arguments.has_value()),
            contentText(QT_TRANSLATE_NOOP("RecordLines", "Result: %1, %2"),
                        partOf(record.ended, "result"),
                        details.result.has_value()),
            mayBeGone && bodyGone
                ? say(QT_TRANSLATE_NOOP("RecordLines", "Who called, and why: removed as too old"))
                : QString()};
}

QStringList heldLines(const RecordTexts& record,
                      const std::vector<api::Hold>& holds,
                      const api::GatewayConfig& config)
{
    QStringList lines;
    const auto time = [](const QJsonObject& header) {
        return fromMicros(header[QStringLiteral("hw")].toInteger());
    };
    for (const api::Hold& hold : holds) {
        const api::ActivityRow& row = record.details.row;
        if (holdsFor(hold.records, row, time(record.header)) ||
            (!record.endHeader.isEmpty() && holdsFor(hold.records, row, time(record.endHeader)))) {
            lines << say(QT_TRANSLATE_NOOP("RecordLines", "On legal hold: %1"))
                         .arg(holdText(hold, config));
        }
    }
    return lines;
}

QStringList proofLines(const RecordTexts& record)
{
    QStringList lines;
    for (const std::string* header :
         {&record.details.intentHeader, &record.details.outcomeHeader}) {
        if (header->empty()) {
            continue;
        }
        const QJsonObject parts = parsed(*header);
        const qint64 time = parts[QStringLiteral("t")].toInteger();
        lines << say(QT_TRANSLATE_NOOP("RecordLines", "Record %1, leaf %2"))
                     .arg(QString::number(parts[QStringLiteral("n")].toInteger()), leafOf(*header));
        lines << exactTimeText(fromMicros(time));
        lines << line(QT_TRANSLATE_NOOP("RecordLines", "No. %1 of its key"), numberOf(parts, "kn"));
        lines << line(QT_TRANSLATE_NOOP("RecordLines", "No. %1 of its server"),
                      numberOf(parts, "sn"));
    }
    const std::string& call = record.details.row.call.str();
    lines << line(QT_TRANSLATE_NOOP("RecordLines", "Call %1"), isolated(call));
    return lines;
}

} // namespace portcullis::ui
