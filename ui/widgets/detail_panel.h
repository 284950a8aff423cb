#pragma once

#include <QFrame>
#include <QString>

class QFormLayout;
class QLabel;
class QPushButton;
class QVBoxLayout;

namespace portcullis::ui {

// The card at the right of a page that shows one thing in full, its name on top. Where the window
// is too low for all of it, it scrolls. Owner: its page. GUI thread.
class DetailPanel : public QFrame
{
    Q_OBJECT

public:
    explicit DetailPanel(QWidget* parent = nullptr);

protected:
    void setName(const QString& name); // no line for it when empty

    // What comes below the name.
    [[nodiscard]] QVBoxLayout& column() { return *m_column; }

    // A row of buttons.
    void addActions(std::initializer_list<QPushButton*> buttons);

    // Facts, each with its caption at the left, for a layout of the panel.
    [[nodiscard]] static QFormLayout* makeFacts();
    [[nodiscard]] static QLabel* addFact(QFormLayout& facts, const QString& caption);

private:
    QLabel* m_name;
    QVBoxLayout* m_column;
};

} // namespace portcullis::ui
