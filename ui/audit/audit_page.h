#pragma once

#include "ui/audit/log_reader.h"
#include "ui/window_aids.h"

#include <QWidget>

class QAction;
class QDialog;
class QLabel;
class QMenu;
class QProgressBar;
class QPushButton;
class QStackedWidget;
class QTableView;

namespace portcullis::ui {

class AuditFilterBar;
class AuditModel;
class GatewayBridge;
class LogStateLine;
class RecordPanel;

// The whole log, to be searched and signed off: filters, any order, any place of millions of
// records; the state of the log always in sight. It reads when it is looked at. Owner: MainWindow.
// GUI thread. Failed queries are reported by problem().
class AuditPage final : public QWidget
{
    Q_OBJECT

public:
    // `filters`: those that were saved.
    explicit AuditPage(GatewayBridge& bridge, KeptText filters = {}, QWidget* parent = nullptr);

    void focusSearch();
    // Another check, of something else than the log, among those that the page offers.
    void addCheck(QAction* check);
    // Looks at the log as it is now.
    void reload();

signals:
    void problem(const QString& title, const QString& text);

protected:
    void showEvent(QShowEvent* event) override;

private:
    [[nodiscard]] QWidget* buildHeader();
    [[nodiscard]] QWidget* buildTable();
    [[nodiscard]] QWidget* buildFoot();
    void connectReader();
    void openLog();
    void showElsewhere();
    [[nodiscard]] qint64 records() const;
    void show();
    void sortBy(int column);
    void takeFacts(const LogFacts& facts);
    void refreshState();
    [[nodiscard]] bool hasNoCalls() const;
    void refreshCount();
    void showSelection();
    void askForFile();
    void endSave(const QString& error);
    void signOff();
    void openDialog(QDialog* dialog);

    GatewayBridge& m_bridge;
    LogReader* m_reader;
    AuditModel* m_model;
    LogFacts m_facts;
    bool m_open = false;      // the reader has a log, or is about to
    bool m_elsewhere = false; // the log cannot be read from here
    LogOrder m_order = LogOrder::Time;
    bool m_ascending = false;
    LogStateLine* m_state;
    AuditFilterBar* m_filter;
    QStackedWidget* m_stack;
    RecordPanel* m_panel;
    QStackedWidget* m_list = nullptr; // the table, or that it has no calls
    QTableView* m_table = nullptr;
    QLabel* m_count = nullptr;
    QProgressBar* m_progress = nullptr;
    QPushButton* m_save = nullptr;
    QPushButton* m_cancelSave = nullptr;
    QMenu* m_checks = nullptr;
    QAction* m_checkpoint = nullptr;
    QPushButton* m_export = nullptr;
    QPushButton* m_signOff = nullptr;
};

} // namespace portcullis::ui
