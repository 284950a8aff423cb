#pragma once

#include "gateway/api/retention.h"
#include "ui/audit/log_reader.h"
#include "ui/window_aids.h"

#include <QDate>
#include <QTimer>
#include <QWidget>

class QCheckBox;
class QComboBox;
class QDateTimeEdit;
class QLineEdit;
class QPushButton;

namespace portcullis::ui {

class FilterShelf;
class GatewayBridge;

// What to look for in the log. Owner: AuditPage. GUI thread.
class AuditFilterBar final : public QWidget
{
    Q_OBJECT

public:
    // `kept`: saved filters.
    AuditFilterBar(GatewayBridge& bridge, KeptText kept, QWidget* parent = nullptr);

    // Without the order, which is the table's.
    [[nodiscard]] LogFilter filter() const;
    // The same as far as the log itself knows it: without a text, a part, a case, an outcome.
    [[nodiscard]] api::RecordFilter records() const;
    void setFilter(const LogFilter& filter);
    void clear();
    void focusSearch();
    // Offers the tools and outcomes that occur.
    void offer(const LogFacts& facts);

signals:
    void changed();

private:
    [[nodiscard]] QWidget* buildSearch();
    [[nodiscard]] QWidget* buildChoices();
    // A time that counts while it is checked.
    [[nodiscard]] QWidget* buildTime(QCheckBox* check, QDateTimeEdit* edit, QDate usual);
    void prepareBox(QComboBox* box, const char* objectName, const QString& name);
    void refillFromConfig();
    void apply();

    GatewayBridge& m_bridge;
    QTimer m_typingPause;
    FilterShelf* m_saved;
    QLineEdit* m_search;
    QComboBox* m_part;
    QComboBox* m_key;
    QComboBox* m_server;
    QComboBox* m_tool;
    QComboBox* m_case;
    QComboBox* m_outcome;
    QCheckBox* m_hasFrom;
    QDateTimeEdit* m_from;
    QCheckBox* m_hasTo;
    QDateTimeEdit* m_to;
    QPushButton* m_clear = nullptr;
};

} // namespace portcullis::ui
