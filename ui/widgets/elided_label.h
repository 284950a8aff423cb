#pragma once

#include <QLabel>

namespace portcullis::ui {

// One line of text that gives way: what does not fit ends in an ellipsis and is told by a tool tip.
// For names that people and servers choose, which must not widen a window.
// Owner: its page. GUI thread.
class ElidedLabel final : public QLabel
{
    Q_OBJECT

public:
    using QLabel::QLabel;

    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    [[nodiscard]] bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    [[nodiscard]] QString shownText() const;
};

} // namespace portcullis::ui
