#pragma once

#include "gateway/api/bundle_verdict.h"

#include <QDialog>

#include <optional>
#include <thread>

class QCheckBox;
class QLineEdit;
class QProgressBar;
class QPushButton;
class QScrollArea;

namespace portcullis::ui {

class DropArea;
class Form;
class FormRow;
class LogJob;
class PathField;
class VerdictView;

// Checks evidence bundles, one at a time, on a thread of its own; it needs no gateway. Stopping or
// closing ends a check. Owner: the window (deletes itself on close). GUI thread. Errors are shown
// in the dialog.
class CheckBundleDialog final : public QDialog
{
    Q_OBJECT

public:
    CheckBundleDialog(api::BundleCheck check, QWidget* parent);
    ~CheckBundleDialog() override;

    // From now on this file.
    void open(const QString& file);
    // Lets the person choose one.
    void choose();

    using QDialog::open;

private:
    void build();
    [[nodiscard]] QWidget* buildKnown();
    [[nodiscard]] QWidget* buildButtons();
    void start();
    void stopOrClose();
    void setRunning(bool isRunning);
    // Nothing when a field is wrong, which it then says itself.
    [[nodiscard]] std::optional<api::BundleCheckOptions> options();
    void take(unsigned check, const Result<api::BundleVerdict>& verdict);
    void bringVerdictIntoView();
    void copy() const;

    api::BundleCheck m_check;
    QString m_file;
    std::optional<api::BundleVerdict> m_verdict;
    unsigned m_checks = 0;
    bool m_isRunning = false;
    LogJob* m_job;
    DropArea* m_drop;
    QCheckBox* m_compare;
    Form* m_known = nullptr;
    QLineEdit* m_pin;
    FormRow* m_pinRow = nullptr;
    PathField* m_previous;
    PathField* m_authority;
    QProgressBar* m_progress;
    VerdictView* m_view;
    QPushButton* m_copy;
    QPushButton* m_close;
    QPushButton* m_start;
    QScrollArea* m_scroll;
    std::jthread m_thread; // ends first
};

} // namespace portcullis::ui
