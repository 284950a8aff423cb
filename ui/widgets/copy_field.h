#pragma once

#include <QWidget>

class QLineEdit;
class QPlainTextEdit;
class QPushButton;

namespace portcullis::ui {

enum class Sensitivity
{
    Public,
    Secret // clipboard managers are asked not to keep it
};

// A value to copy: one read-only line, or several, in a monospaced type, and a button.
// Owner: its page. GUI thread. wipe() overwrites what is shown before it goes.
class CopyField final : public QWidget
{
    Q_OBJECT

public:
    enum class Shape
    {
        Line,
        Block
    };

    CopyField(Shape shape, const QString& accessibleName, QWidget* parent = nullptr);

    void setText(const QString& text);
    [[nodiscard]] QString text() const;

    void setSensitivity(Sensitivity sensitivity) { m_sensitivity = sensitivity; }

    void setPlaceholder(const QString& text);
    void wipe();

public slots:
    void copy();

signals:
    void copied();

private:
    void buildLine(const QString& accessibleName);
    void buildBlock(const QString& accessibleName);

    Sensitivity m_sensitivity = Sensitivity::Public;
    QLineEdit* m_line = nullptr; // exactly one of the two
    QPlainTextEdit* m_block = nullptr;
    QPushButton* m_button;
};

} // namespace portcullis::ui
