#pragma once

#include <QWidget>

class QLabel;
class QVBoxLayout;

namespace portcullis::ui {

// Fields below each other, each with its label above and a hint below. The label is the field's
// buddy and gives it its accessible name. Owner: its dialog. GUI thread.
class Form final : public QWidget
{
    Q_OBJECT

public:
    explicit Form(QWidget* parent = nullptr);

    // Returns the row, to be hidden and shown as a whole.
    QWidget* addField(const QString& label, QWidget* field, const QString& hint = {});
    void addWidget(QWidget* widget);
    void addStretch();

private:
    QVBoxLayout* m_column;
};

} // namespace portcullis::ui
