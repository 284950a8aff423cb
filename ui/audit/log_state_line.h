#pragma once

#include "gateway/api/status.h"

#include <QWidget>

class QLabel;

namespace portcullis::ui {

class GatewayBridge;
class IconLabel;
struct LogFacts;

// How the log is, in a line: its size, whether it goes on where it was left, where that is
// remembered, when it was last checked as a whole, and what was signed off. Owner: AuditPage. GUI
// thread.
class LogStateLine final : public QWidget
{
    Q_OBJECT

public:
    explicit LogStateLine(GatewayBridge& bridge, QWidget* parent = nullptr);

    void show(const LogFacts& facts);

private:
    [[nodiscard]] static QString pinText(const api::GatewayStatus& status);
    [[nodiscard]] static QString checkText(const LogFacts& facts);
    [[nodiscard]] static QString signedOffText(const LogFacts& facts);

    GatewayBridge& m_bridge;
    IconLabel* m_icon;
    QLabel* m_text;
};

} // namespace portcullis::ui
