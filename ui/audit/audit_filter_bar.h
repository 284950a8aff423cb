#pragma once

#include "ui/audit/log_reader.h"

#include <QTimer>
#include <QWidget>

class QCheckBox;
class QComboBox;
class QDateTimeEdit;
class QLineEdit;
class QPushButton;

namespace portcullis::ui {

class GatewayBridge;

// What to look for in the log. Owner: AuditPage. GUI thread.
class AuditFilterBar final : public QWidget
{
    Q_OBJECT

public:
    explicit AuditFilterBar(GatewayBridge& bridge, QWidget* parent = nullptr);

    // Without the order, which is the table's.
    [[nodiscard]] LogFilter filter() const;
    void clear();
    void focusSearch();
    // Offers the tools and outcomes that occur.
    void offer(const LogFacts& facts);

signals:
    void changed();

private:
    [[nodiscard]] QWidget* buildChoices();
    [[nodiscard]] QWidget* buildTimes();
    void refillFromConfig();
    void apply();

    GatewayBridge& m_bridge;
    QTimer m_typingPause;
    QLineEdit* m_search = nullptr;
    QComboBox* m_part = nullptr;
    QComboBox* m_key = nullptr;
    QComboBox* m_server = nullptr;
    QComboBox* m_tool = nullptr;
    QComboBox* m_outcome = nullptr;
    QCheckBox* m_hasFrom = nullptr;
    QDateTimeEdit* m_from = nullptr;
    QCheckBox* m_hasTo = nullptr;
    QDateTimeEdit* m_to = nullptr;
    QPushButton* m_clear = nullptr;
};

} // namespace portcullis::ui
