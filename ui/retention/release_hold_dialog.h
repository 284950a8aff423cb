#pragma once

#include "gateway/api/retention.h"
#include "ui/retention/reason_field.h"

#include <QDialog>

class QPushButton;

namespace portcullis::ui {

class Banner;
class Form;
class GatewayBridge;

// Ends a legal hold, with a reason. Owner: who opens it (deletes itself on close). GUI thread.
// Errors are shown in the dialog.
class ReleaseHoldDialog final : public QDialog
{
    Q_OBJECT

public:
    ReleaseHoldDialog(GatewayBridge& bridge, api::Hold hold, QWidget* parent);

signals:
    void released();

private:
    void build();
    [[nodiscard]] QString consequence() const;
    void release();

    GatewayBridge& m_bridge;
    api::Hold m_hold;
    Form* m_form;
    Banner* m_problem;
    QPushButton* m_release;
    ReasonField m_reason;
};

} // namespace portcullis::ui
