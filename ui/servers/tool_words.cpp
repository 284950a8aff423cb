#include "ui/servers/tool_words.h"

#include "ui/text.h"
#include "ui/theme/icons.h"

#include <QCoreApplication>
#include <QStringList>

namespace portcullis::ui {

namespace {

constexpr qsizetype kHashCharacters = 16; // enough to tell two definitions apart by eye
constexpr qsizetype kDescriptionCharacters = 280;
constexpr std::size_t kNamedTools = 8;

QString say(const char* text, int count = -1)
{
    return QCoreApplication::translate("Tools", text, nullptr, count);
}

QString shortHash(const std::string& hash)
{
    return hash.empty() ? say(QT_TRANSLATE_NOOP("Tools", "not known"))
                        : isolated(toQString(hash).left(kHashCharacters) + QStringLiteral("…"));
}

QString cut(const QString& text)
{
    return text.size() <= kDescriptionCharacters
               ? text
               : text.left(kDescriptionCharacters - 1) + QStringLiteral("…");
}

QString changeText(const api::ToolInfo& tool)
{
    const QString description = cut(toQString(tool.description).simplified());
    QStringList lines;
    if (!description.isEmpty()) {
        lines.push_back(
            say(QT_TRANSLATE_NOOP("Tools", "It says of itself now: %1")).arg(description));
    }
    lines.push_back(say(QT_TRANSLATE_NOOP("Tools", "Fingerprint of what was approved: %1"))
                        .arg(shortHash(tool.approvedHash)));
    lines.push_back(say(QT_TRANSLATE_NOOP("Tools", "Fingerprint of what it is now: %1"))
                        .arg(shortHash(tool.definitionHash)));
    return lines.join(QLatin1Char('\n'));
}

QString listOf(const std::vector<api::ToolInfo>& tools)
{
    QStringList names;
    for (const api::ToolInfo& tool : tools) {
        if (names.size() == static_cast<qsizetype>(kNamedTools)) {
            names.push_back(say(QT_TRANSLATE_N_NOOP("Tools", "and %n more"),
                                static_cast<int>(tools.size() - kNamedTools)));
            break;
        }
        names.push_back(isolated(tool.name));
    }
    return names.join(QStringLiteral(", "));
}

} // namespace

QString hintText(const api::ToolInfo& tool)
{
    if (tool.readOnlyHint) {
        return say(QT_TRANSLATE_NOOP("Tools", "Says it only reads"));
    }
    return tool.destructiveHint ? say(QT_TRANSLATE_NOOP("Tools", "Says it may destroy"))
                                : QString();
}

Phrase describe(const api::ToolInfo& tool)
{
    if (tool.hidden) {
        return {say(QT_TRANSLATE_NOOP("Tools", "Hidden")),
                say(QT_TRANSLATE_NOOP(
                    "Tools", "It does not exist for any client. “Show as…” brings it back.")),
                Tone::Neutral};
    }
    if (tool.held) {
        return {say(QT_TRANSLATE_NOOP("Tools", "Held back: changed since it was approved")),
                say(QT_TRANSLATE_NOOP("Tools",
                                      "It does not exist for any client until you approve it.")),
                Tone::Bad};
    }
    if (tool.changed) {
        return {say(QT_TRANSLATE_NOOP("Tools", "Changed since it was approved")),
                say(QT_TRANSLATE_NOOP("Tools",
                                      "Clients may still call it. Approve it when the change is "
                                      "what you expect.")),
                Tone::Warn};
    }
    return {};
}

QString descriptionText(const api::ToolInfo& tool)
{
    const QString description = toQString(tool.description).simplified();
    const QString mark = describe(tool).title;
    return mark.isEmpty()
               ? description
               : say(QT_TRANSLATE_NOOP("Tools", "%1. %2")).arg(mark, description).trimmed();
}

QIcon markIcon(const api::ToolInfo& tool)
{
    const Phrase mark = describe(tool);
    if (mark.title.isEmpty()) {
        return icon("tool", tool.destructiveHint ? Tint::Warn : Tint::Muted);
    }
    const char* held = tool.held ? "lock" : "warning";
    return icon(tool.hidden ? "refused" : held, tintOf(mark.tone));
}

Question approvalQuestion(const std::vector<api::ToolInfo>& tools)
{
    if (tools.size() == 1) {
        return {say(QT_TRANSLATE_NOOP("Tools", "Approve “%1” as it is now?"))
                    .arg(isolated(tools.front().name)),
                changeText(tools.front()),
                say(QT_TRANSLATE_NOOP("Tools", "Approve")),
                Weight::Harmless};
    }
    return {say(QT_TRANSLATE_N_NOOP("Tools", "Approve %n tool(s) as they are now?"),
                static_cast<int>(tools.size())),
            say(QT_TRANSLATE_NOOP("Tools", "Their definitions are others than those approved: %1."))
                .arg(listOf(tools)),
            say(QT_TRANSLATE_NOOP("Tools", "Approve all")),
            Weight::Harmless};
}

} // namespace portcullis::ui
