#pragma once

#include "gateway/api/config.h"

#include <QDialog>

class QPushButton;

namespace portcullis::ui {

class Banner;
class BudgetForm;
class GatewayBridge;

// Adds a budget or changes one. Owner: who opens it (deletes itself on close). GUI thread. Errors
// are shown in the dialog, which stays open with what was typed.
class BudgetDialog final : public QDialog
{
    Q_OBJECT

public:
    // `present`: the one to change; null to add one.
    BudgetDialog(GatewayBridge& bridge, const api::Budget* present, QWidget* parent);

signals:
    void saved(const portcullis::BudgetId& id);

private:
    void build(bool changes);
    void save();

    GatewayBridge& m_bridge;
    BudgetForm* m_form;
    Banner* m_problem;
    QPushButton* m_save;
};

} // namespace portcullis::ui
