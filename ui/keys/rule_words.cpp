#include "ui/keys/rule_words.h"

#include "ui/text.h"

#include <QCoreApplication>

namespace portcullis::ui {

namespace {

constexpr std::size_t kNamed = 4;

QString say(const char* text, int count = -1)
{
    return QCoreApplication::translate("Rules", text, nullptr, count);
}

QString listOf(const std::vector<std::string>& names)
{
    QStringList shown;
    for (const std::string& name : names) {
        if (shown.size() == static_cast<qsizetype>(kNamed)) {
            shown.push_back(say(QT_TRANSLATE_N_NOOP("Rules", "and %n more"),
                                static_cast<int>(names.size() - kNamed)));
            break;
        }
        shown.push_back(isolated(name));
    }
    return shown.join(QStringLiteral(", "));
}

void addPart(QStringList& parts, const char* text, const std::vector<std::string>& names)
{
    if (!names.empty()) {
        parts.push_back(say(text, static_cast<int>(names.size())).arg(listOf(names)));
    }
}

std::vector<std::string> textsOf(const std::vector<ServerId>& servers)
{
    std::vector<std::string> texts;
    for (const ServerId& server : servers) {
        texts.push_back(server.str());
    }
    return texts;
}

} // namespace

bool isPlain(const api::AllowRule& rule)
{
    return rule.what == api::Governed::Tool && rule.effect == api::RuleEffect::Allow &&
           rule.conditions.empty() && !api::isHint(rule.tool);
}

QString conditionText(api::ConditionKind kind)
{
    switch (kind) {
    case api::ConditionKind::Equals:
        return say(QT_TRANSLATE_NOOP("Rules", "is"));
    case api::ConditionKind::OneOf:
        return say(QT_TRANSLATE_NOOP("Rules", "is one of"));
    case api::ConditionKind::Under:
        return say(QT_TRANSLATE_NOOP("Rules", "lies in the folder"));
    case api::ConditionKind::Host:
        return say(QT_TRANSLATE_NOOP("Rules", "is a URL of"));
    case api::ConditionKind::Between:
        return say(QT_TRANSLATE_NOOP("Rules", "is a number in"));
    case api::ConditionKind::Matches:
        return say(QT_TRANSLATE_NOOP("Rules", "matches"));
    }
    return {};
}

QString conditionHint(api::ConditionKind kind)
{
    switch (kind) {
    case api::ConditionKind::Equals:
        return QStringLiteral("read");
    case api::ConditionKind::OneOf:
        return QStringLiteral("read,list");
    case api::ConditionKind::Under:
        return QStringLiteral("/srv/cases");
    case api::ConditionKind::Host:
        return QStringLiteral("example.org,*.example.org");
    case api::ConditionKind::Between:
        return QStringLiteral("1..100");
    case api::ConditionKind::Matches:
        return QStringLiteral("[a-z ]+");
    }
    return {};
}

QString holdingText(api::Holding holding)
{
    switch (holding) {
    case api::Holding::Held:
        return say(QT_TRANSLATE_NOOP("Rules", "Holds"));
    case api::Holding::NotHeld:
        return say(QT_TRANSLATE_NOOP("Rules", "Does not hold"));
    case api::Holding::Unreadable:
        break;
    }
    return say(QT_TRANSLATE_NOOP("Rules", "Missing or unreadable"));
}

QString levelText(api::RuleLevel level)
{
    switch (level) {
    case api::RuleLevel::Policy:
        return say(QT_TRANSLATE_NOOP("Rules", "Rules of the policy"));
    case api::RuleLevel::Server:
        return say(QT_TRANSLATE_NOOP("Rules", "Rules of the server"));
    case api::RuleLevel::Key:
        return say(QT_TRANSLATE_NOOP("Rules", "Rules of the key"));
    case api::RuleLevel::Case:
        return say(QT_TRANSLATE_NOOP("Rules", "Rules of the case"));
    case api::RuleLevel::Request:
        break;
    }
    return say(QT_TRANSLATE_NOOP("Rules", "Rules of the request"));
}

QStringList differenceTexts(const api::EffectiveDifference& difference)
{
    QStringList sentences;
    for (const api::KeyDifference& key : difference.keys) {
        QStringList parts;
        addPart(parts, QT_TRANSLATE_N_NOOP("Rules", "gains %n tool(s): %1"), key.gained);
        addPart(parts,
                QT_TRANSLATE_N_NOOP("Rules", "gains everything of %n server(s), now and later: %1"),
                textsOf(key.opened));
        addPart(
            parts, QT_TRANSLATE_N_NOOP("Rules", "may do more with %n tool(s): %1"), key.widened);
        addPart(parts, QT_TRANSLATE_N_NOOP("Rules", "loses %n tool(s): %1"), key.lost);
        addPart(parts,
                QT_TRANSLATE_N_NOOP("Rules", "no longer has everything of %n server(s): %1"),
                textsOf(key.closed));
        addPart(
            parts, QT_TRANSLATE_N_NOOP("Rules", "may do less with %n tool(s): %1"), key.narrowed);
        sentences.push_back(say(QT_TRANSLATE_NOOP("Rules", "The key “%1” %2."))
                                .arg(toQString(key.label), parts.join(QStringLiteral("; "))));
    }
    return sentences;
}

} // namespace portcullis::ui
