#pragma once

#include "ui/theme/theme.h"

#include <QFrame>

class QLabel;
class QPushButton;

namespace portcullis::ui {

class IconLabel;

// A coloured strip with an icon and a sentence, for a state that must not be overlooked or for the
// failure of a command. Hidden until show…() is called.
// Owner: its page or window. GUI thread.
class Banner final : public QFrame
{
    Q_OBJECT

public:
    enum class Closing
    {
        ByCode, // stays until hidden
        ByPerson
    };

    explicit Banner(Closing closing, QWidget* parent = nullptr);

    void showMessage(Tone tone, const QString& title, const QString& text = {});

    [[nodiscard]] QString message() const; // title and text, as a screen reader says them

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Tone m_tone = Tone::Info;
    IconLabel* m_icon;
    QLabel* m_title;
    QLabel* m_text;
    QPushButton* m_close;
};

} // namespace portcullis::ui
