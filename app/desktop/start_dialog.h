#pragma once

#include "app/desktop/gateway_start.h"

#include <QDialog>

class QLabel;
class QPushButton;
class QSpinBox;
class QVBoxLayout;

namespace portcullis::desktop {

// What stands in the way of a start, and what can be done: try again, quit, or take another port.
// Owner: its function, on the stack. GUI thread.
class StartDialog final : public QDialog
{
    Q_OBJECT

public:
    explicit StartDialog(const Obstacle& obstacle, QWidget* parent = nullptr);

    // What was chosen, once the dialog was accepted.
    [[nodiscard]] Remedy remedy() const { return m_remedy; }

private:
    [[nodiscard]] QWidget* buildPortField();
    [[nodiscard]] QLayout* buildButtons();
    void offerFreePort();
    void choose(const Remedy& remedy);

    const Obstacle m_obstacle;
    Remedy m_remedy;
    QSpinBox* m_port = nullptr; // Port only
};

} // namespace portcullis::desktop
