#pragma once

#include "gateway/api/retention.h"
#include "gateway/base/result.h"

#include <QDialog>

#include <vector>

class QLabel;
class QPushButton;
class QStackedWidget;
class QStandardItemModel;
class QTableView;

namespace portcullis::ui {

class Banner;
class GatewayBridge;

// The legal holds in force; they are placed and released from here. Owner: who opens it (deletes
// itself on close). GUI thread. Errors are shown in the dialog.
class HoldsDialog final : public QDialog
{
    Q_OBJECT

public:
    // `suggested`: which records a new hold is about, to begin with.
    HoldsDialog(GatewayBridge& bridge, api::RecordFilter suggested, QWidget* parent);

private:
    [[nodiscard]] QWidget* buildList();
    [[nodiscard]] QWidget* buildEmpty();
    [[nodiscard]] QLayout* buildButtons();
    void load();
    void show(const Result<std::vector<api::Hold>>& holds);
    [[nodiscard]] const api::Hold* chosen() const;
    void showChosen();
    void place();
    void release();

    GatewayBridge& m_bridge;
    api::RecordFilter m_suggested;
    std::vector<api::Hold> m_holds;
    QStandardItemModel* m_model;
    QStackedWidget* m_stack;
    QLabel* m_reading;
    QTableView* m_table = nullptr;
    QLabel* m_details = nullptr;
    Banner* m_problem;
    QPushButton* m_place;
    QPushButton* m_release;
};

} // namespace portcullis::ui
