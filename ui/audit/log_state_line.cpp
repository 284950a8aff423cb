#include "ui/audit/log_state_line.h"

#include "ui/audit/log_reader.h"
#include "ui/gateway_bridge.h"
#include "ui/text.h"
#include "ui/widgets/icon_label.h"
#include "ui/widgets/labels.h"

#include <QHBoxLayout>

namespace portcullis::ui {

namespace {

constexpr int kIconSize = 20;

} // namespace

LogStateLine::LogStateLine(GatewayBridge& bridge, QWidget* parent)
    : QWidget(parent)
    , m_bridge(bridge)
    , m_icon(new IconLabel(kIconSize))
    , m_text(makeLabel(TextRole::Body))
{
    m_text->setObjectName(QStringLiteral("logState"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(kGrid);
    row->addWidget(m_icon, 0, Qt::AlignTop);
    row->addWidget(m_text, 1);
}

void LogStateLine::show(const LogFacts& facts)
{
    const api::GatewayStatus& status = m_bridge.status();
    const bool alarmed = !status.logAlarm.empty();
    const bool refusing = status.state == api::GatewayState::Refusing;
    const bool faulty = facts.lastCheck && !facts.lastCheck->fault.isEmpty();
    QStringList parts{tr("%1 records").arg(numberText(status.auditRecords))};
    if (alarmed || refusing) {
        parts << toQString(alarmed ? status.logAlarm : status.reason);
    } else {
        parts << tr("the log goes on where it was left");
    }
    parts << pinText(status) << checkText(facts) << signedOffText(facts);
    const bool worrying = !status.pinProblem.empty() || !status.logWarning.empty();
    const Tone tone = alarmed || refusing || faulty ? Tone::Bad
                      : worrying                    ? Tone::Warn
                                                    : Tone::Good;
    m_icon->showIcon(tone == Tone::Good ? "shield" : "warning", tintOf(tone));
    parts.removeAll(QString());
    m_text->setText(parts.join(QStringLiteral("  ·  ")));
    setAccessibleName(m_text->text());
}

QString LogStateLine::pinText(const api::GatewayStatus& status)
{
    if (!status.pinProblem.empty()) {
        return tr("not remembered at present: %1").arg(toQString(status.pinProblem));
    }
    switch (status.pinPlace) {
    case api::PinPlace::Keychain:
        return tr("remembered in the keychain");
    case api::PinPlace::Folder:
        return tr("remembered in its own folder only");
    case api::PinPlace::None:
        break;
    }
    return {};
}

QString LogStateLine::checkText(const LogFacts& facts)
{
    if (!facts.lastCheck) {
        return tr("never checked as a whole");
    }
    const QString when = dateText(fromMicros(facts.lastCheck->micros));
    return facts.lastCheck->fault.isEmpty()
               ? tr("found as it was written on %1").arg(when)
               : tr("found faulty on %1: %2").arg(when, facts.lastCheck->fault);
}

QString LogStateLine::signedOffText(const LogFacts& facts)
{
    if (facts.signedOff.empty()) {
        return tr("nothing signed off yet");
    }
    const SignedOff& last = facts.signedOff.front();
    return tr("signed off up to record %1 on %2")
        .arg(numberText(static_cast<std::uint64_t>(last.end - 1)),
             dateText(fromMicros(last.micros)));
}

} // namespace portcullis::ui
