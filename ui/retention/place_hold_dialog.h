#pragma once

#include "gateway/api/retention.h"
#include "gateway/base/result.h"
#include "ui/retention/reason_field.h"

#include <QDialog>

class QCheckBox;
class QPushButton;

namespace portcullis::ui {

class Banner;
class Form;
class GatewayBridge;
class LogJob;
class RecordChoice;

// Puts records on legal hold, and counts what that keeps: a filter with a slip in it keeps nothing.
// Owner: who opens it (deletes itself on close). GUI thread. Errors are shown in the dialog.
class PlaceHoldDialog final : public QDialog
{
    Q_OBJECT

public:
    // `suggested`: which records, to begin with.
    PlaceHoldDialog(GatewayBridge& bridge, const api::RecordFilter& suggested, QWidget* parent);

signals:
    void placed();

private:
    void build();
    void place();
    void count(const api::Hold& hold);
    void showCount(const Result<api::EraseReport>& report);

    GatewayBridge& m_bridge;
    LogJob* m_job;
    Form* m_form;
    RecordChoice* m_choice;
    QCheckBox* m_everything;
    Banner* m_result;
    QPushButton* m_place;
    QPushButton* m_close;
    ReasonField m_reason;
};

} // namespace portcullis::ui
