#pragma once

#include <QLabel>

namespace portcullis::ui {

// The round mark of one step: its number, or a check when it is done.
// Owner: SetupGuide. GUI thread.
class StepMark final : public QLabel
{
    Q_OBJECT

public:
    enum class State
    {
        Later,
        Current,
        Done
    };

    explicit StepMark(int number, QWidget* parent = nullptr);

    void setState(State state);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    int m_number;
    State m_state = State::Later;
};

} // namespace portcullis::ui
