#pragma once

#include <QWidget>

class QLabel;

namespace portcullis::ui {

class GatewayBridge;
class IconLabel;
struct LogFacts;

// How the log is, in a line: its size, whether it goes on where it was left, and what was signed
// off. Owner: AuditPage. GUI thread.
class LogStateLine final : public QWidget
{
    Q_OBJECT

public:
    explicit LogStateLine(GatewayBridge& bridge, QWidget* parent = nullptr);

    void show(const LogFacts& facts);

private:
    GatewayBridge& m_bridge;
    IconLabel* m_icon;
    QLabel* m_text;
};

} // namespace portcullis::ui
