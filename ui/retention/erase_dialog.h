#pragma once

#include "gateway/api/retention.h"
#include "gateway/base/result.h"
#include "ui/retention/erase_finder.h"

#include <QDialog>

#include <optional>

class QCheckBox;
class QProgressBar;
class QPushButton;
class QScrollArea;

namespace portcullis::ui {

class Banner;
class EraseForm;
class GatewayBridge;
class LogJob;

// Destroys arguments and results for good: shows first how many and what a hold keeps, and then
// does it for those alone, when somebody has said that it is meant. Owner: who opens it (deletes
// itself on close; not before an erasure has come to an end). GUI thread. Errors are shown in the
// dialog.
class EraseDialog final : public QDialog
{
    Q_OBJECT

public:
    // `suggested`: which records, to begin with.
    EraseDialog(GatewayBridge& bridge, const api::RecordFilter& suggested, QWidget* parent);

    void reject() override;

private:
    enum class State : std::uint8_t
    {
        Choosing,
        Finding,
        Found, // something that may be erased
        Erasing,
        Stopping
    };

    void build();
    void connectAll();
    void setState(State state);
    void find();
    void forgetFinding();
    void showFinding(const EraseFinding& finding);
    void showKept(const EraseFinding& finding);
    void showFailure(const QString& title, const Error& error);
    void erase();
    void showOutcome(const Result<api::EraseReport>& report);

    GatewayBridge& m_bridge;
    State m_state = State::Choosing;
    std::optional<EraseFinding> m_finding;
    EraseFinder* m_finder;
    LogJob* m_job;
    EraseForm* m_form;
    QScrollArea* m_scroll;
    QProgressBar* m_progress;
    Banner* m_result;
    QCheckBox* m_sure;
    QPushButton* m_close;
    QPushButton* m_find;
    QPushButton* m_erase;
};

} // namespace portcullis::ui
