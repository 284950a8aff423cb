#pragma once

#include "gateway/api/config_change.h"

#include <QDialog>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QStandardItemModel;
class QTableView;

namespace portcullis::ui {

class Banner;
class Form;
class FormRow;
class GatewayBridge;

// What calls cost: a price for every tool of a server, or for one of them. The price that is chosen
// in the table stands in the fields below it. Owner: who opens it (deletes itself on close). GUI
// thread. Errors are shown in the dialog.
class PricesDialog final : public QDialog
{
    Q_OBJECT

public:
    PricesDialog(GatewayBridge& bridge, QWidget* parent);

private:
    void buildTable();
    void buildForm();
    void buildColumn();
    void showPrices();
    void showChosen();
    void showTools();
    void showMeaning();
    void setPrice();
    void removePrice();
    void apply(api::ConfigChange change, const QString& done, const QString& failure);
    [[nodiscard]] QString currency() const;
    [[nodiscard]] QString priceText(std::uint64_t micros) const;
    [[nodiscard]] QString whatText(const api::Price& price) const;
    [[nodiscard]] std::string tool() const;

    GatewayBridge& m_bridge;
    std::vector<api::Price> m_prices; // as they stand in the table
    QStandardItemModel* m_model;
    QTableView* m_table;
    QLabel* m_none;
    Form* m_form;
    QComboBox* m_server;
    QComboBox* m_tool;
    QLineEdit* m_amount;
    QLabel* m_meaning;
    FormRow* m_toolRow = nullptr;
    FormRow* m_amountRow = nullptr;
    Banner* m_result;
    QPushButton* m_set;
    QPushButton* m_remove;
};

} // namespace portcullis::ui
