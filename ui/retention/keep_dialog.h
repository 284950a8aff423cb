#pragma once

#include "gateway/api/config.h"
#include "gateway/api/retention.h"
#include "gateway/base/result.h"

#include <QDialog>
#include <QTimer>

class QLabel;
class QPushButton;
class QSpinBox;

namespace portcullis::ui {

class Banner;
class GatewayBridge;
class LogJob;

// For how many days the log keeps what it knows, and what would go by that now. Owner: who opens it
// (deletes itself on close). GUI thread. Errors are shown in the dialog.
class KeepDialog final : public QDialog
{
    Q_OBJECT

public:
    KeepDialog(GatewayBridge& bridge, QWidget* parent);

private:
    void build();
    [[nodiscard]] QSpinBox* makeDays(const char* name, std::uint32_t days);
    [[nodiscard]] api::Retention retention() const;
    void count();
    void showCount(const Result<api::RetentionReport>& report);
    void save();
    void apply();

    GatewayBridge& m_bridge;
    LogJob* m_job;
    QTimer m_pause; // while somebody types
    unsigned m_counts = 0;
    QSpinBox* m_contents;
    QSpinBox* m_bodies;
    QLabel* m_effect;
    Banner* m_problem;
    QPushButton* m_save;
};

} // namespace portcullis::ui
