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
    QStringList parts{tr("%1 records").arg(numberText(status.auditRecords))};
    if (alarmed || refusing) {
        parts << toQString(alarmed ? status.logAlarm : status.reason);
    } else {
        parts << tr("the log goes on where it was left");
    }
    if (facts.signedOff.empty()) {
        parts << tr("nothing signed off yet");
    } else {
        const SignedOff& last = facts.signedOff.front();
        parts << tr("signed off up to record %1 on %2")
                     .arg(numberText(static_cast<std::uint64_t>(last.end - 1)),
                          dateText(fromMicros(last.micros)));
    }
    const bool fine = !alarmed && !refusing;
    m_icon->showIcon(fine ? "shield" : "warning", tintOf(fine ? Tone::Good : Tone::Bad));
    m_text->setText(parts.join(QStringLiteral("  ·  ")));
}

} // namespace portcullis::ui
